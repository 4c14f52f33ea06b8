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
use crate::remembered::Remembered;
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

macro_rules! remembered {
    ($($(#[$meta:meta])* $name:ident($id:ident: $id_type:ty) -> $type:ty, $rows:ident;)*) => {
        impl Engine {
            $(
                $(#[$meta])*
                pub async fn $name(&self, org: OrgId, $id: $id_type) -> Result<Option<Arc<$type>>, EngineError> {
                    let generation = match self.entities.$rows.read().get(&(org, $id)) {
                        Ok(row) => return Ok(Some(row)),
                        Err(generation) => generation,
                    };
                    let row = self.store.$name(org, $id).await?.map(Arc::new);
                    if let Some(row) = &row {
                        self.entities.$rows.write().remember(generation, (org, $id), Arc::clone(row));
                    }
                    Ok(row)
                }
            )*
        }
    };
}

remembered! {
    /// A contact as it is now, maybe remembered.
    contact(id: ContactId) -> Contact, contacts;
    /// A user as it is now, maybe remembered.
    user(id: UserId) -> User, users;
    /// A channel as it is now, maybe remembered.
    channel(id: ChannelId) -> Channel, channels;
}

impl Engine {
    /// An organization, maybe remembered.
    pub async fn organization(&self, org: OrgId) -> Result<Option<Arc<Organization>>, EngineError> {
        let generation = match self.entities.organizations.read().get(&(org, ())) {
            Ok(row) => return Ok(Some(row)),
            Err(generation) => generation,
        };
        let row = self.store.organization(org).await?.map(Arc::new);
        if let Some(row) = &row {
            self.entities.organizations.write().remember(generation, (org, ()), Arc::clone(row));
        }
        Ok(row)
    }

    /// What an organization has set, maybe remembered.
    pub async fn settings(&self, org: OrgId) -> Result<Arc<Settings>, EngineError> {
        let generation = match self.entities.settings.read().get(&(org, ())) {
            Ok(row) => return Ok(row),
            Err(generation) => generation,
        };
        let row = Arc::new(self.store.settings(org).await?);
        self.entities.settings.write().remember(generation, (org, ()), Arc::clone(&row));
        Ok(row)
    }
}
