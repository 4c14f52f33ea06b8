//! What links in mails begin with.

use axum::extract::FromRequestParts;
use http::request::Parts;
use switchroom_http::client;
use url::Url;

use super::ByHttps;
use crate::problem::Problem;
use crate::state::ApiState;

/// What links in mails begin with: the host that is called, if it is an organization's, else the public URL. Any other host may be
/// anybody's invention.
#[derive(Debug)]
pub(crate) struct Home(pub(crate) Option<String>);

impl FromRequestParts<ApiState> for Home {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &ApiState) -> Result<Self, Problem> {
        let ByHttps(by_https) = ByHttps::from_request_parts(parts, state).await?;
        let config = state.http().config();
        if switchroom_http::host_organization(state.http(), parts).await?.is_some() {
            let scheme = if by_https { "https" } else { "http" };
            return Ok(Self(client::host(parts, &config.trusted_proxies).and_then(|host| origin(scheme, host))));
        }
        Ok(Self(config.public_url.as_deref().map(|url| url.trim_end_matches('/').to_owned())))
    }
}

/// The address of a host; none if there is more to it than a host and a port.
fn origin(scheme: &str, host: &str) -> Option<String> {
    let url = Url::parse(&format!("{scheme}://{host}/")).ok()?;
    let plain = url.username().is_empty() && url.password().is_none() && url.path() == "/" && url.query().is_none();
    plain.then(|| url.origin().ascii_serialization())
}

#[cfg(test)]
mod tests {
    use super::origin;

    #[test]
    fn a_link_leads_to_the_host_and_nowhere_else() {
        assert_eq!(origin("https", "Chat.example.com:8443").as_deref(), Some("https://chat.example.com:8443"));
        assert_eq!(origin("http", "chat.example.com:80").as_deref(), Some("http://chat.example.com"));
        for odd in ["", "chat.example.com:1@evil.example", "chat.example.com/evil", "chat.example.com?x", "chat.example.com:x"] {
            assert_eq!(origin("https", odd), None, "{odd}");
        }
    }
}
