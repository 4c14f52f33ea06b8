//! Where a request comes from and what host it is for. What proxies say of that counts only from trusted ones.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::ConnectInfo;
use http::HeaderMap;
use http::header::{HOST, USER_AGENT};
use http::request::Parts;
use ipnet::IpNet;
use switchroom_domain::token::Device;

/// Characters in a host name with its port, at the most.
const HOST_CHARS: usize = 255;

/// The address of the client. Unknown (as over a local socket): the unspecified address.
#[must_use]
pub fn address(parts: &Parts, trusted: &[IpNet]) -> IpAddr {
    let Some(peer) = peer(parts) else { return IpAddr::V4(Ipv4Addr::UNSPECIFIED) };
    if !is_trusted(peer, trusted) {
        return peer;
    }
    // Every proxy appends whom it was called by: from the right, the first one who is no proxy of ours is the client.
    let headers = parts.headers.get_all("x-forwarded-for").iter().rev();
    let hops = headers.filter_map(|value| value.to_str().ok()).flat_map(|value| value.rsplit(','));
    let mut farthest = peer;
    for hop in hops {
        let Some(hop) = hop_address(hop.trim()) else { break };
        farthest = hop;
        if !is_trusted(hop, trusted) {
            break;
        }
    }
    farthest
}

/// With what the client calls.
#[must_use]
pub fn device(parts: &Parts, trusted: &[IpNet]) -> Device {
    let user_agent = parts.headers.get(USER_AGENT).and_then(|value| value.to_str().ok()).map(str::trim);
    let user_agent = user_agent.filter(|name| !name.is_empty());
    Device {
        user_agent: user_agent.map(|name| name.chars().take(Device::USER_AGENT_CHARS).collect()),
        address: Some(address(parts, trusted)).filter(|address| !address.is_unspecified()),
    }
}

/// The host that the client called, with its port if it named one.
#[must_use]
pub fn host<'a>(parts: &'a Parts, trusted: &[IpNet]) -> Option<&'a str> {
    let forwarded = || peer(parts).is_some_and(|peer| is_trusted(peer, trusted));
    let header = |name: &str| last(&parts.headers, name);
    let host = header("x-forwarded-host").filter(|_| forwarded()).or_else(|| header(HOST.as_str()));
    let host = host.or_else(|| parts.uri.authority().map(http::uri::Authority::as_str));
    host.filter(|host| host.len() <= HOST_CHARS)
}

/// Whether a trusted proxy says that the client called by https; none: no proxy says how.
#[must_use]
pub fn is_https(parts: &Parts, trusted: &[IpNet]) -> Option<bool> {
    let forwarded = peer(parts).is_some_and(|peer| is_trusted(peer, trusted));
    let scheme = last(&parts.headers, "x-forwarded-proto").filter(|_| forwarded)?;
    Some(scheme.eq_ignore_ascii_case("https"))
}

fn peer(parts: &Parts) -> Option<IpAddr> {
    parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip().to_canonical())
}

fn is_trusted(address: IpAddr, trusted: &[IpNet]) -> bool {
    trusted.iter().any(|network| network.contains(&address))
}

/// The address of a hop, which some proxies give with a port.
fn hop_address(hop: &str) -> Option<IpAddr> {
    let bare = || hop.trim_matches(['[', ']']).parse::<IpAddr>();
    let with_port = || hop.parse::<SocketAddr>().map(|hop| hop.ip());
    bare().or_else(|_| with_port()).ok().map(|address| address.to_canonical())
}

fn last<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let value = headers.get_all(name).iter().next_back()?.to_str().ok()?;
    value.rsplit(',').next().map(str::trim).filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;

    use axum::extract::ConnectInfo;
    use http::Request;
    use http::request::Parts;
    use ipnet::IpNet;

    use super::{address, host, is_https};

    fn request(peer: &str, headers: &[(&str, &str)]) -> Parts {
        let mut request = Request::builder().uri("/v1/me");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let (mut parts, ()) = request.body(()).expect("request").into_parts();
        parts.extensions.insert(ConnectInfo(peer.parse::<SocketAddr>().expect("peer")));
        parts
    }

    fn proxies() -> Vec<IpNet> {
        vec!["10.0.0.0/8".parse().expect("network")]
    }

    #[test]
    fn a_stranger_cannot_name_another_address_or_host() {
        let headers = [("host", "a.example"), ("x-forwarded-host", "b.example"), ("x-forwarded-for", "198.51.100.1")];
        let parts = request("203.0.113.9:1", &headers);
        assert_eq!(address(&parts, &proxies()).to_string(), "203.0.113.9");
        assert_eq!(host(&parts, &proxies()), Some("a.example"));
    }

    #[test]
    fn a_trusted_proxy_names_the_client() {
        let forwarded = "192.0.2.66, 198.51.100.1:4711, 10.1.1.1";
        let headers = [("host", "a.example"), ("x-forwarded-host", "b.example"), ("x-forwarded-for", forwarded)];
        let parts = request("10.0.0.2:1", &headers);
        assert_eq!(address(&parts, &proxies()).to_string(), "198.51.100.1");
        assert_eq!(host(&parts, &proxies()), Some("b.example"));
    }

    #[test]
    fn only_a_trusted_proxy_says_how_it_was_called() {
        for (peer, scheme, told) in [
            ("10.0.0.2:1", "https", Some(true)),
            ("10.0.0.2:1", "HTTPS", Some(true)),
            ("10.0.0.2:1", "http", Some(false)),
            ("10.0.0.2:1", "https, http", Some(false)),
            ("203.0.113.9:1", "https", None),
        ] {
            assert_eq!(is_https(&request(peer, &[("x-forwarded-proto", scheme)]), &proxies()), told, "{peer} {scheme}");
        }
        assert_eq!(is_https(&request("10.0.0.2:1", &[]), &proxies()), None);
    }

    #[test]
    fn an_unreadable_hop_ends_the_search() {
        let parts = request("10.0.0.2:1", &[("x-forwarded-for", "198.51.100.1, unknown, 10.1.1.1")]);
        assert_eq!(address(&parts, &proxies()).to_string(), "10.1.1.1");
    }

    #[test]
    fn addresses_of_both_families_are_read() {
        let parts = request("[::ffff:10.0.0.2]:1", &[("x-forwarded-for", "[2001:db8::1]:443")]);
        assert_eq!(address(&parts, &proxies()).to_string(), "2001:db8::1");
    }
}
