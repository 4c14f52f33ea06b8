//! JSON Schemas of events: derived from the types that write them, and narrowed to one kind of event.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};
use switchroom_domain::EventKind;
use utoipa::{PartialSchema, ToSchema};

use crate::wire::event::{Event, EventData, parts};

/// Where a schema of JSON Schema keeps the schemas that it refers to.
const DEFS: &str = "#/$defs/";
/// Where OpenAPI keeps them.
const COMPONENTS: &str = "#/components/schemas/";
/// The fields of `data` that events of any kind may have.
const COMMON: [&str; 3] = ["actor", "caused_by_webhook_id", "changes"];

/// The schema (JSON Schema 2020-12) of events of a kind, as the feed, consumers and webhooks of our own dialect are told of them.
pub(super) fn of(kind: EventKind) -> serde_json::Result<Value> {
    let mut schema = serde_json::to_value(Event::schema())?;
    let in_room = parts(kind).contains(&"room");
    let properties = &mut schema["properties"];
    properties["type"] = json!({"const": kind.as_str(), "description": properties["type"]["description"]});
    properties["data"] = data(kind)?;
    properties["room_id"]["type"] = if in_room { json!("string") } else { json!("null") };
    properties["room_version"]["type"] = if in_room { json!("integer") } else { json!("null") };
    // Contacts alone are not told it.
    require(&mut schema, &["seq"]);
    let definitions = definitions(&schema)?;
    let mut document = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": format!("urn:switchroom:event:{}:{}", kind.as_str(), kind.schema()),
        "title": kind.as_str(),
    });
    if let (Some(document), Value::Object(schema)) = (document.as_object_mut(), schema) {
        document.extend(schema);
        document.insert("description".to_owned(), kind.description().into());
        document.insert("$defs".to_owned(), Value::Object(definitions));
    }
    refer(&mut document);
    Ok(document)
}

/// What events of the kind are about: all of it is there, and nothing of other kinds.
fn data(kind: EventKind) -> serde_json::Result<Value> {
    let mut data = serde_json::to_value(EventData::schema())?;
    let parts = parts(kind);
    if let Some(properties) = data["properties"].as_object_mut() {
        properties.retain(|field, _| COMMON.contains(&field.as_str()) || parts.contains(&field.as_str()));
    }
    require(&mut data, parts);
    Ok(data)
}

fn require(schema: &mut Value, fields: &[&str]) {
    if let Some(required) = schema["required"].as_array_mut() {
        required.extend(fields.iter().map(|field| Value::from(*field)));
    }
}

/// The schemas that a schema refers to, and those that they refer to.
fn definitions(schema: &Value) -> serde_json::Result<Map<String, Value>> {
    let mut known = Vec::new();
    Event::schemas(&mut known);
    let mut open: Vec<String> = references(schema).into_iter().collect();
    let mut found = Map::new();
    while let Some(name) = open.pop() {
        if found.contains_key(&name) {
            continue;
        }
        if let Some((_, definition)) = known.iter().find(|(known, _)| *known == name) {
            let definition = serde_json::to_value(definition)?;
            open.extend(references(&definition));
            found.insert(name, definition);
        }
    }
    Ok(found)
}

/// The names of the schemas that a schema refers to.
fn references(schema: &Value) -> BTreeSet<String> {
    match schema {
        Value::Object(fields) => {
            let own = fields.get("$ref").and_then(Value::as_str).and_then(|reference| reference.strip_prefix(COMPONENTS));
            own.map(str::to_owned).into_iter().chain(fields.values().flat_map(references)).collect()
        }
        Value::Array(items) => items.iter().flat_map(references).collect(),
        _ => BTreeSet::new(),
    }
}

/// Lets every reference point into the document itself.
fn refer(schema: &mut Value) {
    match schema {
        Value::Object(fields) => {
            if let Some(Value::String(reference)) = fields.get_mut("$ref") {
                *reference = reference.replace(COMPONENTS, DEFS);
            }
            fields.values_mut().for_each(refer);
        }
        Value::Array(items) => items.iter_mut().for_each(refer),
        _ => {}
    }
}
