//! Endpoints' urls.

use switchroom_domain::Refusal;
use url::Url;

use crate::Engine;

/// Refuses what cannot be an endpoint: only http and https, with a host that may be dialled, without user name or fragment.
pub(super) fn check(engine: &Engine, given: &str) -> Result<(), Refusal> {
    let refusal = |message| Refusal::invalid("url", message);
    // The parser would pass over some of them, but the url is kept as it was given.
    if given.contains(|c: char| c.is_whitespace() || c.is_control()) {
        return Err(refusal("must not hold blanks"));
    }
    let url = Url::parse(given).map_err(|_| refusal("must be a url"))?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none_or(str::is_empty) {
        return Err(refusal("must be an http or https url with a host"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(refusal("must not hold a user name or password"));
    }
    if url.fragment().is_some() {
        return Err(refusal("must not hold a fragment"));
    }
    match engine.reach.refusal(given) {
        Some(message) => Err(Refusal::Invalid { field: "url", message }),
        None => Ok(()),
    }
}
