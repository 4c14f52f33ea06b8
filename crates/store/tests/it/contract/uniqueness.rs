//! What must be unique stays unique, whoever is first.

use futures_util::future::join_all;
use switchroom_domain::command::{Answer, AssignRoom, Command, CreateUser, ExpectedAssignee};
use switchroom_domain::{Refusal, UserId};
use switchroom_engine::ports::StoreError;

use crate::scene::{Scene, text_content};

fn new_user(id: UserId, username: &str) -> Command {
    Command::CreateUser(CreateUser {
        id,
        username: username.to_owned(),
        name: None,
        email: None,
        password_hash: None,
        roles: vec!["agent".to_owned()],
        bot: false,
    })
}

pub(crate) async fn a_hundred_concurrent_openings_make_one_room(scene: &Scene) {
    let opened = join_all((0..100).map(|_| scene.open_room("same"))).await;
    assert_eq!(opened.iter().filter(|(_, created)| *created).count(), 1);
    let first = opened[0].0.facts.id;
    assert!(opened.iter().all(|(room, _)| room.facts.id == first));
    assert_eq!(scene.store.contacts(scene.org, None, 10).await.expect("contacts").items.len(), 1);
}

pub(crate) async fn two_claims_have_one_winner(scene: &Scene) {
    let room = scene.open_room("ann").await.0.facts.id;
    let users: [UserId; 2] = [scene.id(), scene.id()];
    for (user, name) in users.iter().zip(["one", "two"]) {
        scene.run(new_user(*user, name)).await.expect("user");
    }
    let claims = users.map(|user| {
        let expected = ExpectedAssignee::Exactly(None);
        scene.run(Command::AssignRoom(AssignRoom { room, user, also: false, expected, expected_version: None }))
    });
    let [first, second] = <[_; 2]>::try_from(join_all(claims).await).expect("two");
    let winner = scene.room(room).await.head.primary_assignee().expect("assigned");
    let loser = if winner == users[0] { second } else { first };
    match loser {
        Err(StoreError::Refused(Refusal::AssignedOtherwise { assignee })) => assert_eq!(assignee, Some(winner)),
        other => panic!("the loser was not told: {other:?}"),
    }
}

pub(crate) async fn natural_ids_are_posted_once(scene: &Scene) {
    let room = scene.open_room("ann").await.0.facts.id;
    let post = |text: &str| {
        let mut post = scene.post(room, text);
        post.provider_id = Some("wamid.1".to_owned());
        post.local_id = Some("local-1".to_owned());
        post
    };
    let posted = join_all((0..20).map(|_| scene.run(Command::PostMessage(post("hello"))))).await;
    let created = posted.iter().filter(|answer| matches!(answer, Ok(Answer::Message { created: true, .. }))).count();
    let repeated = posted.iter().filter(|answer| matches!(answer, Ok(Answer::Message { created: false, .. }))).count();
    assert_eq!((created, repeated), (1, 19));
    assert_eq!(scene.room(room).await.head.messages, 1);
    let other = scene.run(Command::PostMessage(post("something else"))).await;
    assert!(matches!(other, Err(StoreError::Refused(Refusal::NaturalIdMismatch { field: "local_id" }))), "{other:?}");
    // The same message, edited in between, is still the one that was posted.
    let Ok(Answer::Message { message, .. }) = &posted[0] else { panic!("not a message") };
    let edit = switchroom_domain::command::EditMessage { message: message.id, content: text_content("edited") };
    scene.run(Command::EditMessage(edit)).await.expect("edit");
    assert!(matches!(scene.run(Command::PostMessage(post("hello"))).await, Ok(Answer::Message { created: false, .. })));
}

pub(crate) async fn a_user_name_is_taken_once(scene: &Scene) {
    let users = join_all(["Ann", "ann", "ANN"].map(|name| scene.run(new_user(scene.id(), name)))).await;
    assert_eq!(users.iter().filter(|user| user.is_ok()).count(), 1);
    for user in users.into_iter().filter_map(Result::err) {
        assert!(matches!(user, StoreError::Refused(Refusal::Taken { field: "username" })), "{user:?}");
    }
}
