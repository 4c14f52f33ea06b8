//! `POST /oauth/token`, as Doorkeeper answers it: the password grant, and refreshing.

use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::{CACHE_CONTROL, PRAGMA, WWW_AUTHENTICATE};
use http::request::Parts;
use http::{HeaderValue, StatusCode};
use switchroom_domain::Refusal;
use switchroom_engine::EngineError;
use switchroom_engine::access::oauth::{self, ClientCredentials, Granted};
use switchroom_http::body::BodyError;
use switchroom_http::{Shared, TooMany, client, host_organization};

use crate::answer;
use crate::auth::credential;
use crate::body::{self, BodyFault, Fields};
use crate::errors::Failure;
use crate::wire::time::epoch_seconds;
use crate::wire::token;

/// Why no tokens are granted.
#[derive(Debug)]
enum Denial {
    /// In OAuth's words.
    OAuth { error: &'static str, description: String },
    /// In Qontak's.
    Failure(Failure),
}

/// Grants tokens to a registered program that knows a user's password, or has a refresh token.
pub(super) async fn create_token(State(shared): State<Shared>, request: Request) -> Response {
    let mut response = match grant(&shared, request).await {
        Ok(granted) => {
            let body = token::Granted {
                access_token: &granted.access_token,
                token_type: "Bearer",
                expires_in: granted.expires_in,
                refresh_token: &granted.refresh_token,
                created_at: epoch_seconds(granted.created_at),
            };
            answer::json(StatusCode::CREATED, &body)
        }
        Err(denial) => denial.into_response(),
    };
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response.headers_mut().insert(PRAGMA, HeaderValue::from_static("no-cache"));
    response
}

async fn grant(shared: &Shared, request: Request) -> Result<Granted, Denial> {
    let (parts, body) = request.into_parts();
    let address = client::address(&parts, &shared.config().trusted_proxies);
    shared.limits().address(address)?;
    shared.limits().login(address)?;
    let fields = &body::read(&parts.headers, body, shared.config().max_body_bytes).await?;
    let grant_type = required(fields, "grant_type")?;
    if !matches!(grant_type, "password" | "refresh_token") {
        return Err(denied("unsupported_grant_type", "The authorization grant type is not supported by the authorization server."));
    }
    let (id, secret) = client_credentials(&parts, fields)?;
    let client = ClientCredentials { id: &id, secret: &secret };
    let engine = shared.engine();
    let host_org = host_organization(shared, &parts).await?;
    let granted = if grant_type == "password" {
        let (username, password) = (required(fields, "username")?, required(fields, "password")?);
        oauth::grant_password(engine, client, host_org, username, password).await
    } else {
        oauth::refresh(engine, client, host_org, required(fields, "refresh_token")?).await
    };
    Ok(granted?)
}

/// The program's id and secret: as HTTP Basic, or in the body.
fn client_credentials(parts: &Parts, fields: &Fields) -> Result<(String, String), Denial> {
    let unknown = || denied("invalid_client", UNKNOWN_CLIENT);
    if let Some(basic) = credential(parts, "basic") {
        let decoded = STANDARD.decode(basic).ok().and_then(|decoded| String::from_utf8(decoded).ok()).ok_or_else(unknown)?;
        let (id, secret) = decoded.split_once(':').ok_or_else(unknown)?;
        return Ok((id.to_owned(), secret.to_owned()));
    }
    let field = |name| fields.text(name).map_err(invalid)?.map(str::to_owned).ok_or_else(unknown);
    Ok((field("client_id")?, field("client_secret")?))
}

const UNKNOWN_CLIENT: &str =
    "Client authentication failed due to unknown client, no client authentication included, or unsupported authentication method.";
const WRONG_GRANT: &str = "The provided authorization grant is invalid, expired, revoked, or was issued to another client.";

fn required<'a>(fields: &'a Fields, name: &str) -> Result<&'a str, Denial> {
    let given = fields.text(name).map_err(invalid)?;
    given.filter(|text| !text.is_empty()).ok_or_else(|| invalid(format!("Missing required parameter: {name}.")))
}

fn invalid(description: String) -> Denial {
    Denial::OAuth { error: "invalid_request", description }
}

fn denied(error: &'static str, description: &str) -> Denial {
    Denial::OAuth { error, description: description.to_owned() }
}

impl From<TooMany> for Denial {
    fn from(wait: TooMany) -> Self {
        Self::Failure(wait.into())
    }
}

impl From<BodyFault> for Denial {
    fn from(fault: BodyFault) -> Self {
        match fault {
            BodyFault::Unread(BodyError::TooLarge { .. }) => Self::Failure(fault.into()),
            other => invalid(other.message()),
        }
    }
}

impl From<EngineError> for Denial {
    fn from(error: EngineError) -> Self {
        match error {
            EngineError::UnknownClient | EngineError::WrongHost => denied("invalid_client", UNKNOWN_CLIENT),
            EngineError::WrongCredentials
            | EngineError::TotpRequired
            | EngineError::WrongTotp
            | EngineError::InvalidToken
            | EngineError::Refused(Refusal::TokenUsed) => denied("invalid_grant", WRONG_GRANT),
            other => Self::Failure(other.into()),
        }
    }
}

impl IntoResponse for Denial {
    fn into_response(self) -> Response {
        match self {
            Self::Failure(failure) => failure.into_response(),
            Self::OAuth { error, description } => {
                let is_client = error == "invalid_client";
                let status = if is_client { StatusCode::UNAUTHORIZED } else { StatusCode::BAD_REQUEST };
                let mut response = answer::json(status, &token::Denied { error, error_description: &description });
                if is_client {
                    response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Basic realm=\"oauth\""));
                }
                response
            }
        }
    }
}
