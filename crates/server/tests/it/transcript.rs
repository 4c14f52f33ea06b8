//! Transcripts: what was asked and answered, to be compared with what is kept under `snapshots/`.

use std::fmt::Write as _;

use serde_json::Value;
use switchroom_testkit::{Answer, Client, Request};
use uuid::Uuid;

/// What was asked and answered so far.
#[derive(Default)]
pub(crate) struct Transcript {
    text: String,
}

impl Transcript {
    /// Asks, notes question and answer, and gives the answer's body.
    pub(crate) async fn ask(&mut self, client: &Client, method: &str, path: &str, body: Option<Value>) -> Value {
        let _ = writeln!(self.text, "> {method} {path}");
        let mut request = client.request(method.parse().expect("a method"), path);
        if let Some(body) = body {
            let _ = writeln!(self.text, "> {body}");
            request = request.json(&body);
        }
        self.answer(&request.send().await)
    }

    /// Asks anything, under a name, and gives the answer's body.
    pub(crate) async fn tell(&mut self, name: &str, request: Request) -> Value {
        let _ = writeln!(self.text, "> {name}");
        self.answer(&request.send().await)
    }

    fn answer(&mut self, answer: &Answer) -> Value {
        let json = answer.json();
        let _ = writeln!(self.text, "{}", answer.status.as_u16());
        if !answer.body.is_empty() {
            let _ = writeln!(self.text, "{}", serde_json::to_string_pretty(&json).expect("JSON"));
        }
        self.text.push('\n');
        json
    }

    /// A remark between two questions.
    pub(crate) fn note(&mut self, remark: &str) {
        let _ = writeln!(self.text, "# {remark}\n");
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The text with ids numbered as they come: which id a thing gets depends on how often a store decides.
    pub(crate) fn with_ids_numbered(&self) -> String {
        let mut ids: Vec<&str> = Vec::new();
        let (mut numbered, mut rest) = (String::new(), self.text.as_str());
        while let Some(quote) = rest.find('"') {
            let (before, after) = rest.split_at(quote + 1);
            numbered.push_str(before);
            rest = after;
            let Some(id) = after.get(..36).filter(|id| Uuid::try_parse(id).is_ok()) else { continue };
            let number = ids.iter().position(|known| *known == id).unwrap_or_else(|| {
                ids.push(id);
                ids.len() - 1
            });
            let _ = write!(numbered, "id {}", number + 1);
            rest = &after[36..];
        }
        numbered + rest
    }
}
