//! `POST /api/v1/settings/:_id`.

use std::collections::BTreeMap;

use axum::extract::State;
use serde::Deserialize;
use serde_json::Value;
use switchroom_domain::command::EditSettings;
use switchroom_domain::{Command, Permission};

use super::table::find;
use crate::answer::{Answered, done};
use crate::auth::Agent;
use crate::errors::RcError;
use crate::extract::{Body, Params, Path};
use crate::schema::{Kind, Shape, must, open};
use crate::state::RcState;

/// A setting's new value.
#[derive(Debug, Deserialize)]
pub(super) struct NewValue {
    value: Value,
}

impl Params for NewValue {
    const SHAPE: Shape = open(&[must("value", Kind::Any)]);
}

/// Sets one setting; it counts at once.
pub(super) async fn write(State(state): State<RcState>, agent: Agent, Path(id): Path<String>, Body(new): Body<NewValue>) -> Answered {
    agent.needs(&[Permission::SettingManage])?;
    let entry = find(&id).ok_or_else(RcError::bare)?;
    let values = BTreeMap::from([(entry.kept_as(), Some(entry.keep(&new.value)?))]);
    state.engine().run(&agent.caller, Command::EditSettings(EditSettings { values })).await?;
    done()
}
