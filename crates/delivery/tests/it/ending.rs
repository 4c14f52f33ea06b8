//! Endpoints that cannot be told anything any more.

use std::time::Duration;

use axum::http::StatusCode;
use axum::response::IntoResponse;
use switchroom_domain::role::{self, Role};
use switchroom_domain::subscription::DisabledReason;
use switchroom_domain::user::User;
use switchroom_domain::{Permissions, Timestamp, UserId};
use switchroom_engine::ports::AttemptOutcome;
use uuid::Uuid;

use crate::memory::{Kept, ORG};
use crate::support::{ID, Node, Sink};

fn user(number: i64, role: &str, email: Option<&str>) -> User {
    User {
        org: ORG,
        id: UserId(Uuid::from_u128(number.unsigned_abs().into())),
        number,
        username: format!("user{number}"),
        name: String::new(),
        email: email.map(str::to_owned),
        password_hash: None,
        two_factor: None,
        unclaimed: false,
        roles: vec![role.to_owned()],
        bot: false,
        active: true,
        available: false,
        status: None,
        status_text: None,
        ext: serde_json::Map::new(),
        deleted_at: None,
        created_at: Timestamp(0),
        updated_at: Timestamp(0),
    }
}

fn people(node: &Node) {
    let role = |name: &str| Role { org: ORG, name: name.to_owned(), permissions: Permissions::NONE, withheld: Permissions::NONE };
    node.store.with(|kept| {
        kept.roles = vec![role(role::ADMIN), role(role::AGENT)];
        kept.users = vec![
            user(1, role::ADMIN, Some("ada@example.com")),
            user(2, role::AGENT, Some("ben@example.com")),
            user(3, role::ADMIN, None),
            User { active: false, ..user(4, role::ADMIN, Some("cy@example.com")) },
            User { bot: true, ..user(5, role::ADMIN, Some("bot@example.com")) },
        ];
    });
}

fn disabled(kept: &Kept) -> Option<DisabledReason> {
    kept.subscriptions[&ID].disabled.map(|disabled| disabled.reason)
}

#[tokio::test]
async fn an_endpoint_that_is_gone_is_disabled_and_catches_up_when_it_is_enabled_again() {
    let node = Node::new();
    people(&node);
    let sink = Sink::answering(|_, before| if before == 0 { StatusCode::OK } else { StatusCode::GONE }.into_response()).await;
    node.subscribe(&sink.url);
    let delivery = node.start().await;
    let first = node.commit([1]);
    node.until_done().await;
    node.commit([1, 2, 3, 1]);
    node.store.until(|kept| disabled(kept) == Some(DisabledReason::Gone)).await;
    let mails = node.letters.until(1).await;
    assert_eq!(mails.iter().map(|mail| mail.to.as_str()).collect::<Vec<_>>(), ["ada@example.com"]);
    assert_eq!(mails[0].subject, "Switchroom disabled the webhook to 127.0.0.1");
    for part in [sink.url.as_str(), "410 Gone", r#"{"enabled": true}"#, &ID.to_string()] {
        assert!(mails[0].text.contains(part), "{part}: {}", mails[0].text);
    }
    let sent = sink.got().len();
    node.commit([2, 3]);
    sink.now_answers(|_, _| StatusCode::OK.into_response());
    node.edit(|subscription| {
        subscription.enabled = true;
        subscription.disabled = None;
    });
    node.until_done().await;
    let mut told = sink.seqs()[sent..].to_vec();
    told.sort_unstable();
    let rooms =
        |kept: &Kept| kept.events.iter().map(|event| &event.event).filter(|event| event.room.is_some()).map(|event| event.seq).collect();
    let wanted: Vec<i64> = node.store.with(|kept| rooms(kept));
    assert_eq!(told, wanted.into_iter().filter(|seq| *seq > first).collect::<Vec<_>>());
    assert!(node.store.with(|kept| kept.dead.is_empty()));
    delivery.stop().await;
    let outcomes =
        node.store.with(|kept| kept.attempts.iter().filter(|attempt| attempt.status == Some(410)).map(|a| a.outcome).collect::<Vec<_>>());
    assert!(!outcomes.is_empty() && outcomes.iter().all(|outcome| *outcome == AttemptOutcome::Failed));
    assert_eq!(node.letters.until(1).await.len(), 1);
}

#[tokio::test]
async fn an_endpoint_that_accepts_nothing_for_days_is_disabled() {
    let mut node = Node::new();
    people(&node);
    node.config.disable_after = Duration::from_millis(200);
    let sink = Sink::answering(|_, _| StatusCode::INTERNAL_SERVER_ERROR.into_response()).await;
    node.subscribe(&sink.url);
    let delivery = node.start().await;
    node.commit([1]);
    node.store.until(|kept| disabled(kept) == Some(DisabledReason::Failing)).await;
    let mails = node.letters.until(1).await;
    for part in ["has accepted nothing since 2026-01-01T00:00:0", "The last failure: it answered 500 Internal Server Error."] {
        assert!(mails[0].text.contains(part), "{part}: {}", mails[0].text);
    }
    delivery.stop().await;
}

#[tokio::test]
async fn an_endpoint_that_accepts_something_is_not_disabled() {
    let mut node = Node::new();
    // Long enough that a machine which stands still for a moment accepts something meanwhile.
    node.config.disable_after = Duration::from_secs(1);
    node.config.retry = node.config.retry.clone().with_horizon(Duration::from_secs(3));
    let sink =
        Sink::answering(|got, _| if got.seq() == 2 { StatusCode::INTERNAL_SERVER_ERROR } else { StatusCode::OK }.into_response()).await;
    node.subscribe(&sink.url);
    let delivery = node.start().await;
    node.commit([1]);
    while node.store.with(|kept| kept.dead.is_empty()) {
        let seq = node.commit([2]);
        node.store.until(|kept| kept.cursor(crate::support::LIVE) >= seq).await;
    }
    assert!(node.store.with(|kept| kept.subscriptions[&ID].enabled));
    delivery.stop().await;
}

#[tokio::test]
async fn one_that_was_edited_meanwhile_is_not_disabled() {
    let node = Node::new();
    let (gone, other) = (Sink::answering(|_, _| StatusCode::GONE.into_response()).await, Sink::accepting().await);
    node.subscribe(&gone.url);
    let delivery = node.start().await;
    gone.hold();
    let seq = node.commit([1]);
    gone.until(1).await;
    let later = node.now().plus_seconds(1);
    node.store.with(|kept| {
        let subscription = kept.subscriptions.get_mut(&ID).unwrap();
        subscription.url.clone_from(&other.url);
        subscription.updated_at = later;
    });
    gone.release();
    node.store.until(|kept| !kept.attempts.is_empty()).await;
    node.edit(|_| {});
    other.until(1).await;
    assert_eq!(other.seqs(), [seq]);
    assert!(node.store.with(|kept| kept.subscriptions[&ID].enabled));
    delivery.stop().await;
}
