//! The log: complete, ordered, as of then.

use std::collections::HashMap;
use std::sync::Arc;

use futures_util::future::join_all;
use switchroom_domain::command::{
    Answer, AssignRoom, ChangeStatus, Command, DeleteMessage, EditMessage, EditRoom, ExpectedAssignee, MarkRead, ResolveRoom, TagRoom,
};
use switchroom_domain::contact::ContactPatch;
use switchroom_domain::message::DeliveryStatus;
use switchroom_domain::room::RoomPatch;
use switchroom_domain::{Committed, EventKind, OrgId, RoomId, Timestamp};

use crate::scene::{Scene, organization, text_content};

pub(crate) async fn sequences_have_no_gap_under_concurrency(scene: &Scene) {
    let rooms = join_all((0..5).map(|i| scene.open_room(["a", "b", "c", "d", "e"][i]))).await;
    let posts = (0..500).map(|i| scene.posted(scene.post(rooms[i % 5].0.facts.id, &format!("{i}"))));
    join_all(posts).await;
    let log = scene.log().await;
    assert!(log.iter().zip(1..).all(|(committed, seq)| committed.event.seq == seq), "seq has a gap");
    let mut versions: HashMap<RoomId, i64> = HashMap::new();
    for event in log.iter().map(|committed| &committed.event) {
        let Some(room) = event.room else { continue };
        let version = versions.entry(room).or_default();
        *version += 1;
        assert_eq!(event.room_version(), Some(*version), "room_version has a gap");
    }
    assert_eq!(log.iter().filter(|committed| committed.event.kind == EventKind::MessageCreated).count(), 500);
    assert_eq!(scene.store.head_seq(scene.org).await.expect("head"), i64::try_from(log.len()).unwrap());
    for (room, version) in versions {
        assert_eq!(scene.room(room).await.head.version, version);
    }
}

/// Everything that can happen to a room, so that reading back meets every kind of event.
async fn a_rooms_life(scene: &Scene) -> RoomId {
    let room = scene.open_room("ann").await.0.facts.id;
    let first = scene.posted(scene.post(room, "first")).await;
    let second = scene.posted(scene.post(room, "second")).await;
    let patch = RoomPatch { topic: Some(Some("one".to_owned())), tags: Some(vec!["a".to_owned()]), ..RoomPatch::default() };
    let contact = ContactPatch { name: Some(Some("Ann".to_owned())), ..ContactPatch::default() };
    let topic = |topic: &str| RoomPatch { topic: Some(Some(topic.to_owned())), ..RoomPatch::default() };
    let commands = [
        Command::EditRoom(EditRoom { patch, contact, ..EditRoom::of(room) }),
        Command::EditRoom(EditRoom { patch: topic("two"), ..EditRoom::of(room) }),
        Command::EditMessage(EditMessage { message: first.id, content: text_content("first, edited") }),
        Command::EditMessage(EditMessage { message: first.id, content: text_content("first, edited twice") }),
        Command::ChangeStatus(ChangeStatus { message: second.id, status: DeliveryStatus::Sent, at: None, error: None }),
        Command::ChangeStatus(ChangeStatus {
            message: second.id,
            status: DeliveryStatus::Failed,
            at: None,
            error: Some("no such number".to_owned()),
        }),
        Command::DeleteMessage(DeleteMessage { message: first.id }),
        Command::TagRoom(TagRoom { room, add: vec!["b".to_owned()], remove: vec!["a".to_owned()] }),
        Command::AssignRoom(AssignRoom {
            room,
            user: scene.user,
            also: false,
            expected: ExpectedAssignee::Exactly(None),
            expected_version: None,
        }),
        Command::ResolveRoom(ResolveRoom::of(room)),
    ];
    for command in commands {
        scene.run(command).await.expect("command");
    }
    // A contact's message opens the room again.
    scene.posted(scene.post(room, "third")).await;
    room
}

pub(crate) async fn what_is_read_back_is_what_was_told(scene: &Scene) {
    a_rooms_life(scene).await;
    let read = scene.log().await;
    let told = scene.parts.told.events(read.len()).await;
    assert_eq!(told.len(), read.len());
    for (told, read) in told.iter().zip(&read) {
        assert_eq!(told, read, "{:?}", told.event.kind);
    }
    let kinds: Vec<&str> = read.iter().map(|committed| committed.event.kind.as_str()).collect();
    assert!(kinds.contains(&"room.reopened") && kinds.contains(&"message.deleted"), "{kinds:?}");
}

pub(crate) async fn times_increase(scene: &Scene) {
    // The clock stands still: times must move on all the same.
    let room = scene.open_room("ann").await.0.facts.id;
    let other = scene.open_room("bob").await.0.facts.id;
    let mut messages = Vec::new();
    for i in 0..20 {
        messages.push(scene.posted(scene.post(room, &format!("{i}"))).await);
        scene.posted(scene.post(other, &format!("{i}"))).await;
    }
    for pair in messages.windows(2) {
        assert!(pair[1].created_at.micros_since(pair[0].created_at) >= 1000, "two messages of a room in one millisecond");
    }
    let log = scene.log().await;
    let mut activities: Vec<_> =
        log.iter().filter_map(|committed| committed.event.room_head.as_ref()).map(|head| head.last_activity_at).collect();
    let count = activities.len();
    activities.dedup();
    assert!(activities.is_sorted());
    // Joining shares its command's time with the message it comes with.
    let joined = log.iter().filter(|committed| committed.event.kind == EventKind::ParticipantJoined).count();
    assert_eq!(activities.len(), count - joined);
}

pub(crate) async fn a_lane_holds_its_rooms_events(scene: &Scene) {
    let room = a_rooms_life(scene).await;
    scene.open_room("bob").await;
    let log = scene.log().await;
    let of =
        |lane: Option<RoomId>| -> Vec<Arc<Committed>> { log.iter().filter(|committed| committed.event.room == lane).cloned().collect() };
    for lane in [Some(room), None] {
        let expected = of(lane);
        assert!(!expected.is_empty());
        assert_eq!(scene.store.lane_events(scene.org, lane, 0, 1000).await.expect("lane"), expected);
        let from = expected[1].event.seq;
        assert_eq!(scene.store.lane_events(scene.org, lane, from, 1).await.expect("lane"), expected[1..2]);
    }
}

pub(crate) async fn a_room_resumes_from_its_version(scene: &Scene) {
    let room = a_rooms_life(scene).await;
    let all = scene.store.lane_events(scene.org, Some(room), 0, 1000).await.expect("lane");
    for after in 0..=all.len() {
        let resumed = scene.store.room_events_after(scene.org, room, i64::try_from(after).unwrap(), 1000).await.expect("events");
        assert_eq!(resumed, all[after..], "after {after}");
    }
    assert_eq!(scene.store.room_events_after(scene.org, room, 1_000_000, 10).await.expect("events"), []);
    assert_eq!(scene.store.room_events_after(scene.org, room, -5, 2).await.expect("events"), all[..2]);
}

pub(crate) async fn a_refusal_changes_nothing(scene: &Scene) {
    let room = scene.open_room("ann").await.0;
    let before = scene.log().await.len();
    // The room's part is right, the contact's part is not: both or neither.
    let patch = RoomPatch { topic: Some(Some("new".to_owned())), ..RoomPatch::default() };
    let contact = ContactPatch { email: Some(Some("no address".to_owned())), ..ContactPatch::default() };
    let refused = scene.run(Command::EditRoom(EditRoom { patch, contact, ..EditRoom::of(room.facts.id) })).await;
    assert!(refused.is_err());
    let stale = Command::ResolveRoom(ResolveRoom { expected_version: Some(99), ..ResolveRoom::of(room.facts.id) });
    assert!(scene.run(stale).await.is_err());
    assert_eq!(scene.room(room.facts.id).await, room);
    assert_eq!(scene.log().await.len(), before);
}

pub(crate) async fn organizations_see_nothing_of_each_other(scene: &Scene) {
    let room = scene.open_room("ann").await.0;
    let message = scene.posted(scene.post(room.facts.id, "secret")).await;
    let other = organization(&*scene.store, &scene.parts, scene.id()).await;
    assert_ne!(other, scene.org);
    assert_eq!(scene.store.room(other, room.facts.id).await.expect("read"), None);
    assert_eq!(scene.store.message(other, message.id).await.expect("read"), None);
    let read = Command::MarkRead(MarkRead { room: room.facts.id, up_to: None });
    assert!(crate::scene::run(&*scene.store, other, read).await.is_err());
    let log = scene.store.events_after(other, 0, 100).await.expect("log");
    assert!(log.iter().all(|committed| committed.event.org == other && committed.event.room.is_none()));
    assert_eq!(log.first().map(|committed| committed.event.seq), Some(1));
    let Answer::Message { message: again, .. } = scene.run(Command::PostMessage(scene.post(room.facts.id, "more"))).await.expect("post")
    else {
        panic!("not a message")
    };
    assert_eq!(again.number, message.number + 1);
}

pub(crate) async fn the_last_event_before_a_time_is_found(scene: &Scene) {
    let room = scene.open_room("ann").await.0.facts.id;
    for number in 0..20 {
        scene.parts.clock.advance_seconds(number % 3);
        scene.posted(scene.post(room, &number.to_string())).await;
    }
    let log = scene.log().await;
    let before = async |at: i64| scene.store.seq_before(scene.org, Timestamp(at)).await.expect("read");
    for committed in &log {
        for at in [committed.event.at.0, committed.event.at.0 + 1] {
            let earlier = log.iter().rfind(|committed| committed.event.at.0 < at).map_or(0, |committed| committed.event.seq);
            assert_eq!(before(at).await, earlier);
        }
    }
    assert_eq!((before(0).await, before(i64::MAX).await), (0, log.last().expect("an event").event.seq));
    assert_eq!(scene.store.seq_before(OrgId(999), scene.now()).await.expect("read"), 0);
}
