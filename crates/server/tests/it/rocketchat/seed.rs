//! The seed: the vendor's page of `livechat/room.saveInfo`, read as it is.

use serde_json::{Value, json};
use switchroom_testkit::Server;

use super::Scene;
use crate::seeds::page;

/// The JSON objects after a heading, up to the next line that is none of theirs.
fn objects(page: &str, heading: &str) -> Vec<Value> {
    let start = page.find(&format!("\n{heading}\n")).unwrap_or_else(|| panic!("the seed has no heading {heading}"));
    let rest = &page[start..];
    let text = &rest[rest.find("\n{").expect("an object")..];
    serde_json::Deserializer::from_str(text).into_iter::<Value>().map_while(Result::ok).collect()
}

/// The keys of the page's table of a part, without the marks of the required ones.
fn keys(page: &str, from: &str, to: &str) -> Vec<(String, bool)> {
    let start = page.find(&format!("\n{from} Object\n")).expect("a table");
    let rest = &page[start..];
    let table = &rest[..rest.find(&format!("\n{to}\n")).expect("its end")];
    let known = ["_id", "name", "email", "phone", "topic", "tags", "priorityId", "slaId", "livechatData"];
    let line = |line: &str| {
        let name = line.trim_end_matches('*');
        known.contains(&name).then(|| (name.to_owned(), line.ends_with('*')))
    };
    table.lines().filter_map(line).collect()
}

/// Whether everything in `seed` is in `answer` as it is there.
fn covers(answer: &Value, seed: &Value) -> bool {
    let seed = seed.as_object().expect("an object");
    seed.iter().all(|(key, value)| answer.get(key) == Some(value))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_call_answers_as_the_page_says() {
    let page = page("002");
    let server = Server::start().await;
    let scene = Scene::set(&server.client()).await;
    let [example] = &objects(&page, "Example Body")[..] else { panic!("the seed has another example") };
    let mut body = example.clone();
    body["guestData"]["_id"] = json!(scene.visitor);
    body["roomData"]["_id"] = json!(scene.room);

    let [success] = &objects(&page, "Success")[..] else { panic!("the seed has another answer") };
    assert_eq!(scene.agent.post("livechat/room.saveInfo", body).send().await.expect(200), *success);
    let room = scene.room().await;
    assert_eq!((&room["topic"], &room["tags"]), (&example["roomData"]["topic"], &example["roomData"]["tags"]));

    let [logged_out, no_room] = &objects(&page, "Invalid Room ID")[..] else { panic!("the seed has other errors") };
    let answer = scene.client.post("/api/v1/livechat/room.saveInfo", example.clone()).send().await;
    assert_eq!(answer.headers["content-type"], "application/json");
    assert!(covers(&answer.clone().expect(401), logged_out), "{answer:?}");
    let answer = scene.agent.post("livechat/room.saveInfo", example.clone()).send().await.expect(400);
    assert_eq!(answer, *no_room);
    server.stop().await;
}

/// Every key of the page's tables is taken, the required ones are required, and no other is taken.
#[tokio::test(flavor = "multi_thread")]
async fn the_call_takes_the_keys_of_the_page() {
    let page = page("002");
    let server = Server::start().await;
    let scene = Scene::set(&server.client()).await;
    for (part, end, count) in [("guestData", "roomData Object", 5), ("roomData", "Example Body", 6)] {
        let keys = keys(&page, part, end);
        assert_eq!(keys.len(), count, "{keys:?}");
        for (key, required) in keys {
            let mut body = scene.info(json!({}), json!({}));
            if required {
                body[part].as_object_mut().expect("a part").remove(&key);
                let refused = scene.agent.post("livechat/room.saveInfo", body).send().await.expect(400);
                assert_eq!(refused["error"], format!("must have required property '{key}' [invalid-params]"), "{part}");
                continue;
            }
            body[part][&key] = json!(null);
            scene.agent.post("livechat/room.saveInfo", body).send().await.expect(200);
        }
        let mut body = scene.info(json!({}), json!({}));
        body[part]["surprise"] = json!("x");
        let refused = scene.agent.post("livechat/room.saveInfo", body).send().await.expect(400);
        assert_eq!(refused["error"], "must NOT have additional properties [invalid-params]");
    }
    server.stop().await;
}
