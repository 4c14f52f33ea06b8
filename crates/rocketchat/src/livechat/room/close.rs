//! `POST /api/v1/livechat/room.close`.

use axum::extract::State;
use serde::Deserialize;
use serde_json::json;
use switchroom_domain::command::ResolveRoom;
use switchroom_domain::setting::Setting;
use switchroom_domain::{Command, Permission};

use super::of_visitor;
use crate::answer::{Answered, success};
use crate::auth::{Guest, as_caller, known_visitor};
use crate::errors::RcError;
use crate::extract::{Body, Params};
use crate::schema::{Kind, Shape, Style, must, open};
use crate::state::RcState;

/// What is said of a room that its visitor closes.
const COMMENT: &str = "Closed by visitor";

/// Which room.
#[derive(Debug, Deserialize)]
pub(super) struct Close {
    rid: String,
    token: String,
}

impl Params for Close {
    const SHAPE: Shape = open(&[must("rid", Kind::Text), must("token", Kind::Text)]);
    const STYLE: Style = Style::Match;
}

/// The visitor closes his room.
pub(super) async fn close(State(state): State<RcState>, guest: Guest, Body(given): Body<Close>) -> Answered {
    let engine = state.engine();
    if !engine.settings(guest.org).await?.flag(Setting::ContactsMayResolve) {
        return Err(RcError::plain("error-not-allowed-to-close-conversation"));
    }
    let contact = known_visitor(engine, guest.org, &given.token).await?;
    let room = of_visitor(engine, &contact, &given.rid).await?;
    let caller = as_caller(guest.org, contact.id, &[Permission::RoomResolve, Permission::RoomResolveOthers]);
    let command = ResolveRoom { comment: Some(COMMENT.to_owned()), only_open: true, ..ResolveRoom::of(room.facts.id) };
    engine.run(&caller, Command::ResolveRoom(command)).await?;
    success(json!({"rid": given.rid, "comment": COMMENT}))
}
