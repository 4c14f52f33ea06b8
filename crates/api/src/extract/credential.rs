//! What a request shows to say who calls.

use http::header::{AUTHORIZATION, ORIGIN};
use http::request::Parts;
use http::{HeaderMap, StatusCode};
use switchroom_http::client;
use url::Url;

use super::session_cookie;
use crate::problem::Problem;
use crate::state::ApiState;

/// The token that a request shows.
pub(crate) enum Credential {
    /// In the header `Authorization`.
    Bearer(String),
    /// In a cookie, which a browser adds whoever made it call: that it was our own page must be shown too.
    Cookie(String),
}

impl Credential {
    /// What a request with these headers shows. A cookie counts only where there is no `Authorization` at all.
    pub(crate) fn of(headers: &HeaderMap) -> Option<Self> {
        match headers.get(AUTHORIZATION) {
            Some(value) => bearer(value.to_str().ok()?).map(Self::Bearer),
            None => session_cookie::read(headers).map(Self::Cookie),
        }
    }

    /// The token.
    pub(crate) fn into_secret(self) -> String {
        match self {
            Self::Bearer(secret) | Self::Cookie(secret) => secret,
        }
    }
}

fn bearer(value: &str) -> Option<String> {
    let (scheme, secret) = value.split_once(' ')?;
    let secret = secret.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !secret.is_empty()).then(|| secret.to_owned())
}

/// Refuses a request with a cookie that another site may have caused: only a page of ours can set this header.
pub(super) fn check_csrf(headers: &HeaderMap) -> Result<(), Problem> {
    if headers.get("switchroom-csrf").is_some_and(|value| value == "1") {
        return Ok(());
    }
    let detail = "a request with a cookie needs the header `Switchroom-Csrf: 1`";
    Err(Problem::new(StatusCode::FORBIDDEN, "csrf_header_missing", "The request may come from another site", detail))
}

/// Refuses a socket with a cookie that a page of another site may have opened: browsers let no page set a header there, but say
/// themselves where the page is from.
pub(crate) fn check_origin(parts: &Parts, state: &ApiState) -> Result<(), Problem> {
    let proxies = &state.http().config().trusted_proxies;
    let origin = parts.headers.get(ORIGIN).and_then(|origin| origin.to_str().ok());
    if origin.is_some_and(|origin| client::host(parts, proxies).is_some_and(|host| is_of_host(origin, host))) {
        return Ok(());
    }
    state.limits().address(client::address(parts, proxies))?;
    let detail = "a socket with a cookie needs the header `Origin` of a page of the same host";
    Err(Problem::new(StatusCode::FORBIDDEN, "wrong_origin", "The request may come from another site", detail))
}

/// Whether a page of that origin is of this host, the port included.
fn is_of_host(origin: &str, host: &str) -> bool {
    let Ok(origin) = Url::parse(origin) else { return false };
    let Ok(host) = Url::parse(&format!("{}://{host}", origin.scheme())) else { return false };
    origin.host().is_some() && origin.host() == host.host() && origin.port_or_known_default() == host.port_or_known_default()
}

#[cfg(test)]
mod tests {
    use http::HeaderMap;

    use super::{Credential, check_csrf, is_of_host};

    fn headers(given: &[(&'static str, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in given {
            headers.append(*name, value.parse().expect("a header"));
        }
        headers
    }

    fn shown(given: &[(&'static str, &str)]) -> Option<(bool, String)> {
        Credential::of(&headers(given)).map(|credential| (matches!(credential, Credential::Cookie(_)), credential.into_secret()))
    }

    #[test]
    fn a_cookie_counts_only_without_another_word() {
        let cookie = ("cookie", "a=b; switchroom_session=sw_1; c=d");
        assert_eq!(shown(&[cookie]), Some((true, "sw_1".to_owned())));
        assert_eq!(shown(&[("authorization", "bearer sw_2"), cookie]), Some((false, "sw_2".to_owned())));
        assert_eq!(shown(&[("authorization", "Basic sw_2"), cookie]), None);
        assert_eq!(shown(&[("cookie", "a=b"), ("cookie", "switchroom_session=sw_3")]), Some((true, "sw_3".to_owned())));
        for none in ["", "switchroom_session", "switchroom_session=", "Switchroom_session=sw_1", "xswitchroom_session=sw_1"] {
            assert_eq!(shown(&[("cookie", none)]), None, "{none}");
        }
    }

    #[test]
    fn only_our_own_header_counts() {
        assert!(check_csrf(&headers(&[("switchroom-csrf", "1")])).is_ok());
        for wrong in [&[][..], &[("switchroom-csrf", "")], &[("switchroom-csrf", "0")], &[("x-csrf", "1")]] {
            assert!(check_csrf(&headers(wrong)).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn an_origin_is_of_its_own_host_and_port() {
        for (origin, host) in [
            ("https://chat.example.com", "chat.example.com"),
            ("https://chat.example.com", "Chat.Example.com:443"),
            ("http://127.0.0.1:3000", "127.0.0.1:3000"),
            ("http://[::1]:3000", "[::1]:3000"),
        ] {
            assert!(is_of_host(origin, host), "{origin} {host}");
        }
        for (origin, host) in [
            ("https://evil.example", "chat.example.com"),
            ("https://chat.example.com.evil.example", "chat.example.com"),
            ("https://evil.example", "evil.example@chat.example.com"),
            ("http://chat.example.com:8080", "chat.example.com"),
            ("null", "chat.example.com"),
            ("", ""),
            ("data:text/html,x", "x"),
        ] {
            assert!(!is_of_host(origin, host), "{origin} {host}");
        }
    }
}
