//! Logging in.

use serde_json::json;

use super::{Shop, branded};

#[tokio::test(flavor = "multi_thread")]
async fn a_login_gives_a_token_that_works() {
    let shop = Shop::open().await;
    let new = json!({"username": "bob", "name": "Bob", "email": "bob@example.com", "password": "bob-password", "roles": ["manager"]});
    shop.admin.post("/v1/users", new).send().await.expect(201);
    let login = |name: &str, password: &str| {
        let request = shop.server.client().post("/api/v2/auth/login", json!({"email": name, "password": password}));
        request.header("x-popsell-domain", "shop.example")
    };
    for name in ["bob@example.com", "bob", " BOB "] {
        let session = login(name, "bob-password").send().await.expect(200);
        let user = &session["user"];
        assert_eq!((&user["username"], &user["status"], &user["id_brand"]), (&json!("bob"), &json!(5), &json!(1)), "{name}");
        let client = shop.server.client().with_token(session["token"].as_str().expect("a token"));
        client.get("/api/v2/manager/chatrooms").send().await.expect(200);
        branded(client.get(&shop.path())).send().await.expect(200);
    }
    for (name, password) in
        [("bob", "Bob-password"), ("bob", " bob-password"), ("nobody", "bob-password"), ("vic@example.com", "x"), ("\0", "\0")]
    {
        assert_eq!(login(name, password).send().await.expect(401), json!({"message": "Invalid email or password"}), "{name:?}");
    }
    shop.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_missing_is_told() {
    let shop = Shop::open().await;
    let login = |body| shop.server.client().post("/api/v2/auth/login", body).header("x-popsell-domain", "shop.example");
    for (body, fields) in [
        (json!({}), vec!["email", "password"]),
        (json!({"email": "", "password": ""}), vec!["email", "password"]),
        (json!({"email": "a@b.example"}), vec!["password"]),
        (json!({"email": ["a@b.example"], "password": {"a": 1}}), vec!["email", "password"]),
        (json!({"email": 7, "password": "x"}), vec!["email"]),
    ] {
        let answer = login(body.clone()).send().await.expect(422);
        let told: Vec<&String> = answer["errors"].as_object().expect("errors").keys().collect();
        assert_eq!(told, fields, "{body}");
        assert_eq!(answer["message"].as_str().expect("a message").ends_with("(and 1 more error)"), fields.len() == 2, "{answer}");
    }
    for domain in ["", " ", "a b", "a/b", "\u{e4}.example"] {
        let request = shop.server.client().post("/api/v2/auth/login", json!({"email": "ann", "password": "x"}));
        let answer = request.header_bytes("x-popsell-domain", domain.as_bytes()).send().await.expect(422);
        assert!(answer["errors"]["X-Popsell-Domain"].is_array(), "{domain} {answer}");
    }
    shop.server.stop().await;
}
