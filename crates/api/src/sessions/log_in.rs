//! `POST /v1/sessions`.

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use switchroom_domain::user as domain;
use switchroom_engine::access::{self, IssuedToken, LogIn, Password};
use utoipa::ToSchema;

use crate::answer;
use crate::extract::{ByHttps, CallingDevice, PublicPost, SessionCookie};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::{Time, User};

/// Bytes of a code, at the most: it is read by people, and typed with spaces by some.
const MOST_TOTP_BYTES: usize = 64;

/// Who logs in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Credentials {
    /// The name to log in with.
    username: String,
    /// The password.
    password: String,
    /// A code of the program on the user's telephone, or one of his recovery codes: where he has two factors.
    totp: Option<String>,
    /// Whether a cookie is to hold the token, for a browser: no script can read it. Requests that show it need the header
    /// `Switchroom-Csrf: 1`.
    #[serde(default)]
    cookie: bool,
}

/// A session.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Session<'a> {
    /// The secret of a token that speaks for the user. Shown this once; left out: a cookie holds it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    token: Option<&'a str>,
    /// When it stops to be taken.
    expires_at: Option<Time>,
    /// The user.
    user: User<'a>,
}

/// Log in to the organization of the host.
#[utoipa::path(
    post,
    path = "/v1/sessions",
    tag = "sessions",
    security(()),
    request_body = Credentials,
    responses(
        (status = 201, description = "A session.", body = Session, headers(
            ("Set-Cookie", description = "The cookie that holds the token, if one was asked for."),
        )),
        (status = 401, description = "`wrong_credentials`; `totp_required`: the user has two factors; `wrong_totp`: the code is wrong, or was used."),
        (status = 429, description = "`too_many_logins`: too many passwords were wrong for this name of late; or too many requests."),
    ),
)]
pub(super) async fn create_session(
    State(state): State<ApiState>,
    by_https: ByHttps,
    CallingDevice(device): CallingDevice,
    post: PublicPost<Credentials>,
) -> Result<Response, Problem> {
    state.limits().login(post.host.address)?;
    let Credentials { username, password, totp, cookie } = post.body;
    if totp.as_ref().is_some_and(|totp| totp.len() > MOST_TOTP_BYTES) {
        return Err(Problem::invalid("totp", format!("totp must be at most {MOST_TOTP_BYTES} bytes long")));
    }
    let log_in = LogIn { name: &username, password: Password::Plain(password), totp: totp.as_deref(), device };
    let (user, issued) = access::log_in(state.engine(), post.host.org, log_in).await?;
    begun(&user, &issued, cookie, by_https)
}

/// The answer to whoever has a session from now on.
pub(crate) fn begun(user: &domain::User, issued: &IssuedToken, cookie: bool, by_https: ByHttps) -> Result<Response, Problem> {
    let token = (!cookie).then_some(issued.secret.as_str());
    let session = Session { token, expires_at: issued.token.expires_at.map(Time), user: User::from(user) };
    let mut response = answer::json(StatusCode::CREATED, &session);
    if cookie {
        SessionCookie { by_https }.set(&mut response, &issued.secret, access::SESSION_SECONDS)?;
    }
    Ok(response)
}
