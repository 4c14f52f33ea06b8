//! What is found can be narrowed down.

use serde_json::json;
use switchroom_testkit::Server;

use super::{found, indexed, path, texts};
use crate::scene::{channel, id, open_room, post, user};

#[tokio::test(flavor = "multi_thread")]
async fn messages_are_found_by_all_that_is_asked() {
    let server = Server::foretold().await;
    let admin = &server.admin;
    let (web, api) = (channel(admin, "web").await, channel(admin, "api").await);
    let (ann_id, ann) = user(admin, "ann", "agent").await;
    let team = id(&admin.post("/v1/teams", json!({"name": "billing", "members": [ann_id]})).send().await.expect(201));
    let visitor = server.client().post(&format!("/v1/channels/{web}/visitors"), json!({})).send().await.expect(201);
    let visitor = server.client().with_token(visitor["token"].as_str().expect("a token"));
    let one = id(&visitor.post("/v1/rooms", json!({"channel_id": web})).send().await.expect(201));
    let two = id(&open_room(admin, &api, "bob").await);
    let three = id(&open_room(admin, &api, "cem").await);

    post(&visitor, &one, "word by the visitor").await;
    server.clock().advance_seconds(3_600);
    admin.post(&format!("/v1/rooms/{two}/assign"), json!({"user_id": ann_id})).send().await.expect(200);
    post(&ann, &two, "word by ann").await;
    let note = json!({"text": "word among us", "visibility": "internal"});
    ann.post(&format!("/v1/rooms/{two}/messages"), note).send().await.expect(201);
    server.clock().advance_seconds(3_600);
    post(admin, &three, "word by the admin").await;
    admin.post(&format!("/v1/rooms/{three}/resolve"), json!({})).send().await.expect(200);
    admin.post(&format!("/v1/rooms/{one}/tags"), json!({"add": ["vip"]})).send().await.expect(200);
    admin.patch(&format!("/v1/rooms/{one}"), json!({"team_id": team})).send().await.expect(200);
    indexed(admin).await;

    let all = ["word by the admin", "word among us", "word by ann", "word by the visitor"];
    let in_between = "&from=2026-01-01T00:30:00Z&to=2026-01-01T01:30:00Z";
    for (filters, expected) in [
        (String::new(), &all[..]),
        (format!("&channel_id={web}"), &all[3..]),
        (format!("&channel_id={api}"), &all[..3]),
        (format!("&team_id={team}"), &all[3..]),
        (format!("&assignee={ann_id}"), &all[1..3]),
        ("&status=assigned".to_owned(), &all[1..3]),
        ("&status=queued,resolved".to_owned(), &["word by the admin", "word by the visitor"]),
        ("&tag=vip".to_owned(), &all[3..]),
        ("&tag=other".to_owned(), &[]),
        (format!("&room_id={two}"), &all[1..3]),
        (format!("&room_id={two}&visibility=internal"), &all[1..2]),
        (format!("&room_id={two}&status=queued"), &[]),
        (format!("&room_id={two}&channel_id={web}"), &[]),
        (format!("&room_id={two}{in_between}"), &all[1..3]),
        (format!("&room_id={team}"), &[]),
        ("&author=contact".to_owned(), &all[3..]),
        ("&author=user".to_owned(), &all[..3]),
        ("&author=bot".to_owned(), &[]),
        ("&visibility=internal".to_owned(), &all[1..2]),
        ("&visibility=public&author=user".to_owned(), &["word by the admin", "word by ann"]),
        (in_between.to_owned(), &all[1..3]),
        ("&from=2026-01-01T01:30:00%2b00:00".to_owned(), &all[..1]),
        ("&to=2026-01-01T00:30:00Z".to_owned(), &all[3..]),
        ("&from=2027-01-01T00:00:00Z".to_owned(), &[]),
        (format!("&channel_id={api}&status=assigned&assignee={ann_id}&visibility=public{in_between}"), &all[2..3]),
    ] {
        assert_eq!(texts(admin, "word", &filters).await, expected, "{filters}");
    }
    assert_eq!(texts(&ann, "word", "&assignee=me").await, all[1..3]);
    assert_eq!(texts(&ann, "word", "&assignee=none&status=queued").await, all[3..]);

    let rooms = async |filters: &str| {
        found(admin, "rooms", "bo", filters).await.iter().map(|found| found["room"]["id"].clone()).collect::<Vec<_>>()
    };
    admin.patch(&format!("/v1/rooms/{one}"), json!({"topic": "books"})).send().await.expect(200);
    admin.patch(&format!("/v1/rooms/{two}"), json!({"topic": "boats"})).send().await.expect(200);
    indexed(admin).await;
    assert_eq!(rooms("").await, [json!(two), json!(one)]);
    assert_eq!(rooms(&format!("&channel_id={api}")).await, [json!(two)]);
    assert_eq!(rooms("&tag=vip").await, [json!(one)]);
    assert_eq!(rooms(&format!("&team_id={team}&status=queued")).await, [json!(one)]);
    assert_eq!(rooms(&format!("&assignee={ann_id}")).await, [json!(two)]);
    assert!(rooms("&status=resolved").await.is_empty());
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nonsense_is_refused() {
    let server = Server::start().await;
    for (what, filters) in [
        ("messages", "&status=open"),
        ("messages", "&status="),
        ("messages", "&assignee=nobody"),
        ("messages", "&author=system"),
        ("messages", "&visibility=secret"),
        ("messages", "&from=yesterday"),
        ("messages", "&channel_id=1"),
        ("messages", "&limit=0"),
        ("messages", "&limit=51"),
        ("messages", "&cursor=x"),
        ("messages", "&unknown=1"),
        ("contacts", "&status=queued"),
        ("contacts", "&limit=51"),
        ("rooms", "&status=open"),
        ("rooms", "&author=user"),
        ("rooms", "&cursor=AAAA"),
    ] {
        let answer = server.admin.get(&path(what, "a", filters)).send().await;
        assert_eq!(answer.status, 400, "{what} {filters}");
    }
    for what in ["messages", "contacts", "rooms"] {
        assert_eq!(server.admin.get(&format!("/v1/search/{what}")).send().await.status, 400);
        for words in ["", " ", "…", "\"", "-x", "*"] {
            let answer = server.admin.get(&path(what, words, "")).send().await;
            assert_eq!((answer.status.as_u16(), answer.text("code")), (422, "invalid".to_owned()), "{what} {words}");
        }
    }
    server.stop().await;
}
