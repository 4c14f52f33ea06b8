//! How webhooks of Rocket.Chat's dialect are told of events.

mod body;
mod crm_data;
mod history;
mod topic;

use std::sync::Arc;

use async_trait::async_trait;
use http::{HeaderMap, HeaderName, HeaderValue};
use switchroom_domain::room::RoomKind;
use switchroom_domain::subscription::{Dialect, Subscription};
use switchroom_domain::{Command, Committed, EventKind};
use switchroom_engine::ports::Voice;
use switchroom_engine::{Engine, EngineError};

use crate::settings;

/// The header in which a webhook is shown the secret that it knows Rocket.Chat by.
const TOKEN: HeaderName = HeaderName::from_static("x-rocketchat-livechat-token");

/// Rocket.Chat's dialect: the body is a room with its visitor, its agent and its messages as of the event; exactly 200 means
/// that the endpoint has taken it.
pub struct RocketChatVoice {
    engine: Arc<Engine>,
}

impl RocketChatVoice {
    /// A voice that tells what `engine` keeps.
    #[must_use]
    pub fn new(engine: Arc<Engine>) -> Self {
        Self { engine }
    }
}

#[async_trait]
impl Voice for RocketChatVoice {
    fn dialect(&self) -> Dialect {
        Dialect::RocketChat
    }

    fn kinds(&self, topic: &str) -> Vec<EventKind> {
        topic::kinds(topic).to_vec()
    }

    async fn render(&self, committed: &Committed, subscription: &Subscription) -> Result<Vec<Vec<u8>>, EngineError> {
        let Some(room) = committed.room.as_deref().filter(|room| room.facts.kind == RoomKind::Conversation) else {
            return Ok(Vec::new());
        };
        let mut bodies = Vec::new();
        for topic in topic::told(&self.engine, committed, room).await? {
            if subscription.tells(topic, committed.event.kind) {
                let body = body::body(&self.engine, topic, committed, room).await?;
                bodies.push(serde_json::to_vec(&body).map_err(|_| EngineError::UnexpectedAnswer)?);
            }
        }
        Ok(bodies)
    }

    /// Receivers of Rocket.Chat's webhooks know it by the secret that it shows.
    async fn headers(&self, _of: Option<(&Committed, usize)>, subscription: &Subscription) -> Result<HeaderMap, EngineError> {
        let settings = self.engine.settings(subscription.org).await?;
        let secret = settings::text(&settings, "Livechat_secret_token");
        // What can stand in no header is left out: the endpoint then refuses what it cannot trust.
        let secret = secret.and_then(|secret| HeaderValue::try_from(secret).ok());
        let header = secret.map(|mut secret| {
            secret.set_sensitive(true);
            (TOKEN, secret)
        });
        Ok(header.into_iter().collect())
    }

    fn accepts(&self, status: u16) -> bool {
        status == 200
    }

    fn reply(&self, committed: &Committed, answer_body: &[u8]) -> Option<Command> {
        crm_data::keep(committed, answer_body).map(Command::EditRoom)
    }
}
