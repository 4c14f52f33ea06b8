//! What `/message_interactions` tells, made of the organization's subscription, settings and roles.

use serde_json::Value;
use switchroom_domain::setting::{Setting, Settings};
use switchroom_domain::subscription::Subscription;
use uuid::Uuid;

use super::interactions::is_on;
use super::topic::Topic;
use crate::wire::settings::{AutoResponder, InteractionSettings, Told, Webhook};

/// What is answered to contacts within office hours: `{"enabled": …, "message": …}`.
const IN_OFFICE_HOURS: &str = "qontak.auto_responder_in_office_hours";
/// What is answered to contacts outside of them.
const OUT_OF_OFFICE_HOURS: &str = "qontak.auto_responder_out_office_hours";
/// The `event` of the one endpoint for messages.
const MESSAGE_INTERACTION: &str = "message_interaction";
/// The `event` of the endpoint that would choose agents.
const CUSTOM_AGENT_ALLOCATION: &str = "custom_agent_allocation";

/// What the settings are made of.
pub(crate) struct Known<'a> {
    /// The organization's UUID.
    pub(crate) organization: Uuid,
    /// The subscription that `/message_interactions` keeps.
    pub(crate) subscription: Option<&'a Subscription>,
    /// What the organization has set.
    pub(crate) settings: &'a Settings,
    /// Whether agents may take rooms themselves.
    pub(crate) agents_may_take: bool,
}

/// The settings, as Qontak tells them.
pub(crate) fn told<'a>(known: &Known<'a>) -> InteractionSettings<'a> {
    let message = |topic| Told {
        enabled: known.subscription.is_some_and(|subscription| is_on(subscription, topic)),
        webhooks: known.subscription.iter().map(|subscription| endpoint(subscription)).collect(),
    };
    InteractionSettings {
        auto_assign_agent: known.settings.value(Setting::RoutingMethod) == "auto",
        auto_responder_in_office_hours: auto_responder(known.settings, IN_OFFICE_HOURS),
        auto_responder_out_office_hours: auto_responder(known.settings, OUT_OF_OFFICE_HOURS),
        agent_can_takeover: known.agents_may_take,
        custom_agent_allocation: Told { enabled: false, webhooks: vec![allocation(known.organization)] },
        agent_assigned_to_room: nothing(),
        agent_unassigned_from_room: nothing(),
        room_resolved: nothing(),
        receive_message_from_agent: message(Topic::FromAgent),
        receive_message_from_customer: message(Topic::FromCustomer),
        status_message: message(Topic::Status),
        broadcast_log_status: message(Topic::BroadcastStatus),
    }
}

fn nothing() -> Told<'static> {
    Told { enabled: false, webhooks: Vec::new() }
}

fn endpoint(subscription: &Subscription) -> Webhook<'_> {
    Webhook { id: subscription.id.0, event: MESSAGE_INTERACTION, url: &subscription.url }
}

/// The entry is there from the start, without a url. Its id is made of the organization's, so that it stays the same.
fn allocation(organization: Uuid) -> Webhook<'static> {
    let id = Uuid::new_v5(&organization, CUSTOM_AGENT_ALLOCATION.as_bytes());
    Webhook { id, event: CUSTOM_AGENT_ALLOCATION, url: "" }
}

/// Settings of ours are any JSON: what is not of the right type counts as not set.
fn auto_responder<'a>(settings: &'a Settings, name: &str) -> AutoResponder<'a> {
    let set = settings.get(name).unwrap_or(&Value::Null);
    AutoResponder { enabled: set["enabled"].as_bool().unwrap_or(false), message: set["message"].as_str().unwrap_or_default() }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use switchroom_domain::setting::Settings;

    use super::{IN_OFFICE_HOURS, auto_responder};
    use crate::wire::settings::AutoResponder;

    #[test]
    fn an_auto_responder_is_off_unless_it_is_well_set() {
        let mut settings = Settings::default();
        let off = AutoResponder { enabled: false, message: "" };
        assert_eq!(auto_responder(&settings, IN_OFFICE_HOURS), off);
        for value in [json!(1), json!("x"), json!([]), json!({"enabled": "yes", "message": 1})] {
            settings.set(IN_OFFICE_HOURS, Some(value.clone()));
            assert_eq!(auto_responder(&settings, IN_OFFICE_HOURS), off, "{value}");
        }
        settings.set(IN_OFFICE_HOURS, Some(json!({"enabled": true, "message": "Halo"})));
        assert_eq!(auto_responder(&settings, IN_OFFICE_HOURS), AutoResponder { enabled: true, message: "Halo" });
    }
}
