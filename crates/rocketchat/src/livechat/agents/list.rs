//! `GET /api/v1/livechat/users/:type`.

use axum::extract::State;
use serde::Deserialize;
use switchroom_domain::{Permission, role};
use switchroom_engine::ports::UserSearch;

use super::role_of;
use crate::answer::Answered;
use crate::auth::Agent;
use crate::errors::RcError;
use crate::extract::{Params, Path, Query};
use crate::page::{COUNT, FIELDS, OFFSET, Paging, QUERY, SORT};
use crate::schema::{Kind, Shape, may, open};
use crate::state::RcState;
use crate::translate;

/// Which of them.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Asked {
    text: Option<String>,
    only_available: Option<bool>,
    exclude_id: Option<String>,
    #[serde(flatten)]
    paging: Paging,
}

impl Params for Asked {
    const SHAPE: Shape = open(&[
        may("text", Kind::Text),
        may("onlyAvailable", Kind::Flag),
        may("showIdleAgents", Kind::Flag),
        may("excludeId", Kind::Text),
        OFFSET,
        COUNT,
        SORT,
        FIELDS,
        QUERY,
    ]);
}

/// Everybody of a type.
pub(super) async fn list(State(state): State<RcState>, agent: Agent, Path(kind): Path<String>, Query(asked): Query<Asked>) -> Answered {
    let role = role_of(&kind)?;
    asked.paging.sort()?;
    let needed: &[Permission] = match role {
        role::AGENT => &[Permission::RoomAssign, Permission::ContactCenterEdit],
        _ => &[Permission::OmnichannelManage],
    };
    if !needed.iter().any(|permission| agent.has(*permission)) {
        return Err(RcError::unauthorized());
    }
    let search = UserSearch {
        role: Some(role.to_owned()),
        text: asked.text.filter(|text| !text.trim().is_empty()),
        takes_rooms: asked.only_available.filter(|only| *only),
        offset: asked.paging.offset(),
        limit: asked.paging.limit(),
    };
    let found = state.engine().store.find_users(agent.org(), search).await?;
    let total = usize::try_from(found.total).unwrap_or_default();
    let mut users = translate::user::users(state.engine(), agent.org(), &found.items).await?;
    users.retain(|user| asked.exclude_id.as_ref() != Some(&user.id));
    asked.paging.answer("users", &users, total)
}
