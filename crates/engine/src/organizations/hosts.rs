//! The host names that mean an organization.

use switchroom_domain::organization::host_name;
use switchroom_domain::{OrgId, Permission, Refusal};

use crate::ports::Notice;
use crate::{Caller, Engine, EngineError};

/// Lets a host name mean an organization. Answers the name as it is compared.
pub async fn add_host(engine: &Engine, caller: &Caller, org: OrgId, host: &str) -> Result<String, EngineError> {
    caller.access.require(Permission::OrganizationOperate)?;
    let host = host_name(host)?;
    engine.store.organization(org).await?.ok_or(Refusal::NotFound { noun: "organization" })?;
    engine.store.add_host(org, &host).await?;
    forget_hosts(engine);
    Ok(host)
}

/// Takes a host name from an organization.
pub async fn remove_host(engine: &Engine, caller: &Caller, org: OrgId, host: &str) -> Result<(), EngineError> {
    caller.access.require(Permission::OrganizationOperate)?;
    let removed = engine.store.remove_host(org, &host_name(host)?).await?;
    forget_hosts(engine);
    if removed { Ok(()) } else { Err(Refusal::NotFound { noun: "host" }.into()) }
}

/// What hosts mean was changed: neither this node nor another may go by what it remembers.
fn forget_hosts(engine: &Engine) {
    engine.access.forget_hosts();
    engine.bus.publish(Notice::HostsChanged);
}
