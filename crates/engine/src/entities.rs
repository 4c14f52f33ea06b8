//! People, channels, organizations and settings, remembered: bodies name them, and every event would read them again.

use std::collections::HashSet;
use std::sync::Arc;

use parking_lot::RwLock;
use switchroom_domain::channel::{Channel, ChannelKind};
use switchroom_domain::contact::Contact;
use switchroom_domain::event::Subject;
use switchroom_domain::organization::Organization;
use switchroom_domain::setting::Settings;
use switchroom_domain::user::User;
use switchroom_domain::{ChannelId, Committed, ContactId, EventKind, OrgId, UserId};

use crate::facts::Facts;
use crate::ports::{CommitListener, Store, StoreError};
use crate::remembered::{Remembered, remembered};
use crate::{Engine, EngineError};

/// Rows of a kind remembered, at the most.
const MOST: usize = 10_000;
/// Channels read at a time.
const CHANNELS: usize = 200;

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
    sites: Rows<(), HashSet<String>>,
    pub(crate) facts: Facts,
}

impl Default for EntityCache {
    fn default() -> Self {
        Self {
            contacts: rows(),
            users: rows(),
            channels: rows(),
            organizations: rows(),
            settings: rows(),
            sites: rows(),
            facts: Facts::default(),
        }
    }
}

fn rows<Id: Eq + std::hash::Hash, T>() -> Rows<Id, T> {
    RwLock::new(Remembered::new(MOST))
}

impl CommitListener for EntityCache {
    fn committed(&self, org: OrgId, events: &[Arc<Committed>]) {
        for event in events.iter().map(|committed| &committed.event) {
            match event.subject {
                // Nobody remembers what was not there, and a new channel names no sites.
                _ if matches!(event.kind, EventKind::ContactCreated | EventKind::UserCreated | EventKind::ChannelCreated) => {}
                Subject::Contact { id } => self.contacts.write().forget(&(org, id)),
                Subject::User { id } => self.users.write().forget(&(org, id)),
                Subject::Channel { id } => {
                    self.channels.write().forget(&(org, id));
                    self.sites.write().forget(&(org, ()));
                }
                // The organization's name is told as one of them.
                Subject::Settings => {
                    self.settings.write().forget(&(org, ()));
                    self.organizations.write().forget(&(org, ()));
                }
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

    /// The sites that may show the widget of an active channel, maybe remembered.
    pub async fn sites(&self, org: OrgId) -> Result<Arc<HashSet<String>>, EngineError> {
        let read = async || Ok(Some(Arc::new(read_sites(&*self.store, org).await?)));
        Ok(remembered(&self.entities.sites, (org, ()), read).await?.unwrap_or_default())
    }
}

async fn read_sites(store: &dyn Store, org: OrgId) -> Result<HashSet<String>, StoreError> {
    let (mut sites, mut after) = (HashSet::new(), None);
    loop {
        let page = store.channels(org, after, CHANNELS).await?;
        after = page.items.last().map(|channel| channel.id.0);
        let active = page.items.into_iter().filter(|channel| channel.kind == ChannelKind::Web && channel.active);
        sites.extend(active.flat_map(|channel| channel.widget.sites));
        if !page.more {
            return Ok(sites);
        }
    }
}
