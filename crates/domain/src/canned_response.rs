//! Canned responses: texts that are said again and again.

use serde::{Deserialize, Serialize};

use crate::{CannedResponseId, OrgId, Refusal, TeamId, Timestamp, UserId, limits};

/// Characters in a shortcut, at the most.
pub const SHORTCUT_CHARS: usize = 64;
/// Characters in the text, at the most.
pub const TEXT_CHARS: usize = 10_000;
/// What may stand between two braces in the text; whoever says it fills it in.
pub const VARIABLES: [&str; 5] = ["contact.name", "contact.email", "user.name", "room.number", "room.topic"];

/// Who may use a canned response.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "id", rename_all = "snake_case")]
pub enum CannedScope {
    /// One user.
    Personal(UserId),
    /// The members of a team.
    Team(TeamId),
    /// Everybody.
    All,
}

impl CannedScope {
    /// The scope in one word, which sets it apart from all others.
    #[must_use]
    pub fn key(self) -> String {
        match self {
            Self::Personal(user) => format!("user:{user}"),
            Self::Team(team) => format!("team:{team}"),
            Self::All => "all".to_owned(),
        }
    }
}

/// A text that is said again and again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CannedResponse {
    /// The organization.
    pub org: OrgId,
    /// Its id.
    pub id: CannedResponseId,
    /// What one types to say it: unique among those of the same scope.
    pub shortcut: String,
    /// What is said, with variables in double braces.
    pub text: String,
    /// Who may use it.
    pub scope: CannedScope,
    /// Words by which it is found.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Who created it.
    pub created_by: UserId,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it was last edited.
    pub updated_at: Timestamp,
}

impl CannedResponse {
    /// What is unique in the organization: the scope and the shortcut in lower case.
    #[must_use]
    pub fn name_key(&self) -> String {
        format!("{}/{}", self.scope.key(), self.shortcut.to_lowercase())
    }
}

/// What a canned response is to be changed to. An absent field stays.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CannedResponsePatch {
    /// New shortcut.
    pub shortcut: Option<String>,
    /// New text.
    pub text: Option<String>,
    /// New scope.
    pub scope: Option<CannedScope>,
    /// New tags, all of them.
    pub tags: Option<Vec<String>>,
}

/// Refuses a shortcut that cannot be typed as one word, or is too long; answers it trimmed.
pub fn shortcut(given: &str) -> Result<String, Refusal> {
    let shortcut = limits::name("shortcut", given)?;
    if shortcut.contains(char::is_whitespace) {
        return Err(Refusal::invalid("shortcut", "must be one word"));
    }
    if shortcut.chars().count() > SHORTCUT_CHARS {
        return Err(Refusal::Invalid { field: "shortcut", message: format!("must be at most {SHORTCUT_CHARS} characters long") });
    }
    Ok(shortcut)
}

/// Refuses a text that is blank or too long, or has a variable that is none.
pub fn text(given: &str) -> Result<String, Refusal> {
    if given.trim().is_empty() {
        return Err(Refusal::invalid("text", "must not be blank"));
    }
    if given.chars().count() > TEXT_CHARS {
        return Err(Refusal::Invalid { field: "text", message: format!("must be at most {TEXT_CHARS} characters long") });
    }
    let mut rest = given;
    while let Some((_, after)) = rest.split_once("{{") {
        let Some((variable, after)) = after.split_once("}}") else {
            return Err(Refusal::invalid("text", "has a variable that does not end"));
        };
        if !VARIABLES.contains(&variable.trim()) {
            let message = format!("has an unknown variable: those there are are {}", VARIABLES.join(", "));
            return Err(Refusal::Invalid { field: "text", message });
        }
        rest = after;
    }
    Ok(given.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{SHORTCUT_CHARS, TEXT_CHARS, shortcut, text};

    #[test]
    fn variables_are_those_there_are() {
        for good in ["Hello", "Hello {{contact.name}}, I am {{ user.name }}.", "{{room.number}}{{room.topic}}", "a } b { c", "{one}"] {
            assert!(text(good).is_ok(), "{good}");
        }
        for wrong in ["", "  ", "{{}}", "{{contact}}", "{{contact.name", "{{contact.name}} {{password}}", "{{{{user.name}}}}"] {
            assert!(text(wrong).is_err(), "{wrong}");
        }
        assert!(text(&"x".repeat(TEXT_CHARS)).is_ok() && text(&"x".repeat(TEXT_CHARS + 1)).is_err());
    }

    #[test]
    fn a_shortcut_is_one_word() {
        assert_eq!(shortcut(" hello ").as_deref(), Ok("hello"));
        for wrong in ["", " ", "two words", &"x".repeat(SHORTCUT_CHARS + 1)] {
            assert!(shortcut(wrong).is_err(), "{wrong}");
        }
    }
}
