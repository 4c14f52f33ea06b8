//! The OpenAPI document.

use axum::extract::State;
use axum::response::Response;
use bytes::Bytes;
use http::StatusCode;
use utoipa::OpenApi as _;
use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{
    ComponentsBuilder, Content, ContentBuilder, OpenApi, PathItem, Ref, RefOr, Required, ResponseBuilder, ServerBuilder,
};

use crate::answer;
use crate::extract::{HostOrganization, SESSION_COOKIE};
use crate::problem::{CONTENT, Problem, ProblemDocument};
use crate::state::{ApiConfig, ApiState};

/// What every document begins with.
#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Switchroom",
        description = "A self-hosted customer-conversation server: its own API. Errors are problem documents (RFC 9457). \
            Every POST with a token takes an `Idempotency-Key`: the same request, sent again within 24 hours, is \
            carried out once and gets the same answer, with the header `Idempotency-Replayed: true`. A browser may hold its \
            token in a cookie (`POST /v1/sessions`): each of its requests then needs the header `Switchroom-Csrf: 1`.",
    ),
    security(("bearer" = []), ("cookie" = [])),
    components(schemas(ProblemDocument)),
    tags(
        (name = "organizations", description = "The tenants. For tokens with the scope `operator`."),
        (name = "sessions", description = "Logging in and out, and who one is."),
        (name = "users", description = "Whoever answers, and the roles they hold."),
        (name = "teams", description = "Groups of users that rooms are given to."),
        (name = "tokens", description = "What callers show."),
        (name = "oauth clients", description = "Programs that may log users in over a dialect's OAuth."),
        (name = "settings", description = "How an organization wants things to go."),
        (name = "channels", description = "The configured ways in."),
        (name = "contacts", description = "The customers."),
        (name = "rooms", description = "The conversations."),
        (name = "views", description = "Lists of rooms that somebody wants to find again."),
        (name = "canned responses", description = "Texts that are said again and again."),
        (name = "slas", description = "Service levels: how soon somebody must answer."),
        (name = "custom fields", description = "What an organization wants to know of its rooms and contacts beyond the model."),
        (name = "messages", description = "What is said in rooms."),
        (name = "webhooks", description = "Endpoints that are told of events."),
        (name = "events", description = "What happens, in order and without gaps."),
        (name = "consumers", description = "Named readers of the events, for those who cannot be called."),
        (name = "document", description = "This document."),
    ),
)]
struct Base;

/// The problems that many operations share: name, status and what they mean.
const PROBLEMS: [(&str, &str, &str); 10] = [
    ("BadRequest", "400", "The request cannot be understood: malformed JSON, a bad query, cursor or header."),
    ("Unauthorized", "401", "There is no valid token."),
    ("Forbidden", "403", "The caller may not do this, or the token belongs to another organization than the host."),
    ("NotFound", "404", "There is no such thing, or the caller may not know of it."),
    ("ContentTooLarge", "413", "The body is too large."),
    ("UnsupportedMediaType", "415", "The body's content type is not `application/json`."),
    ("UnprocessableContent", "422", "A value is not acceptable, or the `Idempotency-Key` was used for another request."),
    ("TooManyRequests", "429", "Too many requests: `Retry-After` says when to try again."),
    ("InternalServerError", "500", "The server failed."),
    ("ServiceUnavailable", "503", "The server cannot take this now: `Retry-After` says when to try again."),
];

/// The document that the API's routes are added to.
pub(crate) fn base() -> OpenApi {
    Base::openapi()
}

/// Adds what holds for all operations alike.
pub(crate) fn complete(document: &mut OpenApi) {
    for item in document.paths.paths.values_mut() {
        complete_item(item);
    }
    let bearer =
        HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some("A token: from `POST /v1/tokens` or `POST /v1/sessions`."));
    let cookie = ApiKeyValue::with_description(
        SESSION_COOKIE,
        "A session of a browser's, from `POST /v1/sessions` with `cookie`. Needs the header `Switchroom-Csrf: 1`.",
    );
    let mut components = ComponentsBuilder::from(document.components.take().unwrap_or_default())
        .security_scheme("bearer", SecurityScheme::Http(bearer.build()))
        .security_scheme("cookie", SecurityScheme::ApiKey(ApiKey::Cookie(cookie)));
    for (name, _, description) in PROBLEMS {
        components = components.response(name, ResponseBuilder::new().description(description).content(CONTENT, problem()).build());
    }
    document.components = Some(components.build());
}

fn complete_item(item: &mut PathItem) {
    let changing = [&mut item.put, &mut item.patch, &mut item.delete, &mut item.get];
    changing.into_iter().flatten().for_each(complete_operation);
    if let Some(post) = &mut item.post {
        if !is_public(post) {
            post.parameters.get_or_insert_default().push(RefOr::T(idempotency_key()));
        }
        complete_operation(post);
    }
}

fn complete_operation(operation: &mut Operation) {
    let has = |place| {
        let parameters = operation.parameters.iter().flatten();
        parameters.into_iter().any(|parameter| matches!(parameter, RefOr::T(parameter) if parameter.parameter_in == place))
    };
    for (status, response) in &mut operation.responses.responses {
        match response {
            RefOr::T(response) if status.as_str() >= "400" && response.content.is_empty() => {
                response.content.insert(CONTENT.to_owned(), RefOr::T(problem()));
            }
            _ => {}
        }
    }
    let (path, query, header) = (has(ParameterIn::Path), has(ParameterIn::Query), has(ParameterIn::Header));
    let body = operation.request_body.is_some();
    let public = is_public(operation);
    for (name, status, _) in PROBLEMS {
        let applies = match status {
            "400" => body || query || header,
            "401" | "403" => !public,
            "404" => path,
            "413" | "415" | "422" => body,
            _ => true,
        };
        if applies {
            let responses = &mut operation.responses.responses;
            responses.entry(status.to_owned()).or_insert_with(|| RefOr::Ref(Ref::from_response_name(name)));
        }
    }
}

/// The content of every problem.
fn problem() -> Content {
    ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build()
}

/// Whether the operation needs no token: it says so by an empty requirement of its own.
fn is_public(operation: &Operation) -> bool {
    operation.security.is_some()
}

fn idempotency_key() -> Parameter {
    ParameterBuilder::new()
        .name("Idempotency-Key")
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some("The same request with the same key is carried out once in 24 hours."))
        .schema(Some(ObjectBuilder::new().schema_type(Type::String).min_length(Some(1)).max_length(Some(255))))
        .build()
}

/// The document as a server serves it: with its version and address.
pub(crate) fn served(config: &ApiConfig, public_url: Option<&str>) -> Bytes {
    let mut document = crate::openapi();
    document.info.version.clone_from(&config.version);
    document.servers = public_url.map(|url| vec![ServerBuilder::new().url(url).build()]);
    match document.to_json() {
        Ok(json) => json.into(),
        Err(error) => {
            tracing::error!(%error, "the OpenAPI document could not be written");
            Bytes::new()
        }
    }
}

/// This document.
#[utoipa::path(
    get,
    path = "/v1/openapi.json",
    tag = "document",
    security(()),
    responses((status = 200, description = "The OpenAPI document.", body = serde_json::Value)),
)]
pub(crate) async fn get_openapi(State(state): State<ApiState>, _host: HostOrganization) -> Result<Response, Problem> {
    Ok(answer::bytes(StatusCode::OK, state.document()))
}
