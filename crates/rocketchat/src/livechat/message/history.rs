//! `GET /api/v1/livechat/messages.history/:rid`.

use axum::extract::State;
use serde::Deserialize;
use serde_json::json;
use switchroom_domain::message::Message;
use switchroom_domain::{OrgId, RoomId, Timestamp};
use switchroom_engine::Engine;
use switchroom_engine::ports::MessagesQuery;

use crate::answer::{Answered, success};
use crate::auth::{Guest, known_visitor};
use crate::errors::RcError;
use crate::extract::{Params, Path, Query};
use crate::livechat::room::of_visitor;
use crate::schema::{Kind, Shape, may, open};
use crate::state::RcState;
use crate::translate::{message::message, time};

/// Messages where the caller says nothing.
const USUAL: i64 = 20;
/// Messages at one time, at the most: the widget asks for ever more of the newest instead of for earlier ones.
const MOST: i64 = 1_000;
/// Messages counted as not loaded, at the most.
const MOST_COUNTED: usize = 1_000;

/// Which messages.
#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    token: Option<String>,
    /// Up to when the visitor has seen everything.
    ls: Option<String>,
    /// Only those before.
    end: Option<String>,
    limit: Option<i64>,
}

impl Params for Asked {
    const SHAPE: Shape = open(&[may("token", Kind::Text), may("ls", Kind::Text), may("end", Kind::Text), may("limit", Kind::Whole)]);
}

/// Messages of the visitor's room, the newest first.
pub(super) async fn history(State(state): State<RcState>, guest: Guest, Path(rid): Path<String>, Query(asked): Query<Asked>) -> Answered {
    let engine = state.engine();
    let token = asked
        .token
        .as_deref()
        .filter(|token| !token.is_empty())
        .ok_or_else(|| RcError::coded("error-token-param-not-provided", "The required \"token\" query param is missing."))?;
    let seen = date(asked.ls.as_deref())?;
    let before = date(asked.end.as_deref())?;
    let contact = known_visitor(engine, guest.org, token).await?;
    let room = of_visitor(engine, &contact, &rid).await?.facts.id;
    let limit = limit(asked.limit);
    let page = newest(engine, guest.org, room, before, limit).await?;
    let unread = match (seen, page.last()) {
        (Some(seen), Some(first)) => {
            let query = MessagesQuery { room, before: None, after: Some(seen), internal: false, limit: MOST_COUNTED };
            let since = engine.store.messages(guest.org, query).await?.items;
            since.iter().filter(|message| message.deleted_at.is_none() && message.created_at < first.created_at).count()
        }
        _ => 0,
    };
    let mut messages = Vec::with_capacity(page.len());
    for found in &page {
        messages.push(message(engine, found).await?);
    }
    success(json!({"messages": messages, "unreadNotLoaded": unread}))
}

/// How many messages to tell.
fn limit(asked: Option<i64>) -> usize {
    usize::try_from(asked.filter(|limit| *limit > 0).unwrap_or(USUAL).min(MOST)).unwrap_or_default()
}

/// Up to `limit` messages that are not deleted, the newest first.
async fn newest(engine: &Engine, org: OrgId, room: RoomId, before: Option<Timestamp>, limit: usize) -> Result<Vec<Message>, RcError> {
    let mut found: Vec<Message> = Vec::new();
    let mut before = before;
    loop {
        let page = engine.store.messages(org, MessagesQuery { room, before, after: None, internal: false, limit }).await?;
        before = page.items.last().map(|message| message.created_at);
        found.extend(page.items.into_iter().filter(|message| message.deleted_at.is_none()));
        if !page.more || before.is_none() || found.len() >= limit {
            found.truncate(limit);
            return Ok(found);
        }
    }
}

fn date(given: Option<&str>) -> Result<Option<Timestamp>, RcError> {
    let Some(text) = given.filter(|text| !text.is_empty() && *text != "undefined") else { return Ok(None) };
    time::parse(text).map(Some).ok_or_else(|| RcError::params("must match format \"date-time\""))
}

#[cfg(test)]
mod tests {
    use super::limit;

    #[test]
    fn the_widget_may_ask_for_much_at_once() {
        let asked = [None, Some(0), Some(-7), Some(7), Some(150), Some(1_000), Some(i64::MAX)];
        assert_eq!(asked.map(limit), [20, 20, 20, 7, 150, 1_000, 1_000]);
    }
}
