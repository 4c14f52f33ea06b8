//! `POST /v1/rooms`.

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use switchroom_domain::command::{OpenRoom, RoomContact};
use switchroom_domain::{ChannelId, Command, ContactId, TeamId};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::answer;
use crate::extract::{Caller, Post};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::contact::details;
use crate::wire::{Origin, Room, RoomKind, given};

/// Whose room is to be opened, and where. A contact's own token names no contact.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewRoom {
    /// The channel.
    channel_id: Uuid,
    /// A registered contact.
    contact_id: Option<Uuid>,
    /// Whoever has this handle on the channel.
    #[serde(default, deserialize_with = "given::optional_object")]
    #[schema(nullable = false)]
    contact: Option<RoomContactGiven>,
    /// Whether a campaign opens it. Needs `message.post_campaign`.
    #[serde(default)]
    campaign: bool,
    /// Whether it is for two sides or for many.
    #[serde(default = "conversation")]
    #[schema(default = "conversation")]
    kind: RoomKind,
    /// What makes it be opened; absent: what the caller and `campaign` tell. Not for contacts.
    #[serde(default, deserialize_with = "given::present")]
    #[schema(nullable = false)]
    origin: Option<Origin>,
    /// The team it is for.
    team_id: Option<Uuid>,
}

fn conversation() -> RoomKind {
    RoomKind::Conversation
}

/// Whoever has this handle on the room's channel; registered if nobody has.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewRoomContact)]
pub(crate) struct RoomContactGiven {
    /// The handle.
    handle: String,
    /// What people call the contact.
    name: Option<String>,
    /// E-mail address.
    email: Option<String>,
    /// Phone number.
    phone: Option<String>,
}

/// Get the open room of a contact on a channel, or open one. Needs `room.open`, but for a contact itself.
#[utoipa::path(
    post,
    path = "/v1/rooms",
    tag = "rooms",
    request_body = NewRoom,
    responses(
        (status = 201, description = "The room was opened.", body = Room),
        (status = 200, description = "The room was open already.", body = Room),
        (status = 404, description = "There is no such channel, contact or team."),
    ),
)]
pub(super) async fn open_room(State(state): State<ApiState>, post: Post<NewRoom>) -> Result<Response, Problem> {
    let Post { caller, body } = post;
    if body.origin.is_some() && caller.contact().is_some() {
        return Err(Problem::invalid("origin", "origin must not be given by a contact"));
    }
    let (channel, campaign) = (ChannelId(body.channel_id), body.campaign);
    let (kind, team, origin) = (body.kind.into(), body.team_id.map(TeamId), body.origin.map(Into::into));
    let contact = contact(&state, &caller, body)?;
    let command = OpenRoom { campaign, kind, origin, team, ..OpenRoom::of(state.engine().new_id(), channel, contact) };
    let done = state.engine().run(&caller, Command::OpenRoom(command)).await?.room()?;
    let (room, created) = done.value;
    Ok(answer::done(answer::created(created), done.replayed, &Room::new(&room, caller.audience())))
}

fn contact(state: &ApiState, caller: &Caller, new: NewRoom) -> Result<RoomContact, Problem> {
    match (new.contact_id, new.contact) {
        (Some(_), Some(_)) => Err(Problem::invalid("contact", "contact must not be given together with contact_id")),
        (Some(id), None) => Ok(RoomContact::Known(ContactId(id))),
        (None, Some(RoomContactGiven { handle, name, email, phone })) => {
            Ok(RoomContact::Handle { new_id: state.engine().new_id(), handle, details: details(name, email, phone) })
        }
        (None, None) => {
            let itself = caller.contact().map(RoomContact::Known);
            itself.ok_or_else(|| Problem::invalid("contact_id", "contact_id or contact must be given"))
        }
    }
}
