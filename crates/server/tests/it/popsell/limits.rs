//! Whoever calls too often.

use serde_json::json;
use switchroom_server::config::{Layer, Switch};
use switchroom_testkit::{Answer, Server};

fn told_to_wait(answer: &Answer) -> bool {
    if answer.status != 429 {
        return false;
    }
    assert_eq!(answer.json(), json!({"message": "Too Many Attempts."}));
    let number = |name: &str| answer.headers[name].to_str().expect("text").parse::<i64>().expect("a number");
    assert!(number("retry-after") >= 1 && number("x-ratelimit-limit") >= 1 && number("x-ratelimit-reset") > 1_700_000_000);
    assert_eq!(number("x-ratelimit-remaining"), 0);
    true
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_calls_too_often_is_told_to_wait() {
    let settings = Layer { rate_limit: Some(Switch::On), ..Layer::default() };
    let server = Server::with_settings(settings).await;
    // Another name each time: guessing at one has a limit of its own.
    let login = |name: usize| {
        let request = server.client().post("/api/v2/auth/login", json!({"email": format!("nobody-{name}"), "password": "x"}));
        request.header("x-popsell-domain", "a.example").send()
    };
    let mut answers = Vec::new();
    for name in 0..40 {
        answers.push(login(name).await);
    }
    assert!(answers.iter().any(told_to_wait), "nobody was told to wait");
    assert!(answers.iter().all(|answer| matches!(answer.status.as_u16(), 401 | 429)));

    let strangers = server.client().with_token("wrong");
    let mut told = 0;
    for _ in 0..400 {
        let answer = strangers.get("/api/v2/chat/chatrooms/1").header(super::BRAND, "1").send().await;
        assert!(matches!(answer.status.as_u16(), 401 | 429), "{answer:?}");
        told += usize::from(told_to_wait(&answer));
    }
    assert!(told > 0, "nobody was told to wait");
    server.stop().await;
}
