//! Users.

mod create;
mod delete;
mod info;
mod set_active_status;
mod set_status;

use axum::Router;
use axum::routing::{get, post};
use switchroom_domain::OrgId;
use switchroom_domain::user::{User, username};
use switchroom_engine::Engine;

use crate::errors::RcError;
use crate::state::RcState;
use crate::translate::ids;

pub(crate) fn router() -> Router<RcState> {
    Router::new()
        .route("/api/v1/users.create", post(create::create))
        .route("/api/v1/users.delete", post(delete::delete))
        .route("/api/v1/users.info", get(info::info))
        .route("/api/v1/users.setStatus", post(set_status::set_status))
        .route("/api/v1/users.setActiveStatus", post(set_active_status::set_active_status))
}

/// The user of that id, unless he was deleted.
pub(crate) async fn by_id(engine: &Engine, org: OrgId, id: &str) -> Result<Option<User>, RcError> {
    let Some(id) = ids::id(id) else { return Ok(None) };
    let user = engine.store.user(org, id).await?;
    Ok(user.filter(|user| user.deleted_at.is_none()))
}

/// The user of that name.
pub(crate) async fn by_name(engine: &Engine, org: OrgId, name: &str) -> Result<Option<User>, RcError> {
    let Ok(name) = username(name) else { return Ok(None) };
    let user = engine.store.user_by_name(org, &name).await?;
    Ok(user.filter(|user| user.deleted_at.is_none()))
}

/// The user whom a body names by id or by name.
pub(crate) async fn named(engine: &Engine, org: OrgId, id: Option<&str>, name: Option<&str>) -> Result<User, RcError> {
    let user = match (id, name) {
        (Some(id), _) => by_id(engine, org, id).await?,
        (None, Some(name)) => by_name(engine, org, name).await?,
        (None, None) => {
            let why = "The required \"userId\" or \"username\" param was not provided";
            return Err(RcError::coded("error-user-param-not-provided", why));
        }
    };
    let why = "The required \"userId\" or \"username\" param provided does not match any users";
    user.ok_or_else(|| RcError::coded("error-invalid-user", why))
}
