//! Two organizations whose rooms, users and hosts are numbered and named alike.

use serde_json::{Value, json};
use switchroom_testkit::{Client, Server};

use super::{BRAND, head};
use crate::scene::{id, user};

/// An organization's admin and agent; it has one room, in which a contact has written.
struct Brand {
    number: &'static str,
    admin: Client,
    agent: Client,
}

async fn brand(number: &'static str, admin: Client, mark: &str) -> Brand {
    let channel = crate::scene::channel(&admin, "api").await;
    let new = json!({"channel_id": channel, "contact": {"handle": "same", "name": mark}});
    let room = id(&admin.post("/v1/rooms", new).send().await.expect(201));
    admin.post(&format!("/v1/rooms/{room}/messages"), json!({"author": "contact", "text": mark})).send().await.expect(201);
    let (_, agent) = user(&admin, "ann", "manager").await;
    admin
        .post("/v1/users", json!({"username": "bob", "name": mark, "password": format!("password-of-{mark}"), "roles": ["agent"]}))
        .send()
        .await
        .expect(201);
    Brand { number, admin, agent }
}

async fn two(server: &Server) -> [Brand; 2] {
    let new = json!({"name": "Second", "admin": {"username": "admin", "password": "admin-password-2"}});
    let second = server.admin.post("/v1/organizations", new).send().await.expect(201);
    let admin = server.admin.with_token(second["token"].as_str().expect("a token"));
    assert_eq!(second["organization"]["number"].as_i64().or_else(|| second["number"].as_i64()), Some(2), "{second}");
    [brand("1", server.admin.clone(), "alpha").await, brand("2", admin, "beta").await]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_means_ones_own_room() {
    let server = Server::start().await;
    let [a, b] = two(&server).await;
    let path = "/api/v2/chat/chatrooms/1";
    let change = json!({"established_dialogue": "2023-10-06 13:41:09.123"});
    let names = |chatroom: &Value| chatroom["ambassadors"][0]["firstname"].clone();

    let before = head(&b.admin).await;
    let answer = a.agent.patch(path, change.clone()).header(BRAND, a.number).send().await.expect(200);
    assert_eq!(names(&answer), "alpha");
    for request in [a.agent.patch(path, change), a.agent.get(path), a.agent.get("/api/v2/manager/chatrooms")] {
        let answer = request.header(BRAND, b.number).send().await.expect(403);
        assert_eq!(answer, json!({"message": "This action is unauthorized."}));
    }
    assert_eq!(head(&b.admin).await, before);
    let untouched = b.agent.get(path).header(BRAND, b.number).send().await.expect(200);
    assert_eq!((names(&untouched), &untouched["established_dialogue"]), (json!("beta"), &Value::Null));

    for (brand, mark, other) in [(&a, "alpha", "beta"), (&b, "beta", "alpha")] {
        let page = brand.agent.get("/api/v2/manager/chatrooms").send().await.expect(200);
        assert_eq!(page["total"], 1);
        let told = page.to_string();
        assert!(told.contains(mark) && !told.contains(other), "{told}");
        // A person's number is one's own person's.
        let person = page["data"][0]["ambassadors"][0]["id_ambassador"].as_i64().expect("a number");
        let found = brand.agent.get(&format!("/api/v2/manager/chatrooms?filter[ambassador]={person}")).send().await.expect(200);
        assert_eq!(found["total"], 1);
    }
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_domain_says_where_somebody_logs_in() {
    let server = Server::start().await;
    let [a, b] = two(&server).await;
    for (brand, host) in [(&a, "a.example"), (&b, "b.example")] {
        server
            .admin
            .request("PUT".parse().expect("a method"), &format!("/v1/organizations/{}/hosts/{host}", brand.number))
            .send()
            .await
            .expect(200);
    }
    let login = |domain: &str, password: &str| {
        let request = server.client().post("/api/v2/auth/login", json!({"email": "bob", "password": password}));
        request.header("x-popsell-domain", domain)
    };
    for (domain, own, foreign, number) in
        [("a.example", "alpha", "beta", 1), ("b.example", "beta", "alpha", 2), ("unknown.example", "alpha", "beta", 1)]
    {
        let session = login(domain, &format!("password-of-{own}")).send().await.expect(200);
        assert_eq!((&session["user"]["firstname"], &session["user"]["id_brand"]), (&json!(own), &json!(number)), "{domain}");
        login(domain, &format!("password-of-{foreign}")).send().await.expect(401);
        let token = server.client().with_token(session["token"].as_str().expect("a token"));
        let path = "/api/v2/chat/chatrooms/1";
        assert_eq!(token.get(path).header(BRAND, &number.to_string()).send().await.expect(200)["ambassadors"][0]["firstname"], own);
        token.get(path).header(BRAND, &(3 - number).to_string()).send().await.expect(403);
        // On the other one's host nobody knows the token.
        let other = if number == 1 { "b.example" } else { "a.example" };
        let answer = token.get(path).header(BRAND, &number.to_string()).header("host", other).send().await.expect(401);
        assert_eq!(answer, json!({"message": "Unauthorized."}));
    }
    server.stop().await;
}
