//! Messages, as the message webhooks tell them (seed 003).

use serde::Serialize;
use uuid::Uuid;

use super::avatar::SenderAvatar;
use super::room::MessageRoom;
use super::time::Time;

/// What every message begins with.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct MessageLead<'a> {
    pub(crate) id: Uuid,
    #[serde(rename = "type")]
    pub(crate) kind: &'static str,
    pub(crate) room_id: Uuid,
    pub(crate) is_campaign: bool,
    pub(crate) sender_id: Uuid,
    pub(crate) sender_type: &'static str,
    pub(crate) sender: Sender<'a>,
    pub(crate) participant_id: Uuid,
    pub(crate) organization_id: Uuid,
    pub(crate) text: &'a str,
}

/// The body of a message webhook: the keys of seed 003, then those that later bodies have besides.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct MessageBody<'a> {
    #[serde(flatten)]
    pub(crate) lead: MessageLead<'a>,
    pub(crate) status: &'static str,
    pub(crate) participant_type: &'static str,
    pub(crate) external_id: Option<&'a str>,
    pub(crate) local_id: Option<&'a str>,
    pub(crate) created_at: Time,
    pub(crate) reply: Option<Reply<'a>>,
    pub(crate) room: &'a MessageRoom<'a>,
    pub(crate) file: Option<File<'a>>,
    pub(crate) is_agent: bool,
    pub(crate) channel_integration_id: Uuid,
    pub(crate) webhook_event: &'static str,
    pub(crate) data_event: &'static str,
}

/// Who sent a message.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Sender<'a> {
    pub(crate) name: &'a str,
    pub(crate) avatar: Option<SenderAvatar<'a>>,
    pub(crate) participant_type: &'static str,
}

/// The file of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(crate) struct File<'a> {
    pub(crate) url: &'a str,
    pub(crate) filename: Option<&'a str>,
}

/// The message that is answered. Its delivery status is left out: it is no part of what the event tells.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Reply<'a> {
    #[serde(flatten)]
    pub(crate) lead: MessageLead<'a>,
    pub(crate) participant_type: &'static str,
    pub(crate) external_id: Option<&'a str>,
    pub(crate) local_id: Option<&'a str>,
    pub(crate) created_at: Time,
    pub(crate) file: Option<File<'a>>,
}
