//! The settings that Rocket.Chat's clients and tools know: id, type, value before anybody sets one, and whether everybody may
//! read it. Three of them are settings that the rules themselves read; the others are kept under `rocketchat.` and the id.

use serde_json::{Value, json};
use switchroom_domain::setting::{Setting, Settings};

use crate::errors::RcError;

/// Characters in a text, at the most.
const TEXT_CHARS: usize = 16_384;

/// A setting.
#[derive(Debug)]
pub(super) struct Entry {
    /// Its id.
    pub(super) id: &'static str,
    /// Whether everybody may read it.
    pub(super) public: bool,
    initial: Initial,
    options: &'static [&'static str],
}

/// The type of a setting, with its value before anybody sets one.
#[derive(Debug, Clone, Copy)]
enum Initial {
    Flag(bool),
    Whole(i64),
    Text(&'static str),
    Color(&'static str),
    Select(&'static str),
}

const fn flag_entry(id: &'static str, initial: bool, public: bool) -> Entry {
    Entry { id, public, initial: Initial::Flag(initial), options: &[] }
}

const fn whole_entry(id: &'static str, initial: i64, public: bool) -> Entry {
    Entry { id, public, initial: Initial::Whole(initial), options: &[] }
}

const fn text_entry(id: &'static str, initial: &'static str, public: bool) -> Entry {
    Entry { id, public, initial: Initial::Text(initial), options: &[] }
}

const fn color_entry(id: &'static str, initial: &'static str, public: bool) -> Entry {
    Entry { id, public, initial: Initial::Color(initial), options: &[] }
}

const fn select_entry(id: &'static str, initial: &'static str, public: bool, options: &'static [&'static str]) -> Entry {
    Entry { id, public, initial: Initial::Select(initial), options }
}

#[rustfmt::skip]
pub(super) const TABLE: &[Entry] = &[
    flag_entry("Livechat_enabled", true, true),
    text_entry("Livechat_title", "Rocket.Chat", true),
    color_entry("Livechat_title_color", "#C1272D", true),
    flag_entry("Livechat_enable_message_character_limit", false, true),
    whole_entry("Livechat_message_character_limit", 0, true),
    flag_entry("Livechat_display_offline_form", true, true),
    flag_entry("Livechat_clear_local_storage_when_chat_ended", false, true),
    flag_entry("Livechat_validate_offline_email", true, true),
    text_entry("Livechat_offline_form_unavailable", "", true),
    text_entry("Livechat_offline_title", "Leave a message", true),
    color_entry("Livechat_offline_title_color", "#666666", true),
    text_entry("Livechat_offline_message", "", true),
    text_entry("Livechat_offline_email", "", false),
    text_entry("Livechat_offline_success_message", "", true),
    flag_entry("Livechat_allow_switching_departments", true, true),
    flag_entry("Livechat_show_agent_info", true, true),
    flag_entry("Livechat_show_agent_email", true, true),
    flag_entry("Omnichannel_allow_visitors_to_close_conversation", true, true),
    flag_entry("Livechat_request_comment_when_closing_conversation", true, true),
    text_entry("Livechat_conversation_finished_message", "", true),
    text_entry("Livechat_conversation_finished_text", "", true),
    flag_entry("Livechat_registration_form", true, true),
    flag_entry("Livechat_name_field_registration_form", true, true),
    flag_entry("Livechat_email_field_registration_form", true, true),
    whole_entry("Livechat_guest_count", 1, false),
    whole_entry("Livechat_Room_Count", 1, false),
    flag_entry("Livechat_enabled_when_agent_idle", true, true),
    text_entry("Livechat_webhookUrl", "", false),
    text_entry("Livechat_secret_token", "", false),
    flag_entry("Livechat_webhook_on_start", false, false),
    flag_entry("Livechat_webhook_on_close", false, false),
    flag_entry("Livechat_webhook_on_chat_taken", false, false),
    flag_entry("Livechat_webhook_on_chat_queued", false, false),
    flag_entry("Livechat_webhook_on_forward", false, false),
    flag_entry("Livechat_webhook_on_offline_msg", false, false),
    flag_entry("Livechat_webhook_on_visitor_message", false, false),
    flag_entry("Livechat_webhook_on_agent_message", false, false),
    flag_entry("Send_visitor_navigation_history_livechat_webhook_request", false, false),
    flag_entry("Livechat_webhook_on_capture", false, false),
    whole_entry("Livechat_http_timeout", 5000, false),
    flag_entry("Livechat_Visitor_navigation_as_a_message", false, true),
    flag_entry("Livechat_enable_business_hours", false, true),
    flag_entry("Livechat_continuous_sound_notification_new_livechat_room", false, true),
    flag_entry("Livechat_fileupload_enabled", true, true),
    flag_entry("Livechat_enable_transcript", false, true),
    flag_entry("Livechat_transcript_send_always", false, true),
    flag_entry("Livechat_transcript_show_system_messages", false, true),
    text_entry("Livechat_transcript_message", "", true),
    text_entry("Livechat_transcript_email_subject", "", true),
    flag_entry("Omnichannel_enable_department_removal", false, true),
    text_entry("Livechat_registration_form_message", "", true),
    text_entry("Livechat_AllowedDomainsList", "", true),
    flag_entry("Livechat_OfflineMessageToChannel_enabled", false, true),
    text_entry("Livechat_OfflineMessageToChannel_channel_name", "", true),
    select_entry("Livechat_Routing_Method", "Auto_Selection", true, &["Auto_Selection", "Manual_Selection"]),
    flag_entry("Livechat_accept_chats_with_no_agents", false, false),
    flag_entry("Livechat_assign_new_conversation_to_bot", false, false),
    whole_entry("Livechat_guest_pool_max_number_incoming_livechats_displayed", 0, true),
    flag_entry("Livechat_show_queue_list_link", false, true),
    text_entry("Livechat_External_Queue_URL", "", false),
    text_entry("Livechat_External_Queue_Token", "", false),
    whole_entry("Omnichannel_queue_delay_timeout", 5, false),
    flag_entry("Livechat_Allow_collect_and_store_HTTP_header_informations", false, true),
    flag_entry("Livechat_force_accept_data_processing_consent", false, true),
    text_entry("Livechat_data_processing_consent_text", "", true),
    select_entry("Livechat_agent_leave_action", "none", false, &["none", "forward", "close"]),
    whole_entry("Livechat_agent_leave_action_timeout", 60, false),
    text_entry("Livechat_agent_leave_comment", "", false),
    whole_entry("Livechat_visitor_inactivity_timeout", 3600, false),
    select_entry("Omnichannel_call_provider", "none", true, &["none", "default-provider"]),
    flag_entry("SMS_Enabled", false, false),
    select_entry("SMS_Service", "twilio", false, &["twilio", "voxtelesys", "mobex"]),
    text_entry("SMS_Default_Omnichannel_Department", "", false),
    text_entry("SMS_Twilio_Account_SID", "", false),
    text_entry("SMS_Twilio_authToken", "", false),
    flag_entry("SMS_Twilio_FileUpload_Enabled", true, false),
    text_entry("SMS_Twilio_FileUpload_MediaTypeWhiteList", "image/*,audio/*,video/*,text/*,application/pdf", false),
    flag_entry("FileUpload_Enabled", true, false),
    flag_entry("Livechat_allow_manual_on_hold", false, false),
    flag_entry("Livechat_allow_manual_on_hold_upon_agent_engagement_only", true, false),
    select_entry("Livechat_abandoned_rooms_action", "none", false, &["none", "close", "on-hold"]),
    whole_entry("Livechat_maximum_chats_per_agent", 0, false),
    select_entry("Livechat_business_hour_type", "Single", false, &["Single", "Multiple"]),
    select_entry("Omnichannel_sorting_mechanism", "Timestamp", false, &["Timestamp", "Priority", "SLAs"]),
    text_entry("Livechat_AdditionalWidgetScripts", "", false),
    text_entry("Livechat_WidgetLayoutClasses", "", false),
    select_entry("Unread_Count_Omni", "all_messages", false, &["all_messages", "mentions_only"]),
];

/// What the rules call the routing methods.
const METHODS: [(&str, &str); 2] = [("Auto_Selection", "auto"), ("Manual_Selection", "manual")];

/// The setting that the rules themselves read, if it is one of those.
fn ours(id: &str) -> Option<Setting> {
    match id {
        "Livechat_Routing_Method" => Some(Setting::RoutingMethod),
        "Livechat_accept_chats_with_no_agents" => Some(Setting::AcceptWithoutAgents),
        "Omnichannel_allow_visitors_to_close_conversation" => Some(Setting::ContactsMayResolve),
        _ => None,
    }
}

/// The setting of that id.
pub(super) fn find(id: &str) -> Option<&'static Entry> {
    TABLE.iter().find(|entry| entry.id == id)
}

impl Entry {
    /// Under which name it is kept.
    pub(super) fn kept_as(&self) -> String {
        ours(self.id).map_or_else(|| format!("rocketchat.{}", self.id), |setting| setting.name().to_owned())
    }

    /// Its value.
    pub(super) fn value(&self, settings: &Settings) -> Value {
        match ours(self.id) {
            Some(setting @ Setting::RoutingMethod) => {
                let value = settings.value(setting);
                let known = METHODS.iter().find(|(_, ours)| value == *ours);
                known.map_or_else(|| self.initial.value(), |(theirs, _)| json!(theirs))
            }
            Some(setting) => settings.value(setting),
            None => settings.get(&self.kept_as()).cloned().unwrap_or_else(|| self.initial.value()),
        }
    }

    /// The value to keep for one that is given; refuses one of another type.
    pub(super) fn keep(&self, given: &Value) -> Result<Value, RcError> {
        let text = given.as_str().filter(|text| text.chars().count() <= TEXT_CHARS);
        let right = match self.initial {
            Initial::Flag(_) => given.is_boolean(),
            Initial::Whole(_) => given.is_i64(),
            Initial::Text(_) => text.is_some(),
            Initial::Color(_) => text.is_some_and(is_color),
            Initial::Select(_) => text.is_some_and(|text| self.options.contains(&text)),
        };
        if !right {
            return Err(RcError::coded("error-invalid-setting-value", &format!("Invalid value for setting {}", self.id)));
        }
        match ours(self.id) {
            Some(Setting::RoutingMethod) => {
                Ok(METHODS.iter().find(|(theirs, _)| given == theirs).map_or_else(|| given.clone(), |(_, ours)| json!(ours)))
            }
            _ => Ok(given.clone()),
        }
    }
}

impl Initial {
    fn value(self) -> Value {
        match self {
            Self::Flag(value) => json!(value),
            Self::Whole(value) => json!(value),
            Self::Text(value) | Self::Color(value) | Self::Select(value) => json!(value),
        }
    }
}

/// `#` and three to eight hexadecimal digits.
fn is_color(text: &str) -> bool {
    text.strip_prefix('#').is_some_and(|digits| (3..=8).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// Whether a setting is on.
pub(crate) fn flag(settings: &Settings, id: &str) -> bool {
    find(id).is_some_and(|entry| entry.value(settings) == Value::Bool(true))
}

/// The text that a setting holds, trimmed; none if it is blank.
pub(crate) fn text(settings: &Settings, id: &str) -> Option<String> {
    let value = find(id)?.value(settings);
    value.as_str().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}

/// The number that a setting holds.
pub(crate) fn whole(settings: &Settings, id: &str) -> i64 {
    find(id).and_then(|entry| entry.value(settings).as_i64()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use switchroom_domain::setting::{Setting, Settings};

    use super::{TABLE, find};

    #[test]
    fn every_value_before_one_is_set_could_be_set() {
        let settings = Settings::default();
        for entry in TABLE {
            let value = entry.value(&settings);
            assert_eq!(value, entry.initial.value(), "{}", entry.id);
            assert!(entry.keep(&value).is_ok(), "{}", entry.id);
            assert_eq!(TABLE.iter().filter(|other| other.id == entry.id).count(), 1, "{}", entry.id);
            assert!(entry.keep(&json!([])).is_err() && entry.keep(&json!(null)).is_err(), "{}", entry.id);
        }
    }

    #[test]
    fn what_the_rules_read_goes_by_their_names() {
        let routing = find("Livechat_Routing_Method").expect("a setting");
        assert_eq!(
            (routing.kept_as(), routing.keep(&json!("Manual_Selection")).ok()),
            ("routing.method".to_owned(), Some(json!("manual")))
        );
        let mut settings = Settings::default();
        settings.set(Setting::RoutingMethod.name(), Some(json!("manual")));
        assert_eq!(routing.value(&settings), "Manual_Selection");
        assert!(routing.keep(&json!("Load_Balancing")).is_err());
        assert_eq!(find("Livechat_title").expect("a setting").kept_as(), "rocketchat.Livechat_title");
    }
}
