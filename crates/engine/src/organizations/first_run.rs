//! The first start with an empty database.

use switchroom_domain::scope::Scope;
use switchroom_domain::{OrgId, Refusal, UserId};

use super::create::{NewAdmin, with_admin};
use crate::ports::{NewOrganization, StoreError};
use crate::{Engine, EngineError};

/// What a first start made.
#[derive(Debug, Clone)]
pub struct FirstRun {
    /// The first admin.
    pub admin: UserId,
}

/// Creates the organization numbered 1 with its first admin, if there is none yet. Name and password are taken as they
/// are, with no password policy. The token speaks for the admin and has the scope `operator` too.
pub async fn first_run(engine: &Engine, admin: impl FnOnce() -> (NewAdmin, Option<String>)) -> Result<Option<FirstRun>, EngineError> {
    if engine.store.organization(OrgId::FIRST).await?.is_some() {
        return Ok(None);
    }
    let (admin, token) = admin();
    let scopes = [Scope::All, Scope::Operator];
    let token = token.as_deref().map(|secret| (secret, scopes.as_slice()));
    let new = NewOrganization { only_first: true, ..with_admin(engine, "Switchroom", admin, token).await? };
    let admin = new.admin.user.id;
    match engine.store.create_organization(new).await {
        Ok(_) => Ok(Some(FirstRun { admin })),
        // Another node was first, with the same settings.
        Err(StoreError::Refused(Refusal::Taken { field: "organization" })) => Ok(None),
        Err(error) => Err(error.into()),
    }
}
