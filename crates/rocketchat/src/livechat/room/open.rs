//! `GET /api/v1/livechat/room`.

use std::collections::BTreeMap;

use axum::extract::State;
use http::HeaderMap;
use http::header::COOKIE;
use serde::Deserialize;
use serde_json::json;
use switchroom_domain::RoomId;
use switchroom_domain::channel::ChannelKind;
use switchroom_domain::command::{Command, OpenRoom, RoomContact};
use switchroom_domain::contact::Contact;
use switchroom_domain::room::{Origin, Room, RoomKind, RoomPatch};
use switchroom_domain::setting::Setting;
use switchroom_engine::{Engine, channels};

use super::{edit, of_visitor, open_room};
use crate::answer::{Answered, success};
use crate::auth::{CHANNEL, Guest, as_caller, known_visitor};
use crate::errors::RcError;
use crate::extract::{Params, Query};
use crate::schema::{Kind, Shape, Style, may, must};
use crate::settings;
use crate::state::RcState;
use crate::translate::room::SOURCE;
use crate::translate::visitor::department;
use crate::translate::{self, ids};
use crate::users::by_id;

/// Whose room.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Asked {
    token: String,
    /// This room and no other.
    rid: Option<String>,
    /// The agent whom a new room is for, if he is available.
    agent_id: Option<String>,
}

impl Params for Asked {
    const SHAPE: Shape = crate::schema::open(&[must("token", Kind::Text), may("rid", Kind::Text), may("agentId", Kind::Text)]);
    const STYLE: Style = Style::Match;
}

/// The visitor's open room; a new one if he has none.
pub(super) async fn open(State(state): State<RcState>, guest: Guest, headers: HeaderMap, Query(asked): Query<Asked>) -> Answered {
    state.count_opening(guest.address)?;
    let engine = state.engine();
    let contact = known_visitor(engine, guest.org, &asked.token).await?;
    let (room, new) = match asked.rid.as_deref().filter(|rid| !rid.is_empty()) {
        Some(rid) => {
            let room = of_visitor(engine, &contact, rid).await?;
            let room = Some(room).filter(|room| room.head.status.is_open()).ok_or_else(|| RcError::plain("invalid-room"))?;
            (room, false)
        }
        None => get_or_open(engine, &contact, asked.agent_id.as_deref()).await?,
    };
    let room = if new && is_widget(&headers) {
        let ext = BTreeMap::from([(SOURCE.to_owned(), Some("widget".into()))]);
        edit(engine, &room, RoomPatch { ext, ..RoomPatch::default() }).await?
    } else {
        room
    };
    success(json!({"room": translate::room::room(engine, &room).await?, "newRoom": new}))
}

async fn get_or_open(engine: &Engine, contact: &Contact, agent: Option<&str>) -> Result<(Room, bool), RcError> {
    let org = contact.org;
    let channel = channels::builtin(engine, org, CHANNEL, ChannelKind::Web, "Livechat").await?;
    let settings = engine.settings(org).await?;
    if !settings::flag(&settings, "Livechat_enabled") {
        let room = open_room(engine, contact, channel.id).await?;
        let off = || RcError::coded("error-omnichannel-is-disabled", "Omnichannel is disabled");
        return Ok((room.ok_or_else(off)?, false));
    }
    let prefer = match agent {
        Some(id) => by_id(engine, org, id).await?.map(|user| user.id),
        None => None,
    };
    let command = OpenRoom {
        id: engine.new_id::<RoomId>(),
        channel: channel.id,
        contact: RoomContact::Known(contact.id),
        campaign: false,
        kind: RoomKind::Conversation,
        origin: Some(Origin::Direct),
        team: department(contact).and_then(|team| ids::id(&team)),
        prefer,
        need_agent: !settings.flag(Setting::AcceptWithoutAgents),
    };
    Ok(engine.run(&as_caller(org, contact.id, &[]), Command::OpenRoom(command)).await?.room()?.value)
}

/// Whether the widget asks: it says so in cookies.
fn is_widget(headers: &HeaderMap) -> bool {
    let cookies = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(';'));
    let cookies: Vec<&str> = cookies.map(str::trim).collect();
    ["rc_is_widget=t", "rc_room_type=l"].iter().all(|cookie| cookies.contains(cookie))
}

#[cfg(test)]
mod tests {
    use http::HeaderMap;
    use http::header::COOKIE;

    use super::is_widget;

    #[test]
    fn the_widget_is_known_by_two_cookies() {
        let headers = |cookie: &str| HeaderMap::from_iter([(COOKIE, cookie.parse().expect("a header"))]);
        assert!(is_widget(&headers("a=b; rc_is_widget=t; rc_room_type=l")));
        assert!(!is_widget(&headers("rc_is_widget=t")));
        assert!(!is_widget(&HeaderMap::new()));
    }
}
