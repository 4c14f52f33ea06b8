//! A change made here is told in our own feed.

use serde_json::json;

use super::{Shop, branded};

#[tokio::test(flavor = "multi_thread")]
async fn a_change_is_in_the_native_feed() {
    let shop = Shop::open().await;
    let head = shop.head().await;
    let change = json!({"established_dialogue": "2023-10-06 13:41:09.123"});
    branded(shop.agent.patch(&shop.path(), change.clone())).send().await.expect(200);
    // The same again changes nothing, and so is not told.
    branded(shop.agent.patch(&shop.path(), change)).send().await.expect(200);
    let page = shop.admin.get(&format!("/v1/events?after={head}")).send().await.expect(200);
    let events = page["events"].as_array().expect("events");
    assert_eq!(events.len(), 1, "{page}");
    let event = &events[0];
    assert_eq!((&event["type"], &event["room_id"]), (&json!("room.updated"), &json!(shop.room)));
    assert_eq!(event["data"]["room"]["established_at"], "2023-10-06T13:41:09.123000Z", "{event}");
    assert!(event.to_string().contains("\"established_at\""), "{event}");
    assert_eq!(
        shop.admin.get(&format!("/v1/rooms/{}", shop.room)).send().await.expect(200)["established_at"],
        "2023-10-06T13:41:09.123000Z"
    );
    shop.server.stop().await;
}
