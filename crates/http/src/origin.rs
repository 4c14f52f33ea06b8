//! What addresses begin with that lead back to this server.

use http::request::Parts;
use switchroom_engine::EngineError;
use url::Url;

use crate::{Shared, client, host_organization};

/// What links in mails begin with: the host that is called, if it is an organization's, else the public URL. Any other host may be
/// anybody's invention.
pub async fn home(shared: &Shared, parts: &Parts) -> Result<Option<String>, EngineError> {
    if host_organization(shared, parts).await?.is_some() {
        return Ok(called(shared, parts));
    }
    Ok(shared.config().public_url.as_deref().map(|url| url.trim_end_matches('/').to_owned()))
}

/// What addresses begin with that the caller, and whoever he shows them to, fetches from: as [`home`], and without a public URL the host
/// that is called. Empty if that cannot be told.
pub async fn origin(shared: &Shared, parts: &Parts) -> Result<String, EngineError> {
    Ok(home(shared, parts).await?.or_else(|| called(shared, parts)).unwrap_or_default())
}

/// Whether the client called by https, as a trusted proxy or else the public address says.
#[must_use]
pub fn by_https(shared: &Shared, parts: &Parts) -> bool {
    let config = shared.config();
    let public = config.public_url.as_deref().is_some_and(|url| url.starts_with("https://"));
    public || client::is_https(parts, &config.trusted_proxies) == Some(true)
}

/// The host that is called.
fn called(shared: &Shared, parts: &Parts) -> Option<String> {
    let scheme = if by_https(shared, parts) { "https" } else { "http" };
    client::host(parts, &shared.config().trusted_proxies).and_then(|host| of_host(scheme, host))
}

/// The address of a host; none if there is more to it than a host and a port.
fn of_host(scheme: &str, host: &str) -> Option<String> {
    let url = Url::parse(&format!("{scheme}://{host}/")).ok()?;
    let plain = url.username().is_empty() && url.password().is_none() && url.path() == "/" && url.query().is_none();
    plain.then(|| url.origin().ascii_serialization())
}

#[cfg(test)]
mod tests {
    use super::of_host;

    #[test]
    fn a_link_leads_to_the_host_and_nowhere_else() {
        assert_eq!(of_host("https", "Chat.example.com:8443").as_deref(), Some("https://chat.example.com:8443"));
        assert_eq!(of_host("http", "chat.example.com:80").as_deref(), Some("http://chat.example.com"));
        for odd in ["", "chat.example.com:1@evil.example", "chat.example.com/evil", "chat.example.com?x", "chat.example.com:x"] {
            assert_eq!(of_host("https", odd), None, "{odd}");
        }
    }
}
