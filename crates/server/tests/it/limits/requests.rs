//! How often one may call.

use futures_util::future::join_all;
use futures_util::{StreamExt as _, stream};
use serde_json::json;
use switchroom_server::config::{Layer, Switch};
use switchroom_testkit::{Answer, Client, Request, Server};

use crate::scene::user;

/// A server whose request limits are as they are if nobody says anything.
async fn limited(more: Layer) -> Server {
    Server::with_settings(Layer { rate_limit: Some(Switch::On), ..more }).await
}

/// Calls, so many at once, until it is refused; how many calls were not. Panics when `most` were not.
async fn until_refused(at_once: usize, most: usize, request: impl Fn() -> Request) -> (usize, Answer) {
    let mut answers = stream::iter(0..most).map(|_| request().send()).buffered(at_once);
    let mut taken = 0;
    while let Some(answer) = answers.next().await {
        if answer.status == 429 {
            return (taken, answer);
        }
        taken += 1;
    }
    panic!("{taken} calls were taken");
}

fn told_when_to_come_back(refused: &Answer) {
    assert_eq!(refused.headers["content-type"], "application/problem+json");
    assert_eq!((refused.status.as_u16(), refused.text("code").as_str()), (429, "too_many_requests"));
    let seconds: u64 = refused.headers["retry-after"].to_str().ok().and_then(|seconds| seconds.parse().ok()).expect("seconds");
    assert!((1..60).contains(&seconds), "{seconds}");
}

/// A call that costs the server next to nothing: it is counted and refused.
fn cheap(client: &Client) -> Request {
    client.get("/v1/rooms?limit=0")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_may_call_so_often() {
    let server = limited(Layer::default()).await;
    let (_, ann) = user(&server.admin, "ann", "agent").await;
    let (taken, refused) = until_refused(32, 50_000, || cheap(&ann)).await;
    assert!(taken >= 5_000, "{taken}");
    told_when_to_come_back(&refused);
    // Each token has a limit of its own, and so has its address.
    assert_eq!(cheap(&server.admin).send().await.status, 400);
    assert_eq!(server.client().get("/v1/openapi.json").send().await.status, 200);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_may_call_so_often_without_a_valid_token() {
    let server = limited(Layer { trusted_proxies: Some(vec!["127.0.0.0/8".to_owned()]), ..Layer::default() }).await;
    let wrong = server.client().with_token("wrong");
    let from = |request: Request, address: &str| request.header("x-forwarded-for", address);
    // No token, a wrong token and what needs none count together.
    let kinds = [|client: &Client| cheap(client), |client: &Client| client.get("/v1/openapi.json")];
    let clients = [server.client(), wrong.clone()];
    let next = std::sync::atomic::AtomicUsize::new(0);
    let (taken, refused) = until_refused(1, 5_000, || {
        let i = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        from(kinds[i % 2](&clients[i / 2 % 2]), "198.51.100.1")
    })
    .await;
    assert!(taken >= 200, "{taken}");
    told_when_to_come_back(&refused);
    // Another address, and whoever has a token at this one, are not held up.
    assert_eq!(from(cheap(&wrong), "198.51.100.2").send().await.status, 401);
    assert_eq!(from(cheap(&server.admin), "198.51.100.1").send().await.status, 400);
    // A network of IPv6 is one household.
    let (_, refused) = until_refused(1, 5_000, || from(cheap(&wrong), "2001:db8::1")).await;
    told_when_to_come_back(&refused);
    let all = join_all((0..100).map(|i| from(cheap(&wrong), &format!("2001:db8::{i:x}")).send())).await;
    assert!(all.iter().any(|answer| answer.status == 429));
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn logging_in_may_be_tried_so_often() {
    let server = limited(Layer::default()).await;
    let guess = |i: usize| server.client().post("/v1/sessions", json!({"username": "admin", "password": format!("guess {i}")})).send();
    let answers = join_all((0..60).map(guess)).await;
    let refused: Vec<&Answer> = answers.iter().filter(|answer| answer.status == 429).collect();
    let guessed = answers.iter().filter(|answer| answer.status == 401).count();
    assert!(guessed >= 20 && !refused.is_empty() && guessed + refused.len() == 60, "{guessed} guesses were taken");
    told_when_to_come_back(refused[0]);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn limits_can_be_switched_off() {
    let server = Server::with_settings(Layer { rate_limit: Some(Switch::Off), ..Layer::default() }).await;
    let answers: Vec<Answer> = stream::iter(0..1_000).map(|_| cheap(&server.client()).send()).buffered(32).collect().await;
    assert!(answers.iter().all(|answer| answer.status == 401));
    server.stop().await;
}
