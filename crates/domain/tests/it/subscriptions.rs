//! Webhook subscriptions: secrets, options, being disabled, replays.

use std::collections::BTreeMap;

use serde_json::json;
use switchroom_domain::command::{
    Answer, Author, CancelReplay, Command, CreateSubscription, DisableSubscription, EditSubscription, Missed, RotateSecret, StartReplay,
    TagRoom,
};
use switchroom_domain::event::Cause;
use switchroom_domain::replay::{Replay, ReplayScope, ReplayState};
use switchroom_domain::subscription::{
    Batching, Dialect, DisabledReason, Ordering, RoomFilter, Sealed, Subscription, SubscriptionOptions, SubscriptionOptionsPatch,
    SubscriptionPatch,
};
use switchroom_domain::{Access, ChannelId, Committed, FollowerId, Refusal, SubscriptionId, TokenId};

use crate::sandbox::Sandbox;

fn create(sandbox: &Sandbox, options: SubscriptionOptions) -> CreateSubscription {
    CreateSubscription {
        id: sandbox.id(),
        url: "http://localhost/".to_owned(),
        dialect: Dialect::Native,
        events: vec!["*".to_owned()],
        secret: Sealed("first".to_owned()),
        retry_schedule_ms: None,
        after: None,
        managed_by: None,
        enabled: true,
        options,
    }
}

fn subscription(answer: Result<Answer, Refusal>) -> Subscription {
    match answer.expect("a subscription") {
        Answer::Subscription { subscription } => subscription,
        answer => panic!("not a subscription: {answer:?}"),
    }
}

fn subscribed(sandbox: &mut Sandbox, options: SubscriptionOptions) -> Subscription {
    let command = create(sandbox, options);
    subscription(sandbox.run(Command::CreateSubscription(command)))
}

fn edit(sandbox: &mut Sandbox, id: SubscriptionId, patch: SubscriptionPatch, missed: Missed) -> Subscription {
    subscription(sandbox.run(Command::EditSubscription(EditSubscription { subscription: id, patch, missed })))
}

fn enabled(enabled: bool) -> SubscriptionPatch {
    SubscriptionPatch { enabled: Some(enabled), ..SubscriptionPatch::default() }
}

fn last(sandbox: &Sandbox) -> &Committed {
    sandbox.world.events.last().expect("an event")
}

#[test]
fn a_replaced_secret_signs_on_for_as_long_as_was_said() {
    let mut sandbox = Sandbox::new();
    let id = subscribed(&mut sandbox, SubscriptionOptions::default()).id;
    let rotate = |secret: &str, overlap_seconds| {
        Command::RotateSecret(RotateSecret { subscription: id, secret: Sealed(secret.to_owned()), overlap_seconds })
    };
    let rotated = subscription(sandbox.run(rotate("second", 60)));
    assert_eq!((rotated.secret.0.as_str(), rotated.retired_secrets[0].secret.0.as_str()), ("second", "first"));
    assert_eq!(rotated.retired_secrets[0].until, rotated.updated_at.plus_seconds(60));
    assert_eq!(json!(last(&sandbox).event.changes), json!({"secret": {}}), "no event tells a secret");

    let again = subscription(sandbox.run(rotate("third", 0)));
    assert_eq!(again.retired_secrets.iter().map(|retired| retired.secret.0.as_str()).collect::<Vec<_>>(), ["first"]);
    sandbox.now.set(sandbox.now.get() + 61_000_000);
    assert_eq!(subscription(sandbox.run(rotate("fourth", 60))).retired_secrets.len(), 1, "what has run out is forgotten");
    assert!(matches!(sandbox.run(rotate("fifth", 30 * 24 * 3600 + 1)), Err(Refusal::Invalid { field: "overlap_seconds", .. })));
}

#[test]
fn only_switchroom_disables_by_itself_and_says_why_until_it_is_enabled_again() {
    let mut sandbox = Sandbox::new();
    let id = subscribed(&mut sandbox, SubscriptionOptions::default()).id;
    let disable = || Command::DisableSubscription(DisableSubscription { subscription: id, reason: DisabledReason::Gone });
    let (_, admin) = sandbox.user("ann", "admin");
    assert!(matches!(sandbox.run_as(admin, disable()), Err(Refusal::Forbidden { .. })));

    let disabled = subscription(sandbox.run(disable()));
    assert_eq!((disabled.enabled, disabled.disabled.map(|disabled| disabled.reason)), (false, Some(DisabledReason::Gone)));
    assert_eq!(last(&sandbox).event.kind.as_str(), "webhook.disabled");
    assert_eq!(
        json!(last(&sandbox).event.changes),
        json!({"enabled": {"from": true, "to": false}, "reason": {"from": null, "to": "gone"}})
    );
    let events = sandbox.world.events.len();
    sandbox.run(disable()).expect("nothing to do");
    assert_eq!(sandbox.world.events.len(), events);

    let again = edit(&mut sandbox, id, enabled(true), Missed::Deliver);
    assert_eq!((again.enabled, again.disabled), (true, None));
}

#[test]
fn what_was_missed_is_told_or_left_out() {
    let mut sandbox = Sandbox::new();
    let id = subscribed(&mut sandbox, SubscriptionOptions::default()).id;
    edit(&mut sandbox, id, enabled(false), Missed::Skip);
    let set = sandbox.world.cursors.len();
    sandbox.user("ann", "agent");
    edit(&mut sandbox, id, enabled(true), Missed::Deliver);
    assert_eq!(sandbox.world.cursors.len(), set, "it goes on where it stood");

    edit(&mut sandbox, id, enabled(false), Missed::Deliver);
    let seq = sandbox.world.head.seq;
    edit(&mut sandbox, id, enabled(true), Missed::Skip);
    assert_eq!(sandbox.world.cursors[set..], [(id.live(), seq), (id.campaigns(), seq)]);
    edit(&mut sandbox, id, enabled(true), Missed::Skip);
    assert_eq!(sandbox.world.cursors.len(), set + 2, "what is enabled already misses nothing");
}

#[test]
fn both_followers_begin_at_the_same_place() {
    let mut sandbox = Sandbox::new();
    let id = subscribed(&mut sandbox, SubscriptionOptions::default()).id;
    assert_ne!(id.live(), id.campaigns());
    assert_eq!(sandbox.world.cursors, [(id.live(), 1), (id.campaigns(), 1)]);
}

#[test]
fn options_out_of_bounds_are_refused() {
    let mut sandbox = Sandbox::new();
    let batching = Some(Batching { max_events: 10, max_wait_ms: 100 });
    let base = SubscriptionOptions::default;
    for (field, options) in [
        ("max_per_second", SubscriptionOptions { max_per_second: Some(0), ..base() }),
        ("timeout_ms", SubscriptionOptions { timeout_ms: Some(99), ..base() }),
        ("timeout_ms", SubscriptionOptions { timeout_ms: Some(60_001), ..base() }),
        ("batching", SubscriptionOptions { batching: Some(Batching { max_events: 1, max_wait_ms: 100 }), ..base() }),
        ("batching", SubscriptionOptions { batching: Some(Batching { max_events: 10, max_wait_ms: 0 }), ..base() }),
        ("batching", SubscriptionOptions { batching, ordering: Ordering::None, ..base() }),
        ("rooms", SubscriptionOptions { rooms: RoomFilter { tags: vec![String::new(); 101], ..RoomFilter::default() }, ..base() }),
    ] {
        let command = create(&sandbox, options);
        match sandbox.run(Command::CreateSubscription(command)) {
            Err(Refusal::Invalid { field: refused, .. }) => assert_eq!(refused, field),
            answer => panic!("{field}: {answer:?}"),
        }
    }
    let vendors = CreateSubscription { dialect: Dialect::Qontak, ..create(&sandbox, SubscriptionOptions { batching, ..base() }) };
    assert!(matches!(sandbox.run(Command::CreateSubscription(vendors)), Err(Refusal::Invalid { field: "batching", .. })));

    let id = subscribed(&mut sandbox, SubscriptionOptions { batching, ..base() }).id;
    let unordered = SubscriptionOptionsPatch { ordering: Some(Ordering::None), ..SubscriptionOptionsPatch::default() };
    let patch = SubscriptionPatch { options: unordered, ..SubscriptionPatch::default() };
    let refused = sandbox.run(Command::EditSubscription(EditSubscription { subscription: id, patch, missed: Missed::Deliver }));
    assert!(matches!(refused, Err(Refusal::Invalid { field: "batching", .. })), "what an edit leaves is checked as a whole");
}

#[test]
fn an_edit_of_options_leaves_the_others_and_tells_their_names() {
    let mut sandbox = Sandbox::new();
    let id = subscribed(&mut sandbox, SubscriptionOptions { max_per_second: Some(5), capture: true, ..SubscriptionOptions::default() }).id;
    let options =
        SubscriptionOptionsPatch { max_per_second: Some(None), timeout_ms: Some(Some(500)), ..SubscriptionOptionsPatch::default() };
    let edited = edit(&mut sandbox, id, SubscriptionPatch { options, ..SubscriptionPatch::default() }, Missed::Deliver);
    assert_eq!(edited.options, SubscriptionOptions { timeout_ms: Some(500), capture: true, ..SubscriptionOptions::default() });
    assert_eq!(json!(last(&sandbox).event.changes), json!({"max_per_second": {}, "timeout_ms": {}}));
}

#[test]
fn a_filter_of_rooms_is_matched_as_of_the_event() {
    let mut sandbox = Sandbox::new();
    let channel = sandbox.channel();
    let before = last(&sandbox).clone();
    let room = sandbox.open(channel, "ann").facts.id;
    let opened = sandbox.world.events.iter().find(|committed| committed.room.is_some()).expect("an event of the room").clone();
    let tag = TagRoom { room, add: vec!["vip".to_owned()], remove: vec![] };
    sandbox.run(Command::TagRoom(tag)).expect("tagged");
    let tagged = last(&sandbox).clone();

    let by_tag = RoomFilter { tags: vec!["vip".to_owned(), "other".to_owned()], ..RoomFilter::default() };
    assert_eq!((by_tag.covers(&opened), by_tag.covers(&tagged), by_tag.covers(&before)), (false, true, false));
    let by_channel = |channel: ChannelId| RoomFilter { channels: vec![channel], ..RoomFilter::default() };
    assert!(by_channel(channel).covers(&opened) && !by_channel(sandbox.id()).covers(&opened));
    let by_field = RoomFilter { custom_fields: BTreeMap::from([("plan".to_owned(), "gold".to_owned())]), ..RoomFilter::default() };
    assert!(!by_field.covers(&tagged));
    let by_team = RoomFilter { teams: vec![sandbox.id()], ..RoomFilter::default() };
    assert!(!by_team.covers(&tagged));
    assert!(RoomFilter::default().covers(&before), "no filter covers what is of no room, too");
}

#[test]
fn a_subscription_can_leave_out_what_its_own_token_does() {
    let mut sandbox = Sandbox::new();
    let channel = sandbox.channel();
    let room = sandbox.open(channel, "ann").facts.id;
    let (_, admin) = sandbox.user("bob", "admin");
    let (_, agent) = sandbox.user("cid", "agent");
    let token: TokenId = sandbox.id();
    let own = subscribed(&mut sandbox, SubscriptionOptions { not_by: Some(token), ..SubscriptionOptions::default() });
    let post = |sandbox: &mut Sandbox, access: Access| {
        let post = sandbox.post(room, Author::Caller, "hello");
        sandbox.posted(access, post);
        last(sandbox).clone()
    };
    let by_token = post(&mut sandbox, Access { credential: Some(token), ..admin });
    assert_eq!(by_token.event.cause, Some(Cause::Token(token)));
    assert!(!own.concerns(&by_token));
    let other = sandbox.id();
    assert!(own.concerns(&post(&mut sandbox, Access { credential: Some(other), ..admin })));
    assert_eq!(
        post(&mut sandbox, Access { credential: Some(token), ..agent }).event.cause,
        None,
        "who cannot subscribe leaves nothing out"
    );
}

fn start(sandbox: &mut Sandbox, subscription: SubscriptionId, after: i64, until: Option<i64>) -> Result<Replay, Refusal> {
    let id = sandbox.id();
    match sandbox.run(Command::StartReplay(StartReplay { id, subscription, after, until, scope: ReplayScope::Dead }))? {
        Answer::Replay { replay } => Ok(replay),
        answer => panic!("not a replay: {answer:?}"),
    }
}

#[test]
fn a_replay_ends_within_the_log_and_can_be_called_off() {
    let mut sandbox = Sandbox::new();
    let id = subscribed(&mut sandbox, SubscriptionOptions::default()).id;
    let other = subscribed(&mut sandbox, SubscriptionOptions::default()).id;
    for until in [0, 3] {
        assert!(matches!(start(&mut sandbox, id, 1, Some(until)), Err(Refusal::Invalid { field: "until", .. })), "{until}");
    }
    let replay = start(&mut sandbox, id, 1, Some(2)).expect("a replay");
    assert_eq!((replay.until, replay.scope, replay.state), (2, ReplayScope::Dead, ReplayState::Running));

    let cancel = |subscription, replay| Command::CancelReplay(CancelReplay { subscription, replay });
    let unknown: FollowerId = sandbox.id();
    for (subscription, job) in [(other, replay.id), (id, unknown)] {
        assert!(matches!(sandbox.run(cancel(subscription, job)), Err(Refusal::NotFound { noun: "replay" })));
    }
    sandbox.run(cancel(id, replay.id)).expect("cancelled");
    assert_eq!(last(&sandbox).event.kind.as_str(), "webhook.replay_cancelled");
    let events = sandbox.world.events.len();
    let Answer::Replay { replay } = sandbox.run(cancel(id, replay.id)).expect("cancelled already") else { panic!("not a replay") };
    assert_eq!((replay.state, sandbox.world.events.len()), (ReplayState::Cancelled, events));
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
        let events = vec!["room.created".to_owned()];
        let command = CreateSubscription { dialect, events, ..create(&sandbox, SubscriptionOptions::default()) };
        let id = subscription(sandbox.run(Command::CreateSubscription(command))).id;
        let mut set_by_telling = |event: &str| {
            let before = sandbox.world.cursors.len();
            let patch = SubscriptionPatch { tell: vec![event.to_owned()], ..SubscriptionPatch::default() };
            edit(&mut sandbox, id, patch, Missed::Deliver);
            sandbox.world.cursors[before..].to_vec()
        };
        assert_eq!(set_by_telling(other), [], "{other}");
        assert_eq!(set_by_telling(status), [(id.campaigns(), 2)], "{status}");
        assert_eq!(set_by_telling("room.tagged"), []);
    }
}
