//! `POST /api/v1/livechat/room.closeByUser`.

use axum::extract::State;
use serde::Deserialize;
use switchroom_domain::command::ResolveRoom;
use switchroom_domain::{Command, Permission, Refusal};
use switchroom_engine::EngineError;

use super::find;
use crate::answer::{Answered, done};
use crate::auth::Agent;
use crate::errors::RcError;
use crate::extract::{Body, Params};
use crate::schema::{Kind, Shape, closed, may, must, open};
use crate::state::RcState;

/// Which room, and what is said of it. What is read and passed over belongs to transcripts.
#[derive(Debug, Deserialize)]
pub(super) struct Close {
    rid: String,
    comment: Option<String>,
    tags: Option<Vec<String>>,
}

impl Params for Close {
    const SHAPE: Shape = closed(&[
        must("rid", Kind::Text),
        may("comment", Kind::OrNull(&Kind::Text)),
        may("tags", Kind::OrNull(&Kind::List(&Kind::Text))),
        may("forceClose", Kind::OrNull(&Kind::Flag)),
        may("generateTranscriptPdf", Kind::OrNull(&Kind::Flag)),
        may("transcriptEmail", Kind::OrNull(&Kind::Part(&open(&[])))),
    ]);
}

/// An agent closes a room: his own, or with a permission anybody's.
pub(super) async fn close_by_user(State(state): State<RcState>, agent: Agent, Body(given): Body<Close>) -> Answered {
    agent.needs(&[Permission::RoomResolve])?;
    let engine = state.engine();
    let room = find(engine, agent.org(), &given.rid).await?.ok_or_else(|| RcError::plain("error-invalid-room"))?;
    let already = || RcError::coded("error-room-already-closed", "Room already closed");
    if !room.head.status.is_open() {
        return Err(already());
    }
    if !room.head.assignees.contains(&agent.id) {
        agent.must_have(Permission::RoomResolveOthers)?;
    }
    let command = ResolveRoom {
        // Without a comment, too, the visitor is told that the room is closed.
        comment: Some(given.comment.unwrap_or_default()),
        add_tags: given.tags.unwrap_or_default(),
        only_open: true,
        ..ResolveRoom::of(room.facts.id)
    };
    let caller = agent.entrusted(engine, &[Permission::RoomView]).await?;
    engine.run(&caller, Command::ResolveRoom(command)).await.map_err(|error| match error {
        EngineError::Refused(Refusal::RoomResolved) => already(),
        other => other.into(),
    })?;
    done()
}
