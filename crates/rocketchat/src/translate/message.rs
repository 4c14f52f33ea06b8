//! Messages.

use serde_json::{Value, json};
use switchroom_domain::message::{ContentKind, Message};
use switchroom_domain::priority::Priority;
use switchroom_domain::{Actor, OrgId};
use switchroom_engine::{Engine, EngineError};

use super::{file, sla, time::iso, user, visitor};

use crate::wire;

/// What Rocket.Chat calls its own voice.
const ITSELF: &str = "rocket.cat";

/// The id of a message: the one that a client gave, else ours.
pub(crate) fn id(message: &Message) -> String {
    message.rc_id.clone().unwrap_or_else(|| message.id.to_string())
}

/// The message of that id in the organization, deleted or not.
pub(crate) async fn find(engine: &Engine, org: OrgId, id: &str) -> Result<Option<Message>, EngineError> {
    if let Some(message) = engine.store.message_by_rc_id(org, id).await? {
        return Ok(Some(message));
    }
    match super::ids::id(id) {
        // A message that a client gave an id goes by that alone.
        Some(id) => Ok(engine.store.message(org, id).await?.filter(|message| message.rc_id.is_none())),
        None => Ok(None),
    }
}

/// What kind of system message it is, in Rocket.Chat's word.
pub(crate) fn system_kind(message: &Message) -> Option<String> {
    if message.content.kind != ContentKind::System {
        return None;
    }
    let kind = message.content.payload.as_ref()?.get("kind")?.as_str()?;
    Some(match kind {
        "room_resolved" => "livechat-close".to_owned(),
        "priority_changed" => "omnichannel_priority_change_history".to_owned(),
        "sla_changed" => "omnichannel_sla_change_history".to_owned(),
        other => other.to_owned(),
    })
}

/// A message as Rocket.Chat tells it.
pub(crate) async fn message(engine: &Engine, message: &Message) -> Result<wire::Message, EngineError> {
    let who = who(engine, message).await?;
    let author = wire::UserRef { id: who.author.id.clone(), username: who.author.username.clone() };
    let t = system_kind(message);
    let payload = message.content.payload.as_ref();
    let priority_data = (t.as_deref() == Some("omnichannel_priority_change_history"))
        .then(|| wire::PriorityData { defined_by: author.clone(), priority: payload.and_then(priority_told) });
    let sla_data = (t.as_deref() == Some("omnichannel_sla_change_history"))
        .then(|| wire::SlaData { defined_by: author.clone(), sla: payload.and_then(sla_told) });
    let tmid = match message.reply_to {
        Some(thread) => engine.store.message(message.org, thread).await?.as_ref().map(id),
        None => None,
    };
    let attached = file::of(&message.content);
    let told_file = attached.as_ref().map(|attached| attached.file(id(message)));
    Ok(wire::Message {
        id: id(message),
        rid: message.room.to_string(),
        msg: message.content.text.clone(),
        t,
        token: who.token,
        alias: who.alias,
        ts: iso(message.created_at),
        u: who.author,
        tmid,
        edited_at: message.edited_at.map(iso),
        edited_by: message.edited_at.is_some().then_some(author),
        priority_data,
        sla_data,
        files: told_file.iter().cloned().collect(),
        file: told_file,
        attachments: attached.iter().map(file::File::attachment).collect(),
        urls: Vec::new(),
        mentions: Vec::new(),
        channels: Vec::new(),
        md: wire::Message::paragraphs(&message.content.text),
        updated_at: iso(message.edited_at.unwrap_or(message.created_at)),
    })
}

fn priority_told(payload: &Value) -> Option<Value> {
    let priority = Priority::from_name(payload.get("priority")?.as_str()?)?;
    Some(json!({"i18n": sla::priority(priority).i18n}))
}

fn sla_told(payload: &Value) -> Option<Value> {
    payload.get("sla_id").filter(|id| !id.is_null())?;
    Some(json!({"name": payload.get("name")?}))
}

/// Who wrote a message.
pub(crate) struct Who {
    pub(crate) author: wire::Author,
    /// A visitor's token.
    token: Option<String>,
    /// A visitor's name.
    alias: Option<String>,
}

/// Who wrote a message.
pub(crate) async fn who(engine: &Engine, message: &Message) -> Result<Who, EngineError> {
    Ok(match message.author {
        Actor::Contact(id) => {
            let contact = engine.contact(message.org, id).await?.ok_or(EngineError::UnexpectedAnswer)?;
            let name = visitor::display_name(&contact);
            let author = wire::Author { id: id.to_string(), username: visitor::username(&contact), name: name.clone() };
            Who { author, token: Some(visitor::token(engine, &contact).await?), alias: Some(name) }
        }
        Actor::User(id) | Actor::Bot(id) => {
            let wire::UserRef { id: text, username } = user::reference(engine, message.org, id).await?;
            let name = engine.user(message.org, id).await?.map_or_else(|| username.clone(), |user| user.name.clone());
            Who { author: wire::Author { id: text, username, name }, token: None, alias: None }
        }
        Actor::System => {
            let author = wire::Author { id: ITSELF.to_owned(), username: ITSELF.to_owned(), name: "Rocket.Cat".to_owned() };
            Who { author, token: None, alias: None }
        }
    })
}
