//! Bodies: a room with its visitor, its agent and its messages.

use serde_json::{Map, Value, json};
use switchroom_domain::Committed;
use switchroom_domain::message::{ContentKind, Message};
use switchroom_domain::room::Room;
use switchroom_engine::{Engine, EngineError};

use super::{crm_data, history, topic};
use crate::translate::time::iso;
use crate::translate::{file, message, room as rooms, user, visitor};

/// The system messages that are told among the others.
const CLOSING: &str = "livechat-close";

/// The body of a topic for an event.
pub(super) async fn body(engine: &Engine, topic: &'static str, committed: &Committed, room: &Room) -> Result<Value, EngineError> {
    let org = room.facts.org;
    let contact = engine.contact(org, room.facts.contact).await?;
    let mut body = json!({
        "type": topic,
        "_id": room.facts.id.to_string(),
        "label": rooms::name(room, contact.as_deref()),
        "createdAt": iso(room.facts.created_at),
        "lastMessageAt": iso(room.head.last_message.map_or(room.facts.created_at, |last| last.at)),
        "tags": room.head.tags,
        "customFields": room.texts.custom_fields,
        "visitor": visitor_of(engine, room).await?,
        "messages": messages(engine, topic, committed, room).await?,
    });
    if let Some(fields) = body.as_object_mut() {
        insert(fields, "topic", room.texts.topic.as_deref().map(Value::from));
        insert(fields, "agent", agent_of(engine, room).await?);
        insert(fields, "crmData", crm_data::of(room).cloned());
        if topic != topic::EDITED && topic != topic::MESSAGE {
            insert(fields, "departmentId", room.head.team.map(|team| team.to_string().into()));
        }
        if [topic::TAKEN, topic::FORWARDED, topic::CLOSED].contains(&topic) {
            insert(fields, "servedBy", to_value(rooms::served_by(engine, room).await?)?);
        }
        if topic == topic::FORWARDED
            && let Some(old) = topic::earlier_primary(committed)
        {
            insert(fields, "oldServedBy", to_value(Some(user::reference(engine, org, old).await?))?);
        }
        if topic == topic::CLOSED {
            let (closed_by, closer) = rooms::closing(engine, room).await?;
            insert(fields, "closedAt", room.head.resolved_at.map(|at| iso(at).into()));
            insert(fields, "closedBy", to_value(closed_by)?);
            insert(fields, "closer", closer.map(Value::from));
        }
    }
    Ok(body)
}

fn insert(fields: &mut Map<String, Value>, name: &str, value: Option<Value>) {
    if let Some(value) = value {
        fields.insert(name.to_owned(), value);
    }
}

fn to_value(value: Option<impl serde::Serialize>) -> Result<Option<Value>, EngineError> {
    value.map(|value| serde_json::to_value(value).map_err(|_| EngineError::UnexpectedAnswer)).transpose()
}

async fn visitor_of(engine: &Engine, room: &Room) -> Result<Value, EngineError> {
    let Some(contact) = engine.contact(room.facts.org, room.facts.contact).await? else { return Ok(Value::Null) };
    let mut document = json!({
        "_id": contact.id.to_string(),
        "token": visitor::token(engine, &contact).await?,
        "name": visitor::display_name(&contact),
        "username": visitor::username(&contact),
        "customFields": contact.custom_fields,
        "email": visitor::emails(&contact),
        "phone": visitor::phones(&contact),
    });
    if let (Some(fields), Some(department)) = (document.as_object_mut(), visitor::department(&contact)) {
        fields.insert("department".to_owned(), department.into());
    }
    Ok(document)
}

async fn agent_of(engine: &Engine, room: &Room) -> Result<Option<Value>, EngineError> {
    let Some(id) = room.head.primary_assignee() else { return Ok(None) };
    let Some(agent) = engine.user(room.facts.org, id).await? else { return Ok(None) };
    let custom_fields = agent.ext.get(user::CUSTOM_FIELDS).cloned().unwrap_or_else(|| json!({}));
    let mut document = json!({"_id": agent.id.to_string(), "username": agent.username, "name": agent.name, "customFields": custom_fields});
    if let (Some(fields), Some(email)) = (document.as_object_mut(), &agent.email) {
        fields.insert("email".to_owned(), json!(email));
    }
    Ok(Some(document))
}

async fn messages(engine: &Engine, topic: &str, committed: &Committed, room: &Room) -> Result<Vec<Value>, EngineError> {
    if topic == topic::MESSAGE {
        return Ok(match committed.message.as_deref() {
            Some(said) => vec![told(engine, said).await?],
            None => Vec::new(),
        });
    }
    let mut told_messages = Vec::new();
    for said in history::as_of(engine, room, committed.event.at).await? {
        let system = said.content.kind == ContentKind::System;
        if !system || message::system_kind(&said).as_deref() == Some(CLOSING) {
            told_messages.push(told(engine, &said).await?);
        }
    }
    Ok(told_messages)
}

async fn told(engine: &Engine, said: &Message) -> Result<Value, EngineError> {
    let who = message::who(engine, said).await?;
    let mut document = json!({
        "_id": message::id(said),
        "rid": said.room.to_string(),
        "username": who.author.username,
        "msg": said.content.text,
        "ts": iso(said.created_at),
        "_updatedAt": iso(said.edited_at.unwrap_or(said.created_at)),
    });
    if let Some(fields) = document.as_object_mut() {
        let attached = file::of(&said.content);
        insert(fields, "file", to_value(attached.as_ref().map(|attached| attached.file(message::id(said))))?);
        insert(fields, "attachments", to_value(attached.as_ref().map(|attached| [attached.attachment()]))?);
        insert(fields, "fileUpload", to_value(attached.as_ref().map(file::File::upload))?);
        insert(fields, "agentId", said.author.user().map(|user| user.to_string().into()));
        insert(fields, "editedAt", said.edited_at.map(|at| iso(at).into()));
        insert(fields, "closingMessage", (message::system_kind(said).as_deref() == Some(CLOSING)).then_some(Value::Bool(true)));
    }
    Ok(document)
}
