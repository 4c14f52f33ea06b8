//! What the demonstration tells: people, teams and conversations of a coffee roaster that does not exist.

use anyhow::Context;
use serde::Deserialize;

const STORY: &str = include_str!("story.json");

/// The whole of it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Story {
    pub(super) users: Vec<Colleague>,
    pub(super) teams: Vec<Team>,
    pub(super) channels: Vec<Channel>,
    pub(super) canned_responses: Vec<Canned>,
    /// Names of customers.
    pub(super) contacts: Vec<String>,
    pub(super) conversations: Vec<Script>,
}

/// Somebody who answers.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Colleague {
    pub(super) username: String,
    pub(super) name: String,
    pub(super) email: String,
    pub(super) role: String,
    /// Whether one can log in as him, with the password that is told at the start.
    #[serde(default)]
    pub(super) password: bool,
}

/// A group of them, by their user names.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Team {
    pub(super) name: String,
    pub(super) members: Vec<String>,
}

/// A way in.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Channel {
    pub(super) name: String,
    pub(super) kind: ChannelKind,
}

/// What kind of way in.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum ChannelKind {
    Api,
    Web,
}

/// What is said again and again.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Canned {
    pub(super) shortcut: String,
    pub(super) text: String,
}

/// How a conversation goes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Script {
    pub(super) topic: String,
    /// The name of the team that answers.
    pub(super) team: String,
    #[serde(default)]
    pub(super) tags: Vec<String>,
    #[serde(default)]
    pub(super) priority: Option<String>,
    /// From 0 to 5; none: it is not rated.
    #[serde(default)]
    pub(super) rating: Option<u8>,
    pub(super) lines: Vec<Line>,
}

/// Who says it, and what.
#[derive(Debug, Deserialize)]
pub(super) struct Line(pub(super) Who, pub(super) String);

/// Who says a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Who {
    Contact,
    Agent,
    /// The agent, to colleagues only.
    Note,
}

impl Story {
    /// Reads it.
    pub(super) fn read() -> anyhow::Result<Self> {
        serde_json::from_str(STORY).context("the demonstration's story")
    }
}

#[cfg(test)]
mod tests {
    use switchroom_domain::priority::Priority;

    use super::{Story, Who};

    #[test]
    fn everything_that_is_named_is_there() {
        let story = Story::read().expect("a story");
        let is_user = |name: &String| story.users.iter().any(|user| user.username == *name);
        assert!(story.teams.iter().all(|team| !team.members.is_empty() && team.members.iter().all(is_user)));
        assert!(story.users.iter().any(|user| user.password));
        for script in &story.conversations {
            assert!(story.teams.iter().any(|team| team.name == script.team), "{}", script.topic);
            assert_eq!(script.lines.first().map(|line| line.0), Some(Who::Contact), "{}", script.topic);
            let priority = script.priority.as_deref();
            assert!(priority.is_none_or(|name| Priority::from_name(name).is_some()), "{}", script.topic);
        }
    }
}
