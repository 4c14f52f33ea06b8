//! The widget of a web channel: how it looks, and what it asks of visitors.

use serde::{Deserialize, Serialize};

use super::office_hours::{OfficeHours, Opening};
use super::origin;
use crate::contact::ContactPatch;
use crate::{Refusal, TeamId, Timestamp, limits};

/// Teams that a visitor may choose among, at the most.
pub const TEAMS: usize = 50;
/// Sites that may show a widget, at the most.
pub const SITES: usize = 100;
/// Characters in a greeting or an offline message, at the most.
const PARAGRAPH_CHARS: usize = 2_000;

/// On which side of the page the widget is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Position {
    /// On the left.
    Left,
    /// On the right.
    #[default]
    Right,
}

/// Whether the widget is light or dark.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// Light.
    Light,
    /// Dark.
    Dark,
    /// As the visitor's system is.
    #[default]
    System,
}

/// Whether a visitor is asked for something before he can write.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ask {
    /// He is not.
    #[default]
    No,
    /// He is, and may leave it blank.
    Optional,
    /// He is, and cannot go on without.
    Required,
}

/// What a visitor is asked for before he can write.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PreChat {
    /// What to call him.
    pub name: Ask,
    /// His e-mail address.
    pub email: Ask,
    /// His phone number.
    pub phone: Ask,
}

impl PreChat {
    /// Refuses a visitor who does not say what is required of him.
    pub fn check(&self, said: &ContactPatch) -> Result<(), Refusal> {
        let fields = [("name", self.name, &said.name), ("email", self.email, &said.email), ("phone", self.phone, &said.phone)];
        for (field, ask, value) in fields {
            let is_said = value.as_ref().and_then(Option::as_deref).is_some_and(|value| !value.trim().is_empty());
            if ask == Ask::Required && !is_said {
                return Err(Refusal::invalid(field, "must be given on this channel"));
            }
        }
        Ok(())
    }
}

/// How the widget of a web channel looks, and what it asks of visitors.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Widget {
    /// What stands at its top; none: the channel's name.
    pub title: Option<String>,
    /// What a visitor reads before he has written; none: the widget's own words.
    pub greeting: Option<String>,
    /// Its colour, `#rrggbb` in lower case; none: the widget's own.
    pub color: Option<String>,
    /// On which side of the page it is.
    pub position: Position,
    /// Whether it is light or dark.
    pub theme: Theme,
    /// Its language (BCP 47); none: that of the visitor's browser.
    pub locale: Option<String>,
    /// What a visitor is asked for before he can write.
    pub pre_chat: PreChat,
    /// The teams that a visitor may choose among.
    pub team_choice: Vec<TeamId>,
    /// When somebody answers; none: always.
    pub office_hours: Option<OfficeHours>,
    /// What a visitor reads while nobody answers; none: the widget's own words.
    pub offline_message: Option<String>,
    /// Whether a visitor is asked at the end how he was served.
    pub rating: bool,
    /// The origins of the sites that may show it (`https://shop.example`); none: any.
    pub sites: Vec<String>,
    /// Whether visitors must be vouched for by a signature.
    pub identity_required: bool,
}

impl Default for Widget {
    fn default() -> Self {
        Self {
            title: None,
            greeting: None,
            color: None,
            position: Position::default(),
            theme: Theme::default(),
            locale: None,
            pre_chat: PreChat::default(),
            team_choice: Vec::new(),
            office_hours: None,
            offline_message: None,
            rating: true,
            sites: Vec::new(),
            identity_required: false,
        }
    }
}

impl Widget {
    /// Whether somebody answers at `now`, and when somebody does again.
    #[must_use]
    pub fn opening(&self, now: Timestamp) -> Opening {
        self.office_hours.as_ref().map_or(Opening { open: true, next: None }, |hours| hours.at(now))
    }
}

/// What a widget is to be changed to. An absent field stays; null, where there may be none, clears.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WidgetPatch {
    /// What stands at its top.
    pub title: Option<Option<String>>,
    /// What a visitor reads before he has written.
    pub greeting: Option<Option<String>>,
    /// Its colour.
    pub color: Option<Option<String>>,
    /// On which side of the page it is.
    pub position: Option<Position>,
    /// Whether it is light or dark.
    pub theme: Option<Theme>,
    /// Its language.
    pub locale: Option<Option<String>>,
    /// What a visitor is asked for before he can write, all of it.
    pub pre_chat: Option<PreChat>,
    /// The teams that a visitor may choose among, all of them. Whether they exist is for the caller to see.
    pub team_choice: Option<Vec<TeamId>>,
    /// When somebody answers, the whole week.
    pub office_hours: Option<Option<OfficeHours>>,
    /// What a visitor reads while nobody answers.
    pub offline_message: Option<Option<String>>,
    /// Whether a visitor is asked at the end how he was served.
    pub rating: Option<bool>,
    /// The origins of the sites that may show it, all of them.
    pub sites: Option<Vec<String>>,
    /// Whether visitors must be vouched for by a signature.
    pub identity_required: Option<bool>,
}

impl WidgetPatch {
    /// Changes the widget, or refuses what is not acceptable and changes nothing.
    pub fn apply(&self, widget: &Widget) -> Result<Widget, Refusal> {
        let mut new = widget.clone();
        if let Some(title) = &self.title {
            new.title = limits::optional_name("widget.title", title.as_deref())?;
        }
        if let Some(greeting) = &self.greeting {
            new.greeting = paragraph("widget.greeting", greeting.as_deref())?;
        }
        if let Some(color) = &self.color {
            new.color = color.as_deref().map(self::color).transpose()?;
        }
        if let Some(locale) = &self.locale {
            new.locale = locale.as_deref().map(self::locale).transpose()?;
        }
        if let Some(message) = &self.offline_message {
            new.offline_message = paragraph("widget.offline_message", message.as_deref())?;
        }
        if let Some(hours) = &self.office_hours {
            hours.as_ref().map_or(Ok(()), OfficeHours::check)?;
            new.office_hours.clone_from(hours);
        }
        if let Some(teams) = &self.team_choice {
            new.team_choice = distinct("widget.team_choice", TEAMS, teams.iter().copied().map(Ok))?;
        }
        if let Some(sites) = &self.sites {
            new.sites = distinct("widget.sites", SITES, sites.iter().map(|site| origin::read(site)))?;
        }
        new.position = self.position.unwrap_or(new.position);
        new.theme = self.theme.unwrap_or(new.theme);
        new.pre_chat = self.pre_chat.unwrap_or(new.pre_chat);
        new.rating = self.rating.unwrap_or(new.rating);
        new.identity_required = self.identity_required.unwrap_or(new.identity_required);
        Ok(new)
    }
}

/// Lines of text; blank counts as absent.
fn paragraph(field: &'static str, text: Option<&str>) -> Result<Option<String>, Refusal> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else { return Ok(None) };
    if text.chars().count() > PARAGRAPH_CHARS {
        return Err(Refusal::Invalid { field, message: format!("must be at most {PARAGRAPH_CHARS} characters") });
    }
    limits::text(field, text)?;
    Ok(Some(text.to_owned()))
}

fn color(text: &str) -> Result<String, Refusal> {
    let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
    digits.map(|_| text.to_ascii_lowercase()).ok_or_else(|| Refusal::invalid("widget.color", "must be #rrggbb"))
}

fn locale(text: &str) -> Result<String, Refusal> {
    let is_subtag = |subtag: &str| (1..=8).contains(&subtag.len()) && subtag.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let is_language =
        text.split('-').next().is_some_and(|tag| (2..=3).contains(&tag.len()) && tag.bytes().all(|b| b.is_ascii_alphabetic()));
    let is_tag = text.len() <= 35 && is_language && text.split('-').all(is_subtag);
    if is_tag { Ok(text.to_owned()) } else { Err(Refusal::invalid("widget.locale", "must be a language tag (BCP 47), e.g. id or pt-BR")) }
}

/// What is given, each once, in the order given.
fn distinct<T: PartialEq>(field: &'static str, most: usize, given: impl Iterator<Item = Result<T, Refusal>>) -> Result<Vec<T>, Refusal> {
    let mut kept = Vec::new();
    for item in given {
        let item = item?;
        if !kept.contains(&item) {
            kept.push(item);
        }
        if kept.len() > most {
            return Err(Refusal::Invalid { field, message: format!("must be at most {most}") });
        }
    }
    Ok(kept)
}

#[cfg(test)]
mod tests {
    use super::{Ask, PreChat, Widget, WidgetPatch};
    use crate::Refusal;
    use crate::contact::ContactPatch;

    fn refused(patch: WidgetPatch) -> &'static str {
        match patch.apply(&Widget::default()) {
            Err(Refusal::Invalid { field, .. }) => field,
            other => panic!("{other:?}"),
        }
    }

    fn some(text: &str) -> Option<Option<String>> {
        Some(Some(text.to_owned()))
    }

    #[test]
    fn only_what_is_given_changes() {
        let patch = WidgetPatch { title: some(" Help "), color: some("#A1B2C3"), locale: some("pt-BR"), ..WidgetPatch::default() };
        let widget = patch.apply(&Widget::default()).expect("accepted");
        let expected = Widget {
            title: Some("Help".to_owned()),
            color: Some("#a1b2c3".to_owned()),
            locale: Some("pt-BR".to_owned()),
            ..Widget::default()
        };
        assert_eq!(widget, expected);
        let cleared = WidgetPatch { title: Some(None), color: Some(None), locale: Some(None), ..WidgetPatch::default() };
        assert_eq!(cleared.apply(&widget), Ok(Widget::default()));
    }

    #[test]
    fn what_is_not_acceptable_is_named() {
        for color in ["", "red", "#fff", "#gggggg", "#12345é"] {
            assert_eq!(refused(WidgetPatch { color: some(color), ..WidgetPatch::default() }), "widget.color");
        }
        for locale in ["", "e", "english language", "en_US", "en-", "1a"] {
            assert_eq!(refused(WidgetPatch { locale: some(locale), ..WidgetPatch::default() }), "widget.locale");
        }
        assert_eq!(refused(WidgetPatch { greeting: some(&"x".repeat(2_001)), ..WidgetPatch::default() }), "widget.greeting");
        let sites = (0..=super::SITES).map(|i| format!("https://site-{i}.example")).collect();
        assert_eq!(refused(WidgetPatch { sites: Some(sites), ..WidgetPatch::default() }), "widget.sites");
    }

    #[test]
    fn sites_are_kept_as_browsers_tell_them_and_once() {
        let sites = Some(["https://Shop.example:443", "https://shop.example/"].map(str::to_owned).to_vec());
        let widget = WidgetPatch { sites, ..WidgetPatch::default() }.apply(&Widget::default()).expect("accepted");
        assert_eq!(widget.sites, ["https://shop.example"]);
    }

    #[test]
    fn a_visitor_must_say_what_is_required() {
        let asked = PreChat { email: Ask::Required, name: Ask::Optional, ..PreChat::default() };
        let said = |email: &str| ContactPatch { email: some(email), ..ContactPatch::default() };
        assert_eq!(asked.check(&said("a@b.example")), Ok(()));
        for wrong in [said(" "), ContactPatch::default()] {
            assert!(matches!(asked.check(&wrong), Err(Refusal::Invalid { field: "email", .. })));
        }
    }
}
