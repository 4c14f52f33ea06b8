//! `POST` and `DELETE /v1/me/totp`, `POST /v1/me/totp/confirm`, `POST /v1/me/totp/recovery-codes`.

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use qrcode::QrCode;
use qrcode::render::svg;
use serde::{Deserialize, Serialize};
use switchroom_engine::accounts::two_factor;
use utoipa::ToSchema;

use crate::answer;
use crate::extract::{Caller, Json, Post};
use crate::problem::Problem;
use crate::state::ApiState;

/// Pixels of a side of the picture, at the least.
const PICTURE_PIXELS: u32 = 200;

/// Who changes how he logs in shows that it is he.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OwnPassword {
    /// The caller's password.
    password: String,
}

/// What a user puts into the program that makes his codes. Shown this once.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NewTotp {
    /// The secret, in base32: for those who type it.
    secret: String,
    /// The same as an address that programs read.
    uri: String,
    /// The address as a picture, in SVG: for those who hold their telephone before it.
    qr: String,
}

/// A code of a program.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TotpCode {
    /// The six digits.
    code: String,
}

/// What lets a user in once each, when he has lost what makes his codes. Shown this once.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RecoveryCodes {
    /// The codes.
    recovery_codes: Vec<String>,
}

/// Begin to use two factors: get a secret for a program that makes codes (RFC 6238). None is asked for before one was confirmed.
#[utoipa::path(
    post,
    path = "/v1/me/totp",
    tag = "sessions",
    request_body = OwnPassword,
    responses(
        (status = 201, description = "The secret. One that was not confirmed is good no more.", body = NewTotp),
        (status = 409, description = "`totp_already_enabled`."),
        (status = 422, description = "`invalid`: the password is wrong."),
        (status = 429, description = "`too_many_logins`: the password was wrong too often."),
    ),
)]
pub(super) async fn begin_totp(State(state): State<ApiState>, post: Post<OwnPassword>) -> Result<Response, Problem> {
    let done = two_factor::begin(state.engine(), &post.caller, post.body.password).await?;
    let two_factor::Begun { secret, uri } = done.value;
    let qr = picture(&uri)?;
    Ok(answer::done(StatusCode::CREATED, done.replayed, &NewTotp { secret, uri, qr }))
}

fn picture(uri: &str) -> Result<String, Problem> {
    let code = QrCode::new(uri).map_err(|_| Problem::invalid("organization", "the name of the organization is too long for a picture"))?;
    Ok(code.render::<svg::Color<'_>>().min_dimensions(PICTURE_PIXELS, PICTURE_PIXELS).build())
}

/// Turn two factors on, with a code of the program. Answers recovery codes.
#[utoipa::path(
    post,
    path = "/v1/me/totp/confirm",
    tag = "sessions",
    request_body = TotpCode,
    responses(
        (status = 200, description = "From now on, logging in needs a code. The recovery codes.", body = RecoveryCodes),
        (status = 422, description = "`wrong_totp`."),
    ),
)]
pub(super) async fn confirm_totp(State(state): State<ApiState>, post: Post<TotpCode>) -> Result<Response, Problem> {
    let done = two_factor::confirm(state.engine(), &post.caller, &post.body.code).await?;
    Ok(answer::done(StatusCode::OK, done.replayed, &RecoveryCodes { recovery_codes: done.value }))
}

/// Get new recovery codes. The old ones are good no more.
#[utoipa::path(
    post,
    path = "/v1/me/totp/recovery-codes",
    tag = "sessions",
    request_body = OwnPassword,
    responses(
        (status = 200, description = "The recovery codes.", body = RecoveryCodes),
        (status = 404, description = "Two factors are not on."),
        (status = 422, description = "`invalid`: the password is wrong."),
        (status = 429, description = "`too_many_logins`: the password was wrong too often."),
    ),
)]
pub(super) async fn renew_recovery_codes(State(state): State<ApiState>, post: Post<OwnPassword>) -> Result<Response, Problem> {
    let done = two_factor::renew_recovery_codes(state.engine(), &post.caller, post.body.password).await?;
    Ok(answer::done(StatusCode::OK, done.replayed, &RecoveryCodes { recovery_codes: done.value }))
}

/// Turn one's own two factors off.
#[utoipa::path(
    delete,
    path = "/v1/me/totp",
    tag = "sessions",
    request_body = OwnPassword,
    responses(
        (status = 204, description = "The password is enough to log in."),
        (status = 422, description = "`invalid`: the password is wrong."),
        (status = 429, description = "`too_many_logins`: the password was wrong too often."),
    ),
)]
pub(super) async fn end_totp(
    State(state): State<ApiState>,
    caller: Caller,
    Json(OwnPassword { password }): Json<OwnPassword>,
) -> Result<Response, Problem> {
    two_factor::end_own(state.engine(), &caller, password).await?;
    Ok(answer::no_content())
}
