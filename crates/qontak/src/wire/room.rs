//! Rooms: as the room webhooks tell them (seed 000), and as they lie inside a message's body (seed 003).

use serde::Serialize;
use uuid::Uuid;

use super::avatar::RoomAvatar;
use super::raw::RawMessage;
use super::time::Time;

/// What every room begins with.
#[derive(Debug, Serialize)]
pub(crate) struct RoomLead<'a> {
    pub(crate) id: Uuid,
    pub(crate) name: &'a str,
    pub(crate) description: &'a str,
    pub(crate) status: &'static str,
    #[serde(rename = "type")]
    pub(crate) kind: &'static str,
    pub(crate) tags: &'a [String],
    pub(crate) channel: &'a str,
    pub(crate) channel_account: &'a str,
    pub(crate) organization_id: Uuid,
    pub(crate) account_uniq_id: &'a str,
    pub(crate) channel_integration_id: Uuid,
}

/// The body of `qontak.chat.room.created` and `.updated`: exactly the keys of seed 000.
#[derive(Debug, Serialize)]
pub(crate) struct RoomBody<'a> {
    #[serde(flatten)]
    pub(crate) lead: RoomLead<'a>,
    pub(crate) session_at: Option<Time>,
    pub(crate) last_message: Option<LastMessage<'a>>,
    pub(crate) unread_count: i64,
    pub(crate) created_at: Time,
    pub(crate) last_message_at: Option<Time>,
    pub(crate) last_activity_at: Time,
    pub(crate) updated_at: Time,
    pub(crate) avatar: RoomAvatar<'a>,
    pub(crate) note: Option<&'a str>,
    pub(crate) resolved_at: Option<Time>,
    /// No provider has an id of its own for a room.
    pub(crate) external_id: &'static str,
    pub(crate) resolved_by_id: Option<Uuid>,
    pub(crate) resolved_by_type: Option<&'static str>,
    pub(crate) extra: Extra,
    pub(crate) agent_ids: Vec<Uuid>,
    pub(crate) is_dont_auto_resolve: bool,
    /// There are no copies of e-mails.
    pub(crate) email_cc: Option<&'static str>,
    pub(crate) is_unresponded: bool,
    /// There are no surveys sent by hand.
    pub(crate) is_manual_survey: bool,
    pub(crate) data_event: &'static str,
}

/// What seed 000 keeps under `extra`.
#[derive(Debug, Clone, Copy, Serialize)]
pub(crate) struct Extra {
    pub(crate) is_participant_online: bool,
}

/// The last message in a room's body.
#[derive(Debug, Serialize)]
pub(crate) struct LastMessage<'a> {
    pub(crate) id: Uuid,
    #[serde(rename = "type")]
    pub(crate) kind: &'static str,
    pub(crate) room_id: Uuid,
    pub(crate) is_campaign: bool,
    pub(crate) sender_id: Uuid,
    pub(crate) sender_type: &'static str,
    pub(crate) participant_id: Uuid,
    pub(crate) participant_type: &'static str,
    pub(crate) organization_id: Uuid,
    pub(crate) text: &'a str,
    pub(crate) status: &'static str,
    pub(crate) channel: &'a str,
    pub(crate) raw_message: RawMessage<'a>,
    pub(crate) external_id: Option<&'a str>,
    pub(crate) local_id: Option<&'a str>,
    pub(crate) created_at: Time,
}

/// The room inside a message's body: the keys of seed 003, then those that later bodies have besides.
#[derive(Debug, Serialize)]
pub(crate) struct MessageRoom<'a> {
    #[serde(flatten)]
    pub(crate) lead: RoomLead<'a>,
    pub(crate) session: &'static str,
    pub(crate) session_at: Option<Time>,
    pub(crate) unread_count: i64,
    pub(crate) created_at: Time,
    pub(crate) updated_at: Time,
    pub(crate) avatar: Option<RoomAvatar<'a>>,
    pub(crate) resolved_at: Option<Time>,
    pub(crate) external_id: Option<&'static str>,
    pub(crate) resolved_by_id: Option<Uuid>,
    pub(crate) resolved_by_type: Option<&'static str>,
    pub(crate) last_message_at: Option<Time>,
    pub(crate) last_activity_at: Time,
    pub(crate) note: Option<&'a str>,
    pub(crate) extra: Extra,
    pub(crate) agent_ids: Vec<Uuid>,
    pub(crate) is_dont_auto_resolve: bool,
    pub(crate) email_cc: Option<&'static str>,
    pub(crate) is_unresponded: bool,
    pub(crate) is_manual_survey: bool,
}
