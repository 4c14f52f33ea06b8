//! Who calls too often is told how long to wait, in every place where clients look.

use serde_json::json;
use switchroom_server::config::{Layer, Switch};
use switchroom_testkit::{Answer, Request, Server};

use super::INTERACTIONS;

/// Calls until it is refused.
async fn refused(request: impl Fn() -> Request) -> Answer {
    for _ in 0..2_000 {
        let answer = request().send().await;
        if answer.status == 429 {
            return answer;
        }
    }
    panic!("never refused");
}

fn told_when_to_come_back(refused: &Answer, limit: &str) {
    let header = |name: &str| refused.headers[name].to_str().expect("text");
    let seconds: u64 = header("retry-after").parse().expect("seconds");
    assert!((1..60).contains(&seconds), "{seconds}");
    assert_eq!((header("x-ratelimit-limit"), header("x-ratelimit-remaining")), (limit, "0"));
    assert_eq!(header("x-ratelimit-reset"), seconds.to_string());
    let messages = json!(["Too many requests", format!("rate_limit_reset: {seconds}")]);
    assert_eq!(refused.json(), json!({"status": "error", "error": {"code": 429, "messages": messages}}));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_calls_too_often_is_told_when_to_come_back() {
    let server = Server::with_settings(Layer { rate_limit: Some(Switch::On), ..Layer::default() }).await;
    let anybody = server.client();
    let denied = json!({"grant_type": "password"});
    told_when_to_come_back(&refused(|| anybody.post("/oauth/token", denied.clone())).await, "20");
    told_when_to_come_back(&refused(|| anybody.with_token("wrong").get(INTERACTIONS)).await, "200");
    // Whoever has a token is not held up by them.
    server.admin.get(INTERACTIONS).send().await.expect(200);
    server.stop().await;
}
