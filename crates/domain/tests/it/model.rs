//! The rest of the model: routing, priorities, service levels, custom fields, roles, ratings, and who may edit what.

use std::collections::BTreeMap;

use serde_json::json;
use switchroom_domain::command::{
    Answer, AssignRoom, Author, BlockParticipant, Command, CreateSla, CreateTeam, DeleteContact, DeleteUser, EditPermissions, EditRoom,
    EditSettings, EditUser, ExpectedAssignee, FlagRoom, IssueToken, OpenRoom, OwnRoom, RateRoom, ReopenRoom, ResolveRoom, RoomContact,
    SaveCustomField, SummarizeRoom,
};
use switchroom_domain::contact::ContactPatch;
use switchroom_domain::custom_field::{CustomFieldDefinition, CustomFieldKind, CustomFieldScope};
use switchroom_domain::message::{ContentKind, Visibility};
use switchroom_domain::participant::Flag;
use switchroom_domain::priority::Priority;
use switchroom_domain::room::{Room, RoomPatch, RoomStatus};
use switchroom_domain::scope::Scope;
use switchroom_domain::subscription::Sealed;
use switchroom_domain::token::TokenKind;
use switchroom_domain::user::{UserPatch, UserStatus};
use switchroom_domain::{
    Access, Actor, ContactId, EventKind, Permission, Permissions, Person, Refusal, RoomId, SlaId, TeamId, Timestamp, UserId,
};

use crate::sandbox::Sandbox;

fn available(sandbox: &mut Sandbox, name: &str) -> UserId {
    let (user, access) = sandbox.user(name, "agent");
    let patch = UserPatch { available: Some(true), ..UserPatch::default() };
    sandbox.run_as(access, Command::EditUser(EditUser { user, patch })).expect("available");
    user
}

fn opened(sandbox: &mut Sandbox, open: OpenRoom) -> Result<Room, Refusal> {
    match sandbox.run(Command::OpenRoom(open))? {
        Answer::Room { room, .. } => Ok(room),
        answer => panic!("not a room: {answer:?}"),
    }
}

fn new_room(sandbox: &Sandbox, channel: switchroom_domain::ChannelId, handle: &str) -> OpenRoom {
    let contact = RoomContact::Handle { new_id: sandbox.id(), handle: handle.to_owned(), details: ContactPatch::default() };
    OpenRoom::of(sandbox.id(), channel, contact)
}

fn edited(sandbox: &mut Sandbox, edit: EditRoom) -> Result<Room, Refusal> {
    match sandbox.run(Command::EditRoom(edit))? {
        Answer::Room { room, .. } => Ok(room),
        answer => panic!("not a room: {answer:?}"),
    }
}

fn field(sandbox: &mut Sandbox, key: &str, scope: CustomFieldScope, pattern: Option<&str>) {
    let definition = CustomFieldDefinition {
        scope,
        label: format!("The {key}"),
        kind: CustomFieldKind::Text,
        pattern: pattern.map(str::to_owned),
        required: false,
        options: Vec::new(),
        default_value: None,
        visible: true,
        searchable: false,
        public: true,
    };
    sandbox.run(Command::SaveCustomField(SaveCustomField { key: key.to_owned(), definition })).expect("field");
}

fn values(pairs: &[(&str, Option<&str>)]) -> BTreeMap<String, Option<String>> {
    pairs.iter().map(|(key, value)| ((*key).to_owned(), value.map(str::to_owned))).collect()
}

#[test]
fn a_new_room_goes_to_whoever_has_the_fewest() {
    let mut sandbox = Sandbox::new();
    let channel = sandbox.channel();
    let (ann, bob) = (available(&mut sandbox, "ann"), available(&mut sandbox, "bob"));
    sandbox.user("eve", "agent");
    let mut rooms = Vec::new();
    for handle in ["1", "2", "3", "4"] {
        let open = new_room(&sandbox, channel, handle);
        rooms.push(opened(&mut sandbox, open).expect("room"));
    }
    let held = |user| rooms.iter().filter(|room| room.head.primary_assignee() == Some(user)).count();
    assert_eq!((held(ann), held(bob)), (2, 2));
    assert!(rooms.iter().all(|room| room.head.status == RoomStatus::Assigned));
    let of_room = |room: &Room| sandbox.world.events.iter().filter(|event| event.event.room == Some(room.facts.id)).collect::<Vec<_>>();
    let events = of_room(&rooms[0]);
    let kinds: Vec<_> = events.iter().map(|committed| (committed.event.kind, committed.event.actor)).collect();
    let by = Actor::System;
    assert_eq!(kinds, [(EventKind::RoomCreated, by), (EventKind::ParticipantJoined, by), (EventKind::RoomAssigned, by)]);
    assert_eq!(events[0].event.room_head.as_ref().expect("head").status, RoomStatus::Queued, "told as it was then");

    // Whoever has resolved a room has one less, and gets the next.
    let done = rooms.iter().find(|room| room.head.primary_assignee() == Some(bob)).expect("bob's").facts.id;
    sandbox.run(Command::ResolveRoom(ResolveRoom::of(done))).expect("resolve");
    let open = new_room(&sandbox, channel, "5");
    assert_eq!(opened(&mut sandbox, open).expect("room").head.assignees, [bob]);
}

#[test]
fn nobody_gets_rooms_while_he_is_away_or_routing_is_manual() {
    let mut sandbox = Sandbox::new();
    let channel = sandbox.channel();
    let need = |sandbox: &Sandbox, handle: &str| OpenRoom { need_agent: true, ..new_room(sandbox, channel, handle) };
    let open = need(&sandbox, "1");
    assert_eq!(opened(&mut sandbox, open), Err(Refusal::NoAgentAvailable));
    let ann = available(&mut sandbox, "ann");
    let status = |status| Command::EditUser(EditUser { user: ann, patch: UserPatch { status: Some(status), ..UserPatch::default() } });
    sandbox.run(status(Some(UserStatus::Offline))).expect("offline");
    let open = need(&sandbox, "1");
    assert_eq!(opened(&mut sandbox, open), Err(Refusal::NoAgentAvailable));
    sandbox.run(status(Some(UserStatus::Away))).expect("away");
    let open = need(&sandbox, "1");
    assert_eq!(opened(&mut sandbox, open).expect("room").head.assignees, [ann]);
    let manual = EditSettings { values: BTreeMap::from([("routing.method".to_owned(), Some(json!("manual")))]) };
    sandbox.run(Command::EditSettings(manual)).expect("manual");
    let open = need(&sandbox, "2");
    let room = opened(&mut sandbox, open).expect("room");
    assert_eq!((room.head.status, room.head.assignees.len()), (RoomStatus::Queued, 0));
}

#[test]
fn a_teams_room_goes_to_a_member_and_a_wish_is_granted() {
    let mut sandbox = Sandbox::new();
    let channel = sandbox.channel();
    let (ann, bob) = (available(&mut sandbox, "ann"), available(&mut sandbox, "bob"));
    let team: TeamId = sandbox.id();
    let create = CreateTeam { id: team, name: "Sales".to_owned(), members: vec![bob, bob] };
    sandbox.run(Command::CreateTeam(create)).expect("team");
    let again = CreateTeam { id: sandbox.id(), name: " sales".to_owned(), members: vec![] };
    assert_eq!(sandbox.run(Command::CreateTeam(again)), Err(Refusal::Taken { field: "name" }));
    for handle in ["1", "2"] {
        let open = OpenRoom { team: Some(team), ..new_room(&sandbox, channel, handle) };
        assert_eq!(opened(&mut sandbox, open).expect("room").head.assignees, [bob]);
    }
    let open = OpenRoom { prefer: Some(bob), ..new_room(&sandbox, channel, "3") };
    assert_eq!(opened(&mut sandbox, open).expect("room").head.assignees, [bob], "although ann has fewer");
    let open = new_room(&sandbox, channel, "4");
    assert_eq!(opened(&mut sandbox, open).expect("room").head.assignees, [ann]);
    let open = OpenRoom { team: Some(sandbox.id()), ..new_room(&sandbox, channel, "5") };
    assert_eq!(opened(&mut sandbox, open), Err(Refusal::NotFound { noun: "team" }));
}

#[test]
fn an_edit_of_room_and_contact_is_both_or_neither() {
    let mut sandbox = Sandbox::new();
    let channel = sandbox.channel();
    let room = sandbox.open(channel, "ann").facts.id;
    field(&mut sandbox, "order", CustomFieldScope::Room, Some("^[0-9]+$"));
    field(&mut sandbox, "age", CustomFieldScope::Contact, None);
    let before = (sandbox.world.head.seq, sandbox.world.room(room).expect("room").cloned());
    let contact = ContactPatch { name: Some(Some("Ann".to_owned())), ..ContactPatch::default() };
    let topic = RoomPatch { topic: Some(Some("x".to_owned())), ..RoomPatch::default() };
    let edit = |patch, contact_id| EditRoom { patch, contact: contact.clone(), contact_id, ..EditRoom::of(room) };
    let bad = RoomPatch { custom_fields: values(&[("order", Some("A1"))]), ..topic.clone() };
    let mismatch = Refusal::CustomFieldMismatch { key: "order".to_owned(), label: "The order".to_owned() };
    assert_eq!(edited(&mut sandbox, edit(bad, None)), Err(mismatch));
    let unknown = RoomPatch { custom_fields: values(&[("age", Some("1"))]), ..topic.clone() };
    assert_eq!(edited(&mut sandbox, edit(unknown, None)), Err(Refusal::NotFound { noun: "custom field" }), "a contact's field");
    let sla = RoomPatch { sla: Some(Some(sandbox.id())), ..topic.clone() };
    assert_eq!(edited(&mut sandbox, edit(sla, None)), Err(Refusal::NotFound { noun: "sla" }));
    let nobody: ContactId = sandbox.id();
    assert_eq!(edited(&mut sandbox, edit(topic.clone(), Some(nobody))), Err(Refusal::NotFound { noun: "contact" }));
    assert_eq!((sandbox.world.head.seq, sandbox.world.room(room).expect("room").cloned()), before);

    let good = RoomPatch { custom_fields: values(&[("order", Some(" 12 "))]), ..topic };
    let kept = edited(&mut sandbox, edit(good, None)).expect("edit");
    assert_eq!(kept.texts.custom_fields, BTreeMap::from([("order".to_owned(), "12".to_owned())]));
    assert_eq!(sandbox.world.contact(kept.facts.contact).expect("contact").expect("contact").name.as_deref(), Some("Ann"));
    let unset = RoomPatch { custom_fields: values(&[("order", Some("  "))]), ..RoomPatch::default() };
    assert!(edited(&mut sandbox, EditRoom { patch: unset, ..EditRoom::of(room) }).expect("edit").texts.custom_fields.is_empty());
}

#[test]
fn priority_and_service_level_are_told_to_colleagues() {
    let mut sandbox = Sandbox::new();
    let channel = sandbox.channel();
    let room = sandbox.open(channel, "ann").facts.id;
    let sla: SlaId = sandbox.id();
    let create = CreateSla { id: sla, name: "Gold".to_owned(), description: None, due_minutes: 10 };
    sandbox.run(Command::CreateSla(create)).expect("sla");
    let patch = RoomPatch { priority: Some(Some(Priority::High)), sla: Some(Some(sla)), ..RoomPatch::default() };
    let before = sandbox.world.events.len();
    let kept = edited(&mut sandbox, EditRoom { patch, ..EditRoom::of(room) }).expect("edit");
    assert_eq!((kept.head.priority, kept.head.sla), (Some(Priority::High), Some(sla)));
    assert_eq!((kept.head.messages, kept.head.last_message), (0, None), "nobody has said anything");
    let told = &sandbox.world.events[before..];
    assert_eq!(told[0].event.kind, EventKind::RoomUpdated);
    assert_eq!(told[0].event.changes["priority"], json!({"from": null, "to": "high"}));
    let payloads: Vec<_> = told[1..].iter().map(|committed| committed.message.as_deref().expect("message")).collect();
    assert!(payloads.iter().all(|message| message.visibility == Visibility::Internal && message.content.kind == ContentKind::System));
    assert_eq!(payloads[0].content.payload, Some(json!({"kind": "priority_changed", "priority": "high"})));
    assert_eq!(payloads[1].content.payload, Some(json!({"kind": "sla_changed", "sla_id": sla, "name": "Gold"})));
    assert!(payloads[0].created_at < payloads[1].created_at);
    let same = RoomPatch { priority: Some(Some(Priority::High)), ..RoomPatch::default() };
    let seq = sandbox.world.head.seq;
    edited(&mut sandbox, EditRoom { patch: same, ..EditRoom::of(room) }).expect("edit");
    assert_eq!(sandbox.world.head.seq, seq);
}

#[test]
fn whose_room_it_is_depends_on_how_one_asks() {
    let mut sandbox = Sandbox::new();
    let channel = sandbox.channel();
    let room = sandbox.open(channel, "ann").facts.id;
    let (first, first_access) = sandbox.user("first", "agent");
    let (second, second_access) = sandbox.user("second", "agent");
    let (_, stranger) = sandbox.user("stranger", "agent");
    let (_, monitor) = sandbox.user("monitor", "monitor");
    for (user, also) in [(first, false), (second, true)] {
        let assign = AssignRoom { room, user, also, expected: ExpectedAssignee::Anybody, expected_version: None };
        sandbox.run(Command::AssignRoom(assign)).expect("assign");
    }
    // Whoever only looks in does not take part.
    sandbox.run_as(stranger, Command::FlagRoom(FlagRoom { room, flag: Some(Flag::Todo) })).expect("flag");
    let mut may = |access: Access, own| {
        let edit = EditRoom { own, ..EditRoom::of(room) };
        sandbox.run_as(access, Command::EditRoom(edit)).is_ok()
    };
    for own in [OwnRoom::PrimaryAssignee, OwnRoom::Assignee, OwnRoom::Participant] {
        assert!(may(first_access, own) && may(monitor, own));
        assert!(!may(stranger, own));
        assert_eq!(may(second_access, own), own != OwnRoom::PrimaryAssignee, "{own:?}");
    }
    let block = BlockParticipant { room, person: Person::User(second), blocked: true };
    sandbox.run(Command::BlockParticipant(block)).expect("blocked");
    let edit = EditRoom { own: OwnRoom::Participant, ..EditRoom::of(room) };
    assert_eq!(sandbox.run_as(second_access, Command::EditRoom(edit)), Err(Refusal::Forbidden { permission: "room.edit_others" }));
}

#[test]
fn what_a_role_allows_is_changed_live_but_the_way_back_stays() {
    let mut sandbox = Sandbox::new();
    let (_, admin) = sandbox.user("root", "admin");
    let (_, agent) = sandbox.user("ann", "agent");
    let hold = |permission, roles: &[&str]| {
        let holders = vec![(permission, roles.iter().map(|role| (*role).to_owned()).collect())];
        Command::EditPermissions(EditPermissions { holders })
    };
    assert_eq!(sandbox.run_as(agent, hold(Permission::RoomView, &[])), Err(Refusal::Forbidden { permission: "role.manage" }));
    sandbox.run_as(admin, hold(Permission::RoomView, &["agent"])).expect("edit");
    let effective = |sandbox: &Sandbox, role: &str| sandbox.world.role(role).expect("role").expect("role").effective();
    assert!(!effective(&sandbox, "admin").contains(Permission::RoomView) && effective(&sandbox, "agent").contains(Permission::RoomView));
    assert!(effective(&sandbox, "admin").contains(Permission::RoomEdit));
    sandbox.run_as(admin, hold(Permission::RoomView, &["admin", "agent", "user"])).expect("given back");
    let not_for_admins = Permissions::of(&[Permission::CannedResponseViewAgent, Permission::CannedResponseEditTeam]);
    assert_eq!(effective(&sandbox, "admin"), Permissions::ALL.without(not_for_admins));
    assert!(effective(&sandbox, "user").contains(Permission::RoomView));
    assert!(matches!(sandbox.run_as(admin, hold(Permission::RoleManage, &["agent"])), Err(Refusal::Invalid { .. })));
    assert!(matches!(sandbox.run_as(admin, hold(Permission::RoomView, &["emperor"])), Err(Refusal::Invalid { field: "roles", .. })));
}

#[test]
fn rating_summary_and_flag() {
    let mut sandbox = Sandbox::new();
    let channel = sandbox.channel();
    let id: RoomId = sandbox.open(channel, "ann").facts.id;
    let contact = sandbox.world.room(id).expect("room").expect("room").facts.contact;
    let itself = Access { actor: Actor::Contact(contact), permissions: Permissions::NONE, credential: None };
    let rate = |value| Command::RateRoom(RateRoom { room: id, value, comment: Some(" well done ".to_owned()) });
    assert!(matches!(sandbox.run_as(itself, rate(6)), Err(Refusal::Invalid { field: "value", .. })));
    let Answer::Room { room, .. } = sandbox.run_as(itself, rate(5)).expect("rate") else { panic!("not a room") };
    let rating = room.texts.rating.expect("rating");
    assert_eq!((rating.value, rating.comment.as_deref(), rating.by), (5, Some("well done"), Actor::Contact(contact)));
    assert_eq!(sandbox.world.events.last().expect("event").event.changes["value"], json!({"from": null, "to": 5}));
    let summarize = SummarizeRoom { room: id, text: "About shoes.".to_owned(), anomaly: Some(1), topic: None };
    let Answer::Room { room, .. } = sandbox.run(Command::SummarizeRoom(summarize)).expect("summary") else { panic!("not a room") };
    assert_eq!(room.texts.summary.expect("summary").text, "About shoes.");
    let (_, agent) = sandbox.user("bob", "agent");
    let flag = |flag| Command::FlagRoom(FlagRoom { room: id, flag });
    let Answer::Participant { participant } = sandbox.run_as(agent, flag(Some(Flag::Todo))).expect("flag") else { panic!("not a part") };
    assert_eq!(participant.flag, Some(Flag::Todo));
}

#[test]
fn a_rooms_second_author_can_be_known_better() {
    let mut sandbox = Sandbox::new();
    let channel = sandbox.channel();
    let room = sandbox.open(channel, "ann").facts.id;
    let at = |at| RoomPatch { established_at: Some(at), ..RoomPatch::default() };
    let edit = |patch| EditRoom { patch, ..EditRoom::of(room) };
    let then = Timestamp(1_696_599_669_123_000);
    assert_eq!(edited(&mut sandbox, edit(at(Some(then)))).expect("edit").head.established_at, Some(then));
    assert_eq!(sandbox.world.events.last().expect("event").event.changes["established_at"], json!({"from": null, "to": then}));
    assert_eq!(edited(&mut sandbox, edit(at(None))).expect("edit").head.established_at, None);
}

#[test]
fn who_is_deleted_gives_up_his_name_and_handles() {
    let mut sandbox = Sandbox::new();
    let channel = sandbox.channel();
    let room = sandbox.open(channel, "token").facts.id;
    let contact = sandbox.world.room(room).expect("room").expect("room").facts.contact;
    assert_eq!(sandbox.run(Command::DeleteContact(DeleteContact { contact })), Err(Refusal::HasOpenRooms));
    sandbox.run(Command::ResolveRoom(ResolveRoom::of(room))).expect("resolve");
    sandbox.run(Command::DeleteContact(DeleteContact { contact })).expect("delete");
    assert_eq!(sandbox.run(Command::DeleteContact(DeleteContact { contact })), Err(Refusal::NotFound { noun: "contact" }));
    let open = new_room(&sandbox, channel, "token");
    assert_ne!(opened(&mut sandbox, open).expect("room").facts.contact, contact);
    let (ann, _) = sandbox.user("ann", "agent");
    sandbox.run(Command::DeleteUser(DeleteUser { user: ann })).expect("delete");
    let (other, _) = sandbox.user("ann", "agent");
    assert_ne!(ann, other);
    assert!(!sandbox.world.user(ann).expect("user").expect("user").active);
}

#[test]
fn a_room_says_why_it_was_resolved() {
    let mut sandbox = Sandbox::new();
    let channel = sandbox.channel();
    let room = sandbox.open(channel, "ann").facts.id;
    let resolve = ResolveRoom { comment: Some("Done.".to_owned()), tags: Some(vec!["a".to_owned()]), ..ResolveRoom::of(room) };
    let Answer::Room { room, .. } = sandbox.run(Command::ResolveRoom(resolve)).expect("resolve") else { panic!("not a room") };
    assert_eq!((room.head.status, room.head.messages, room.head.tags.as_slice()), (RoomStatus::Resolved, 1, &["a".to_owned()][..]));
    assert_eq!((room.head.first_answered_at, room.head.established_at), (None, None), "nobody has answered");
}

#[test]
fn of_two_who_resolve_a_room_one_is_told_if_he_asks() {
    let mut sandbox = Sandbox::new();
    let channel = sandbox.channel();
    let room = sandbox.open(channel, "ann").facts.id;
    let resolve = |tag: &str| {
        let add_tags = vec![tag.to_owned()];
        Command::ResolveRoom(ResolveRoom { comment: Some(String::new()), add_tags, only_open: true, ..ResolveRoom::of(room) })
    };
    sandbox.run(resolve("a")).expect("resolve");
    assert_eq!(sandbox.run(resolve("b")), Err(Refusal::RoomResolved));
    sandbox.run(Command::ResolveRoom(ResolveRoom::of(room))).expect("done already");
    let kept = sandbox.room(room);
    assert_eq!((kept.head.tags.as_slice(), kept.head.messages), (&["a".to_owned()][..], 1));
}

#[test]
fn who_may_not_see_rooms_gets_none() {
    let mut sandbox = Sandbox::new();
    let channel = sandbox.channel();
    let (plain, access) = sandbox.user("bob", "user");
    let patch = UserPatch { available: Some(true), ..UserPatch::default() };
    let edit = Command::EditUser(EditUser { user: plain, patch });
    assert!(matches!(sandbox.run_as(access, edit), Err(Refusal::Invalid { field: "available", .. })));
    let ann = available(&mut sandbox, "ann");
    let patch = UserPatch { roles: Some(vec!["user".to_owned()]), ..UserPatch::default() };
    sandbox.run(Command::EditUser(EditUser { user: ann, patch })).expect("no agent any more");
    let open = new_room(&sandbox, channel, "1");
    assert_eq!(opened(&mut sandbox, open).expect("room").head.status, RoomStatus::Queued);
}

#[test]
fn a_room_is_not_opened_again_for_who_has_left() {
    let mut sandbox = Sandbox::new();
    let channel = sandbox.channel();
    let ann = available(&mut sandbox, "ann");
    let open = new_room(&sandbox, channel, "1");
    let room = opened(&mut sandbox, open).expect("room");
    let id = room.facts.id;
    sandbox.run(Command::ResolveRoom(ResolveRoom::of(id))).expect("resolve");
    sandbox.run(Command::DeleteUser(DeleteUser { user: ann })).expect("delete");
    let message = sandbox.post(id, Author::Contact, "again");
    sandbox.posted(Access::SYSTEM, message);
    let head = sandbox.room(id).head;
    assert_eq!((head.status, head.assignees.len()), (RoomStatus::Queued, 0));
    let reopened = sandbox.world.events.iter().find(|committed| committed.event.kind == EventKind::RoomReopened).expect("event");
    assert_eq!(reopened.event.changes["assignees"], json!({"from": [ann], "to": []}));

    sandbox.run(Command::ResolveRoom(ResolveRoom::of(id))).expect("resolve");
    let contact = room.facts.contact;
    sandbox.run(Command::DeleteContact(DeleteContact { contact })).expect("delete");
    let gone = Err(Refusal::NotFound { noun: "contact" });
    let reopen = Command::ReopenRoom(ReopenRoom { room: id, expected_version: None });
    assert_eq!(sandbox.run(reopen), gone);
    let itself = Access { actor: Actor::Contact(contact), permissions: Permissions::NONE, credential: None };
    let open = OpenRoom::of(sandbox.id(), channel, RoomContact::Known(contact));
    assert_eq!(sandbox.run_as(itself, Command::OpenRoom(open)), gone, "its token may have been looked up before");
    let issue = IssueToken {
        id: sandbox.id(),
        hash: [1; 32],
        kind: TokenKind::Session,
        actor: Actor::Contact(contact),
        scopes: vec![Scope::All],
        name: None,
        device: None,
        expires_at: None,
        sealed_secret: Sealed(String::new()),
        access: None,
        proof: None,
    };
    assert_eq!(sandbox.run(Command::IssueToken(issue)), gone);
}

#[test]
fn settings_that_stay_are_no_event() {
    let mut sandbox = Sandbox::new();
    let set = |value: Option<serde_json::Value>| {
        let values = BTreeMap::from([("routing.method".to_owned(), value), ("qontak.x".to_owned(), Some(json!(1)))]);
        Command::EditSettings(EditSettings { values })
    };
    sandbox.run(set(Some(json!("manual")))).expect("set");
    let seq = sandbox.world.head.seq;
    sandbox.run(set(Some(json!("manual")))).expect("set");
    assert_eq!(sandbox.world.head.seq, seq);
    sandbox.run(set(None)).expect("reset");
    let changes = &sandbox.world.events.last().expect("event").event.changes;
    assert_eq!(changes.keys().collect::<Vec<_>>(), ["routing.method"]);
}

#[test]
fn what_vendors_keep_beside_a_room_is_bounded() {
    let mut sandbox = Sandbox::new();
    let channel = sandbox.channel();
    let room = sandbox.open(channel, "ann").facts.id;
    let keep = |key: &str| {
        let patch = RoomPatch { ext: BTreeMap::from([(key.to_owned(), Some(json!("x".repeat(40_000))))]), ..RoomPatch::default() };
        EditRoom { patch, ..EditRoom::of(room) }
    };
    edited(&mut sandbox, keep("popsell.a")).expect("one");
    assert!(sandbox.world.events.last().expect("event").weight() > 40_000, "a window of events is bounded by what they hold");
    assert!(matches!(edited(&mut sandbox, keep("popsell.b")), Err(Refusal::Invalid { field: "ext", .. })));
    edited(&mut sandbox, keep("popsell.a")).expect("the same again");
}
