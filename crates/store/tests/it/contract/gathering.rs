//! Reading many at once.

use std::collections::BTreeSet;

use switchroom_domain::{ContactId, MessageId, OrgId, RoomId};

use crate::scene::{Scene, organization};

pub(crate) async fn many_are_read_at_once(scene: &Scene) {
    let mut rooms = Vec::new();
    let mut messages = Vec::new();
    for handle in ["ann", "bob", "cem"] {
        let room = scene.open_room(handle).await.0;
        messages.push(scene.posted(scene.post(room.facts.id, handle)).await);
        rooms.push(scene.room(room.facts.id).await);
    }
    let other = organization(&*scene.store, &scene.parts, scene.id()).await;
    let some = |ids: &[RoomId]| ids.to_vec();
    let mut wanted = some(&[rooms[2].facts.id, rooms[0].facts.id]);
    wanted.push(scene.id());
    let ids = |org: OrgId| {
        let (wanted, said) = (wanted.clone(), vec![messages[1].id, scene.id::<MessageId>()]);
        let contacts = vec![rooms[1].facts.contact, scene.id::<ContactId>()];
        async move {
            let store = &scene.store;
            let rooms: BTreeSet<_> = store.rooms_of(org, wanted).await.expect("rooms").into_iter().map(|room| room.facts.id).collect();
            let messages = store.messages_of(org, said).await.expect("messages");
            let contacts = store.contacts_of(org, contacts).await.expect("contacts");
            (rooms, messages, contacts.into_iter().map(|contact| contact.id).collect::<Vec<_>>())
        }
    };
    let expected = BTreeSet::from([rooms[0].facts.id, rooms[2].facts.id]);
    assert_eq!(ids(scene.org).await, (expected, vec![messages[1].clone()], vec![rooms[1].facts.contact]));
    assert_eq!(ids(other).await, (BTreeSet::new(), vec![], vec![]));
    assert_eq!(scene.store.rooms_of(scene.org, vec![]).await.expect("rooms"), []);
    assert_eq!(scene.store.rooms_of(scene.org, vec![rooms[0].facts.id]).await.expect("rooms"), [rooms[0].clone()]);
}

pub(crate) async fn all_are_read_by_id(scene: &Scene) {
    let (mut rooms, mut messages) = (Vec::new(), Vec::new());
    for i in 0..7 {
        let room = scene.open_room(&format!("contact {i}")).await.0.facts.id;
        rooms.push(room);
        messages.push(scene.posted(scene.post(room, "hello")).await.id);
    }
    rooms.sort_unstable();
    messages.sort_unstable();
    let (mut after, mut read) = (None, Vec::new());
    loop {
        let page = scene.store.all_messages(scene.org, after, 3).await.expect("messages");
        read.extend(page.items.iter().map(|message| message.id));
        after = read.last().copied();
        if !page.more {
            break;
        }
    }
    // Switchroom's own remarks are messages, too.
    let said: Vec<MessageId> = read.iter().copied().filter(|id| messages.contains(id)).collect();
    assert_eq!(said, messages);
    assert!(read.is_sorted());
    let (mut after, mut read) = (None, Vec::new());
    loop {
        let page = scene.store.all_rooms(scene.org, after, 3).await.expect("rooms");
        read.extend(page.items.iter().map(|room| room.facts.id));
        after = read.last().copied();
        if !page.more {
            break;
        }
    }
    assert_eq!(read, rooms);
}
