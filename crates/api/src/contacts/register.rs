//! `POST /v1/contacts`.

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use switchroom_domain::command::RegisterContact;
use switchroom_domain::contact::Identity;
use switchroom_domain::{ChannelId, Command};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::answer;
use crate::extract::Post;
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::Contact;
use crate::wire::contact::details;

/// A contact to be registered. With a channel and a handle, whoever has that handle there is found again.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewContact {
    /// The channel of the handle.
    channel_id: Option<Uuid>,
    /// How the contact is known on that channel: a phone number, an id, an address.
    handle: Option<String>,
    /// What people call the contact.
    name: Option<String>,
    /// E-mail address.
    email: Option<String>,
    /// Phone number.
    phone: Option<String>,
}

/// Register a contact, or find it again and put on it what is given. Needs `contact.create`.
#[utoipa::path(
    post,
    path = "/v1/contacts",
    tag = "contacts",
    request_body = NewContact,
    responses(
        (status = 201, description = "The contact was registered.", body = Contact),
        (status = 200, description = "The contact was there already.", body = Contact),
    ),
)]
pub(super) async fn register_contact(State(state): State<ApiState>, post: Post<NewContact>) -> Result<Response, Problem> {
    let NewContact { channel_id, handle, name, email, phone } = post.body;
    let identity = match (channel_id, handle) {
        (Some(channel), Some(handle)) => Some(Identity { channel: ChannelId(channel), handle }),
        (None, None) => None,
        (Some(_), None) => return Err(Problem::invalid("handle", "handle must be given together with channel_id")),
        (None, Some(_)) => return Err(Problem::invalid("channel_id", "channel_id must be given together with handle")),
    };
    let command = RegisterContact { id: state.engine().new_id(), identity, details: details(name, email, phone) };
    let done = state.engine().run(&post.caller, Command::RegisterContact(command)).await?.contact()?;
    let (contact, created) = done.value;
    Ok(answer::done(answer::created(created), done.replayed, &Contact::new(&contact, post.caller.audience())))
}
