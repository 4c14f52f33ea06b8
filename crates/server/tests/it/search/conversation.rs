//! What is said is found, as it is now.

use serde_json::{Value, json};
use switchroom_testkit::Server;

use super::{found, indexed, marked, path, texts};
use crate::scene::{channel, id, open_room, post};
use crate::transcript::Transcript;

#[tokio::test(flavor = "multi_thread")]
async fn what_was_said_is_found_highlighted() {
    let server = Server::foretold().await;
    let admin = &server.admin;
    let channel = channel(admin, "api").await;
    let contact = json!({"handle": "+62 812-3456", "name": "Zoé Müller", "email": "zoe@example.com"});
    let room = admin.post("/v1/rooms", json!({"channel_id": channel, "contact": contact})).send().await.expect(201);
    let room = id(&room);
    post(admin, &room, "Your refund is on its way: order 4711.").await;
    admin.patch(&format!("/v1/rooms/{room}"), json!({"topic": "Late delivery"})).send().await.expect(200);
    indexed(admin).await;
    let mut transcript = Transcript::default();
    transcript.ask(admin, "GET", "/v1/search/messages?q=REFUND%20ord", None).await;
    transcript.ask(admin, "GET", "/v1/search/contacts?q=zoe", None).await;
    transcript.ask(admin, "GET", "/v1/search/contacts?q=muller%20628", None).await;
    transcript.ask(admin, "GET", "/v1/search/rooms?q=delivery", None).await;
    transcript.ask(admin, "GET", "/v1/search/rooms?q=zoe", None).await;
    transcript.ask(admin, "GET", "/v1/search/messages?q=nowhere", None).await;
    transcript.ask(admin, "GET", "/v1/search/messages?q=%22%20%22", None).await;
    transcript.ask(admin, "GET", "/v1/search/messages?q=a&limit=51", None).await;
    transcript.ask(admin, "GET", "/v1/search/status", None).await;
    insta::assert_snapshot!("what_was_said_is_found", transcript.with_ids_numbered());
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_is_found_by_what_it_says_now() {
    let server = Server::start().await;
    let admin = &server.admin;
    let channel = channel(admin, "api").await;
    let room = id(&open_room(admin, &channel, "ann").await);
    let message = id(&post(admin, &room, "the elephant is grey").await);
    indexed(admin).await;
    assert_eq!(texts(admin, "elephant", "").await, ["the elephant is grey"]);
    admin.patch(&format!("/v1/messages/{message}"), json!({"text": "the giraffe is yellow"})).send().await.expect(200);
    indexed(admin).await;
    assert!(texts(admin, "elephant", "").await.is_empty());
    assert_eq!(texts(admin, "giraffe", "").await, ["the giraffe is yellow"]);
    admin.delete(&format!("/v1/messages/{message}")).send().await.expect(204);
    // Before the index knows: what is gone is not found at any time.
    assert!(texts(admin, "giraffe", "").await.is_empty());
    indexed(admin).await;
    assert!(texts(admin, "giraffe", "").await.is_empty());
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn words_are_found_as_people_type_them() {
    let server = Server::start().await;
    let admin = &server.admin;
    let channel = channel(admin, "api").await;
    let room = id(&open_room(admin, &channel, "ann").await);
    for text in [
        "Où est ma commande ?",
        "我住在北京市朝阳区",
        "The delivery was late, very late",
        "late was the delivery",
        "re: invoice INV-2026/17",
    ] {
        post(admin, &room, text).await;
    }
    indexed(admin).await;
    let marks = async |words: &str| found(admin, "messages", words, "").await.iter().map(marked).collect::<Vec<_>>();
    assert_eq!(marks("ou COMMANDE").await, ["[Où] est ma [commande] ?"]);
    assert_eq!(marks("commandé").await, ["Où est ma [commande] ?"]);
    assert_eq!(marks("comm").await, ["Où est ma [commande] ?"]);
    assert_eq!(marks("\"comm\"").await, Vec::<String>::new());
    assert_eq!(marks("comm est").await, Vec::<String>::new(), "only the last word goes on");
    assert_eq!(marks("北京").await, ["我住在[北京]市朝阳区"]);
    assert_eq!(marks("北京 朝阳").await, ["我住在[北京]市[朝阳]区"]);
    assert_eq!(marks("北市").await, Vec::<String>::new());
    assert_eq!(marks("\"delivery was late\"").await, ["The [delivery was late], very late"]);
    assert_eq!(marks("delivery late").await, ["[late] was the [delivery]", "The [delivery] was [late], very [late]"]);
    assert_eq!(marks("delivery -very").await, ["late was the [delivery]"]);
    assert_eq!(marks("delivery -\"was the\"").await, ["The [delivery] was late, very late"]);
    assert_eq!(marks("inv-2026").await, ["re: invoice [INV-2026]/17"]);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_found_by_its_name_and_remarks_of_our_own_are_not() {
    let server = Server::start().await;
    let admin = &server.admin;
    let channel = channel(admin, "api").await;
    let room = id(&open_room(admin, &channel, "ann").await);
    let file = json!({"type": "document", "text": "here it is", "payload": {"name": "Contract final.pdf"}});
    admin.post(&format!("/v1/rooms/{room}/messages"), file).send().await.expect(201);
    indexed(admin).await;
    let files = found(admin, "messages", "contract", "").await;
    assert_eq!(files.iter().map(marked).collect::<Vec<_>>(), ["[Contract] final.pdf"]);
    let log = admin.get(&format!("/v1/rooms/{room}/messages")).send().await.expect(200);
    let said: Vec<&Value> = log["messages"].as_array().expect("messages").iter().filter(|message| message["type"] == "system").collect();
    for message in said {
        let text = message["text"].as_str().unwrap_or_default();
        if text.chars().any(char::is_alphanumeric) {
            assert!(admin.get(&path("messages", text, "")).send().await.expect(200)["messages"].as_array().expect("messages").is_empty());
        }
    }
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn contacts_and_rooms_are_found_by_what_is_known_of_them_now() {
    let server = Server::start().await;
    let admin = &server.admin;
    let channel = channel(admin, "api").await;
    for scope in ["contact", "room"] {
        let field = json!({"scope": scope, "kind": "text", "label": "City"});
        let key = format!("{scope}_city");
        admin.request(http::Method::PUT, &format!("/v1/custom-fields/{key}")).json(&field).send().await.expect(200);
    }
    let opened = admin.post("/v1/rooms", json!({"channel_id": channel, "contact": {"handle": "tel:555-0199", "name": "Bob Stone"}}));
    let opened = opened.send().await.expect(201);
    let (room, contact) = (id(&opened), opened["contact_id"].as_str().expect("an id").to_owned());
    let fields = async |what: &str, words: &str| {
        indexed(admin).await;
        found(admin, what, words, "").await.iter().map(|found| (found["field"].clone(), marked(found))).collect::<Vec<_>>()
    };
    assert_eq!(fields("rooms", "stone").await, [(json!("contact"), "Bob [Stone]".to_owned())]);
    assert_eq!(fields("contacts", "5550199").await, [(json!("handle"), "[tel:555-0199]".to_owned())]);
    let patch =
        json!({"name": "Bob Brook", "phone": "+49 30 1234", "email": "bob@brook.example", "custom_fields": {"contact_city": "Köln"}});
    admin.patch(&format!("/v1/contacts/{contact}"), patch).send().await.expect(200);
    assert!(fields("rooms", "stone").await.is_empty() && fields("contacts", "stone").await.is_empty());
    assert_eq!(fields("rooms", "brook").await, [(json!("contact"), "Bob [Brook]".to_owned())]);
    assert_eq!(fields("contacts", "brook.example").await, [(json!("email"), "bob@[brook.example]".to_owned())]);
    assert_eq!(fields("contacts", "koln").await, [(json!("custom_field"), "[Köln]".to_owned())]);
    assert_eq!(fields("contacts", "4930").await, [(json!("phone"), "[+49 30 1234]".to_owned())]);
    let patch = json!({"name": "Big deal", "topic": "Invoice", "note": "calls back", "custom_fields": {"room_city": "Paris"}});
    admin.patch(&format!("/v1/rooms/{room}"), patch).send().await.expect(200);
    admin.post(&format!("/v1/rooms/{room}/tags"), json!({"add": ["vip"]})).send().await.expect(200);
    let summary = json!({"text": "He wants a discount."});
    admin.request(http::Method::PUT, &format!("/v1/rooms/{room}/summary")).json(&summary).send().await.expect(200);
    for (words, field, expected) in [
        ("deal", "name", "Big [deal]"),
        ("invoice", "topic", "[Invoice]"),
        ("calls", "note", "[calls] back"),
        ("discount", "summary", "He wants a [discount]."),
        ("vip", "tag", "[vip]"),
        ("paris", "custom_field", "[Paris]"),
        ("brook paris", "contact", "Bob [Brook]"),
        ("1", "number", "[1]"),
    ] {
        assert_eq!(fields("rooms", words).await, [(json!(field), expected.to_owned())], "{words}");
    }
    admin.post(&format!("/v1/rooms/{room}/resolve"), json!({})).send().await.expect(200);
    admin.delete(&format!("/v1/contacts/{contact}")).send().await.expect(204);
    assert!(fields("contacts", "bob").await.is_empty());
    assert!(fields("rooms", "brook").await.is_empty());
    assert_eq!(fields("rooms", "invoice").await.len(), 1, "the room stays");
    server.stop().await;
}
