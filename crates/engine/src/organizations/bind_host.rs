//! Which organization a host means.

use switchroom_domain::OrgId;

use crate::{Engine, EngineError};

/// The organization that a request's `Host` means, if it means one. The port is passed over where only the bare name
/// is known.
pub async fn organization_of_host(engine: &Engine, host: &str) -> Result<Option<OrgId>, EngineError> {
    let host = host.trim().to_ascii_lowercase();
    if let Some(org) = lookup(engine, &host).await? {
        return Ok(Some(org));
    }
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => lookup(engine, name).await,
        _ => Ok(None),
    }
}

async fn lookup(engine: &Engine, host: &str) -> Result<Option<OrgId>, EngineError> {
    match engine.access.host(host) {
        Ok(org) => Ok(org),
        Err(generation) => {
            let org = engine.store.organization_of_host(host).await?;
            engine.access.remember_host(generation, host, org);
            Ok(org)
        }
    }
}
