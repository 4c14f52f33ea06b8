//! Filters of rooms hold together as each holds by itself.

use std::collections::HashSet;

use switchroom_domain::command::{AssignRoom, Command, CreateTeam, EditRoom, ExpectedAssignee, RateRoom, ResolveRoom, TagRoom};
use switchroom_domain::priority::Priority;
use switchroom_domain::room::{Origin, Room, RoomKind, RoomPatch, RoomStatus};
use switchroom_domain::{Person, RoomId, TeamId, Timestamp, UserId};
use switchroom_engine::ports::{Direction, RoomSearch, RoomSort, RoomsQuery};

use crate::scene::Scene;

const ROOMS: usize = 24;

/// Rooms that differ in everything that one can filter by.
async fn rooms(scene: &Scene, team: TeamId) -> Vec<Room> {
    scene.run(Command::CreateTeam(CreateTeam { id: team, name: "Sales".to_owned(), members: vec![] })).await.expect("team");
    let mut rooms = Vec::new();
    for i in 0..ROOMS {
        let room = scene.open_room(&format!("contact {i}")).await.0.facts.id;
        if i % 2 == 0 {
            let expected = ExpectedAssignee::Anybody;
            let assign = AssignRoom { room, user: scene.user, also: false, expected, expected_version: None };
            scene.run(Command::AssignRoom(assign)).await.expect("assign");
        }
        if i % 3 == 0 {
            scene.run(Command::TagRoom(TagRoom { room, add: vec!["vip".to_owned()], remove: vec![] })).await.expect("tag");
        }
        let patch = RoomPatch {
            team: (i % 4 < 2).then_some(Some(team)),
            priority: (i % 5 < 2).then_some(Some(Priority::Low)),
            name: (i % 3 == 1).then(|| Some(format!("Ann {i}"))),
            ..RoomPatch::default()
        };
        scene.run(Command::EditRoom(EditRoom { patch, ..EditRoom::of(room) })).await.expect("edit");
        if i % 3 == 2 {
            scene.posted(scene.post(room, "hello")).await;
        }
        if i % 4 == 1 {
            scene.run(Command::RateRoom(RateRoom { room, value: 4, comment: None })).await.expect("rate");
        }
        if i % 6 == 5 || i == 12 {
            scene.run(Command::ResolveRoom(ResolveRoom::of(room))).await.expect("resolve");
        }
        rooms.push(scene.room(room).await);
    }
    rooms
}

async fn listed(scene: &Scene, query: RoomsQuery) -> Vec<RoomId> {
    let page = scene.store.rooms(scene.org, RoomsQuery { limit: 100, ..query }).await.expect("rooms");
    page.items.iter().map(|room| room.facts.id).collect()
}

type Narrow<Q> = Box<dyn Fn(&mut Q) + Send + Sync>;

pub(crate) async fn filters_of_a_list_hold_together(scene: &Scene) {
    let team: TeamId = scene.id();
    let all = rooms(scene, team).await;
    let (user, channel, contact) = (scene.user, scene.channel.id, all[12].facts.contact);
    let after = Some((all[15].head.last_activity_at, all[15].facts.id));
    let filters: Vec<Narrow<RoomsQuery>> = vec![
        Box::new(|query| query.statuses = vec![RoomStatus::Assigned, RoomStatus::Resolved]),
        Box::new(move |query| query.assignee = Some(Some(user))),
        Box::new(move |query| query.channel = Some(channel)),
        Box::new(move |query| query.contact = Some(contact)),
        Box::new(|query| query.tag = Some("vip".to_owned())),
        Box::new(move |query| query.team = Some(team)),
        Box::new(|query| query.priority = Some(Priority::Low)),
        Box::new(move |query| query.after = after),
    ];
    let mut alone: Vec<HashSet<RoomId>> = Vec::new();
    for narrow in &filters {
        let mut query = RoomsQuery::default();
        narrow(&mut query);
        alone.push(listed(scene, query).await.into_iter().collect());
    }
    assert!(alone.iter().all(|rooms| !rooms.is_empty()));
    let order = listed(scene, RoomsQuery::default()).await;
    for chosen in 0_u32..1 << filters.len() {
        let is_chosen = |i: &usize| chosen >> i & 1 == 1;
        let mut query = RoomsQuery::default();
        (0..filters.len()).filter(is_chosen).for_each(|i| filters[i](&mut query));
        let fits = |room: &&RoomId| (0..filters.len()).filter(is_chosen).all(|i| alone[i].contains(*room));
        let expected: Vec<RoomId> = order.iter().filter(fits).copied().collect();
        assert_eq!(listed(scene, query.clone()).await, expected, "{query:?}");
    }
}

async fn found(scene: &Scene, search: RoomSearch) -> Vec<RoomId> {
    let found = scene.store.find_rooms(scene.org, RoomSearch { limit: 100, ..search.clone() }).await;
    let found = found.unwrap_or_else(|error| panic!("{search:?}: {error:?}"));
    assert_eq!(found.total, i64::try_from(found.items.len()).expect("few"), "{search:?}");
    found.items.iter().map(|room| room.facts.id).collect()
}

fn searches(scene: &Scene, team: TeamId, all: &[Room]) -> Vec<Narrow<RoomSearch>> {
    let (user, channel) = (scene.user, scene.channel.id);
    let contacts: Vec<Person> = all.iter().map(|room| Person::Contact(room.facts.contact)).collect();
    let (contact, created) = (all[12].facts.contact, (Some(all[6].facts.created_at), Some(all[20].facts.created_at)));
    let authors = contacts.clone();
    vec![
        Box::new(|search| search.statuses = vec![RoomStatus::Queued, RoomStatus::Assigned]),
        Box::new(|search| search.statuses = vec![RoomStatus::Resolved]),
        Box::new(move |search| search.assignees = vec![user, UserId(uuid::Uuid::nil())]),
        Box::new(|search| search.unassigned = Some(true)),
        Box::new(|search| search.unassigned = Some(false)),
        Box::new(move |search| search.team = Some(team)),
        Box::new(move |search| search.channels = vec![channel]),
        Box::new(move |search| search.contact = Some(contact)),
        Box::new(|search| search.kind = Some(RoomKind::Conversation)),
        Box::new(|search| search.origins = vec![Origin::Direct, Origin::Api]),
        Box::new(|search| search.tags = vec!["vip".to_owned(), "none".to_owned()]),
        Box::new(move |search| search.created = created),
        Box::new(|search| search.resolved = (Some(Timestamp(0)), None)),
        Box::new(|search| search.name = Some("ann 1".to_owned())),
        Box::new(|search| search.established = Some(false)),
        Box::new(|search| search.ratings = vec![None, Some(4)]),
        Box::new(|search| search.ratings = vec![Some(4)]),
        Box::new(|search| search.with_user = Some(true)),
        Box::new(|search| search.with_user = Some(false)),
        Box::new(move |search| search.participants = contacts[8..].to_vec()),
        Box::new(move |search| search.authors = authors[..20].to_vec()),
    ]
}

pub(crate) async fn filters_of_a_search_hold_together(scene: &Scene) {
    let team: TeamId = scene.id();
    let all = rooms(scene, team).await;
    let filters = searches(scene, team, &all);
    let mut alone: Vec<HashSet<RoomId>> = Vec::new();
    for narrow in &filters {
        let mut search = RoomSearch::default();
        narrow(&mut search);
        alone.push(found(scene, search).await.into_iter().collect());
    }
    let same_field = [(0, 1), (3, 4), (15, 16), (17, 18)];
    for (i, first) in filters.iter().enumerate() {
        for (j, second) in filters.iter().enumerate().skip(i + 1).filter(|(j, _)| !same_field.contains(&(i, *j))) {
            let mut search = RoomSearch { sort: vec![(RoomSort::LastActivityAt, Direction::Descending)], ..RoomSearch::default() };
            first(&mut search);
            second(&mut search);
            let expected: HashSet<RoomId> = alone[i].intersection(&alone[j]).copied().collect();
            let rooms = found(scene, search.clone()).await;
            assert_eq!(rooms.len(), expected.len(), "{search:?}");
            assert_eq!(rooms.into_iter().collect::<HashSet<_>>(), expected, "{search:?}");
        }
    }
    for sort in [
        RoomSort::Number,
        RoomSort::CreatedAt,
        RoomSort::LastMessageAt,
        RoomSort::LastActivityAt,
        RoomSort::ResolvedAt,
        RoomSort::Rating,
        RoomSort::Name,
    ] {
        for (i, narrow) in filters.iter().enumerate() {
            let mut search = RoomSearch { sort: vec![(sort, Direction::Descending)], ..RoomSearch::default() };
            narrow(&mut search);
            assert_eq!(found(scene, search.clone()).await.len(), alone[i].len(), "{search:?}");
        }
    }
}
