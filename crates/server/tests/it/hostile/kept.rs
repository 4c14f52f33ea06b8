//! What is strange, but taken, can be read back wherever it is told.

use serde_json::{Value, json};

use super::Scene;

/// Levels of objects around a 1.
fn nested(levels: usize) -> String {
    format!("{}1{}", "{\"a\":".repeat(levels), "}".repeat(levels))
}

/// Arrays inside texts inside arrays: were the texts read as what they hold, they would be some 2,000 levels deep.
fn wrapped() -> String {
    let mut text = "1".to_owned();
    loop {
        let inside = format!(r#"{{"$serde_json::private::RawValue":{}}}"#, Value::from(text.as_str()));
        let wrapped = format!("{}{inside}{}", "[".repeat(120), "]".repeat(120));
        if wrapped.len() > 900_000 {
            return text;
        }
        text = wrapped;
    }
}

/// Posts a payload as it is written; answers the message, if it was taken.
async fn post(scene: &Scene, payload: &str) -> Option<Value> {
    let path = format!("/v1/rooms/{}/messages", scene.things.room);
    let body = format!(r#"{{"type":"interactive","payload":{payload}}}"#);
    let answer = scene.admin.post(&path, json!({})).bytes("application/json", body).send().await;
    assert!(matches!(answer.status.as_u16(), 201 | 400 | 422), "{answer:?}");
    (answer.status == 201).then(|| answer.json())
}

/// Demands that a message is told everywhere as it was when it was posted.
async fn can_be_read(scene: &Scene, message: &Value) {
    let id = message["id"].as_str().expect("an id");
    assert_eq!(&scene.admin.get(&format!("/v1/messages/{id}")).send().await.expect(200), message);
    let list = scene.admin.get(&format!("/v1/rooms/{}/messages?limit=1", scene.things.room)).send().await.expect(200);
    assert_eq!(&list["messages"][0], message);
    let events = scene.admin.get("/v1/events?limit=1000&types=message.created").send().await.expect(200);
    let told = events["events"].as_array().and_then(|events| events.last()).unwrap_or_else(|| panic!("{message} {events}"));
    assert_eq!(&told["data"]["message"], message);
    let edited = scene.admin.patch(&format!("/v1/messages/{id}"), json!({"text": "caption"})).send().await.expect(200);
    assert_eq!(edited["payload"], message["payload"]);
    scene.admin.get(&format!("/v1/messages/{id}/revisions")).send().await.expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payload_may_be_deep_or_is_refused() {
    let scene = Scene::start().await;
    let mut taken = 0;
    for levels in [1, 50, 63, 64, 65, 100, 120, 121, 122, 123, 124, 125, 126, 127, 128, 200, 1_000] {
        if let Some(message) = post(&scene, &nested(levels)).await {
            taken = levels;
            can_be_read(&scene, &message).await;
        }
    }
    assert!((50..100).contains(&taken), "{taken}");
    scene.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payload_is_no_way_around_the_rules() {
    let scene = Scene::start().await;
    // What a JSON library means something by of its own.
    for payload in [
        r#"{"$serde_json::private::RawValue":"{\"a\":\"\\u0000\"}"}"#.to_owned(),
        format!(r#"{{"$serde_json::private::RawValue":{}}}"#, Value::from(nested(126))),
        format!(r#"{{"a":{{"$serde_json::private::RawValue":{}}}}}"#, Value::from(nested(100))),
        r#"{"$serde_json::private::Number":"1e999"}"#.to_owned(),
        r#"{"a":{"$serde_json::private::RawValue":"not json"}}"#.to_owned(),
        r#"{"a":1,"$serde_json::private::RawValue":"not json"}"#.to_owned(),
        format!(r#"{{"a":{}}}"#, wrapped()),
    ] {
        if let Some(message) = post(&scene, &payload).await {
            assert!(!message.to_string().contains("\\u0000"), "{payload} became {message}");
            can_be_read(&scene, &message).await;
        }
    }
    // Numbers and names that not everybody can write.
    for payload in [
        r#"{"a":18446744073709551615,"b":-9223372036854775808,"c":1e308,"d":5e-324,"e":-0.0}"#,
        r#"{"":{"":{}}," ":1,"\"\\":"\u2028\u2029\ud83d\ude00","__proto__":{}}"#,
    ] {
        let message = post(&scene, payload).await.expect("taken");
        can_be_read(&scene, &message).await;
    }
    scene.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn strange_texts_come_back_as_they_were() {
    let scene = Scene::start().await;
    let path = format!("/v1/rooms/{}/messages", scene.things.room);
    for text in [
        "\u{202e}evil\u{202c}",
        "\u{feff}bom",
        "e\u{301}\u{301}\u{301}",
        "👩‍👩‍👧‍👦",
        "'; DROP TABLE messages; --",
        "<script>",
        "\u{1}\u{7f}\u{fffe}",
    ] {
        let message = scene.admin.post(&path, json!({"text": text})).send().await.expect(201);
        assert_eq!(message["text"], text);
        can_be_read(&scene, &message).await;
    }
    scene.stop().await;
}
