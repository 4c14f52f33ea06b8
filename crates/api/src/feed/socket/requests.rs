//! What clients ask of a socket.

use axum::extract::ws::Utf8Bytes;
use switchroom_domain::command::MarkRead;
use switchroom_domain::{Actor, Command, Permission, Refusal, RoomId};
use switchroom_engine::Caller;

use super::frames::{Read, Request, ServerFrame, Subscribe, Unsubscribe};
use super::session::Session;
use crate::extract::Audience;
use crate::feed::position;
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire;

/// Does what the client asks, and answers; nothing, to who says what he does just now. Counts against the limit of its token.
pub(super) async fn answer(session: &mut Session, request: Request, reference: Option<&str>) -> Result<Option<Utf8Bytes>, Problem> {
    if let Some(token) = session.caller.access.credential {
        session.state.limits().token(token)?;
    }
    let answer = match request {
        Request::Authenticate(_) => Err(Problem::bad_request("already_authenticated", "this socket knows already who the client is")),
        Request::Subscribe(Subscribe { room_id: None, after }) => subscribe_to_log(session, after).await,
        Request::Subscribe(Subscribe { room_id: Some(room), after }) => subscribe_to_room(session, room, after).await,
        Request::Unsubscribe(Unsubscribe { room_id }) => unsubscribe(session, room_id),
        Request::Post(room, message) => {
            let command = message.command(session.state.engine(), &session.caller, &session.origin, room);
            let command = command.await?;
            return post(&session.state, &session.caller, command, reference).await.map(Some);
        }
        Request::Read(read) => mark_read(&session.state, &session.caller, read).await,
        Request::Typing(room, typing) => return typing.tell(&session.state, &session.caller, room).await.map(|()| None),
        Request::Viewing(room, viewing) => return viewing.tell(&session.state, &session.caller, room).await.map(|()| None),
    };
    Ok(Some(answer?.text(reference)))
}

async fn subscribe_to_log(session: &mut Session, after: Option<i64>) -> Result<ServerFrame<'static>, Problem> {
    session.caller.access.require_log()?;
    session.subscriptions.check(None)?;
    let feed = session.state.feeds().log(session.caller.org, after).await?;
    position::check(feed.position(), feed.head())?;
    let after = feed.position();
    session.subscriptions.add_log(session.caller.org, feed);
    Ok(ServerFrame::Subscribed { room_id: None, after })
}

async fn subscribe_to_room(session: &mut Session, room: RoomId, after: Option<i64>) -> Result<ServerFrame<'static>, Problem> {
    let version = visible_version(&session.state, &session.caller, room).await?;
    session.subscriptions.check(Some(room))?;
    let after = after.unwrap_or(version);
    position::check(after, version)?;
    session.subscriptions.add_room(session.caller.org, session.state.feeds().room(session.caller.org, room, after));
    Ok(ServerFrame::Subscribed { room_id: Some(room.0), after })
}

/// The version that the room is at, if the client may see it: a contact sees its own rooms only.
async fn visible_version(state: &ApiState, caller: &Caller, room: RoomId) -> Result<i64, Problem> {
    let contact = match caller.access.actor {
        Actor::Contact(contact) => Some(contact),
        _ => {
            caller.access.require(Permission::RoomView)?;
            None
        }
    };
    let found = state.engine().store.room(caller.org, room).await?;
    let visible = found.filter(|room| contact.is_none_or(|contact| room.facts.contact == contact));
    Ok(visible.ok_or(Refusal::NotFound { noun: "room" })?.head.version)
}

fn unsubscribe(session: &mut Session, room: Option<RoomId>) -> Result<ServerFrame<'static>, Problem> {
    if session.subscriptions.remove(session.caller.org, room) {
        return Ok(ServerFrame::Unsubscribed { room_id: room.map(|room| room.0) });
    }
    Err(Problem::not_found("subscription"))
}

async fn post(state: &ApiState, caller: &Caller, command: Command, reference: Option<&str>) -> Result<Utf8Bytes, Problem> {
    let (posted, _) = state.engine().run(caller, command).await?.message()?.value;
    Ok(ServerFrame::Posted { message: &wire::Message::new(&posted, audience(caller)) }.text(reference))
}

async fn mark_read(state: &ApiState, caller: &Caller, read: Read) -> Result<ServerFrame<'static>, Problem> {
    let command = Command::MarkRead(MarkRead { room: read.room_id, up_to: read.message_id });
    let part = state.engine().run(caller, command).await?.participant()?.value;
    Ok(ServerFrame::Read { participant: wire::Participant::new(&part, audience(caller)) })
}

fn audience(caller: &Caller) -> Audience {
    match caller.access.actor {
        Actor::Contact(_) => Audience::Contact,
        _ => Audience::Team,
    }
}
