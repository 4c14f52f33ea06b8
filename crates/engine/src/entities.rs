//! People, channels, organizations and settings, remembered: bodies name them, and every event would read them again.

use std::sync::Arc;

use parking_lot::RwLock;
use switchroom_domain::channel::Channel;
use switchroom_domain::contact::Contact;
use switchroom_domain::event::Subject;
use switchroom_domain::organization::Organization;
use switchroom_domain::setting::Settings;
use switchroom_domain::user::User;
use switchroom_domain::{ChannelId, Committed, ContactId, EventKind, OrgId, UserId};

use crate::facts::Facts;
use crate::ports::CommitListener;
use crate::remembered::{Remembered, remembered};
use crate::{Engine, EngineError};

/// Rows of a kind remembered, at the most.
const MOST: usize = 10_000;

type Rows<Id, T> = RwLock<Remembered<(OrgId, Id), Arc<T>>>;

/// What is remembered of people, channels, organizations and settings. It follows the log: an event that changes one makes
/// it be forgotten, before the giver of that command is answered.
#[derive(Debug)]
pub struct EntityCache {
    contacts: Rows<ContactId, Contact>,
    users: Rows<UserId, User>,
    channels: Rows<ChannelId, Channel>,
    organizations: Rows<(), Organization>,
    settings: Rows<(), Settings>,
    pub(crate) facts: Facts,
}

impl Default for EntityCache {
    fn default() -> Self {
        Self { contacts: rows(), users: rows(), channels: rows(), organizations: rows(), settings: rows(), facts: Facts::default() }
    }
}

fn rows<Id: Eq + std::hash::Hash, T>() -> Rows<Id, T> {
    RwLock::new(Remembered::new(MOST))
}

impl CommitListener for EntityCache {
    fn committed(&self, org: OrgId, events: &[Arc<Committed>]) {
        for event in events.iter().map(|committed| &committed.event) {
            match event.subject {
                // Nobody remembers what was not there.
                _ if matches!(event.kind, EventKind::ContactCreated | EventKind::UserCreated | EventKind::ChannelCreated) => {}
                Subject::Contact { id } => self.contacts.write().forget(&(org, id)),
                Subject::User { id } => self.users.write().forget(&(org, id)),
                Subject::Channel { id } => self.channels.write().forget(&(org, id)),
                Subject::Settings => self.settings.write().forget(&(org, ())),
                _ => {}
            }
        }
    }
}

impl Engine {
    /// A contact as it is now, maybe remembered.
    pub async fn contact(&self, org: OrgId, id: ContactId) -> Result<Option<Arc<Contact>>, EngineError> {
        let read = async || Ok(self.store.contact(org, id).await?.map(Arc::new));
        remembered(&self.entities.contacts, (org, id), read).await
    }

    /// A user as it is now, maybe remembered.
    pub async fn user(&self, org: OrgId, id: UserId) -> Result<Option<Arc<User>>, EngineError> {
        let read = async || Ok(self.store.user(org, id).await?.map(Arc::new));
        remembered(&self.entities.users, (org, id), read).await
    }

    /// A channel as it is now, maybe remembered.
    pub async fn channel(&self, org: OrgId, id: ChannelId) -> Result<Option<Arc<Channel>>, EngineError> {
        let read = async || Ok(self.store.channel(org, id).await?.map(Arc::new));
        remembered(&self.entities.channels, (org, id), read).await
    }

    /// An organization, maybe remembered.
    pub async fn organization(&self, org: OrgId) -> Result<Option<Arc<Organization>>, EngineError> {
        let read = async || Ok(self.store.organization(org).await?.map(Arc::new));
        remembered(&self.entities.organizations, (org, ()), read).await
    }

    /// What an organization has set, maybe remembered.
    pub async fn settings(&self, org: OrgId) -> Result<Arc<Settings>, EngineError> {
        let read = async || Ok(Some(Arc::new(self.store.settings(org).await?)));
        Ok(remembered(&self.entities.settings, (org, ()), read).await?.unwrap_or_default())
    }
}
