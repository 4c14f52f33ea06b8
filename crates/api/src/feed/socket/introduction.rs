//! Finding out who is at the other end of a socket.

use std::time::Duration;

use axum::extract::ws::{Message, Utf8Bytes, WebSocket};
use http::request::Parts;
use switchroom_engine::Caller as EngineCaller;
use tokio::time::timeout;

use super::ending::Ending;
use super::frames::{Authenticate, ClientFrame, Request, ServerFrame};
use super::session::Session;
use crate::extract::Caller;
use crate::feed::places::Place;
use crate::problem::Problem;
use crate::state::ApiState;

/// How long a client that could not set the header has to say who it is.
const WITHIN: Duration = Duration::from_secs(10);

/// Somebody who opens a socket.
pub(super) enum Newcomer {
    /// The request told who it is.
    Known(Known),
    /// Its first frame will tell.
    Unknown {
        /// The request: its host bounds which tokens are taken.
        parts: Box<Parts>,
        /// Its place among the streams.
        place: Place,
    },
}

/// Somebody who showed a token.
pub(super) struct Known {
    /// Who it is.
    pub(super) caller: EngineCaller,
    /// The token.
    pub(super) secret: String,
    /// What addresses of files begin with, by the host that is called.
    pub(super) origin: Box<str>,
    /// Its place among the streams.
    pub(super) place: Place,
}

impl Newcomer {
    /// Somebody whose request showed a token.
    pub(super) fn known(caller: &Caller, secret: String, origin: String, place: Place) -> Self {
        Self::Known(Known::new(caller, secret, origin, place))
    }
}

impl Known {
    fn new(caller: &Caller, secret: String, origin: String, place: Place) -> Self {
        Self { caller: EngineCaller::clone(caller), secret, origin: origin.into_boxed_str(), place }
    }
}

/// Serves a socket until it ends.
pub(super) async fn serve(state: ApiState, mut socket: WebSocket, newcomer: Newcomer) {
    let known = match newcomer {
        Newcomer::Known(known) => Ok(known),
        // In a box, so that a socket does not hold room for it as long as it lives.
        Newcomer::Unknown { parts, place } => Box::pin(introduce(&state, &mut socket, &parts, place)).await,
    };
    match known {
        Ok(known) => Session::new(state, socket, known).run().await,
        Err(ending) => ending.close(socket).await,
    }
}

/// Waits for the first frame, and finds out who sends it.
async fn introduce(state: &ApiState, socket: &mut WebSocket, parts: &Parts, place: Place) -> Result<Known, Ending> {
    let first = tokio::select! {
        () = state.feeds().stopping().cancelled() => return Err(Ending::GoingAway),
        first = timeout(WITHIN, first_text(socket)) => first.map_err(|_| Ending::Policy("nobody said who it is"))??,
    };
    let ClientFrame { reference, request } = ClientFrame::read(&first);
    let known = match request {
        Ok(Request::Authenticate(Authenticate { token })) => authenticate(state, parts, token, place).await,
        Ok(_) => Err(Problem::unauthorized("token_missing", "the first frame must be authenticate, with a token")),
        Err(problem) => Err(problem),
    };
    match known {
        Ok(known) => Ok(known),
        Err(problem) => {
            let frame = ServerFrame::Error { problem: problem.document() }.text(reference.as_deref());
            socket.send(Message::Text(frame)).await.map_err(|_| Ending::Gone)?;
            Err(Ending::Policy("the first frame did not say who it is"))
        }
    }
}

async fn first_text(socket: &mut WebSocket) -> Result<Utf8Bytes, Ending> {
    loop {
        match socket.recv().await {
            Some(Ok(Message::Text(text))) => return Ok(text),
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
            Some(Ok(Message::Binary(_))) => return Err(Ending::Policy("frames must be text")),
            Some(Ok(Message::Close(_))) => return Err(Ending::Closed),
            Some(Err(error)) => return Err(Ending::of(error)),
            None => return Err(Ending::Gone),
        }
    }
}

async fn authenticate(state: &ApiState, parts: &Parts, secret: String, place: Place) -> Result<Known, Problem> {
    let caller = Caller::of_token(state, parts, &secret).await?;
    let place = place.held_by(caller.access.credential)?;
    let origin = switchroom_http::origin(state.http(), parts).await?;
    Ok(Known::new(&caller, secret, origin, place))
}
