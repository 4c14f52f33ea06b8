//! `PATCH /v1/views/{id}`.

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use switchroom_domain::command::EditView;
use switchroom_domain::view::ViewPatch;
use switchroom_domain::{Command, ViewId};
use utoipa::ToSchema;

use crate::answer;
use crate::extract::{ById, Caller, Json, Path};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::given;
use crate::wire::view::{GivenFilter, View};

/// What a view is to be changed to. An absent field stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ViewEdit {
    /// What people call it.
    #[serde(default, deserialize_with = "given::present")]
    #[schema(nullable = false)]
    name: Option<String>,
    /// The name of the picture beside it; null: none.
    #[serde(default, deserialize_with = "given::nullable")]
    #[schema(value_type = Option<String>)]
    icon: Option<Option<String>>,
    /// Whether everybody sees it. Needs `view.share`.
    #[serde(default, deserialize_with = "given::present")]
    #[schema(nullable = false)]
    shared: Option<bool>,
    /// Which rooms it shows, all of the filter.
    #[serde(default, deserialize_with = "given::optional_object")]
    #[schema(nullable = false)]
    filter: Option<GivenFilter>,
}

/// Edit a view: one's own, or with `view.share` what somebody shares.
#[utoipa::path(
    patch,
    path = "/v1/views/{id}",
    tag = "views",
    params(ById),
    responses((status = 200, description = "The view as it is now.", body = View)),
)]
pub(super) async fn edit_view(
    State(state): State<ApiState>,
    caller: Caller,
    Path(ById { id }): Path<ById>,
    Json(edit): Json<ViewEdit>,
) -> Result<Response, Problem> {
    let filter = edit.filter.map(GivenFilter::meant).transpose()?;
    let patch = ViewPatch { name: edit.name, icon: edit.icon, shared: edit.shared, filter };
    let done = state.engine().run(&caller, Command::EditView(EditView { view: ViewId(id), patch })).await?.view()?;
    Ok(answer::ok(&View::from(&done.value)))
}
