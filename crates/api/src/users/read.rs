//! `GET /v1/users` and `GET /v1/users/{id}`.

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use switchroom_domain::{Permission, Person, UserId};
use utoipa::ToSchema;

use crate::answer;
use crate::cursor::{self, PageQuery};
use crate::extract::{ById, Caller, Path, Query};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::{Presence, User};

/// A page of users.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct UserList<'a> {
    /// By id, and so by age.
    users: Vec<User<'a>>,
    /// The cursor of the next page; null: there is none.
    next: Option<String>,
}

/// List the users. Needs `user.view`.
#[utoipa::path(
    get,
    path = "/v1/users",
    tag = "users",
    params(PageQuery),
    responses((status = 200, description = "A page of users, oldest first.", body = UserList)),
)]
pub(super) async fn list_users(State(state): State<ApiState>, caller: Caller, Query(query): Query<PageQuery>) -> Result<Response, Problem> {
    caller.access.require(Permission::UserView)?;
    let page = state.engine().store.users(caller.org, query.after_id()?, query.limit()?).await?;
    let next = cursor::next(&page, |last| cursor::of_id(last.id.0));
    let people: Vec<Person> = page.items.iter().map(|user| Person::User(user.id)).collect();
    let presence = Presence::of(&state, caller.org, &people).await?;
    Ok(answer::ok(&UserList { users: page.items.iter().map(|user| User::from(user).seen(user, &presence)).collect(), next }))
}

/// Get a user. Needs `user.view`.
#[utoipa::path(get, path = "/v1/users/{id}", tag = "users", params(ById), responses((status = 200, description = "The user.", body = User)))]
pub(super) async fn get_user(State(state): State<ApiState>, caller: Caller, Path(ById { id }): Path<ById>) -> Result<Response, Problem> {
    caller.access.require(Permission::UserView)?;
    let found = state.engine().store.user(caller.org, UserId(id)).await?;
    let user = found.ok_or_else(|| Problem::not_found("user"))?;
    let presence = Presence::of(&state, caller.org, &[Person::User(user.id)]).await?;
    Ok(answer::ok(&User::from(&user).seen(&user, &presence)))
}
