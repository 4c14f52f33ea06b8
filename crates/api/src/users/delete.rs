//! `DELETE /v1/users/{id}`.

use axum::extract::State;
use axum::response::Response;
use switchroom_domain::command::DeleteUser;
use switchroom_domain::{Command, UserId};

use crate::answer;
use crate::extract::{ById, Caller, Path};
use crate::problem::Problem;
use crate::state::ApiState;

/// Delete a user: he is let in no more, his username is free again, what he said stays under his name. Needs
/// `user.delete`, and whatever the user's roles allow.
#[utoipa::path(delete, path = "/v1/users/{id}", tag = "users", params(ById), responses((status = 204, description = "The user is deleted.")))]
pub(super) async fn delete_user(State(state): State<ApiState>, caller: Caller, Path(ById { id }): Path<ById>) -> Result<Response, Problem> {
    state.engine().run(&caller, Command::DeleteUser(DeleteUser { user: UserId(id) })).await?;
    Ok(answer::no_content())
}
