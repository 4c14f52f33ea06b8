//! Ambassadors: what is told of people, and of their part in a room.

use serde_json::{Value, json};

use super::Shop;
use crate::scene::id;

/// The ambassador of that number's place, in the order of joining: the visitor, then the agent.
fn person(chatroom: &Value, at: usize) -> &Value {
    &chatroom["ambassadors"][at]
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_was_seen_in_the_last_five_minutes_is_online() {
    let shop = Shop::foretold().await;
    let told = async || {
        let chatroom = shop.chatroom(&shop.admin).await;
        [0, 1].map(|at| (person(&chatroom, at)["online"].clone(), person(&chatroom, at)["last_action_date"].clone()))
    };
    let first = json!("2026-01-01T00:00:00Z");
    assert_eq!(told().await, [(json!(true), first.clone()), (json!(true), first.clone())]);
    shop.server.clock().advance_seconds(299);
    assert_eq!(told().await[1], (json!(true), first.clone()));
    shop.server.clock().advance_seconds(1);
    assert_eq!(told().await, [(json!(false), first.clone()), (json!(false), first.clone())]);
    shop.chatroom(&shop.agent).await;
    assert_eq!(told().await, [(json!(false), first), (json!(true), json!("2026-01-01T00:05:00Z"))]);
    shop.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_says_what_was_read_blocked_and_put_away() {
    let shop = Shop::open().await;
    let pivot = async |at: usize| person(&shop.chatroom(&shop.admin).await, at)["chatroom_pivot_data"].clone();
    let visitor = pivot(0).await[0]["id_ambassador"].clone();
    let part = |read: Value, blocked: bool, archived: bool| json!([{"id_chatroom": 1, "id_ambassador": visitor, "last_read_message": read, "is_blocked": blocked, "archived": archived}]);
    assert_eq!(pivot(0).await, part(json!(null), false, false));
    let room = format!("/v1/rooms/{}", shop.room);
    shop.visitor.post(&format!("{room}/read"), json!({})).send().await.expect(200);
    assert_eq!(pivot(0).await, part(json!(2), false, false));
    shop.visitor.post(&format!("{room}/archive"), json!({"archived": true})).send().await.expect(200);
    let contact = shop.admin.get(&room).send().await.expect(200)["contact_id"].clone();
    shop.agent.post(&format!("{room}/block"), json!({"contact_id": contact, "blocked": true})).send().await.expect(200);
    assert_eq!(pivot(0).await, part(json!(2), true, true));
    shop.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_nobody_knows_is_temporary() {
    let shop = Shop::open().await;
    let channel = crate::scene::channel(&shop.admin, "api").await;
    for (number, contact, told) in [
        (2, json!({"handle": "one"}), (json!(8), json!(null), json!(null), json!(null))),
        (3, json!({"handle": "two", "phone": "+491"}), (json!(7), json!(null), json!(null), json!(null))),
        (4, json!({"handle": "three", "name": " Ada  King Noel "}), (json!(7), json!("Ada"), json!("King Noel"), json!(null))),
        (5, json!({"handle": "four", "email": "a@b.example"}), (json!(7), json!(null), json!(null), json!("a@b.example"))),
    ] {
        shop.admin.post("/v1/rooms", json!({"channel_id": channel, "contact": contact})).send().await.expect(201);
        let path = format!("/api/v2/chat/chatrooms/{number}");
        let chatroom = super::branded(shop.admin.get(&path)).send().await.expect(200);
        let one = person(&chatroom, 0);
        let (status, first, last, address) = told;
        assert_eq!(
            (&one["status"], &one["firstname"], &one["lastname"], &one["email_tmp"]),
            (&status, &first, &last, &address),
            "{contact}"
        );
        assert_eq!((&one["online"], &one["last_action_date"]), (&json!(false), &json!(null)), "nobody has seen him");
    }
    shop.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_was_deleted_leaves_a_number() {
    let shop = Shop::open().await;
    let room = shop.admin.post(&format!("/v1/rooms/{}/resolve", shop.room), json!({})).send().await.expect(200);
    let contact = room["contact_id"].as_str().expect("an id").to_owned();
    let before = shop.chatroom(&shop.admin).await;
    shop.admin.delete(&format!("/v1/contacts/{contact}")).send().await.expect(204);
    let users = shop.admin.get("/v1/users").send().await.expect(200);
    let ann = users["users"].as_array().expect("users").iter().find(|user| user["username"] == "ann").map(id).expect("ann");
    shop.admin.delete(&format!("/v1/users/{ann}")).send().await.expect(204);
    let after = shop.chatroom(&shop.admin).await;
    for at in [0, 1] {
        assert_eq!(person(&after, at)["id_ambassador"], person(&before, at)["id_ambassador"]);
        assert_eq!((&person(&before, at)["active"], &person(&after, at)["active"]), (&json!(1), &json!(-3)));
    }
    let visitor = person(&after, 0);
    assert_eq!((&visitor["anonymized"], &visitor["firstname"], &visitor["email_tmp"]), (&json!(true), &json!(null), &json!(null)));
    shop.server.stop().await;
}
