//! `POST /api/v1/livechat/inquiries.take`.

use axum::extract::State;
use serde::Deserialize;
use serde_json::json;
use switchroom_domain::command::{AssignRoom, ExpectedAssignee};
use switchroom_domain::{Command, Permission, Refusal};
use switchroom_engine::EngineError;

use crate::answer::{Answered, success};
use crate::auth::Agent;
use crate::errors::RcError;
use crate::extract::{Body, Params};
use crate::livechat::room::find;
use crate::schema::{Kind, Shape, closed, may, must};
use crate::state::RcState;
use crate::translate;
use crate::users::by_id;

/// Which inquiry, and who takes it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Take {
    inquiry_id: String,
    user_id: Option<String>,
}

impl Params for Take {
    const SHAPE: Shape = closed(&[must("inquiryId", Kind::Text), may("userId", Kind::Text)]);
}

/// Takes a room out of the queue. An inquiry goes by its room's id.
pub(super) async fn take(State(state): State<RcState>, agent: Agent, Body(given): Body<Take>) -> Answered {
    agent.needs(&[Permission::RoomView])?;
    let engine = state.engine();
    let missing = || RcError::coded("error-not-found", "Inquiry not found");
    let found = find(engine, agent.org(), &given.inquiry_id).await?.ok_or_else(missing)?;
    let taken = || RcError::coded("error-inquiry-taken", "Inquiry already taken");
    if found.head.primary_assignee().is_some() {
        return Err(taken());
    }
    let room = found.facts.id;
    let user = match &given.user_id {
        None => agent.id,
        Some(id) => by_id(engine, agent.org(), id).await?.ok_or_else(|| RcError::plain("The user is invalid"))?.id,
    };
    // Rocket.Chat asks no more than to see rooms of whoever takes one for himself.
    let trusted = if user == agent.id { agent.entrusted(engine, &[Permission::RoomTake]).await? } else { agent.caller.clone() };
    let command = AssignRoom { room, user, also: false, expected: ExpectedAssignee::Exactly(None), expected_version: None };
    let taken = engine.run(&trusted, Command::AssignRoom(command)).await.map_err(|error| match error {
        EngineError::Refused(Refusal::AssignedOtherwise { .. }) => taken(),
        other => other.into(),
    })?;
    let (taken, _) = taken.room()?.value;
    success(json!({"inquiry": translate::inquiry::inquiry(engine, &taken).await?}))
}
