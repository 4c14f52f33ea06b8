//! The header `X-Popsell-Brand`, with every fault that it can have.

use serde_json::{Value, json};

use super::{BRAND, Shop, branded};

#[tokio::test(flavor = "multi_thread")]
async fn a_brand_must_be_named_under_chat() {
    let shop = Shop::open().await;
    let head = shop.head().await;
    let path = shop.path();
    let change = json!({"established_dialogue": null});
    for request in [shop.agent.get(&path), shop.agent.patch(&path, change.clone())] {
        let required = "The X-Popsell-Brand field is required.";
        assert_eq!(request.send().await.expect(422), json!({"message": required, "errors": {"X-Popsell-Brand": [required]}}));
    }
    assert_eq!(shop.head().await, head);
    // Those who manage need not name one.
    shop.admin.get("/api/v2/manager/chatrooms").send().await.expect(200);
    shop.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_brand_is_one_whole_number() {
    let shop = Shop::open().await;
    let head = shop.head().await;
    let wrong: [&[u8]; 16] = [
        b"",
        b" ",
        b"\t",
        b"0",
        b"-1",
        b"+1",
        b"1.0",
        b"1e0",
        b"0x1",
        b"1,1",
        b"1 1",
        b"one",
        b"null",
        b"9223372036854775808",
        b"\xd9\xa1",
        b"\xff",
    ];
    for value in wrong {
        let requests = [
            shop.agent.get(&shop.path()),
            shop.agent.patch(&shop.path(), json!({"established_dialogue": null})),
            shop.admin.get("/api/v2/manager/chatrooms"),
        ];
        for request in requests {
            let answer = request.header_bytes(BRAND, value).send().await.expect(422);
            let messages = answer["errors"]["X-Popsell-Brand"].as_array().expect("messages");
            assert_eq!((messages.len(), &messages[0]), (1, &answer["message"]), "{value:?}");
        }
    }
    assert_eq!(shop.head().await, head);
    shop.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_brand_must_be_ones_own() {
    let shop = Shop::open().await;
    let head = shop.head().await;
    for value in ["2", "41", "9223372036854775807"] {
        for request in [
            shop.agent.get(&shop.path()),
            shop.agent.patch(&shop.path(), json!({"established_dialogue": null})),
            shop.agent.get("/api/v2/chat/chatrooms/999"),
            shop.admin.get("/api/v2/manager/chatrooms"),
        ] {
            let answer = request.header(BRAND, value).send().await.expect(403);
            assert_eq!(answer, json!({"message": "This action is unauthorized."}));
        }
    }
    assert_eq!(shop.head().await, head);
    branded(shop.agent.get(&shop.path())).send().await.expect(200);
    shop.server.stop().await;
}

/// Of several faults the first in the order is told.
#[tokio::test(flavor = "multi_thread")]
async fn faults_are_told_in_order() {
    let shop = Shop::open().await;
    let nobody = shop.server.client();
    let told = async |request: switchroom_testkit::Request| request.send().await.status.as_u16();
    let unknown = "/api/v2/chat/chatrooms/999";
    let body = json!({"established_dialogue": 7});
    assert_eq!(told(nobody.patch(unknown, body.clone()).header(BRAND, "x")).await, 401);
    assert_eq!(told(shop.agent.patch(unknown, body.clone()).header(BRAND, "x")).await, 422);
    assert_eq!(told(shop.agent.patch(unknown, body.clone()).header(BRAND, "2")).await, 403);
    assert_eq!(told(branded(shop.agent.patch(unknown, body.clone()).bytes("application/json", "{"))).await, 400);
    assert_eq!(told(branded(shop.agent.patch(unknown, body.clone()))).await, 404);
    assert_eq!(told(branded(shop.visitor.patch(&shop.path(), body.clone()))).await, 403);
    let invalid = branded(shop.agent.patch(&shop.path(), body)).send().await.expect(422);
    assert_eq!(invalid["errors"]["established_dialogue"], Value::from(vec!["The established dialogue field must be a valid date."]));
    shop.server.stop().await;
}
