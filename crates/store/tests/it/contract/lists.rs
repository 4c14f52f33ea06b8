//! Lists and counters.

use switchroom_domain::command::{
    AssignRoom, Command, CreateTeam, EditRoom, ExpectedAssignee, ResolveRoom, SnoozeRoom, TagRoom, UnassignRoom, WakeRoom,
};
use switchroom_domain::message::{Message, Visibility};
use switchroom_domain::room::{Room, RoomPatch, RoomStatus};
use switchroom_domain::{Access, Actor, ContactId, OrgId, Permissions, RoomId, TeamId};
use switchroom_engine::ports::{MessagesQuery, RoomsQuery, Snooze};

use crate::scene::Scene;

async fn rooms(scene: &Scene, query: RoomsQuery) -> Vec<RoomId> {
    let page = scene.store.rooms(scene.org, RoomsQuery { limit: 100, ..query }).await.expect("rooms");
    page.items.iter().map(|room| room.facts.id).collect()
}

async fn assign(scene: &Scene, room: RoomId) {
    let expected = ExpectedAssignee::Anybody;
    let command = AssignRoom { room, user: scene.user, also: false, expected, expected_version: None };
    scene.run(Command::AssignRoom(command)).await.expect("assign");
}

async fn edit(scene: &Scene, room: RoomId, patch: RoomPatch) {
    let command = EditRoom { patch, ..EditRoom::of(room) };
    scene.run(Command::EditRoom(command)).await.expect("edit");
}

async fn resolve(scene: &Scene, room: RoomId) {
    scene.run(Command::ResolveRoom(ResolveRoom::of(room))).await.expect("resolve");
}

pub(crate) async fn rooms_are_paged_by_latest_activity(scene: &Scene) {
    let mut expected = Vec::new();
    for i in 0..25 {
        expected.push(scene.open_room(&format!("contact {i}")).await.0.facts.id);
    }
    for i in [3, 17] {
        resolve(scene, expected[i]).await;
    }
    // The two resolved rooms are the latest now.
    let (third, seventeenth) = (expected[3], expected[17]);
    expected.retain(|room| *room != third && *room != seventeenth);
    expected.extend([third, seventeenth]);
    expected.reverse();

    let mut seen = Vec::new();
    let mut after = None;
    loop {
        let page = scene.store.rooms(scene.org, RoomsQuery { after, limit: 4, ..RoomsQuery::default() }).await.expect("rooms");
        seen.extend(page.items.iter().map(|room| room.facts.id));
        let Some(last) = page.items.last().filter(|_| page.more) else { break };
        after = Some((last.head.last_activity_at, last.facts.id));
    }
    assert_eq!(seen, expected);
}

pub(crate) async fn rooms_are_filtered(scene: &Scene) {
    let mut all: Vec<Room> = Vec::new();
    for handle in ["ann", "bob", "cem", "dan"] {
        all.push(scene.open_room(handle).await.0);
    }
    let id = |i: usize| all[i].facts.id;
    assign(scene, id(0)).await;
    resolve(scene, id(1)).await;
    scene.run(Command::TagRoom(TagRoom { room: id(2), add: vec!["vip".to_owned()], remove: vec![] })).await.expect("tag");

    let of = |statuses: &[RoomStatus]| RoomsQuery { statuses: statuses.to_vec(), ..RoomsQuery::default() };
    assert_eq!(rooms(scene, of(&[RoomStatus::Assigned])).await, [id(0)]);
    assert_eq!(rooms(scene, of(&[RoomStatus::Resolved])).await, [id(1)]);
    assert_eq!(rooms(scene, of(&[RoomStatus::Queued])).await, [id(3), id(2)]);
    assert_eq!(rooms(scene, of(&[RoomStatus::Queued, RoomStatus::Resolved, RoomStatus::Queued])).await, [id(1), id(3), id(2)]);
    let query = RoomsQuery { assignee: Some(Some(scene.user)), ..RoomsQuery::default() };
    assert_eq!(rooms(scene, query).await, [id(0)]);
    let query = RoomsQuery { assignee: Some(None), ..of(&[RoomStatus::Queued]) };
    assert_eq!(rooms(scene, query).await, [id(3), id(2)]);
    assert_eq!(rooms(scene, RoomsQuery { tag: Some("vip".to_owned()), ..RoomsQuery::default() }).await, [id(2)]);
    assert_eq!(rooms(scene, RoomsQuery { tag: Some("none".to_owned()), ..RoomsQuery::default() }).await, []);
    assert_eq!(rooms(scene, RoomsQuery { contact: Some(all[3].facts.contact), ..RoomsQuery::default() }).await, [id(3)]);
    assert_eq!(rooms(scene, RoomsQuery { channel: Some(scene.id()), ..RoomsQuery::default() }).await, []);

    scene.run(Command::TagRoom(TagRoom { room: id(2), add: vec![], remove: vec!["vip".to_owned()] })).await.expect("tag");
    assert_eq!(rooms(scene, RoomsQuery { tag: Some("vip".to_owned()), ..RoomsQuery::default() }).await, []);
}

pub(crate) async fn snoozed_rooms_are_listed_and_found_by_when_they_wake(scene: &Scene) {
    let mut ids = Vec::new();
    for handle in ["ann", "bob", "cem", "dan"] {
        ids.push(scene.open_room(handle).await.0.facts.id);
    }
    let until = |hours: i64| scene.now().plus_seconds(hours * 3_600);
    for (room, hours) in [(ids[0], 3), (ids[1], 1), (ids[2], 2)] {
        scene.run(Command::SnoozeRoom(SnoozeRoom { room, until: until(hours) })).await.expect("snooze");
    }
    let next = async |limit| scene.store.next_snoozes(limit).await.expect("snoozes");
    let snooze = |room: RoomId, hours: i64| Snooze { org: scene.org, room, until: until(hours) };
    assert_eq!(next(10).await, [snooze(ids[1], 1), snooze(ids[2], 2), snooze(ids[0], 3)]);
    assert_eq!(next(1).await, [snooze(ids[1], 1)]);
    let of = |snoozed| RoomsQuery { snoozed: Some(snoozed), ..RoomsQuery::default() };
    assert_eq!(rooms(scene, of(true)).await, [ids[2], ids[1], ids[0]]);
    assert_eq!(rooms(scene, of(false)).await, [ids[3]]);
    let queued = RoomsQuery { statuses: vec![RoomStatus::Queued], limit: 2, ..of(true) };
    let page = scene.store.rooms(scene.org, queued.clone()).await.expect("rooms");
    let last = page.items.last().expect("a room");
    assert!(page.more && last.facts.id == ids[1]);
    assert_eq!(rooms(scene, RoomsQuery { after: Some((last.head.last_activity_at, last.facts.id)), ..queued }).await, [ids[0]]);

    // Moved, woken, resolved: each leaves the place it had.
    scene.run(Command::SnoozeRoom(SnoozeRoom { room: ids[1], until: until(9) })).await.expect("snooze");
    scene.run(Command::WakeRoom(WakeRoom { room: ids[2], when_due: false })).await.expect("wake");
    resolve(scene, ids[0]).await;
    assert_eq!(next(10).await, [snooze(ids[1], 9)]);
    assert_eq!(rooms(scene, of(true)).await, [ids[1]]);
    assert_eq!(scene.room(ids[1]).await.head.snoozed_until, Some(until(9)));
}

pub(crate) async fn contacts_and_messages_are_found_together(scene: &Scene) {
    let (ann, bob) = (scene.open_room("ann").await.0, scene.open_room("bob").await.0);
    let (first, second) = (scene.posted(scene.post(ann.facts.id, "1")).await, scene.posted(scene.post(bob.facts.id, "2")).await);
    let messages = scene.store.messages_by_id(scene.org, vec![second.id, scene.id(), first.id, second.id]).await.expect("messages");
    let found = |wanted: &Message| messages.iter().any(|message| message == wanted);
    assert!(found(&first) && found(&second), "{messages:?}");
    let contacts = scene.store.contacts_by_id(scene.org, vec![bob.facts.contact, scene.id(), ann.facts.contact]).await.expect("contacts");
    let mut ids: Vec<ContactId> = contacts.iter().map(|contact| contact.id).collect();
    ids.sort();
    let mut expected = vec![ann.facts.contact, bob.facts.contact];
    expected.sort();
    assert_eq!(ids, expected);
    // Another organization has none of them.
    let other = OrgId(scene.org.0 + 1);
    assert!(scene.store.messages_by_id(other, vec![first.id]).await.expect("messages").is_empty());
    assert!(scene.store.contacts_by_id(other, expected).await.expect("contacts").is_empty());
    assert!(scene.store.contacts_by_id(scene.org, Vec::new()).await.expect("contacts").is_empty());
}

pub(crate) async fn messages_are_paged_both_ways(scene: &Scene) {
    let room = scene.open_room("ann").await.0.facts.id;
    let mut messages = Vec::new();
    for i in 0..10 {
        messages.push(scene.posted(scene.post(room, &format!("{i}"))).await);
    }
    let mut internal = scene.post(room, "between us");
    internal.author = switchroom_domain::command::Author::Caller;
    internal.visibility = Visibility::Internal;
    let user = Access { actor: Actor::User(scene.user), permissions: Permissions::ALL, credential: None };
    scene.run_as(user, Command::PostMessage(internal)).await.expect("post");

    let query = |before, after, internal| MessagesQuery { room, before, after, internal, limit: 4 };
    let newest = scene.store.messages(scene.org, query(None, None, false)).await.expect("messages");
    assert_eq!(newest.items, [&messages[9], &messages[8], &messages[7], &messages[6]].map(Clone::clone));
    assert!(newest.more);
    let older = scene.store.messages(scene.org, query(Some(messages[2].created_at), None, false)).await.expect("messages");
    assert_eq!(older.items, [&messages[1], &messages[0]].map(Clone::clone));
    assert!(!older.more);
    let newer = scene.store.messages(scene.org, query(None, Some(messages[7].created_at), false)).await.expect("messages");
    assert_eq!(newer.items, messages[8..]);
    let with_internal = scene.store.messages(scene.org, query(None, Some(messages[7].created_at), true)).await.expect("messages");
    assert_eq!(with_internal.items.len(), 3);
}

/// Three rooms of a team, one of them resolved, with the tags `new` on two that are open and `vip` on one; and the team.
pub(crate) async fn rooms_with_teams_and_tags(scene: &Scene) -> (Vec<RoomId>, TeamId) {
    let mut ids = Vec::new();
    for handle in ["ann", "bob", "cem"] {
        ids.push(scene.open_room(handle).await.0.facts.id);
    }
    assign(scene, ids[0]).await;
    assign(scene, ids[1]).await;
    let team: TeamId = scene.id();
    scene.run(Command::CreateTeam(CreateTeam { id: team, name: "sales".to_owned(), members: vec![] })).await.expect("team");
    let both = || Some(vec!["vip".to_owned(), "new".to_owned()]);
    for room in &ids {
        edit(scene, *room, RoomPatch { team: Some(Some(team)), tags: both(), ..RoomPatch::default() }).await;
    }
    edit(scene, ids[2], RoomPatch { tags: Some(vec!["new".to_owned()]), ..RoomPatch::default() }).await;
    resolve(scene, ids[1]).await;
    (ids, team)
}

pub(crate) async fn counters_follow_the_rooms(scene: &Scene) {
    let (ids, team) = rooms_with_teams_and_tags(scene).await;
    let (user, team) = (scene.user.to_string(), team.to_string());
    let channel = scene.channel.id.to_string();
    let counters = scene.store.counters(scene.org).await.expect("counters");
    let expected = [
        ("contacts", "", 3),
        ("open_rooms_by_assignee", user.as_str(), 1),
        ("open_rooms_by_channel", channel.as_str(), 2),
        ("open_rooms_by_tag", "new", 2),
        ("open_rooms_by_tag", "vip", 1),
        ("open_rooms_by_team", team.as_str(), 2),
        ("rooms_by_status", "assigned", 1),
        ("rooms_by_status", "queued", 1),
        ("rooms_by_status", "resolved", 1),
    ];
    let counters: Vec<_> = counters.iter().map(|(dimension, key, value)| (dimension.as_str(), key.as_str(), *value)).collect();
    assert_eq!(counters, expected);

    let unassign = UnassignRoom { room: ids[0], user: None, expected: ExpectedAssignee::Anybody, expected_version: None };
    scene.run(Command::UnassignRoom(unassign)).await.expect("unassign");
    let counters = scene.store.counters(scene.org).await.expect("counters");
    assert!(!counters.iter().any(|(dimension, ..)| dimension == "open_rooms_by_assignee"));

    edit(scene, ids[0], RoomPatch { team: Some(None), tags: Some(Vec::new()), ..RoomPatch::default() }).await;
    resolve(scene, ids[2]).await;
    let counters = scene.store.counters(scene.org).await.expect("counters");
    assert!(!counters.iter().any(|(dimension, ..)| dimension.starts_with("open_rooms_by_t")), "{counters:?}");
}
