//! Custom fields: what an organization wants to know of its rooms and contacts beyond the model.

mod put;
mod read;
mod remove;

use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::ApiState;

/// A path that names a custom field.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
struct ByKey {
    /// The key: 1 to 100 letters, digits, `-` and `_`.
    key: String,
}

/// The routes of custom fields.
pub(crate) fn router() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(read::list_custom_fields)).routes(routes!(
        read::get_custom_field,
        put::put_custom_field,
        remove::delete_custom_field
    ))
}
