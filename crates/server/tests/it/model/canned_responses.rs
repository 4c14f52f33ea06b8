//! Canned responses: who may use them, and who may change them.

use serde_json::{Value, json};
use switchroom_testkit::{Client, Server};

use super::{problem, team, told};
use crate::scene::{id, user};

const PATH: &str = "/v1/canned-responses";

async fn created(client: &Client, shortcut: &str, scope: &str) -> String {
    id(&client.post(PATH, json!({"shortcut": shortcut, "text": "Hello", "scope": scope})).send().await.expect(201))
}

/// The shortcuts that the client is shown.
async fn shown(client: &Client, query: &str) -> Vec<Value> {
    let listed = client.get(&format!("{PATH}?{query}")).send().await.expect(200);
    listed["canned_responses"].as_array().expect("a list").iter().map(|canned| canned["shortcut"].clone()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_sees_what_he_may_use() {
    let server = Server::start().await;
    let admin = &server.admin;
    let ((ann_id, ann), (_, bob)) = (user(admin, "ann", "agent").await, user(admin, "bob", "agent").await);
    let (_, max) = user(admin, "max", "manager").await;
    let sales = team(admin, "sales", &[&ann_id]).await;
    created(&ann, "ann-own", "personal").await;
    created(&bob, "bob-own", "personal").await;
    let of_sales = json!({"shortcut": "sales", "text": "{{user.name}} of sales", "scope": "team", "team_id": sales, "tags": ["a"]});
    let of_sales = admin.post(PATH, of_sales).send().await.expect(201);
    assert_eq!((&of_sales["scope"], &of_sales["team_id"], &of_sales["tags"]), (&json!("team"), &json!(sales), &json!(["a"])));
    created(&max, "all", "all").await;
    assert_eq!(shown(&ann, "").await, ["ann-own", "sales", "all"]);
    assert_eq!(shown(&bob, "").await, ["bob-own", "all"]);
    assert_eq!(shown(&max, "").await, ["ann-own", "bob-own", "sales", "all"]);
    // By the beginning of shortcut or text, in whatever case.
    assert_eq!(shown(&ann, "q=SAL").await, ["sales"]);
    assert_eq!(shown(&ann, "q=hel").await, ["ann-own", "all"]);
    assert!(shown(&ann, "q=ello").await.is_empty());
    let first = ann.get(&format!("{PATH}?limit=2")).send().await.expect(200);
    let next = first["next"].as_str().expect("a cursor");
    assert_eq!(
        (first["canned_responses"].as_array().map(Vec::len), shown(&ann, &format!("cursor={next}")).await),
        (Some(2), vec![json!("all")])
    );
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_change_what_is_as_in_rocket_chat() {
    let server = Server::start().await;
    let admin = &server.admin;
    let ((ann_id, ann), (_, bob)) = (user(admin, "ann", "agent").await, user(admin, "bob", "agent").await);
    let (mona_id, mona) = user(admin, "mona", "monitor").await;
    let (sales, other) = (team(admin, "sales", &[&ann_id, &mona_id]).await, team(admin, "other", &[]).await);
    let of = |team: &str| json!({"shortcut": "t", "text": "Hi", "scope": "team", "team_id": team});
    let all = json!({"shortcut": "a", "text": "Hi", "scope": "all"});
    assert_eq!(told(&ann.post(PATH, of(&sales)).send().await), problem(403, "forbidden"));
    assert_eq!(told(&ann.post(PATH, all.clone()).send().await), problem(403, "forbidden"));
    assert_eq!(told(&mona.post(PATH, of(&other)).send().await), problem(403, "forbidden"), "not a team of hers");
    assert_eq!(told(&mona.post(PATH, all.clone()).send().await), problem(403, "forbidden"));
    let of_sales = format!("{PATH}/{}", id(&mona.post(PATH, of(&sales)).send().await.expect(201)));
    let for_all = format!("{PATH}/{}", id(&admin.post(PATH, all).send().await.expect(201)));
    let own = format!("{PATH}/{}", created(&ann, "own", "personal").await);
    for path in [&of_sales, &for_all] {
        assert_eq!(told(&ann.patch(path, json!({"text": "Ho"})).send().await), problem(403, "forbidden"), "{path}");
        assert_eq!(told(&ann.delete(path).send().await), problem(403, "forbidden"), "{path}");
    }
    // What one may not use is not there.
    for path in [&own, &of_sales] {
        assert_eq!(told(&bob.patch(path, json!({"text": "Ho"})).send().await), problem(404, "not_found"), "{path}");
        assert_eq!(told(&bob.delete(path).send().await), problem(404, "not_found"), "{path}");
    }
    assert_eq!(told(&ann.patch(&own, json!({"scope": "all"})).send().await), problem(403, "forbidden"));
    assert_eq!(ann.patch(&own, json!({"text": "Ho", "tags": ["b"]})).send().await.expect(200)["text"], "Ho");
    assert_eq!(mona.patch(&of_sales, json!({"shortcut": "T2"})).send().await.expect(200)["shortcut"], "T2");
    assert_eq!(admin.patch(&of_sales, json!({"scope": "all"})).send().await.expect(200).get("team_id"), None);
    ann.delete(&own).send().await.expect(204);
    assert_eq!(told(&ann.delete(&own).send().await), problem(404, "not_found"));
    let kinds = "canned_response.saved,canned_response.deleted";
    let events = ann.get(&format!("/v1/events?types={kinds}")).send().await.expect(200);
    let last = events["events"].as_array().expect("events").last().expect("one").clone();
    assert_eq!((&last["type"], &last["data"]["canned_response_id"]), (&json!("canned_response.deleted"), &json!(own.rsplit('/').next())));
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nonsense_is_refused_and_a_shortcut_is_taken_within_its_scope() {
    let server = Server::start().await;
    let admin = &server.admin;
    let (_, ann) = user(admin, "ann", "agent").await;
    let hello = created(admin, "Hello", "all").await;
    created(admin, "hello", "personal").await;
    created(&ann, "hello", "personal").await;
    let nobody = "00000000-0000-7000-8000-000000000001";
    for (body, expected) in [
        (json!({"shortcut": "HELLO", "text": "x", "scope": "all"}), problem(409, "taken")),
        (json!({"shortcut": "two words", "text": "x", "scope": "all"}), problem(422, "invalid")),
        (json!({"shortcut": "", "text": "x", "scope": "all"}), problem(422, "invalid")),
        (json!({"shortcut": "x", "text": " ", "scope": "all"}), problem(422, "invalid")),
        (json!({"shortcut": "x", "text": "x".repeat(10_001), "scope": "all"}), problem(422, "invalid")),
        (json!({"shortcut": "x", "text": "{{contact.password}}", "scope": "all"}), problem(422, "invalid")),
        (json!({"shortcut": "x", "text": "x", "scope": "some"}), problem(422, "invalid")),
        (json!({"shortcut": "x", "text": "x", "scope": "team"}), problem(422, "invalid")),
        (json!({"shortcut": "x", "text": "x", "scope": "all", "team_id": nobody}), problem(422, "invalid")),
        (json!({"shortcut": "x", "text": "x", "scope": "team", "team_id": nobody}), problem(404, "not_found")),
    ] {
        assert_eq!(told(&admin.post(PATH, body.clone()).send().await), expected, "{body}");
    }
    // What was given up is free again.
    let path = format!("{PATH}/{hello}");
    admin.patch(&path, json!({"shortcut": "hi"})).send().await.expect(200);
    created(admin, "hello", "all").await;
    assert_eq!(told(&admin.patch(&path, json!({"shortcut": "Hello"})).send().await), problem(409, "taken"));
    admin.patch(&path, json!({"shortcut": "HI"})).send().await.expect(200);
    server.stop().await;
}
