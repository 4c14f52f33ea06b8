//! `GET /v1/event-types` and `GET /v1/event-types/{type}`.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, ETAG, IF_NONE_MATCH};
use http::{HeaderMap, StatusCode};
use serde::Deserialize;
use utoipa::IntoParams;

use super::catalogue::{Document, EventType, EventTypes};
use crate::answer;
use crate::extract::{Caller, Path};
use crate::problem::Problem;
use crate::state::ApiState;

/// A path that names a type of event.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(super) struct ByType {
    /// The type's name, e.g. `message.created`.
    #[serde(rename = "type")]
    kind: String,
}

/// List every type of event, with its schema and examples.
///
/// For whoever has a token. It stays the same until the server is brought up to date: ask again with `If-None-Match`.
#[utoipa::path(
    get,
    path = "/v1/event-types",
    tag = "events",
    responses(
        (status = 200, description = "Every type of event.", body = EventTypes),
        (status = 304, description = "It is still what the `If-None-Match` says."),
    ),
)]
pub(super) async fn list_event_types(State(state): State<ApiState>, _caller: Caller, headers: HeaderMap) -> Result<Response, Problem> {
    Ok(give(&state.catalogue()?.all, &headers))
}

/// Read about a type of event: its schema and examples.
///
/// For whoever has a token. It stays the same until the server is brought up to date: ask again with `If-None-Match`.
#[utoipa::path(
    get,
    path = "/v1/event-types/{type}",
    tag = "events",
    params(ByType),
    responses(
        (status = 200, description = "The type of event.", body = EventType),
        (status = 304, description = "It is still what the `If-None-Match` says."),
    ),
)]
pub(super) async fn get_event_type(
    State(state): State<ApiState>,
    _caller: Caller,
    Path(ByType { kind }): Path<ByType>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let document = state.catalogue()?.by_name.get(kind.as_str()).ok_or_else(|| Problem::not_found("event type"))?;
    Ok(give(document, &headers))
}

/// Gives a document, unless the client has it already.
fn give(document: &Document, headers: &HeaderMap) -> Response {
    let response = if is_known(&document.etag, headers) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        answer::bytes(StatusCode::OK, document.body.clone())
    };
    ([(ETAG, document.etag.as_str()), (CACHE_CONTROL, "private, no-cache")], response).into_response()
}

/// Whether `If-None-Match` names the tag. Ours hold no commas.
fn is_known(etag: &str, headers: &HeaderMap) -> bool {
    let given = headers.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    given.flat_map(|tags| tags.split(',')).map(str::trim).any(|tag| tag == "*" || tag.trim_start_matches("W/") == etag)
}

#[cfg(test)]
mod tests {
    use http::HeaderMap;
    use http::header::IF_NONE_MATCH;

    use super::is_known;

    #[test]
    fn tags_are_compared_weakly_and_one_of_many_is_enough() {
        let known = |given: &'static str| is_known("\"a\"", &HeaderMap::from_iter([(IF_NONE_MATCH, given.parse().expect("a header"))]));
        assert!(known("\"a\"") && known("W/\"a\"") && known("\"b\", \"a\"") && known("*"));
        assert!(!known("\"b\"") && !known("a") && !known("") && !is_known("\"a\"", &HeaderMap::new()));
    }
}
