//! The widget of a web channel, on the wire.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use switchroom_domain::TeamId;
use switchroom_domain::channel::office_hours as hours;
use switchroom_domain::channel::widget as domain;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Ask, Theme, Weekday, WidgetPosition, given};

/// How the widget of a web channel looks, and what it asks of visitors.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Widget<'a> {
    /// What stands at its top; null: the channel's name.
    title: Option<&'a str>,
    /// What a visitor reads before he has written; null: the widget's own words.
    greeting: Option<&'a str>,
    /// Its colour, `#rrggbb`; null: the widget's own.
    color: Option<&'a str>,
    /// On which side of the page it is.
    position: WidgetPosition,
    /// Whether it is light or dark.
    theme: Theme,
    /// Its language (BCP 47); null: that of the visitor's browser.
    locale: Option<&'a str>,
    /// What a visitor is asked for before he can write.
    pre_chat: PreChat,
    /// The ids of the teams that a visitor may choose among.
    team_choice: Vec<Uuid>,
    /// When somebody answers; null: always.
    office_hours: Option<OfficeHours>,
    /// What a visitor reads while nobody answers; null: the widget's own words.
    offline_message: Option<&'a str>,
    /// Whether a visitor is asked at the end how he was served.
    rating: bool,
    /// The origins of the sites that may show it; none: any.
    sites: &'a [String],
    /// Whether visitors must be vouched for by a signature.
    identity_required: bool,
}

impl<'a> From<&'a domain::Widget> for Widget<'a> {
    fn from(widget: &'a domain::Widget) -> Self {
        Self {
            title: widget.title.as_deref(),
            greeting: widget.greeting.as_deref(),
            color: widget.color.as_deref(),
            position: widget.position.into(),
            theme: widget.theme.into(),
            locale: widget.locale.as_deref(),
            pre_chat: widget.pre_chat.into(),
            team_choice: widget.team_choice.iter().map(|team| team.0).collect(),
            office_hours: widget.office_hours.as_ref().map(OfficeHours::from),
            offline_message: widget.offline_message.as_deref(),
            rating: widget.rating,
            sites: &widget.sites,
            identity_required: widget.identity_required,
        }
    }
}

/// What a visitor is asked for before he can write.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PreChat {
    /// What to call him.
    #[serde(default = "no")]
    #[schema(default = "no")]
    name: Ask,
    /// His e-mail address.
    #[serde(default = "no")]
    #[schema(default = "no")]
    email: Ask,
    /// His phone number.
    #[serde(default = "no")]
    #[schema(default = "no")]
    phone: Ask,
}

fn no() -> Ask {
    Ask::No
}

impl From<domain::PreChat> for PreChat {
    fn from(asked: domain::PreChat) -> Self {
        Self { name: asked.name.into(), email: asked.email.into(), phone: asked.phone.into() }
    }
}

impl From<PreChat> for domain::PreChat {
    fn from(asked: PreChat) -> Self {
        Self { name: asked.name.into(), email: asked.email.into(), phone: asked.phone.into() }
    }
}

/// When somebody answers.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OfficeHours {
    /// The IANA name of the time zone, e.g. `Asia/Jakarta`.
    time_zone: String,
    /// The spans of each day of the week, in order. Nobody answers on a day that is absent.
    #[serde(default)]
    days: BTreeMap<Weekday, Vec<OfficeSpan>>,
}

/// A span of a day in which somebody answers.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OfficeSpan {
    /// When it begins, `HH:MM`.
    #[schema(value_type = String, example = "09:00")]
    from: hours::TimeOfDay,
    /// When it is over, `HH:MM`; `24:00` is the end of the day.
    #[schema(value_type = String, example = "17:00")]
    to: hours::TimeOfDay,
}

impl From<&hours::OfficeHours> for OfficeHours {
    fn from(hours: &hours::OfficeHours) -> Self {
        let span = |span: &hours::Span| OfficeSpan { from: span.from, to: span.to };
        let days = hours.days.iter().map(|(day, spans)| ((*day).into(), spans.iter().map(span).collect()));
        Self { time_zone: hours.time_zone.clone(), days: days.collect() }
    }
}

impl From<OfficeHours> for hours::OfficeHours {
    fn from(hours: OfficeHours) -> Self {
        let span = |span: OfficeSpan| hours::Span { from: span.from, to: span.to };
        let days = hours.days.into_iter().map(|(day, spans)| (day.into(), spans.into_iter().map(span).collect()));
        Self { time_zone: hours.time_zone, days: days.collect() }
    }
}

/// What a widget is to be changed to. An absent field stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WidgetPatch {
    /// What stands at its top; null: the channel's name.
    #[serde(default, deserialize_with = "given::nullable")]
    #[schema(value_type = Option<String>)]
    title: Option<Option<String>>,
    /// What a visitor reads before he has written; null: the widget's own words.
    #[serde(default, deserialize_with = "given::nullable")]
    #[schema(value_type = Option<String>)]
    greeting: Option<Option<String>>,
    /// Its colour, `#rrggbb`; null: the widget's own.
    #[serde(default, deserialize_with = "given::nullable")]
    #[schema(value_type = Option<String>, example = "#2563eb")]
    color: Option<Option<String>>,
    /// On which side of the page it is.
    #[serde(default, deserialize_with = "given::present")]
    #[schema(nullable = false)]
    position: Option<WidgetPosition>,
    /// Whether it is light or dark.
    #[serde(default, deserialize_with = "given::present")]
    #[schema(nullable = false)]
    theme: Option<Theme>,
    /// Its language (BCP 47); null: that of the visitor's browser.
    #[serde(default, deserialize_with = "given::nullable")]
    #[schema(value_type = Option<String>)]
    locale: Option<Option<String>>,
    /// What a visitor is asked for before he can write, all of it.
    #[serde(default, deserialize_with = "given::optional_object")]
    #[schema(nullable = false)]
    pre_chat: Option<PreChat>,
    /// The ids of the teams that a visitor may choose among, all of them.
    #[serde(default, deserialize_with = "given::present")]
    #[schema(nullable = false)]
    team_choice: Option<Vec<Uuid>>,
    /// When somebody answers, the whole week; null: always.
    #[serde(default, deserialize_with = "given::nullable_object")]
    #[schema(value_type = Option<OfficeHours>)]
    office_hours: Option<Option<OfficeHours>>,
    /// What a visitor reads while nobody answers; null: the widget's own words.
    #[serde(default, deserialize_with = "given::nullable")]
    #[schema(value_type = Option<String>)]
    offline_message: Option<Option<String>>,
    /// Whether a visitor is asked at the end how he was served.
    #[serde(default, deserialize_with = "given::present")]
    #[schema(nullable = false)]
    rating: Option<bool>,
    /// The origins of the sites that may show it, all of them; none: any.
    #[serde(default, deserialize_with = "given::present")]
    #[schema(nullable = false, example = json!(["https://shop.example"]))]
    sites: Option<Vec<String>>,
    /// Whether visitors must be vouched for by a signature.
    #[serde(default, deserialize_with = "given::present")]
    #[schema(nullable = false)]
    identity_required: Option<bool>,
}

impl From<WidgetPatch> for domain::WidgetPatch {
    fn from(patch: WidgetPatch) -> Self {
        Self {
            title: patch.title,
            greeting: patch.greeting,
            color: patch.color,
            position: patch.position.map(Into::into),
            theme: patch.theme.map(Into::into),
            locale: patch.locale,
            pre_chat: patch.pre_chat.map(Into::into),
            team_choice: patch.team_choice.map(|teams| teams.into_iter().map(TeamId).collect()),
            office_hours: patch.office_hours.map(|hours| hours.map(Into::into)),
            offline_message: patch.offline_message,
            rating: patch.rating,
            sites: patch.sites,
            identity_required: patch.identity_required,
        }
    }
}
