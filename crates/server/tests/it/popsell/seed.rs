//! The vendor's own document of `PATCH /chat/chatrooms/{id}`, read and held against what is answered.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::Shop;
use crate::seeds;

/// What stands between two lines of the document.
fn between<'a>(document: &'a str, from: &str, to: &str) -> &'a str {
    let (_, rest) = document.split_once(from).unwrap_or_else(|| panic!("the seed has no {from:?}"));
    rest.split_once(to).unwrap_or_else(|| panic!("the seed has no {to:?} after {from:?}")).0
}

fn example(document: &str, from: &str, to: &str) -> Value {
    serde_json::from_str(between(document, from, to).trim()).expect("JSON")
}

/// A list of attributes: their names, with the types that the document gives them.
#[derive(Debug, Default)]
struct Attributes(BTreeMap<String, (String, Attributes)>);

impl Attributes {
    /// Reads the lines `• name type`, each list indented under what it is of.
    fn read(text: &str) -> Self {
        let mut all = Self::default();
        // The way to the attribute that was read last: indentation and name.
        let mut way: Vec<(usize, String)> = Vec::new();
        for line in text.lines() {
            let Some((indent, attribute)) = line.split_once("• ") else { continue };
            let (name, kind) = attribute.trim().split_once(' ').unwrap_or((attribute.trim(), ""));
            way.retain(|(outer, _)| *outer < indent.len());
            let inside = way.iter().fold(&mut all, |inside, (_, step)| &mut inside.0.get_mut(step).expect("read before").1);
            inside.0.insert(name.to_owned(), (kind.to_owned(), Self::default()));
            way.push((indent.len(), name.to_owned()));
        }
        all
    }

    /// What is missing in `value`, or of another type. Null is of any type: the document says nothing of what is unknown.
    fn objections(&self, value: &Value, at: &str) -> Vec<String> {
        let mut objections = Vec::new();
        for (name, (kind, inside)) in &self.0 {
            let at = format!("{at}.{name}");
            let Some(value) = value.get(name) else {
                objections.push(format!("{at} is missing"));
                continue;
            };
            let fits = match kind.as_str() {
                _ if value.is_null() => true,
                // The document's own example has a number.
                "string" if name == "source" => value.is_i64(),
                kind if kind.starts_with("integer") => value.is_i64(),
                kind if kind.starts_with("string(date-time)") => value.as_str().is_some_and(|text| text.starts_with("20")),
                kind if kind.starts_with("string") => value.is_string(),
                kind if kind.starts_with("boolean") => value.is_boolean(),
                kind if kind.starts_with("array") => value.is_array(),
                kind if kind.starts_with("object") => value.is_object(),
                other => panic!("the seed has a type {other:?} at {at}"),
            };
            if !fits {
                objections.push(format!("{at} is {value}, not {kind}"));
            }
            match value {
                Value::Array(items) => objections.extend(items.iter().flat_map(|item| inside.objections(item, &at))),
                Value::Object(_) => objections.extend(inside.objections(value, &at)),
                _ => {}
            }
        }
        objections
    }
}

/// Where the two differ in keys or types of values. Null fits any type; of a list every item is held against the first.
fn differences(example: &Value, answer: &Value, at: &str) -> Vec<String> {
    match (example, answer) {
        (_, Value::Null) => Vec::new(),
        (Value::Object(expected), Value::Object(told)) => {
            let missing = expected.keys().filter(|key| !told.contains_key(*key)).map(|key| format!("{at}.{key} is missing"));
            let more = told.keys().filter(|key| !expected.contains_key(*key)).map(|key| format!("{at}.{key} is too much"));
            let inside =
                expected.iter().filter_map(|(key, value)| Some(differences(value, told.get(key)?, &format!("{at}.{key}")))).flatten();
            missing.chain(more).chain(inside).collect()
        }
        (Value::Array(expected), Value::Array(told)) => {
            let expected = expected.first().expect("an example has an item");
            told.iter().flat_map(|told| differences(expected, told, at)).collect()
        }
        _ if std::mem::discriminant(example) == std::mem::discriminant(answer) => match (example.as_str(), answer.as_str()) {
            (Some(expected), Some(told)) if shape(expected) != shape("string") && shape(expected).contains("00-00") => {
                let fits = shape(expected) == shape(told);
                if fits { Vec::new() } else { vec![format!("{at} is {told}, not written as {expected}")] }
            }
            _ => Vec::new(),
        },
        _ => vec![format!("{at} is {answer}, where the example has {example}")],
    }
}

/// A text with every digit made the same: two dates of one style have one shape.
fn shape(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_answer_has_every_key_and_type_of_the_document() {
    let document = seeds::page("001");
    let request = example(&document, "# Payload", "Response examples (200)");
    let answers = example(&document, "Response examples (200)", "Response examples (401)");
    let attributes = Attributes::read(between(&document, "• 200 application/json", "• 401 application/json"));
    assert_eq!(attributes.0.len(), 10, "{attributes:#?}");
    assert_eq!(attributes.0["ambassadors"].1.0.len(), 14, "{attributes:#?}");

    let shop = Shop::open().await;
    shop.rated_and_summarized().await;
    let path = shop.path();
    let answer = shop.agent.patch(&path, request.clone()).header("x-popsell-brand", "1").send().await.expect(200);
    assert_eq!(answer["established_dialogue"], request["established_dialogue"]);
    assert_eq!(attributes.objections(&answer, ""), Vec::<String>::new());
    assert_eq!(differences(&answers[0], &answer, ""), Vec::<String>::new());
    for filled in ["last_message_date", "established_dialogue", "last_rating", "last_summary"] {
        assert!(!answer[filled].is_null(), "{filled} is null, so nothing was compared: {answer}");
    }
    let last_read =
        answer["ambassadors"].as_array().expect("ambassadors").iter().map(|one| &one["chatroom_pivot_data"][0]["last_read_message"]);
    assert!(last_read.into_iter().any(Value::is_i64), "{answer}");

    let read = shop.agent.get(&path).header("x-popsell-brand", "1").send().await.expect(200);
    assert_eq!(attributes.objections(&read, ""), Vec::<String>::new());
    assert_eq!(differences(&answers[0], &read, ""), Vec::<String>::new());
    assert_eq!(read["established_dialogue"], request["established_dialogue"]);

    // As the example shows it, an organization may have it in an array.
    shop.set("popsell.patch_chatroom_response", json!("array")).await;
    let answer = shop.agent.patch(&path, request).header("x-popsell-brand", "1").send().await.expect(200);
    assert_eq!(differences(&answers, &answer, ""), Vec::<String>::new());
    assert_eq!(answer.as_array().map(Vec::len), Some(1), "{answer}");
    shop.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn errors_are_those_of_the_document() {
    let document = seeds::page("001");
    let unauthorized = example(&document, "Response examples (401)", "Response examples (422)");
    let shop = Shop::open().await;
    let answer = shop.server.client().patch(&shop.path(), json!({})).header("x-popsell-brand", "1").send().await.expect(401);
    assert_eq!(answer, unauthorized);

    let (_, invalid) = document.split_once("Response examples (422)").expect("an example");
    let invalid: Value = serde_json::from_str(invalid.trim()).expect("JSON");
    let wrong = json!({"established_dialogue": "yesterday"});
    let answer = shop.agent.patch(&shop.path(), wrong).header("x-popsell-brand", "1").send().await.expect(422);
    let keys = |value: &Value| value.as_object().expect("an object").keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(&answer), keys(&invalid));
    let messages = answer["errors"].as_object().expect("fields").values().map(|messages| messages.as_array().expect("messages"));
    assert!(messages.flatten().all(Value::is_string), "{answer}");
    shop.server.stop().await;
}

/// The comparison itself finds what is wrong.
#[test]
fn what_is_wrong_is_found() {
    let example = json!([{"a": 1, "b": {"c": "2025-05-04T09:42:00Z"}}]);
    assert_eq!(differences(&example, &json!([{"a": 7, "b": {"c": "2026-01-02T03:04:05Z"}}]), ""), Vec::<String>::new());
    assert_eq!(differences(&example, &json!([{"a": null, "b": null}]), ""), Vec::<String>::new());
    for wrong in
        [json!({}), json!([{"a": 1}]), json!([{"a": "1", "b": {"c": ""}}]), json!([{"a": 1, "b": {"c": "2026-01-02 03:04:05"}, "d": 1}])]
    {
        assert!(!differences(&example, &wrong, "").is_empty(), "{wrong}");
    }
    let attributes =
        Attributes::read("  • a integer\n  • b array[object]\n    Hide b attributes\n    • c string(date-time)\n  • d boolean");
    assert_eq!(attributes.objections(&json!({"a": 1, "b": [{"c": "2026"}], "d": null}), ""), Vec::<String>::new());
    let wrong = json!({"a": "1", "b": [{"c": 1}, {}]});
    assert_eq!(
        attributes.objections(&wrong, ""),
        [".a is \"1\", not integer", ".b.c is 1, not string(date-time)", ".b.c is missing", ".d is missing"]
    );
}
