//! `POST /v1/views`.

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;
use switchroom_domain::Command;
use switchroom_domain::command::CreateView;
use utoipa::ToSchema;

use crate::answer;
use crate::extract::Post;
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::given;
use crate::wire::view::{GivenFilter, View};

/// A view to be saved.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewView {
    /// What people call it.
    name: String,
    /// The name of the picture beside it, of at most 64 characters: pages know which there are.
    icon: Option<String>,
    /// Whether everybody sees it. Needs `view.share`.
    #[serde(default)]
    shared: bool,
    /// Which rooms it shows.
    #[serde(deserialize_with = "given::object")]
    filter: GivenFilter,
}

/// Save a view: one's own, or with `shared` everybody's. Needs `room.view`, and `view.share` to share it.
#[utoipa::path(
    post,
    path = "/v1/views",
    tag = "views",
    request_body = NewView,
    responses((status = 201, description = "The view was saved.", body = View)),
)]
pub(super) async fn create_view(State(state): State<ApiState>, post: Post<NewView>) -> Result<Response, Problem> {
    let NewView { name, icon, shared, filter } = post.body;
    let command = CreateView { id: state.engine().new_id(), name, icon, shared, filter: filter.meant()? };
    let done = state.engine().run(&post.caller, Command::CreateView(command)).await?.view()?;
    Ok(answer::done(StatusCode::CREATED, done.replayed, &View::from(&done.value)))
}
