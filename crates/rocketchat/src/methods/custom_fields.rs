//! `livechat:saveCustomField` and `livechat:removeCustomField`.

use serde_json::Value;
use switchroom_domain::Permission;
use switchroom_engine::Engine;

use super::call::Error;
use crate::auth::Agent;
use crate::errors::RcError;
use crate::livechat::{Definition, remove_custom_field, save_custom_field};
use crate::schema::{Style, read};
use crate::translate::custom_field::custom_field;

/// `livechat:saveCustomField(_id, data)`: makes a custom field, or changes the one of that id.
pub(super) async fn save(engine: &Engine, agent: &Agent, params: Vec<Value>) -> Result<Value, Error> {
    allowed(agent)?;
    let mut params = params.into_iter();
    let id = params.next().unwrap_or_default();
    let data = params.next().unwrap_or_default();
    let definition: Definition = read(&Definition::SHAPE, Style::Match, data)?;
    let saved = save_custom_field(engine, agent, id.as_str(), &definition).await?;
    Ok(serde_json::to_value(custom_field(&saved)).map_err(|_| RcError::internal())?)
}

/// `livechat:removeCustomField(_id)`.
pub(super) async fn remove(engine: &Engine, agent: &Agent, params: Vec<Value>) -> Result<Value, Error> {
    allowed(agent)?;
    let id = params.first().and_then(Value::as_str).ok_or_else(|| RcError::plain("Match error: Expected string"))?;
    remove_custom_field(engine, agent, id).await?;
    Ok(Value::from(1))
}

fn allowed(agent: &Agent) -> Result<(), Error> {
    if agent.has(Permission::CustomFieldManage) { Ok(()) } else { Err(Error::of("error-not-allowed".into(), "Not allowed")) }
}
