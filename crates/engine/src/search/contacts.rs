//! Finding contacts.

use std::collections::HashMap;

use async_trait::async_trait;
use switchroom_domain::contact::Contact;
use switchroom_domain::{ContactId, OrgId};

use super::documents::{ContactField, contact_fields};
use super::matching;
use super::query::Query;
use super::snippet::{Part, snippet};
use super::walk::{Hits, Search, walk};
use crate::ports::{DocumentKind, IndexPlace};
use crate::{Engine, EngineError};

/// Which contacts to find.
#[derive(Debug, Clone)]
pub struct ContactSearch {
    /// By what.
    pub query: Query,
    /// Where to go on: `next` of the same search before.
    pub before: Option<i64>,
    /// How many at the most.
    pub limit: usize,
}

/// A contact that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactHit {
    /// The contact.
    pub contact: Contact,
    /// What of it was looked for.
    pub snippet: Vec<Part>,
    /// What that is of the contact.
    pub field: ContactField,
}

/// Finds contacts, newest first, by all that is known of them together.
pub async fn find_contacts(engine: &Engine, org: OrgId, search: &ContactSearch) -> Result<Hits<ContactHit>, EngineError> {
    let query = search.query.of(DocumentKind::Contact, [], search.before);
    walk(engine, org, search, query, search.limit).await
}

#[async_trait]
impl Search for ContactSearch {
    type Hit = ContactHit;

    async fn look(&self, engine: &Engine, org: OrgId, places: Vec<IndexPlace>) -> Result<Vec<(i64, ContactHit)>, EngineError> {
        let ids = places.iter().map(|place| ContactId(place.id)).collect();
        let contacts = engine.store.contacts_of(org, ids).await?;
        let mut contacts: HashMap<ContactId, Contact> = contacts.into_iter().map(|contact| (contact.id, contact)).collect();
        let hit = |place: IndexPlace| {
            let contact = contacts.remove(&ContactId(place.id))?;
            let (snippet, field) = {
                let fields = contact_fields(&contact)?;
                let found = matching::find(&self.query, &fields)?;
                (snippet(found.text, &found.hits), found.field)
            };
            Some((place.place, ContactHit { contact, snippet, field }))
        };
        Ok(places.into_iter().filter_map(hit).collect())
    }
}
