//! `POST /v1/organizations`.

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use switchroom_engine::organizations::{self, NewAdmin};
use utoipa::ToSchema;
use uuid::Uuid;

use super::Organization;
use crate::answer;
use crate::extract::Post;
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::given;

/// An organization to be created.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewOrganization {
    /// What people call it.
    name: String,
    /// Its first user, who can create all others.
    #[serde(deserialize_with = "given::object")]
    admin: FirstAdmin,
}

/// The first user of a new organization.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FirstAdmin {
    /// The name to log in with.
    username: String,
    /// The password; absent: the user cannot log in until one is set.
    password: Option<String>,
    /// E-mail address.
    email: Option<String>,
}

/// A new organization.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CreatedOrganization<'a> {
    /// The organization.
    organization: Organization<'a>,
    /// Its first admin.
    admin_id: Uuid,
    /// The secret of a token that speaks for the admin. Shown this once.
    token: &'a str,
}

/// Create an organization with its first admin.
#[utoipa::path(
    post,
    path = "/v1/organizations",
    tag = "organizations",
    request_body = NewOrganization,
    responses(
        (status = 201, description = "The organization was created.", body = CreatedOrganization),
    ),
)]
pub(super) async fn create_organization(State(state): State<ApiState>, post: Post<NewOrganization>) -> Result<Response, Problem> {
    let NewOrganization { name, admin } = post.body;
    let admin = NewAdmin { username: admin.username, password: admin.password, email: admin.email };
    let done = organizations::create(state.engine(), &post.caller, &name, admin).await?;
    let created = &done.value;
    let answer =
        CreatedOrganization { organization: Organization::from(&created.organization), admin_id: created.admin.0, token: &created.token };
    Ok(answer::done(StatusCode::CREATED, done.replayed, &answer))
}
