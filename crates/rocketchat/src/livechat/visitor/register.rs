//! `POST /api/v1/livechat/visitor`.

use std::collections::BTreeMap;

use axum::extract::State;
use serde::Deserialize;
use serde_json::{Value, json};
use switchroom_domain::channel::ChannelKind;
use switchroom_domain::command::{Command, RegisterContact};
use switchroom_domain::contact::{Contact, ContactPatch, Identity};
use switchroom_domain::custom_field::CustomFieldScope;
use switchroom_domain::room::RoomPatch;
use switchroom_domain::{ChannelId, OrgId, Person, Refusal};
use switchroom_engine::{Caller, Engine, EngineError, channels};

use crate::answer::{Answered, success};
use crate::auth::{CHANNEL, Guest};
use crate::errors::RcError;
use crate::extract::{Body, Params};
use crate::livechat::room::{edit, open_room};
use crate::schema::{Kind, Shape, Style, may, must, open};
use crate::state::RcState;
use crate::translate::visitor::DEPARTMENT;
use crate::translate::{ids, visitor};

/// Who introduces himself.
#[derive(Debug, Deserialize)]
pub(super) struct Register {
    visitor: Details,
}

/// What a visitor says of himself.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Details {
    token: String,
    name: Option<String>,
    email: Option<String>,
    phone: Option<String>,
    department: Option<String>,
    #[serde(default)]
    custom_fields: Vec<FieldValue>,
}

/// A value of a custom field.
#[derive(Debug, Deserialize)]
struct FieldValue {
    key: String,
    value: String,
    overwrite: bool,
}

const FIELD_VALUE: Shape = open(&[must("key", Kind::Text), must("value", Kind::Text), must("overwrite", Kind::Flag)]);

impl Params for Register {
    const SHAPE: Shape = open(&[must(
        "visitor",
        Kind::Part(&open(&[
            must("token", Kind::Text),
            may("name", Kind::Text),
            may("email", Kind::Text),
            may("phone", Kind::Text),
            may("department", Kind::Text),
            may("username", Kind::Text),
            may("customFields", Kind::List(&Kind::Part(&FIELD_VALUE))),
        ])),
    )]);
    const STYLE: Style = Style::Match;
}

/// Registers a visitor, or changes what is known of him.
pub(super) async fn register(State(state): State<RcState>, guest: Guest, Body(given): Body<Register>) -> Answered {
    state.count_registering(guest.address)?;
    let engine = state.engine();
    let details = given.visitor;
    if details.token.trim().is_empty() {
        return Err(RcError::coded("error-invalid-token", "Token cannot be empty"));
    }
    let channel = channels::builtin(engine, guest.org, CHANNEL, ChannelKind::Web, "Livechat").await?;
    let known = engine.store.contact_by_identity(guest.org, channel.id, &details.token).await?;
    let patch = patch(engine, guest.org, known.as_ref(), &details).await?;
    let identity = Identity { channel: channel.id, handle: details.token };
    let command = RegisterContact { id: engine.new_id(), identity: Some(identity), details: patch };
    let registered = engine.run(&Caller::system(guest.org), Command::RegisterContact(command)).await.map_err(refused)?;
    let (contact, _) = registered.contact()?.value;
    if contact.name.is_some() && known.is_some_and(|known| known.name != contact.name) {
        rename_room(engine, &contact, channel.id).await?;
    }
    engine.presence.seen(guest.org, Person::Contact(contact.id), engine.now());
    success(json!({"visitor": visitor::visitor(engine, &contact).await?}))
}

/// Lets the visitor's open room go by his new name, whatever it was called.
async fn rename_room(engine: &Engine, contact: &Contact, channel: ChannelId) -> Result<(), RcError> {
    let Some(room) = open_room(engine, contact, channel).await?.filter(|room| room.texts.name.is_some()) else {
        return Ok(());
    };
    edit(engine, &room, RoomPatch { name: Some(None), ..RoomPatch::default() }).await.map(drop)
}

async fn patch(engine: &Engine, org: OrgId, known: Option<&Contact>, details: &Details) -> Result<ContactPatch, RcError> {
    let said =
        |value: &Option<String>| value.as_deref().map(str::trim).filter(|value| !value.is_empty()).map(|value| Some(value.to_owned()));
    let mut ext = BTreeMap::new();
    if let Some(id) = details.department.as_deref().filter(|id| !id.is_empty()) {
        let team = match ids::id(id) {
            Some(id) => engine.store.team(org, id).await?,
            None => None,
        };
        team.ok_or_else(|| RcError::coded("error-invalid-department", "The department is not valid"))?;
        ext.insert(DEPARTMENT.to_owned(), Some(Value::from(id)));
    }
    let mut custom_fields = BTreeMap::new();
    if !details.custom_fields.is_empty() {
        let defined = engine.store.custom_fields(org).await?;
        for FieldValue { key, value, overwrite } in &details.custom_fields {
            // What is no custom field of visitors is dropped without a word.
            if !defined.iter().any(|field| field.key == *key && field.definition.scope == CustomFieldScope::Contact) {
                continue;
            }
            let has = known.is_some_and(|contact| contact.custom_fields.contains_key(key));
            if *overwrite || !has {
                custom_fields.insert(key.clone(), Some(value.clone()));
            }
        }
    }
    let email = said(&details.email).map(|email| email.map(|email| email.to_lowercase()));
    Ok(ContactPatch { name: said(&details.name), email, phone: said(&details.phone), custom_fields, ext })
}

fn refused(error: EngineError) -> RcError {
    match error {
        EngineError::Refused(Refusal::Invalid { field: "email", .. }) => RcError::coded("error-invalid-email", "Invalid email"),
        EngineError::Refused(Refusal::Invalid { field: "handle", message }) => {
            RcError::coded("error-invalid-token", &format!("Token {message}"))
        }
        other => other.into(),
    }
}
