//! Every call with its errors, as a transcript.

use serde_json::json;

use super::{Shop, branded};
use crate::transcript::Transcript;

#[tokio::test(flavor = "multi_thread")]
async fn every_call() {
    let shop = Shop::foretold().await;
    shop.rated_and_summarized().await;
    let (path, nobody) = (shop.path(), shop.server.client());
    let mut transcript = Transcript::default();
    let t = &mut transcript;
    let json = "application/json";

    t.note("An agent logs in, with his name or his address.");
    shop.admin
        .post(
            "/v1/users",
            json!({"username": "bob", "name": "Bob Cat", "email": "bob@example.com", "password": "bob-password", "roles": ["agent"]}),
        )
        .send()
        .await
        .expect(201);
    let domain = "x-popsell-domain";
    let login = |body| nobody.post("/api/v2/auth/login", body).header(domain, "shop.example");
    t.tell("POST /api/v2/auth/login", login(json!({"email": "bob@example.com", "password": "bob-password"}))).await;
    t.tell("POST /api/v2/auth/login with a wrong password", login(json!({"email": "bob@example.com", "password": "wrong"}))).await;
    t.tell("POST /api/v2/auth/login with nothing", login(json!({}))).await;
    t.tell("POST /api/v2/auth/login without a domain", nobody.post("/api/v2/auth/login", json!({}))).await;

    t.note("The seed's call.");
    let change = json!({"established_dialogue": "2023-10-06 13:41:09.123"});
    t.tell(&format!("PATCH {path} {change}"), branded(shop.agent.patch(&path, change))).await;
    t.tell(&format!("GET {path}"), branded(shop.agent.get(&path))).await;
    t.note("A customer is told less.");
    t.tell(&format!("GET {path} as the visitor"), branded(shop.visitor.get(&path))).await;

    t.note("What can go wrong.");
    t.tell(&format!("PATCH {path} without a token"), branded(nobody.patch(&path, json!({})))).await;
    t.tell(&format!("PATCH {path} without a brand"), shop.agent.patch(&path, json!({}))).await;
    t.tell(&format!("PATCH {path} of another brand"), shop.agent.patch(&path, json!({})).header(super::BRAND, "2")).await;
    t.tell(&format!("PATCH {path} as the visitor"), branded(shop.visitor.patch(&path, json!({})))).await;
    t.tell("PATCH /api/v2/chat/chatrooms/2", branded(shop.agent.patch("/api/v2/chat/chatrooms/2", json!({})))).await;
    t.tell(&format!("PATCH {path} with a wrong date"), branded(shop.agent.patch(&path, json!({"established_dialogue": "tomorrow"})))).await;
    t.tell(&format!("PATCH {path} with a broken body"), branded(shop.agent.patch(&path, json!({})).bytes(json, "{"))).await;
    t.tell(&format!("PATCH {path} with a picture"), branded(shop.agent.patch(&path, json!({})).bytes("image/png", "png"))).await;
    t.tell(&format!("PATCH {path} with too much"), branded(shop.agent.patch(&path, json!({})).bytes(json, vec![b' '; 1024 * 1024 + 1])))
        .await;
    t.tell(&format!("DELETE {path}"), branded(shop.agent.delete(&path))).await;
    t.tell("GET /api/v2/chat/nothing", branded(shop.agent.get("/api/v2/chat/nothing"))).await;

    t.note("The managers' list.");
    let list = "/api/v2/manager/chatrooms";
    let at_host = |path: &str| shop.admin.get(path).header("host", "shop.example");
    t.tell(
        &format!("GET {list}?filter[source]=direct&sort=-last_rating&per_page=1"),
        at_host(&format!("{list}?filter[source]=direct&sort=-last_rating&per_page=1")),
    )
    .await;
    t.tell(&format!("GET {list} as an agent"), shop.agent.get(list)).await;
    t.tell(&format!("GET {list}?filter[name]=x"), shop.admin.get(&format!("{list}?filter[name]=x"))).await;
    t.tell(&format!("GET {list}?sort=name"), shop.admin.get(&format!("{list}?sort=name"))).await;
    t.tell(
        &format!("GET {list}?filter[source]=x&filter[last_rating]=9"),
        shop.admin.get(&format!("{list}?filter[source]=x&filter[last_rating]=9")),
    )
    .await;
    insta::assert_snapshot!(transcript.text());
    shop.server.stop().await;
}

/// As in Laravel.
#[tokio::test(flavor = "multi_thread")]
async fn a_slash_at_the_end_makes_no_difference() {
    let shop = Shop::open().await;
    let path = shop.path();
    assert_eq!(branded(shop.agent.get(&format!("{path}/"))).send().await.expect(200)["id_chatroom"], 1);
    branded(shop.agent.patch(&format!("{path}/"), json!({"established_dialogue": null}))).send().await.expect(200);
    assert_eq!(shop.admin.get("/api/v2/manager/chatrooms/?per_page=1").send().await.expect(200)["total"], 1);
    let options = shop.agent.request("OPTIONS".parse().expect("a method"), &path).send().await;
    assert_eq!((options.status.as_u16(), options.headers["allow"].to_str().expect("text")), (200, "GET,HEAD,PATCH"));
    shop.server.stop().await;
}

/// What PATCH makes of every form that it takes.
#[tokio::test(flavor = "multi_thread")]
async fn every_form_of_established_dialogue() {
    let shop = Shop::foretold().await;
    let change = async |body: serde_json::Value| {
        let answer = branded(shop.agent.patch(&shop.path(), body)).send().await.expect(200);
        let read = shop.chatroom(&shop.agent).await;
        assert_eq!(answer["established_dialogue"], read["established_dialogue"]);
        answer["established_dialogue"].clone()
    };
    let before = shop.chatroom(&shop.agent).await["established_dialogue"].clone();
    assert!(before.is_string(), "two have written: {before}");
    let head = shop.head().await;
    for unchanging in [
        json!({}),
        json!([]),
        json!({"id_chatroom": 7, "source": 2, "ambassadors": [], "last_rating": null}),
        json!({"established_dialogue": before}),
    ] {
        assert_eq!(change(unchanging.clone()).await, before, "{unchanging}");
    }
    assert_eq!(shop.head().await, head, "nothing changed, so nothing is told");
    for (given, told) in [
        (json!("2023-10-06 13:41:09.123"), json!("2023-10-06 13:41:09.123")),
        (json!("2023-10-06 13:41:10"), json!("2023-10-06 13:41:10.000")),
        (json!("2023-10-06T15:41:09.5+02:00"), json!("2023-10-06 13:41:09.500")),
        (json!("2023-10-06T13:41:09.123456Z"), json!("2023-10-06 13:41:09.123")),
        (json!(false), json!(null)),
        (json!(true), json!("2026-01-01 00:00:00.000")),
        (json!(null), json!(null)),
        (json!("1970-01-01 00:00:00.000"), json!("1970-01-01 00:00:00.000")),
        (json!("2999-12-31 23:59:59.999"), json!("2999-12-31 23:59:59.999")),
        (json!(" "), json!(null)),
    ] {
        assert_eq!(change(json!({"established_dialogue": given})).await, told, "{given}");
    }
    let form = shop
        .agent
        .patch(&shop.path(), json!({}))
        .bytes("application/x-www-form-urlencoded", "established_dialogue=2023-10-06+13%3A41%3A09.123");
    assert_eq!(branded(form).send().await.expect(200)["established_dialogue"], "2023-10-06 13:41:09.123");
    let nothing = shop.agent.request("PATCH".parse().expect("a method"), &shop.path());
    assert_eq!(branded(nothing).send().await.expect(200)["established_dialogue"], "2023-10-06 13:41:09.123");
    shop.server.stop().await;
}
