//! `switchroom webhooks create`.

use anyhow::{Context, ensure};
use clap::Args;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::client::Client;
use super::output::Output;

#[derive(Debug, Args)]
pub(super) struct Create {
    /// Where events are posted to
    url: String,
    /// In whose form: native, qontak or rocketchat
    #[arg(long, default_value = "native")]
    dialect: String,
    /// A kind of event, `room.*` for a noun, or a topic of the dialect's; can be given again. Without: all
    #[arg(long = "event")]
    events: Vec<String>,
    /// The signing secret, `whsec_…`; without: a random one
    #[arg(long)]
    secret: Option<String>,
    /// Start after this sequence number; without: what happens from now on
    #[arg(long)]
    after: Option<i64>,
    /// Only rooms on this channel; can be given again
    #[arg(long = "channel")]
    channels: Vec<Uuid>,
    /// Only rooms of this team; can be given again
    #[arg(long = "team")]
    teams: Vec<Uuid>,
    /// Only rooms with this tag; can be given again
    #[arg(long = "tag")]
    tags: Vec<String>,
    /// Only rooms whose custom field has this value: KEY=VALUE; can be given again
    #[arg(long = "custom-field")]
    custom_fields: Vec<String>,
    /// In which order: room or none
    #[arg(long)]
    ordering: Option<String>,
    /// Requests a second, at the most
    #[arg(long)]
    max_per_second: Option<u32>,
    /// How long an attempt may take, in milliseconds
    #[arg(long)]
    timeout_ms: Option<u64>,
    /// A header of its own, `Name: value`; can be given again
    #[arg(long = "header")]
    headers: Vec<String>,
    /// Keep what was sent and answered of successes too
    #[arg(long)]
    capture: bool,
    /// Deliver nothing until it is enabled
    #[arg(long)]
    disabled: bool,
}

impl Create {
    pub(super) async fn run(self, client: &Client, output: Output) -> anyhow::Result<()> {
        output.one(&client.post("", self.body()?).await?);
        Ok(())
    }

    fn body(self) -> anyhow::Result<Value> {
        let mut rooms = Map::new();
        let mut part = |name: &str, values: Value, is_given: bool| {
            if is_given {
                rooms.insert(name.to_owned(), values);
            }
        };
        part("channels", json!(self.channels), !self.channels.is_empty());
        part("teams", json!(self.teams), !self.teams.is_empty());
        part("tags", json!(self.tags), !self.tags.is_empty());
        part("custom_fields", pairs(&self.custom_fields, '=')?, !self.custom_fields.is_empty());
        let mut body = json!({
            "url": self.url,
            "dialect": self.dialect,
            "secret": self.secret,
            "after": self.after,
            "rooms": rooms,
            "ordering": self.ordering,
            "max_per_second": self.max_per_second,
            "timeout_ms": self.timeout_ms,
            "headers": pairs(&self.headers, ':')?,
            "capture": self.capture,
            "enabled": !self.disabled,
        });
        if !self.events.is_empty() {
            body["events"] = json!(self.events);
        }
        Ok(body)
    }
}

/// Names and values, each given as one text with `separator` between them.
fn pairs(given: &[String], separator: char) -> anyhow::Result<Value> {
    let mut pairs = Map::new();
    for text in given {
        let (name, value) = text.split_once(separator).with_context(|| format!("`{text}` has no `{separator}` in it"))?;
        let name = name.trim();
        ensure!(!pairs.contains_key(name), "`{name}` is given twice");
        pairs.insert(name.to_owned(), value.trim().into());
    }
    Ok(Value::Object(pairs))
}
