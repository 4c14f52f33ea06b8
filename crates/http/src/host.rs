//! Which organization a request's host means.

use http::request::Parts;
use switchroom_domain::OrgId;
use switchroom_engine::{EngineError, organizations};

use crate::{Shared, client};

/// The organization that the request's host means, if it means one.
pub async fn host_organization(shared: &Shared, parts: &Parts) -> Result<Option<OrgId>, EngineError> {
    match client::host(parts, &shared.config().trusted_proxies) {
        Some(host) => organizations::organization_of_host(shared.engine(), host).await,
        None => Ok(None),
    }
}
