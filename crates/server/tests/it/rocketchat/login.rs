//! Logging in and out, and what is asked of whoever calls.

use serde_json::json;
use switchroom_testkit::Server;

use super::{ADMIN, Rc, Scene, error, user};

/// A digest that is none of the password's.
const DIGEST: &str = "b55ab3d8caaae0de2d47bff6ff9a2bd5d8e1cad1a8eafe9ec1ee4ad1c5a5ea8f";

#[tokio::test(flavor = "multi_thread")]
async fn there_are_many_ways_to_log_in() {
    let server = Server::start().await;
    let client = server.client();
    let admin = Rc::log_in(&client, ADMIN.0, ADMIN.1).await;
    user(&admin, "bob", None).await;
    let digest = json!({"digest": sha256("bob"), "algorithm": "sha-256"});
    let ways = [
        json!({"user": "bob", "password": "bob"}),
        json!({"user": "Bob@Example.com", "password": "bob"}),
        json!({"username": "bob", "password": "bob"}),
        json!({"email": "bob@example.com", "password": "bob"}),
        json!({"user": {"username": "bob"}, "password": digest}),
        json!({"user": {"email": "bob@example.com"}, "password": digest}),
        json!({"user": "bob", "password": digest, "code": "123456"}),
    ];
    for way in ways {
        let answer = client.post("/api/v1/login", way.clone()).send().await.expect(200);
        assert_eq!((&answer["status"], &answer["data"]["me"]["username"]), (&json!("success"), &json!("bob")), "{way}");
        assert_eq!(answer["data"]["me"]["_id"], answer["data"]["userId"]);
        let token = answer["data"]["authToken"].as_str().expect("a token");
        let resumed = client.post("/api/v1/login", json!({ "resume": token })).send().await.expect(200);
        assert_eq!(resumed["data"]["authToken"], token);
    }
    // Some clients' paths have slashes too many.
    for path in ["/api/v1/login/", "//api/v1/login", "//api/v1/login//"] {
        let answer = client.post(path, json!({"user": "bob", "password": "bob"})).send().await.expect(200);
        assert_eq!(answer["data"]["me"]["username"], "bob", "{path}");
    }
    for path in ["/api/info", "/api/info/", "//api/info", "/api/v1/info/"] {
        assert_eq!(client.get(path).send().await.expect(200)["version"], "7.0.0", "{path}");
    }
    // Some clients send a form.
    let form = "user=bob&password=bob";
    let answer = client.request(http::Method::POST, "/api/v1/login").bytes("application/x-www-form-urlencoded", form).send().await;
    assert_eq!(answer.expect(200)["status"], "success");
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_login_tells_nothing() {
    let server = Server::start().await;
    let client = server.client();
    let wrong = [
        json!({}),
        json!({"user": "admin", "password": "wrong"}),
        json!({"user": "nobody", "password": "admin-password"}),
        json!({"user": "admin"}),
        json!({"user": 7, "password": "admin-password"}),
        json!({"user": "admin", "password": {"digest": DIGEST, "algorithm": "sha-256"}}),
        json!({"user": "admin", "password": {"digest": "x", "algorithm": "sha-256"}}),
        json!({"user": "admin", "password": {"digest": sha256("admin-password"), "algorithm": "md5"}}),
        json!({"user": ["admin"], "password": "admin-password"}),
        json!({"resume": "nothing"}),
    ];
    for body in wrong {
        let answer = client.post("/api/v1/login", body.clone()).send().await;
        assert_eq!(answer.headers["content-type"], "application/json");
        let told = answer.expect(401);
        assert_eq!(told, json!({"status": "error", "error": "Unauthorized", "message": "Unauthorized"}), "{body}");
    }
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn token_and_user_belong_together() {
    let server = Server::start().await;
    let scene = Scene::set(&server.client()).await;
    let me = scene.agent.get("me").send().await.expect(200);
    assert_eq!((&me["_id"], &me["username"], &me["success"]), (&json!(scene.agent.id), &json!("agent"), &json!(true)));
    assert_eq!(me["settings"], json!({"preferences": {}}));
    let without = json!({"success": false, "status": "error", "message": "You must be logged in to do this."});
    let client = server.client();
    let asks = [
        client.get("/api/v1/me"),
        client.get("/api/v1/me").header("x-auth-token", &scene.agent.token),
        client.get("/api/v1/me").header("x-user-id", &scene.agent.id),
        client.get("/api/v1/me").header("x-auth-token", &scene.agent.token).header("x-user-id", &scene.admin.id),
        client.get("/api/v1/me").header("x-auth-token", &scene.agent.token).header("x-user-id", &scene.agent.id.to_uppercase()),
        client.get("/api/v1/me").header("x-auth-token", "nothing").header("x-user-id", &scene.agent.id),
        client.get("/api/v1/me").header_bytes("x-auth-token", b"\xff").header("x-user-id", &scene.agent.id),
        client.get("/api/v1/me").header("authorization", &format!("Bearer {}", scene.agent.token)),
    ];
    for ask in asks {
        assert_eq!(error(&ask.send().await, 401), without);
    }
    // The admin's own token is good with his id.
    let with = |id: &str| client.get("/api/v1/me").header("x-auth-token", switchroom_testkit::ADMIN_TOKEN).header("x-user-id", id);
    assert_eq!(with(&scene.admin.id).send().await.expect(200)["roles"], json!(["admin"]));
    error(&with(&scene.agent.id).send().await, 401);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_logged_out_must_log_in_again() {
    let server = Server::start().await;
    let client = server.client();
    let (one, other) = (Rc::log_in(&client, ADMIN.0, ADMIN.1).await, Rc::log_in(&client, ADMIN.0, ADMIN.1).await);
    let told = one.post("logout", json!({})).send().await.expect(200);
    assert_eq!(told, json!({"status": "success", "data": {"message": "You've been logged out!"}}));
    error(&one.get("me").send().await, 401);
    error(&one.post("logout", json!({})).send().await, 401);
    other.get("me").send().await.expect(200);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_version_is_one_that_clients_know() {
    let server = Server::start().await;
    let client = server.client();
    for path in ["/api/info", "/api/v1/info"] {
        assert_eq!(client.get(path).send().await.expect(200), json!({"version": "7.0.0", "success": true}));
    }
    let admin = Rc::log_in(&client, ADMIN.0, ADMIN.1).await;
    let full = admin.get("info").send().await.expect(200);
    assert_eq!(full, json!({"version": "7.0.0", "info": {"version": "7.0.0"}, "success": true}));
    server.stop().await;
}

fn sha256(text: &str) -> String {
    use sha2::Digest as _;
    sha2::Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}
