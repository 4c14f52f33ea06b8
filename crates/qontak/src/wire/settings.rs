//! The settings that `/message_interactions` tells: the keys of seed 003, then `broadcast_log_status`, which came later.

use serde::Serialize;
use uuid::Uuid;

/// The settings.
#[derive(Debug, Serialize)]
pub(crate) struct InteractionSettings<'a> {
    pub(crate) auto_assign_agent: bool,
    pub(crate) auto_responder_in_office_hours: AutoResponder<'a>,
    pub(crate) auto_responder_out_office_hours: AutoResponder<'a>,
    pub(crate) agent_can_takeover: bool,
    pub(crate) custom_agent_allocation: Told<'a>,
    pub(crate) agent_assigned_to_room: Told<'a>,
    pub(crate) agent_unassigned_from_room: Told<'a>,
    pub(crate) room_resolved: Told<'a>,
    pub(crate) receive_message_from_agent: Told<'a>,
    pub(crate) receive_message_from_customer: Told<'a>,
    pub(crate) status_message: Told<'a>,
    pub(crate) broadcast_log_status: Told<'a>,
}

/// What is answered to a contact by itself.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(crate) struct AutoResponder<'a> {
    pub(crate) enabled: bool,
    pub(crate) message: &'a str,
}

/// Whether something is told, and where to.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Told<'a> {
    pub(crate) enabled: bool,
    pub(crate) webhooks: Vec<Webhook<'a>>,
}

/// An endpoint.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Webhook<'a> {
    pub(crate) id: Uuid,
    pub(crate) event: &'static str,
    pub(crate) url: &'a str,
}
