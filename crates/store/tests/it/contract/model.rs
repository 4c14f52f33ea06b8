//! Teams, service levels, custom fields, settings, people and vendors' lists.

use std::collections::BTreeMap;

use serde_json::json;
use switchroom_domain::channel::ChannelKind;
use switchroom_domain::channel::office_hours::OfficeHours;
use switchroom_domain::channel::widget::{Widget, WidgetPatch};
use switchroom_domain::command::{
    Answer, Command, CreateChannel, CreateOAuthClient, CreateSla, CreateSubscription, CreateTeam, CreateUser, DeleteContact,
    DeleteOAuthClient, DeleteSubscription, DeleteTeam, DeleteUser, EditChannel, EditMessage, EditPermissions, EditRoom, EditSettings,
    EditTeam, EditUser, OpenRoom, PostMessage, RateRoom, RemoveCustomField, ResolveRoom, RoomContact, SaveCustomField, SetIdentitySecret,
    TagRoom,
};
use switchroom_domain::contact::ContactPatch;
use switchroom_domain::custom_field::{CustomFieldDefinition, CustomFieldKind, CustomFieldScope};
use switchroom_domain::priority::Priority;
use switchroom_domain::room::{Origin, RoomKind, RoomPatch, RoomStatus};
use switchroom_domain::setting::Setting;
use switchroom_domain::subscription::{Dialect, Sealed, SubscriptionOptions};
use switchroom_domain::team::TeamPatch;
use switchroom_domain::user::{User, UserPatch};
use switchroom_domain::{ContactId, OAuthClientId, Permission, Person, Refusal, RoomId, SlaId, TeamId, Timestamp, UserId};
use switchroom_engine::ports::{Direction, RoomSearch, RoomSort, RoomsQuery, StoreError, UserSearch};

use crate::scene::{Scene, text_content};

async fn user(scene: &Scene, name: &str, email: Option<&str>, roles: &[&str]) -> User {
    let command = CreateUser {
        id: scene.id(),
        username: name.to_owned(),
        name: Some(format!("The {name}")),
        email: email.map(str::to_owned),
        password_hash: None,
        roles: roles.iter().map(|role| (*role).to_owned()).collect(),
        bot: false,
    };
    match scene.run(Command::CreateUser(command)).await.expect("user") {
        Answer::User { user } => user,
        answer => panic!("not a user: {answer:?}"),
    }
}

fn definition(scope: CustomFieldScope) -> CustomFieldDefinition {
    CustomFieldDefinition {
        scope,
        label: "Order".to_owned(),
        kind: CustomFieldKind::Text,
        pattern: None,
        required: false,
        options: Vec::new(),
        default_value: None,
        visible: true,
        searchable: false,
        public: false,
    }
}

pub(crate) async fn a_name_given_up_can_be_taken(scene: &Scene) {
    let create = |id, name: &str| Command::CreateTeam(CreateTeam { id, name: name.to_owned(), members: vec![scene.user] });
    let (first, second): (TeamId, TeamId) = (scene.id(), scene.id());
    scene.run(create(first, "Sales")).await.expect("team");
    let taken = scene.run(create(second, "sales")).await;
    assert!(matches!(taken, Err(StoreError::Refused(Refusal::Taken { field: "name" }))));
    let rename = TeamPatch { name: Some("Support".to_owned()), ..TeamPatch::default() };
    let rename = Command::EditTeam(EditTeam { team: first, patch: rename });
    // In one batch or two: the second takes what the first gives up.
    let (renamed, created) = tokio::join!(scene.run(rename), scene.run(create(second, "Sales")));
    renamed.expect("renamed");
    created.expect("created");
    let names: Vec<_> = scene.store.teams(scene.org, None, 10).await.expect("teams").items.into_iter().map(|team| team.name).collect();
    assert_eq!(names, ["Support", "Sales"]);
    scene.run(Command::DeleteTeam(DeleteTeam { team: first })).await.expect("delete");
    assert_eq!(scene.store.team(scene.org, first).await.expect("read"), None);
    assert_eq!(scene.store.team(scene.org, second).await.expect("read").expect("team").members, [scene.user]);
}

pub(crate) async fn what_is_set_is_read_back(scene: &Scene) {
    let sla: SlaId = scene.id();
    let create = CreateSla { id: sla, name: "Gold".to_owned(), description: Some("fast".to_owned()), due_minutes: 5 };
    scene.run(Command::CreateSla(create)).await.expect("sla");
    assert_eq!(scene.store.sla(scene.org, sla).await.expect("read").expect("sla").due_minutes, 5);

    let save = SaveCustomField { key: "order".to_owned(), definition: definition(CustomFieldScope::Room) };
    scene.run(Command::SaveCustomField(save)).await.expect("field");
    assert_eq!(scene.store.custom_fields(scene.org).await.expect("read").len(), 1);
    scene.run(Command::RemoveCustomField(RemoveCustomField { key: "order".to_owned() })).await.expect("removed");
    assert_eq!(scene.store.custom_field(scene.org, "order").await.expect("read"), None);

    let set = |value| EditSettings { values: BTreeMap::from([("contacts.may_resolve".to_owned(), value)]) };
    scene.run(Command::EditSettings(set(Some(json!(false))))).await.expect("set");
    assert!(!scene.store.settings(scene.org).await.expect("read").flag(Setting::ContactsMayResolve));
    scene.run(Command::EditSettings(set(None))).await.expect("reset");
    assert!(scene.store.settings(scene.org).await.expect("read").0.is_empty());

    let holders = vec![(Permission::RoomView, vec!["user".to_owned()])];
    scene.run(Command::EditPermissions(EditPermissions { holders })).await.expect("roles");
    let roles = scene.store.roles(scene.org).await.expect("read");
    let holding: Vec<_> = roles.iter().filter(|role| role.granted().contains(Permission::RoomView)).map(|role| &role.name).collect();
    assert_eq!(holding, ["user"]);

    let id: OAuthClientId = scene.id();
    let create = CreateOAuthClient { id, name: "crm".to_owned(), secret_hash: [7; 32], sealed_secret: Sealed("x".to_owned()) };
    scene.run(Command::CreateOAuthClient(create)).await.expect("client");
    assert_eq!(scene.store.oauth_client(id).await.expect("read").expect("client").org, scene.org);
    assert_eq!(scene.store.oauth_clients(scene.org, None, 10).await.expect("read").items.len(), 1);
    scene.run(Command::DeleteOAuthClient(DeleteOAuthClient { id })).await.expect("forgotten");
    assert_eq!(scene.store.oauth_client(id).await.expect("read"), None);
}

pub(crate) async fn a_channel_keeps_its_widget_and_its_secret(scene: &Scene) {
    let (id, kind) = (scene.id(), ChannelKind::Web);
    scene.run(Command::CreateChannel(CreateChannel { id, kind, name: "web".to_owned(), builtin: None })).await.expect("channel");
    let read = async || scene.store.channel(scene.org, id).await.expect("read").expect("channel");
    assert_eq!((&*read().await.widget, read().await.identity_secret), (&Widget::default(), None));

    let hours = json!({"time_zone": "Asia/Jakarta", "days": {"monday": [{"from": "09:00", "to": "24:00"}]}});
    let hours: OfficeHours = serde_json::from_value(hours).expect("office hours");
    let patch = WidgetPatch {
        title: Some(Some("Help".to_owned())),
        office_hours: Some(Some(hours.clone())),
        sites: Some(vec!["https://shop.example".to_owned()]),
        rating: Some(false),
        ..WidgetPatch::default()
    };
    let edit = EditChannel { channel: id, name: None, active: None, widget: Some(Box::new(patch)) };
    scene.run(Command::EditChannel(edit)).await.expect("edited");
    let secret = Sealed("x".to_owned());
    scene.run(Command::SetIdentitySecret(SetIdentitySecret { channel: id, secret: secret.clone() })).await.expect("set");
    let widget = Widget {
        title: Some("Help".to_owned()),
        office_hours: Some(hours),
        sites: vec!["https://shop.example".to_owned()],
        rating: false,
        ..Widget::default()
    };
    assert_eq!((&*read().await.widget, read().await.identity_secret), (&widget, Some(secret)));
}

pub(crate) async fn what_switchroom_makes_by_itself_is_made_once(scene: &Scene) {
    let channel = || CreateChannel {
        id: scene.id(),
        kind: ChannelKind::Web,
        name: "Livechat".to_owned(),
        builtin: Some("rocketchat.livechat".to_owned()),
    };
    let made = futures_channels(scene, channel).await;
    assert!(made.iter().all(|id| *id == made[0]));
    let found = scene.store.channel_by_builtin(scene.org, "rocketchat.livechat").await.expect("read").expect("channel");
    assert_eq!(found.id, made[0]);

    let managed = |id| CreateSubscription {
        id,
        url: "http://127.0.0.1:1/".to_owned(),
        dialect: Dialect::Qontak,
        events: vec!["status_message".to_owned()],
        secret: Sealed("x".to_owned()),
        retry_schedule_ms: None,
        after: None,
        managed_by: Some("qontak.message_interactions".to_owned()),
        enabled: true,
        options: SubscriptionOptions::default(),
    };
    let id = scene.id();
    scene.run(Command::CreateSubscription(managed(id))).await.expect("subscription");
    let taken = scene.run(Command::CreateSubscription(managed(scene.id()))).await;
    assert!(matches!(taken, Err(StoreError::Refused(Refusal::Taken { field: "managed_by" }))));
    let found = scene.store.managed_subscription(scene.org, "qontak.message_interactions").await.expect("read");
    assert_eq!(found.expect("subscription").id, id);
    scene.run(Command::DeleteSubscription(DeleteSubscription { subscription: id })).await.expect("delete");
    scene.run(Command::CreateSubscription(managed(scene.id()))).await.expect("another");
}

async fn futures_channels(scene: &Scene, channel: impl Fn() -> CreateChannel) -> Vec<switchroom_domain::ChannelId> {
    let mut made = Vec::new();
    let (a, b, c) = tokio::join!(
        scene.run(Command::CreateChannel(channel())),
        scene.run(Command::CreateChannel(channel())),
        scene.run(Command::CreateChannel(channel()))
    );
    for answer in [a, b, c] {
        match answer.expect("channel") {
            Answer::Channel { channel } => made.push(channel.id),
            answer => panic!("not a channel: {answer:?}"),
        }
    }
    made
}

pub(crate) async fn people_are_found_by_what_vendors_know(scene: &Scene) {
    let ann = user(scene, "ann", Some("Ann@Example.org"), &["agent"]).await;
    let bob = user(scene, "bob", Some("b@example.org"), &["agent", "manager"]).await;
    let store = &scene.store;
    assert_eq!(store.user_by_email(scene.org, "ann@example.ORG").await.expect("read").map(|user| user.id), Some(ann.id));
    user(scene, "twin", Some("ANN@example.org"), &["user"]).await;
    assert_eq!(store.user_by_email(scene.org, "ann@example.org").await.expect("read"), None, "two have it");
    assert_eq!(store.person_by_number(scene.org, ann.number).await.expect("read"), Some(Person::User(ann.id)));
    let room = scene.open_room("token 1").await.0;
    let contact = store.contact(scene.org, room.facts.contact).await.expect("read").expect("contact");
    assert_eq!(store.person_by_number(scene.org, contact.number).await.expect("read"), Some(Person::Contact(contact.id)));
    assert_eq!(store.person_by_number(scene.org, 10_000).await.expect("read"), None);
    let found = store.contact_by_identity(scene.org, scene.channel.id, "token 1").await.expect("read");
    assert_eq!(found.map(|contact| contact.id), Some(contact.id));

    let names = async |search: UserSearch| {
        let found = store.find_users(scene.org, UserSearch { limit: 10, ..search }).await.expect("users");
        (found.items.into_iter().map(|user| user.username).collect::<Vec<_>>(), found.total)
    };
    let (of_role, total) = names(UserSearch { role: Some("agent".to_owned()), ..UserSearch::default() }).await;
    assert_eq!((of_role, total), (vec!["ann".to_owned(), "bob".to_owned()], 2));
    assert_eq!(names(UserSearch { text: Some("THE B".to_owned()), ..UserSearch::default() }).await.0, ["bob"]);
    assert!(names(UserSearch { text: Some("%".to_owned()), ..UserSearch::default() }).await.0.is_empty(), "a sign, no pattern");
    let (rest, total) = names(UserSearch { offset: 3, ..UserSearch::default() }).await;
    assert_eq!((rest, total), (vec!["twin".to_owned()], 4));

    scene.run(Command::DeleteUser(DeleteUser { user: bob.id })).await.expect("delete");
    assert_eq!(names(UserSearch::default()).await.1, 3);
    assert_eq!(store.person_by_number(scene.org, bob.number).await.expect("read"), None);
    user(scene, "bob", None, &["user"]).await;
    scene.run(Command::ResolveRoom(ResolveRoom::of(room.facts.id))).await.expect("resolve");
    scene.run(Command::DeleteContact(DeleteContact { contact: contact.id })).await.expect("delete");
    assert_eq!(store.contact_by_identity(scene.org, scene.channel.id, "token 1").await.expect("read"), None);
    assert_ne!(scene.open_room("token 1").await.0.facts.contact, contact.id);
}

pub(crate) async fn presence_only_moves_forward(scene: &Scene) {
    let (ann, bob) = (uuid::Uuid::from_u128(1), uuid::Uuid::from_u128(2));
    let record = async |at| scene.store.record_presence(vec![(scene.org, ann, Timestamp(at))]).await.expect("record");
    record(5).await;
    record(3).await;
    assert_eq!(scene.store.last_seen(scene.org, vec![ann, bob]).await.expect("read"), [(ann, Timestamp(5))]);
}

pub(crate) async fn a_message_is_found_by_its_rocket_chat_id_and_as_it_was(scene: &Scene) {
    let room = scene.open_room("ann").await.0.facts.id;
    let with_id = |text| PostMessage { rc_id: Some("abc".to_owned()), ..scene.post(room, text) };
    let message = scene.posted(with_id("one")).await;
    assert_eq!(scene.posted(with_id("one")).await.id, message.id, "the same, sent again");
    let other = scene.run(Command::PostMessage(with_id("two"))).await;
    assert!(matches!(other, Err(StoreError::Refused(Refusal::NaturalIdMismatch { field: "_id" }))));
    let found = scene.store.message_by_rc_id(scene.org, "abc").await.expect("read");
    assert_eq!(found.map(|found| found.id), Some(message.id));
    scene.run(Command::EditMessage(EditMessage { message: message.id, content: text_content("edited") })).await.expect("edit");
    let text = async |revision| {
        let message = scene.store.message_at(scene.org, message.id, revision).await.expect("read");
        message.map(|message| message.content.text)
    };
    assert_eq!(text(1).await.as_deref(), Some("one"));
    assert_eq!(text(2).await.as_deref(), Some("edited"));
    assert_eq!(text(3).await, None);
}

pub(crate) async fn new_rooms_go_to_whoever_has_the_fewest(scene: &Scene) {
    let mut agents: Vec<UserId> = Vec::new();
    for name in ["ann", "bob", "cem"] {
        let agent = user(scene, name, None, &["agent"]).await;
        let patch = UserPatch { available: Some(true), ..UserPatch::default() };
        scene.run(Command::EditUser(EditUser { user: agent.id, patch })).await.expect("available");
        agents.push(agent.id);
    }
    let handles: Vec<String> = (0..30).map(|i| format!("contact {i}")).collect();
    let rooms = futures_rooms(scene, &handles).await;
    let held = |agent| rooms.iter().filter(|assignee| **assignee == Some(agent)).count();
    assert_eq!(agents.iter().map(|agent| held(*agent)).collect::<Vec<_>>(), [10, 10, 10]);
}

/// Who takes rooms again is known with those he has, also in the very batch in which he says so.
pub(crate) async fn who_comes_back_is_known_with_his_rooms(scene: &Scene) {
    let takes = |user, available| {
        let patch = UserPatch { available: Some(available), ..UserPatch::default() };
        Command::EditUser(EditUser { user, patch })
    };
    let (ann, bob) = (user(scene, "ann", None, &["agent"]).await.id, user(scene, "bob", None, &["agent"]).await.id);
    scene.run(takes(ann, true)).await.expect("available");
    for handle in ["1", "2", "3"] {
        assert_eq!(scene.open_room(handle).await.0.head.assignees, [ann]);
    }
    scene.run(takes(ann, false)).await.expect("away");
    scene.run(takes(bob, true)).await.expect("available");
    let room = scene.open_room("4").await.0;
    assert_eq!(room.head.assignees, [bob]);
    // While the message is written, the others wait together.
    let message = scene.run(Command::PostMessage(scene.post(room.facts.id, "hello")));
    let (message, back, (room, _)) = tokio::join!(message, scene.run(takes(ann, true)), scene.open_room("5"));
    assert!(message.is_ok() && back.is_ok());
    assert_eq!(room.head.assignees, [bob], "who has the fewest");
    for user in [ann, bob] {
        scene.run(takes(user, false)).await.expect("away");
    }
    let message = scene.run(Command::PostMessage(scene.post(room.facts.id, "hello")));
    let (message, back, (room, _)) = tokio::join!(message, scene.run(takes(ann, true)), scene.open_room("6"));
    assert!(message.is_ok() && back.is_ok());
    assert_eq!(room.head.assignees, [ann], "who alone is there");
}

pub(crate) async fn an_admin_stays(scene: &Scene) {
    let roles = |user, roles: &[&str]| {
        let roles = Some(roles.iter().map(|role| (*role).to_owned()).collect());
        Command::EditUser(EditUser { user, patch: UserPatch { roles, ..UserPatch::default() } })
    };
    let last = scene.run(roles(scene.user, &["agent"])).await;
    assert!(matches!(last, Err(StoreError::Refused(Refusal::Invalid { field: "roles", .. }))), "{last:?}");
    let other = user(scene, "other", None, &["agent", "admin"]).await.id;
    let (first, second) = tokio::join!(scene.run(roles(scene.user, &["agent"])), scene.run(roles(other, &["agent"])));
    // Whoever comes first: a store may have several writers.
    assert!(first.is_ok() != second.is_ok(), "{first:?} {second:?}");
}

async fn futures_rooms(scene: &Scene, handles: &[String]) -> Vec<Option<UserId>> {
    let mut opening = tokio::task::JoinSet::new();
    for handle in handles {
        let (store, org) = (std::sync::Arc::clone(&scene.store), scene.org);
        let contact = RoomContact::Handle { new_id: scene.id(), handle: handle.clone(), details: ContactPatch::default() };
        let open = OpenRoom::of(scene.id(), scene.channel.id, contact);
        opening.spawn(async move { crate::scene::run(&*store, org, Command::OpenRoom(open)).await });
    }
    let answers = opening.join_all().await;
    answers
        .into_iter()
        .map(|answer| match answer.expect("room") {
            Answer::Room { room, .. } => room.head.primary_assignee(),
            answer => panic!("not a room: {answer:?}"),
        })
        .collect()
}

pub(crate) async fn rooms_are_found_by_place(scene: &Scene) {
    let team: TeamId = scene.id();
    scene.run(Command::CreateTeam(CreateTeam { id: team, name: "Sales".to_owned(), members: vec![] })).await.expect("team");
    let save = SaveCustomField { key: "order".to_owned(), definition: definition(CustomFieldScope::Room) };
    scene.run(Command::SaveCustomField(save)).await.expect("field");
    let mut rooms: Vec<(RoomId, ContactId)> = Vec::new();
    for (name, kind, origin) in [
        ("Zoe", RoomKind::Conversation, Origin::Direct),
        ("Ann_a", RoomKind::Group, Origin::HotList),
        ("Bob", RoomKind::Conversation, Origin::Queue),
        ("Cem", RoomKind::Conversation, Origin::Direct),
    ] {
        let details = ContactPatch { name: Some(Some(name.to_owned())), ..ContactPatch::default() };
        let contact = RoomContact::Handle { new_id: scene.id(), handle: name.to_owned(), details };
        let open = OpenRoom { kind, origin: Some(origin), ..OpenRoom::of(scene.id(), scene.channel.id, contact) };
        match scene.run(Command::OpenRoom(open)).await.expect("room") {
            Answer::Room { room, .. } => rooms.push((room.facts.id, room.facts.contact)),
            answer => panic!("not a room: {answer:?}"),
        }
    }
    let id = |i: usize| rooms[i].0;
    let custom_fields = BTreeMap::from([("order".to_owned(), Some("12".to_owned()))]);
    let patch = RoomPatch {
        team: Some(Some(team)),
        priority: Some(Some(Priority::Low)),
        name: Some(Some("Aaron".to_owned())),
        established_at: Some(Some(Timestamp(5))),
        custom_fields,
        ..RoomPatch::default()
    };
    scene.run(Command::EditRoom(EditRoom { patch, ..EditRoom::of(id(2)) })).await.expect("edit");
    scene.run(Command::TagRoom(TagRoom { room: id(3), add: vec!["vip".to_owned()], remove: vec![] })).await.expect("tag");
    scene.run(Command::RateRoom(RateRoom { room: id(0), value: 4, comment: None })).await.expect("rate");
    scene.run(Command::RateRoom(RateRoom { room: id(1), value: 2, comment: None })).await.expect("rate");
    scene.posted(scene.post(id(1), "hello")).await;
    scene.run(Command::ResolveRoom(ResolveRoom::of(id(3)))).await.expect("resolve");

    let find = async |search: RoomSearch| {
        let found = scene.store.find_rooms(scene.org, RoomSearch { limit: 10, ..search }).await.expect("rooms");
        assert_eq!(found.total, i64::try_from(found.items.len()).expect("few"));
        found.items.iter().map(|room| rooms.iter().position(|(id, _)| *id == room.facts.id).expect("known")).collect::<Vec<_>>()
    };
    let any = RoomSearch::default;
    assert_eq!(find(any()).await, [0, 1, 2, 3]);
    assert_eq!(find(RoomSearch { statuses: vec![RoomStatus::Resolved], ..any() }).await, [3]);
    assert_eq!(find(RoomSearch { kind: Some(RoomKind::Group), ..any() }).await, [1]);
    assert_eq!(find(RoomSearch { origins: vec![Origin::Direct, Origin::Queue], ..any() }).await, [0, 2, 3]);
    assert_eq!(find(RoomSearch { team: Some(team), ..any() }).await, [2]);
    assert_eq!(find(RoomSearch { tags: vec!["vip".to_owned(), "x".to_owned()], ..any() }).await, [3]);
    assert_eq!(find(RoomSearch { name: Some("aARo".to_owned()), ..any() }).await, [2], "the room's own name");
    assert_eq!(find(RoomSearch { name: Some("n_a".to_owned()), ..any() }).await, [1], "the contact's");
    assert!(find(RoomSearch { name: Some("BOB".to_owned()), ..any() }).await.is_empty(), "the room has a name of its own");
    assert_eq!(find(RoomSearch { established: Some(true), ..any() }).await, [2]);
    assert_eq!(find(RoomSearch { established: Some(false), ..any() }).await, [0, 1, 3]);
    assert_eq!(find(RoomSearch { ratings: vec![Some(4)], ..any() }).await, [0]);
    assert_eq!(find(RoomSearch { ratings: vec![None, Some(2)], ..any() }).await, [1, 2, 3]);
    assert_eq!(find(RoomSearch { participants: vec![Person::Contact(rooms[1].1)], ..any() }).await, [1]);
    assert_eq!(find(RoomSearch { authors: vec![Person::Contact(rooms[0].1), Person::Contact(rooms[1].1)], ..any() }).await, [1]);
    assert!(find(RoomSearch { authors: vec![Person::Contact(rooms[0].1)], ..any() }).await.is_empty(), "he has said nothing");
    assert!(find(RoomSearch { with_user: Some(true), ..any() }).await.is_empty());
    assert_eq!(find(RoomSearch { custom_fields: vec![("order".to_owned(), "12".to_owned())], ..any() }).await, [2]);
    assert!(find(RoomSearch { custom_fields: vec![("a\"b".to_owned(), "12".to_owned())], ..any() }).await.is_empty());
    assert_eq!(find(RoomSearch { unassigned: Some(true), contact: Some(rooms[0].1), ..any() }).await, [0]);
    assert_eq!(find(RoomSearch { resolved: (Some(Timestamp(0)), None), ..any() }).await, [3]);
    assert!(find(RoomSearch { created: (None, Some(Timestamp(0))), ..any() }).await.is_empty());
    let sorted = async |sort, direction| find(RoomSearch { sort: vec![(sort, direction)], ..any() }).await;
    assert_eq!(sorted(RoomSort::Number, Direction::Descending).await, [3, 2, 1, 0]);
    assert_eq!(sorted(RoomSort::Name, Direction::Ascending).await, [2, 1, 3, 0]);
    assert_eq!(sorted(RoomSort::Rating, Direction::Descending).await, [0, 1, 2, 3], "those without come last");
    assert_eq!(sorted(RoomSort::LastMessageAt, Direction::Ascending).await, [1, 0, 2, 3]);
    assert_eq!(sorted(RoomSort::ResolvedAt, Direction::Descending).await[0], 3);
    let page = scene.store.find_rooms(scene.org, RoomSearch { offset: 1, limit: 2, ..any() }).await.expect("rooms");
    assert_eq!((page.items.iter().map(|room| room.facts.id).collect::<Vec<_>>(), page.total), (vec![id(1), id(2)], 4));

    let number = scene.room(id(2)).await.facts.number;
    assert_eq!(scene.store.room_by_number(scene.org, number).await.expect("read").map(|room| room.facts.id), Some(id(2)));
    let listed = RoomsQuery { team: Some(team), priority: Some(Priority::Low), limit: 5, ..RoomsQuery::default() };
    assert_eq!(scene.store.rooms(scene.org, listed).await.expect("rooms").items.len(), 1);
}

pub(crate) async fn canned_responses_are_listed_by_scope(scene: &Scene) {
    use switchroom_domain::canned_response::CannedScope;
    use switchroom_domain::command::{CreateCannedResponse, DeleteCannedResponse};
    use switchroom_domain::{Access, Actor, CannedResponseId, Permissions};

    let user = Access { actor: Actor::User(scene.user), permissions: Permissions::ALL, credential: None };
    let own = CannedScope::Personal(scene.user);
    let create = |shortcut: &str, scope| {
        let (shortcut, text) = (shortcut.to_owned(), "Hello".to_owned());
        Command::CreateCannedResponse(CreateCannedResponse { id: scene.id(), shortcut, text, scope, tags: vec![] })
    };
    for (shortcut, scope) in [("a/b", own), ("hello", CannedScope::All), ("hello", own)] {
        scene.run_as(user, create(shortcut, scope)).await.expect("created");
    }
    let taken = scene.run_as(user, create("HELLO", own)).await;
    assert!(matches!(taken, Err(StoreError::Refused(Refusal::Taken { field: "shortcut" }))), "{taken:?}");
    let listed = async |scopes: Option<&[CannedScope]>, after: Option<CannedResponseId>, limit| {
        let scopes = scopes.map(|scopes| scopes.iter().map(|scope| scope.key()).collect());
        let page = scene.store.canned_responses(scene.org, scopes, after.map(|id| id.0), limit).await.expect("a page");
        let shortcuts: Vec<String> = page.items.iter().map(|canned| canned.shortcut.clone()).collect();
        (shortcuts.join(" "), page.more, page.items.last().map(|last| last.id))
    };
    let (first, more, last) = listed(None, None, 2).await;
    assert_eq!((first.as_str(), more), ("a/b hello", true));
    assert_eq!(listed(None, last, 2).await.0, "hello");
    assert_eq!(listed(Some(&[own]), None, 9).await.0, "a/b hello");
    assert_eq!(listed(Some(&[CannedScope::All]), None, 9).await.0, "hello");
    assert_eq!(listed(Some(&[]), None, 9).await.0, "");
    let id = last.expect("an id");
    scene.run_as(user, Command::DeleteCannedResponse(DeleteCannedResponse { canned_response: id })).await.expect("deleted");
    assert_eq!(scene.store.canned_response(scene.org, id).await.expect("read"), None);
    assert_eq!(listed(None, None, 9).await.0, "a/b hello");
}

pub(crate) async fn views_are_listed_for_whom_they_are(scene: &Scene) {
    use switchroom_domain::command::{CreateUser, CreateView, DeleteView, EditView};
    use switchroom_domain::view::{ViewAssignee, ViewFilter, ViewPatch};
    use switchroom_domain::{Access, Actor, Permissions, UserId, ViewId};

    let other: UserId = scene.id();
    let new =
        CreateUser { id: other, username: "other".to_owned(), name: None, email: None, password_hash: None, roles: Vec::new(), bot: false };
    scene.run(Command::CreateUser(new)).await.expect("user");
    let access = |user| Access { actor: Actor::User(user), permissions: Permissions::ALL, credential: None };
    let filter = ViewFilter { assignee: Some(ViewAssignee::Me), tag: Some("vip".to_owned()), snoozed: Some(true), ..ViewFilter::default() };
    let save = async |user, name: &str, shared| {
        let id: ViewId = scene.id();
        let command = CreateView { id, name: name.to_owned(), icon: Some("star".to_owned()), shared, filter: filter.clone() };
        scene.run_as(access(user), Command::CreateView(command)).await.expect("saved");
        id
    };
    let own = save(scene.user, "own", false).await;
    let others = save(other, "others", false).await;
    let shared = save(other, "shared", true).await;
    let listed = async |user, after: Option<ViewId>, limit| {
        let page = scene.store.saved_views(scene.org, user, after.map(|id| id.0), limit).await.expect("a page");
        (page.items.iter().map(|view| view.id).collect::<Vec<_>>(), page.more)
    };
    assert_eq!(listed(scene.user, None, 9).await, (vec![own, shared], false));
    assert_eq!(listed(other, None, 1).await, (vec![others], true));
    assert_eq!(listed(other, Some(others), 1).await, (vec![shared], false));
    let kept = scene.store.saved_views(scene.org, scene.user, None, 1).await.expect("a page").items.remove(0);
    assert_eq!((kept.filter, kept.icon.as_deref(), kept.owner), (filter.clone(), Some("star"), scene.user));

    let patch = ViewPatch { shared: Some(false), ..ViewPatch::default() };
    scene.run_as(access(other), Command::EditView(EditView { view: shared, patch })).await.expect("edited");
    assert_eq!(listed(scene.user, None, 9).await.0, [own]);
    scene.run_as(access(scene.user), Command::DeleteView(DeleteView { view: own })).await.expect("deleted");
    assert_eq!(listed(scene.user, None, 9).await.0, []);
}

/// What a message mentioned before an edit is told of what happened before it.
pub(crate) async fn mentions_are_kept_with_the_revision(scene: &Scene) {
    use switchroom_domain::command::Author;
    use switchroom_domain::message::{Content, Visibility};
    use switchroom_domain::{Access, Actor, Permissions};

    let room = scene.open_room("ann").await.0.facts.id;
    let user = Access { actor: Actor::User(scene.user), permissions: Permissions::ALL, credential: None };
    let post = scene.post(room, "look");
    let content = Content { mentions: vec![scene.user], ..post.content.clone() };
    let note = PostMessage { visibility: Visibility::Internal, author: Author::Caller, content, ..post };
    let id = note.id;
    scene.run_as(user, Command::PostMessage(note)).await.expect("posted");
    let edit = EditMessage { message: id, content: text_content("nobody") };
    scene.run_as(user, Command::EditMessage(edit)).await.expect("edited");
    let at = async |revision| scene.store.message_at(scene.org, id, revision).await.expect("read").expect("a message").content.mentions;
    assert_eq!((at(1).await, at(2).await), (vec![scene.user], Vec::new()));
}
