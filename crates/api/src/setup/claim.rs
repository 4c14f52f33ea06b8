//! `POST /v1/setup`.

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use switchroom_engine::organizations::{self, Claim};
use utoipa::ToSchema;

use crate::extract::{ByHttps, CallingDevice, PublicPost};
use crate::problem::Problem;
use crate::sessions::{Session, begun};
use crate::state::ApiState;

/// Who claims the first admin, with the token of the link that the server printed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SetupClaim {
    /// The token: what follows `#` in the link.
    token: String,
    /// The name to log in with; left out: it stays.
    username: Option<String>,
    /// What people call him; left out: it stays.
    name: Option<String>,
    /// E-mail address; left out: it stays.
    email: Option<String>,
    /// The password: 12 characters at the least, not the user name, and none that is guessed first. The printed one ends.
    password: String,
    /// What people call the organization; left out: it stays.
    organization_name: Option<String>,
    /// Whether a cookie is to hold the token, for a browser: no script can read it. Requests that show it need the header
    /// `Switchroom-Csrf: 1`.
    #[serde(default)]
    cookie: bool,
}

/// Claim the first admin with the link that the server printed at its first start. It holds for seven days and is good once.
#[utoipa::path(
    post,
    path = "/v1/setup",
    tag = "sessions",
    security(()),
    request_body = SetupClaim,
    responses(
        (status = 201, description = "A session.", body = Session, headers(
            ("Set-Cookie", description = "The cookie that holds the token, if one was asked for."),
        )),
        (status = 401, description = "`invalid_token`: it is unknown, was used, or is too old; or somebody has logged in since."),
        (status = 409, description = "`taken`: the username."),
    ),
)]
pub(super) async fn claim_setup(
    State(state): State<ApiState>,
    by_https: ByHttps,
    CallingDevice(device): CallingDevice,
    post: PublicPost<SetupClaim>,
) -> Result<Response, Problem> {
    state.limits().login(post.host.address)?;
    let SetupClaim { token, username, name, email, password, organization_name, cookie } = post.body;
    let claim = Claim { password, username, name, email, organization_name };
    let (user, issued) = organizations::claim(state.engine(), &token, claim, device).await?;
    begun(&user, &issued, cookie, by_https)
}
