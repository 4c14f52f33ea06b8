//! Subscriptions: where their followers go on.

use switchroom_domain::command::{Command, CreateSubscription, EditSubscription, Missed};
use switchroom_domain::subscription::{Dialect, Sealed, SubscriptionOptions, SubscriptionPatch};
use switchroom_domain::{FollowerId, SubscriptionId};

use crate::sandbox::Sandbox;

fn subscribe(sandbox: &mut Sandbox, dialect: Dialect, events: &[&str]) -> SubscriptionId {
    let id = sandbox.id();
    let command = CreateSubscription {
        id,
        url: "https://example.com/".to_owned(),
        dialect,
        events: events.iter().map(|event| (*event).to_owned()).collect(),
        secret: Sealed(String::new()),
        retry_schedule_ms: None,
        after: None,
        managed_by: None,
        enabled: true,
        options: SubscriptionOptions::default(),
    };
    sandbox.run(Command::CreateSubscription(command)).unwrap();
    id
}

/// The cursors that an edit sets.
fn set_by(sandbox: &mut Sandbox, subscription: SubscriptionId, patch: SubscriptionPatch, missed: Missed) -> Vec<(FollowerId, i64)> {
    let before = sandbox.world.cursors.len();
    sandbox.run(Command::EditSubscription(EditSubscription { subscription, patch, missed })).unwrap();
    sandbox.world.cursors[before..].to_vec()
}

fn telling(event: &str) -> SubscriptionPatch {
    SubscriptionPatch { tell: vec![event.to_owned()], ..SubscriptionPatch::default() }
}

fn enabling(enabled: bool) -> SubscriptionPatch {
    SubscriptionPatch { enabled: Some(enabled), ..SubscriptionPatch::default() }
}

#[test]
fn the_follower_of_campaigns_begins_where_the_filter_first_covers_statuses() {
    for (dialect, other, status) in [
        (Dialect::Native, "message.created", "message.status_changed"),
        (Dialect::Native, "room.*", "message.*"),
        (Dialect::Qontak, "receive_message_from_agent", "status_message"),
        (Dialect::Qontak, "receive_message_from_customer", "broadcast_log_status"),
    ] {
        let mut sandbox = Sandbox::new();
        let id = subscribe(&mut sandbox, dialect, &["room.created"]);
        assert_eq!(sandbox.world.cursors, [(id.live(), 1), (id.campaigns(), 1)]);
        assert_eq!(set_by(&mut sandbox, id, telling(other), Missed::Deliver), [], "{other}");
        assert_eq!(set_by(&mut sandbox, id, telling(status), Missed::Deliver), [(id.campaigns(), 3)], "{status}");
        assert_eq!(set_by(&mut sandbox, id, telling("room.tagged"), Missed::Deliver), []);
    }
}

#[test]
fn what_was_missed_is_skipped_by_both_followers_or_by_none() {
    let mut sandbox = Sandbox::new();
    let id = subscribe(&mut sandbox, Dialect::Native, &["*"]);
    assert_eq!(set_by(&mut sandbox, id, enabling(false), Missed::Skip), []);
    assert_eq!(set_by(&mut sandbox, id, enabling(true), Missed::Deliver), []);
    set_by(&mut sandbox, id, enabling(false), Missed::Deliver);
    assert_eq!(set_by(&mut sandbox, id, enabling(true), Missed::Skip), [(id.live(), 5), (id.campaigns(), 5)]);
}
