//! Contacts: the customers.

mod delete;
mod edit;
mod public_fields;
mod read;
mod register;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::ApiState;

pub(crate) use public_fields::{told, told_all};

/// The routes of contacts.
pub(crate) fn router() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(register::register_contact, read::list_contacts)).routes(routes!(
        read::get_contact,
        edit::edit_contact,
        delete::delete_contact
    ))
}
