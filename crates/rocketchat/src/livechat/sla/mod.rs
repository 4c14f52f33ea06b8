//! Service levels.

mod create;
mod delete;
mod edit;
mod list;
mod read;

use axum::Router;
use axum::routing::get;
use serde::Deserialize;
use switchroom_domain::sla::Sla;
use switchroom_engine::Engine;

use crate::auth::Agent;
use crate::errors::RcError;
use crate::extract::Params;
use crate::schema::{Kind, Shape, closed, must};
use crate::state::RcState;
use crate::translate::ids;

pub(super) fn router() -> Router<RcState> {
    Router::new()
        .route("/api/v1/livechat/sla", get(list::list).post(create::create))
        .route("/api/v1/livechat/sla/{id}", get(read::read).put(edit::edit).delete(delete::delete))
}

/// What a service level is to be.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Details {
    name: String,
    description: String,
    due_time_in_minutes: i64,
}

impl Params for Details {
    const SHAPE: Shape = closed(&[must("name", Kind::Text), must("description", Kind::Text), must("dueTimeInMinutes", Kind::Whole)]);
}

/// The service level of that id.
async fn find(engine: &Engine, agent: &Agent, id: &str) -> Result<Sla, RcError> {
    let sla = match ids::id(id) {
        Some(id) => engine.store.sla(agent.org(), id).await?,
        None => None,
    };
    sla.ok_or_else(|| missing(id))
}

/// There is no such service level.
fn missing(id: &str) -> RcError {
    RcError::not_found(format!("SLA not found with id: {id}"))
}
