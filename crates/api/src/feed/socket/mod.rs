//! The WebSocket: `GET /v1/socket`.

mod ending;
mod frames;
mod introduction;
mod requests;
mod session;
mod subscriptions;

use axum::extract::ws::WebSocketUpgrade;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::{FromRequestParts, State};
use axum::response::Response;
use http::request::Parts;

pub(super) use frames::ServerFrame;

use self::introduction::Newcomer;
use crate::extract::{Caller, Credential, HostOrganization, check_origin};
use crate::problem::Problem;
use crate::state::ApiState;

/// Bytes in a client's frame, at the most.
const FRAME_BYTES: usize = 256 * 1024;
/// Bytes of the buffers that each socket holds: the library's usual ones take 136 kB a socket.
const BUFFER_BYTES: usize = 4096;

/// Open a socket.
///
/// A WebSocket whose frames are JSON texts of at most 256 kB. Where the header `Authorization` cannot be set, as in
/// browsers, the first frame must be `{"type":"authenticate","token":"…"}`, within 10 seconds. A browser that is signed in by a
/// cookie need not say who it is; the header `Origin` must then be of the host that is called.
///
/// What a client sends; a `ref` of its choice comes back in the answer:
/// - `{"type":"subscribe","after":SEQ}`: the organization's log. From now on, without `after`. Whoever has `event.read` is told
///   everything; whoever has `room.view` alone, of rooms, participants and messages, service levels and custom fields, and of contacts,
///   users, teams and channels as far as he may see them. So he sees gaps in `seq`: they mean nothing, and he resumes after the last one.
/// - `{"type":"subscribe","room_id":ID,"after":ROOM_VERSION}`: one room, of up to 200. Contacts see their own rooms.
/// - `{"type":"unsubscribe"}` and `{"type":"unsubscribe","room_id":ID}`.
/// - `{"type":"post","room_id":ID,"text":"…"}`, with the other fields of a message to be posted if need be; its `type` is called
///   `content_type` here. Sent again with the same `local_id`, it is posted once.
/// - `{"type":"read","room_id":ID,"message_id":ID}`: moves the read mark; to the last message, without `message_id`.
/// - `{"type":"typing","room_id":ID,"typing":true}`: the client types there, or, with `false`, stopped; with `"internal":true`,
///   something for colleagues only, which no contact hears of. Whoever types says so again every few seconds. It is not answered,
///   unless it is refused.
/// - `{"type":"viewing","room_id":ID,"viewing":true}`: the client, a user, looks at the room, or, with `false`, left it. Said again every
///   few seconds, and answered no more than `typing` is.
///
/// What the server sends:
/// - `{"type":"ready","actor":{…},"ping_seconds":30}`, first.
/// - `{"type":"subscribed","room_id":ID,"after":N}` and `{"type":"unsubscribed","room_id":ID}`.
/// - `{"type":"event","event":{…}}`, in order. To resume, a client subscribes after the last `seq` or `room_version` that it
///   saw; then it misses nothing and sees nothing twice. `seq` is told to those who follow the log, or have `event.read`. A contact is not told of
///   what is for colleagues only, so it sees gaps in `room_version`: they mean nothing.
/// - `{"type":"posted","message":{…}}` and `{"type":"read","participant":{…}}`.
/// - `{"type":"typing","room_id":ID,"person":{…},"typing":true}`: somebody else types in a room of the subscriptions, or, with
///   `false`, stopped; with `"internal":true`, something for colleagues only. Told as it comes, at most once a second of each, and
///   not kept: it has no place among the events, and who is slow hears only the latest. Whoever was not said to type for 10 seconds,
///   or has posted, types no longer.
/// - `{"type":"viewing","room_id":ID,"person":{…},"viewing":true}`: another user looks at a room of the subscriptions, or, with `false`,
///   left it. Told to users only, as `typing` is, and as long true.
/// - `{"type":"error","problem":{…}}`: the frame was refused, for the reason that the same request over HTTP would get.
///
/// The server pings every 30 seconds and drops peers that say nothing in answer. It closes with 1001 when it goes away, 1008
/// when the token is no longer valid or frames are malformed over and over, 1009 when a frame is too large, and 1011 when it
/// failed: except after 1008 and 1009, connect again and resume.
#[utoipa::path(
    get,
    path = "/v1/socket",
    tag = "events",
    responses(
        (status = 101, description = "The socket is open."),
        (status = 400, description = "The request does not ask for a WebSocket: `not_a_websocket`."),
        (status = 401, description = "The token is not valid: `invalid_token`."),
        (status = 403, description = "The token belongs to another organization than the host: `wrong_host`. The cookie came from a page of \
            another site: `wrong_origin`."),
        (status = 429, description = "The token has too many streams open: `too_many_streams`."),
    ),
    security((), ("bearer" = [])),
)]
pub(super) async fn open_socket(
    State(state): State<ApiState>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
    mut parts: Parts,
) -> Result<Response, Problem> {
    let place = state.streams().take()?;
    let newcomer = match Credential::of(&parts.headers) {
        Some(credential) => {
            if let Credential::Cookie(_) = credential {
                check_origin(&parts, &state)?;
            }
            let secret = credential.into_secret();
            let caller = Caller::of_token(&state, &parts, &secret).await?;
            let place = place.held_by(caller.access.credential)?;
            let origin = switchroom_http::origin(state.http(), &parts).await?;
            Newcomer::known(&caller, secret, origin, place)
        }
        None => {
            // Counts against the limit of the address.
            HostOrganization::from_request_parts(&mut parts, &state).await?;
            Newcomer::Unknown { parts: Box::new(parts), place }
        }
    };
    let upgrade = upgrade.map_err(|rejection| {
        let title = "The request does not ask for a WebSocket";
        Problem::new(rejection.status(), "not_a_websocket", title, rejection.body_text())
    })?;
    let upgrade = upgrade.read_buffer_size(BUFFER_BYTES).write_buffer_size(BUFFER_BYTES);
    let upgrade = upgrade.max_message_size(FRAME_BYTES).max_frame_size(FRAME_BYTES);
    Ok(upgrade.on_upgrade(move |socket| introduction::serve(state, socket, newcomer)))
}
