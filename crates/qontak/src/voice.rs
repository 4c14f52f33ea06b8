//! How webhooks of Qontak's dialect are told of events.
//!
//! A body is a function of the event and what it refers to as of then, so that a replay tells the same. Only the names of
//! people and channels, and the handle by which a contact is known, are today's.

mod message;
mod people;
mod raw;
mod room;
mod view;

use std::sync::Arc;

use async_trait::async_trait;
use http::{HeaderMap, HeaderName, HeaderValue};
use serde::Serialize;
use switchroom_domain::subscription::{Dialect, Subscription};
use switchroom_domain::{Committed, EventKind};
use switchroom_engine::ports::Voice;
use switchroom_engine::{Engine, EngineError};

use crate::routes::PICTURE;
use crate::translate::data_event;
use crate::translate::topic::Topic;
use view::View;

/// The header that names a body's topic.
const EVENT_NAME: HeaderName = HeaderName::from_static("x-event-name");

/// Qontak's dialect: rooms and messages as its webhooks have them.
pub struct QontakVoice {
    engine: Arc<Engine>,
    picture: String,
}

impl QontakVoice {
    /// A voice that tells what `engine` keeps. `public_url` is how the outside reaches the server: urls of pictures begin
    /// with it.
    #[must_use]
    pub fn new(engine: Arc<Engine>, public_url: Option<&str>) -> Self {
        let base = public_url.unwrap_or_default().trim_end_matches('/');
        Self { engine, picture: format!("{base}{PICTURE}") }
    }
}

#[async_trait]
impl Voice for QontakVoice {
    fn dialect(&self) -> Dialect {
        Dialect::Qontak
    }

    fn kinds(&self, topic: &str) -> Vec<EventKind> {
        let topic = Topic::from_name(topic);
        EventKind::EVERY.iter().copied().filter(|kind| topic.is_some_and(|topic| topic.is_told_upon(*kind))).collect()
    }

    async fn render(&self, committed: &Committed, subscription: &Subscription) -> Result<Vec<Vec<u8>>, EngineError> {
        let topics: Vec<Topic> = told(committed, subscription).collect();
        let (false, Some(room)) = (topics.is_empty(), &committed.room) else { return Ok(Vec::new()) };
        let view = View::load(&self.engine, &committed.event, room, committed.message.as_deref()).await?;
        let mut bodies = Vec::with_capacity(topics.len());
        for topic in topics {
            bodies.push(match (topic.is_of_rooms(), committed.message.as_deref()) {
                (true, _) => room::body(&view, &self.engine, &self.picture, data_event::of_room(&committed.event)).await?,
                (false, Some(message)) => message::body(&view, &self.engine, &self.picture, message, topic.name()).await?,
                (false, None) => continue,
            });
        }
        Ok(bodies)
    }

    /// The room webhooks' names are the vendor's; those of messages are one family.
    async fn headers(&self, of: Option<(&Committed, usize)>, subscription: &Subscription) -> Result<HeaderMap, EngineError> {
        let Some((committed, index)) = of else { return Ok(HeaderMap::new()) };
        let name = |topic: Topic| if topic.is_of_rooms() { topic.name() } else { message::WEBHOOK_EVENT };
        let header = |topic| (EVENT_NAME, HeaderValue::from_static(name(topic)));
        Ok(told(committed, subscription).nth(index).map(header).into_iter().collect())
    }

    fn accepts(&self, status: u16) -> bool {
        (200..300).contains(&status)
    }
}

/// The topics that are told of an event, in the order of their bodies.
fn told<'a>(committed: &'a Committed, subscription: &'a Subscription) -> impl Iterator<Item = Topic> + 'a {
    Topic::EVERY.into_iter().filter(|topic| is_told(*topic, committed, subscription))
}

fn is_told(topic: Topic, committed: &Committed, subscription: &Subscription) -> bool {
    let of_message = || committed.message.as_deref().is_some_and(|message| topic.is_of(message));
    topic.is_asked_for(subscription, committed.event.kind) && (topic.is_of_rooms() || of_message())
}

/// The bytes of a body.
fn bytes(body: &impl Serialize) -> Result<Vec<u8>, EngineError> {
    serde_json::to_vec(body).map_err(|_| EngineError::UnexpectedAnswer)
}
