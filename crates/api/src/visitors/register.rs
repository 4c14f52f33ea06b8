//! `POST /v1/channels/{id}/visitors`.

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use switchroom_domain::{Actor, ChannelId};
use switchroom_engine::channels::SignedIdentity;
use switchroom_engine::contacts;
use utoipa::ToSchema;

use crate::answer;
use crate::extract::{Audience, ById, Path, PublicPost};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::contact::details;
use crate::wire::{Contact, FileLimits, given};

/// A visitor who introduces himself.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewVisitor {
    /// What to call him.
    name: Option<String>,
    /// E-mail address.
    email: Option<String>,
    /// Phone number.
    phone: Option<String>,
    /// Who he is by the word of the site; absent: nobody knows.
    #[serde(default, deserialize_with = "given::optional_object")]
    #[schema(nullable = false)]
    identity: Option<NewVisitorIdentity>,
}

/// Who a visitor is by the word of the site.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewVisitorIdentity {
    /// The id that the site knows him by: his handle on the channel.
    id: String,
    /// HMAC-SHA256 of the id with the channel's identity secret, in hex.
    signature: Option<String>,
}

/// A registered visitor.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Visitor<'a> {
    /// The contact he is.
    contact: Contact<'a>,
    /// The secret of a token that speaks for him. Shown this once.
    token: &'a str,
    /// What files he may upload.
    files: FileLimits,
}

/// Register as a visitor of a web channel, and get a token.
///
/// Needs no token. The organization is that of the host. With an `identity` he is the contact with that handle on the channel, found
/// or made; the signature must be right. Without one he is a new contact, who must say what the channel's `pre_chat` requires.
#[utoipa::path(
    post,
    path = "/v1/channels/{id}/visitors",
    tag = "contacts",
    security(()),
    request_body = NewVisitor,
    params(ById),
    responses(
        (status = 201, description = "The visitor is registered.", body = Visitor),
        (status = 403, description = "`wrong_signature`; `identity_required`."),
    ),
)]
pub(super) async fn register_visitor(
    State(state): State<ApiState>,
    Path(ById { id }): Path<ById>,
    post: PublicPost<NewVisitor>,
) -> Result<Response, Problem> {
    let NewVisitor { name, email, phone, identity } = post.body;
    let identity = identity.map(|NewVisitorIdentity { id, signature }| SignedIdentity { id, signature });
    let new = contacts::NewVisitor { channel: ChannelId(id), details: details(name, email, phone), identity };
    let visitor = contacts::register_visitor(state.engine(), post.host.org, new).await?;
    let files = FileLimits::of(state.engine(), Actor::Contact(visitor.contact.id));
    let answer = Visitor { contact: Contact::new(&visitor.contact, Audience::Contact), token: &visitor.token, files };
    Ok(answer::json(StatusCode::CREATED, &answer))
}
