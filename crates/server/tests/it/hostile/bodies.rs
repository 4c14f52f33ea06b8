//! Bodies.

use serde_json::{Map, Value, json};

use super::{Hostile, REFUSED, Scene};
use crate::openapi::{Operation, Schema};

/// Longer than any text may be.
const LONG: usize = 70_000;
/// What a server takes at the most, if it is not told otherwise, and one more.
const TOO_LARGE: usize = 1024 * 1024 + 1;
/// What is told of a body that is no JSON, or of the first field that cannot be in it.
const UNREADABLE: &[u16] = &[400, 422];
/// Nobody's id.
const NOBODY: &str = "00000000-0000-0000-0000-000000000000";
/// In a value's place: replaced by bytes that no value is written as.
const PLACE: &str = "\"<here>\"";

#[tokio::test(flavor = "multi_thread")]
async fn bodies_that_are_none() {
    let scene = Scene::start().await;
    let mut hostile = Vec::new();
    for operation in scene.operations.iter().filter(|operation| operation.body.is_some()) {
        whole(&scene, operation, &mut hostile);
    }
    scene.refuses(hostile, 800).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn fields_that_cannot_be() {
    let scene = Scene::start().await;
    let mut hostile = Vec::new();
    for operation in &scene.operations {
        if let (Some(schema), Some(example)) = (&operation.body, scene.things.body(operation)) {
            object(&scene, operation, schema, &example, &[], &mut hostile);
        }
    }
    scene.refuses(hostile, 1_500).await;
}

/// Bodies that are wrong as a whole.
fn whole(scene: &Scene, operation: &Operation, hostile: &mut Vec<Hostile>) {
    let mut add = |what: &str, kind: &str, body: Vec<u8>, statuses| {
        let request = scene.request(operation).bytes(kind, body);
        hostile.push(Hostile { what: format!("{} with {what}", operation.name()), request, statuses });
    };
    let example = scene.things.body(operation).expect("a body").to_string().into_bytes();
    for text in ["{", "}", "{\"a\":}", "{\"a\"}", "nul", "{} {}", "{'a':1}", "{\"a\":1,}", "\u{feff}{}", "<a/>", "a=b", "\"", "\0"] {
        add(text, "application/json", text.as_bytes().to_vec(), UNREADABLE);
    }
    for bytes in [b"\xff".as_slice(), b"{\"\xff\":1}", b"{\"a\":\"\xc3\x28\"}", b"{\"a\":\"\xed\xa0\x80\"}", b"\xff\xfe{\0}\0"] {
        add(&format!("bytes {bytes:?}"), "application/json", bytes.to_vec(), UNREADABLE);
    }
    for value in ["[]", "[{}]", "[[]]", "\"text\"", "1", "-1.5e300", "true", "null"] {
        add(value, "application/json", value.into(), &[422]);
    }
    for (what, open) in [("[", "["), ("{", "{\"a\":")] {
        add(&format!("10,000 of {what}"), "application/json", open.repeat(10_000).into(), UNREADABLE);
    }
    let closed = format!("{{\"a\":{}{}}}", "[".repeat(10_000), "]".repeat(10_000));
    add("10,000 levels", "application/json", closed.into(), UNREADABLE);
    for kind in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/jsonp", "json", ""] {
        add(&format!("the type {kind:?}"), kind, example.clone(), &[415]);
    }
    add("too many bytes", "application/json", vec![b' '; TOO_LARGE], &[413]);
    add("too large a text", "application/json", format!("{{\"a\":\"{}\"}}", "x".repeat(TOO_LARGE)).into(), &[413]);
    if !operation.body.as_ref().is_some_and(|schema| schema.required.is_empty()) {
        add("nothing", "application/json", Vec::new(), &[422]);
        add("an empty object", "application/json", b"{}".to_vec(), &[422]);
    }
}

/// What is wrong in one object of a body: `at` leads to it.
fn object(scene: &Scene, operation: &Operation, schema: &Schema, example: &Value, at: &[&str], hostile: &mut Vec<Hostile>) {
    // Where fields are named by the organization, one that is not there is not found.
    let unknown: &[u16] = if schema.open { &[404, 422] } else { &[422] };
    add(scene, operation, with(example, &[at, &["surprise"]].concat(), json!(1)), unknown, hostile);
    add(scene, operation, with(example, &[at, &["__proto__"]].concat(), json!({})), unknown, hostile);
    for name in &schema.required {
        add(scene, operation, without(example, &[at, &[name]].concat()), &[422], hostile);
    }
    for (name, field) in &schema.fields {
        let at = [at, &[name]].concat();
        // Nobody can be unassigned from any room: it stays as it is.
        let nobody = |value: &Value| operation.id == "unassign_room" && value == NOBODY;
        for value in values(field).into_iter().filter(|value| !nobody(value)) {
            add(scene, operation, with(example, &at, value), REFUSED, hostile);
        }
        for raw in raw(field) {
            let body = with(example, &at, json!("<here>")).to_string();
            let (before, after) = body.split_once(PLACE).expect("its place");
            let body = [before.as_bytes(), &raw, after.as_bytes()].concat();
            let what = format!("{} with {} for {at:?}", operation.name(), short(&String::from_utf8_lossy(&raw)));
            hostile.push(Hostile { what, request: scene.request(operation).bytes("application/json", body), statuses: UNREADABLE });
        }
        if !field.fields.is_empty() {
            let inner = with(example, &at, example.pointer(&format!("/{}", at.join("/"))).cloned().unwrap_or(json!({})));
            object(scene, operation, field, &inner, &at, hostile);
        }
    }
}

fn add(scene: &Scene, operation: &Operation, body: Value, statuses: &'static [u16], hostile: &mut Vec<Hostile>) {
    let what = format!("{} with {}", operation.name(), short(&body.to_string()));
    hostile.push(Hostile { what, request: scene.request(operation).json(&body), statuses });
}

/// Values that the field cannot have.
fn values(field: &Schema) -> Vec<Value> {
    let each = [json!(null), json!(true), json!(7), json!(1.5), json!("x"), json!([]), json!({})];
    let kinds = ["null", "boolean", "integer", "number", "string", "array", "object"];
    let mut values: Vec<Value> = each.into_iter().zip(kinds).filter(|(_, kind)| !field.takes(kind)).map(|(value, _)| value).collect();
    if field.takes("string") {
        values.extend([json!("\0"), json!("a\0b"), json!("x".repeat(LONG)), json!("\u{10ffff}".repeat(LONG))]);
        values.extend(match field.format.as_str() {
            "uuid" => vec![json!(""), json!("not-an-id"), json!("00000000-0000-0000-0000-00000000000"), json!(NOBODY)],
            "date-time" => dates(),
            _ if field.enumerated => vec![json!(""), json!("smell"), json!("TEXT")],
            _ => Vec::new(),
        });
    }
    if field.takes("integer") {
        values.extend([json!(-1), json!(i64::MAX), json!(i64::MIN), json!(u64::MAX), json!(1e300), json!("1")]);
    }
    if let Some(items) = &field.items {
        values.extend(self::values(items).into_iter().map(|value| json!([value])));
        values.extend(self::values(items).into_iter().take(1).map(|value| json!(vec![value; 10_000])));
    }
    if field.takes("object") {
        values.push(json!({"text": "x".repeat(LONG)}));
    }
    values
}

/// Times that are none, or lie where no event ever was or will be.
fn dates() -> Vec<Value> {
    let texts = [
        "",
        "now",
        "-1",
        "0",
        "1969-12-31T23:59:59.999999Z",
        "1970-01-01T00:00:00+00:01",
        "3000-01-01T00:00:00Z",
        "2999-12-31T23:59:59-00:01",
        "9999-12-31T23:59:59Z",
        "+9999999-01-01T00:00:00Z",
        "9999999-01-01T00:00:00Z",
        "-000001-01-01T00:00:00Z",
        "0000-00-00T00:00:00Z",
        "2026-13-45T25:61:61Z",
        "2026-02-30T00:00:00Z",
        "2026-01-01",
        "2026-01-01T00:00:00",
        "20260101T000000Zjunk",
    ];
    texts.into_iter().map(Value::from).collect()
}

/// What no value can be written as.
fn raw(field: &Schema) -> Vec<Vec<u8>> {
    let mut raw = vec![
        "[".repeat(10_000).into_bytes(),
        format!("{}1{}", "{\"a\":".repeat(1_000), "}".repeat(1_000)).into_bytes(),
        b"1e999".to_vec(),
        b"-".to_vec(),
        b"01".to_vec(),
        b"NaN".to_vec(),
        b"undefined".to_vec(),
    ];
    if field.takes("string") {
        let texts: [&[u8]; 8] = [
            b"\"\xff\"",
            b"\"\xc3\x28\"",
            b"\"\xed\xa0\x80\"",
            br#""\ud800""#,
            br#""\udc00\ud800""#,
            br#""\u12""#,
            br#""\x00""#,
            b"\"\x00\"",
        ];
        raw.extend(texts.map(<[u8]>::to_vec));
    }
    raw
}

/// The body with another value at a place.
fn with(body: &Value, at: &[&str], value: Value) -> Value {
    let mut body = body.clone();
    let (name, above) = at.split_last().expect("a field");
    let mut inside = &mut body;
    for step in above {
        inside = inside.as_object_mut().expect("an object").entry(*step).or_insert_with(|| Value::Object(Map::new()));
    }
    inside.as_object_mut().expect("an object").insert((*name).to_owned(), value);
    body
}

/// The body without a field.
fn without(body: &Value, at: &[&str]) -> Value {
    let mut body = with(body, at, Value::Null);
    let (name, above) = at.split_last().expect("a field");
    let inside = above.iter().fold(&mut body, |inside, step| &mut inside[*step]);
    inside.as_object_mut().expect("an object").remove(*name);
    body
}

/// Enough of a text to know it by.
fn short(text: &str) -> String {
    let start: String = text.chars().take(200).collect();
    format!("{start} ({} bytes)", text.len())
}
