//! Custom fields that contacts fill in themselves, and are told of.

use std::collections::HashSet;

use switchroom_domain::custom_field::CustomFieldScope;
use switchroom_domain::{OrgId, contact as domain};

use crate::extract::{Audience, Caller};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::Contact;

/// The keys of custom fields that contacts fill in themselves.
pub(super) struct PublicFields(HashSet<String>);

impl PublicFields {
    /// The organization's.
    pub(super) async fn of(state: &ApiState, org: OrgId) -> Result<Self, Problem> {
        let fields = state.engine().store.custom_fields(org).await?.into_iter();
        let public = fields.filter(|field| field.definition.public && field.definition.scope == CustomFieldScope::Contact);
        Ok(Self(public.map(|field| field.key).collect()))
    }

    /// Refuses keys that are none of these: to a contact, others are not there.
    pub(super) fn require<'k>(&self, mut keys: impl Iterator<Item = &'k String>) -> Result<(), Problem> {
        if keys.all(|key| self.0.contains(key)) { Ok(()) } else { Err(Problem::not_found("custom field")) }
    }
}

/// The contact as the caller may see it.
pub(crate) async fn told<'a>(state: &ApiState, caller: &Caller, contact: &'a domain::Contact) -> Result<Contact<'a>, Problem> {
    let told = Contact::new(contact, caller.audience());
    if caller.audience() == Audience::Team {
        return Ok(told);
    }
    let PublicFields(public) = PublicFields::of(state, caller.org).await?;
    Ok(told.filled_in(contact, &public))
}

/// The contacts as the caller may see them.
pub(crate) async fn told_all<'a>(state: &ApiState, caller: &Caller, contacts: &'a [domain::Contact]) -> Result<Vec<Contact<'a>>, Problem> {
    let mut told: Vec<Contact<'a>> = contacts.iter().map(|contact| Contact::new(contact, caller.audience())).collect();
    if caller.audience() == Audience::Contact && !told.is_empty() {
        let PublicFields(public) = PublicFields::of(state, caller.org).await?;
        told = told.into_iter().zip(contacts).map(|(told, contact)| told.filled_in(contact, &public)).collect();
    }
    Ok(told)
}
