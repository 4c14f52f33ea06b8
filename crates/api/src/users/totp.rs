//! `DELETE /v1/users/{id}/totp`.

use axum::extract::State;
use axum::response::Response;
use switchroom_domain::UserId;
use switchroom_engine::accounts::two_factor;

use crate::answer;
use crate::extract::{ById, Caller, Path};
use crate::problem::Problem;
use crate::state::ApiState;

/// Turn a user's two factors off: he has lost what makes his codes. Needs `user.manage`, and all that his roles allow.
#[utoipa::path(
    delete,
    path = "/v1/users/{id}/totp",
    tag = "users",
    params(ById),
    responses((status = 204, description = "The password is enough for the user to log in.")),
)]
pub(super) async fn end_totp_of_user(
    State(state): State<ApiState>,
    caller: Caller,
    Path(ById { id }): Path<ById>,
) -> Result<Response, Problem> {
    caller.access.require(switchroom_domain::Permission::UserManage)?;
    two_factor::end(state.engine(), &caller, UserId(id)).await?;
    Ok(answer::no_content())
}
