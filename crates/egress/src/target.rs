//! Where a request goes.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use http::Uri;
use url::{Host, Url};

use crate::EgressError;

/// A url that can be dialled: http or https, with a host. Parsed once, used for many requests.
#[derive(Debug, Clone)]
pub struct Target {
    uri: Uri,
    /// The addresses that the host is known to mean without being resolved.
    known: Vec<IpAddr>,
}

impl Target {
    /// Reads a url. Odd ways to write an address (`http://0x7f.1/`, `http://2130706433/`) become the address they mean,
    /// international names become ASCII, the fragment is dropped.
    pub fn parse(url: &str) -> Result<Self, EgressError> {
        let refused = |why: String| EgressError::Url { url: url.to_owned(), why };
        let mut parsed = Url::parse(url).map_err(|error| refused(error.to_string()))?;
        if !matches!(parsed.scheme(), "http" | "https") {
            return Err(refused("only http and https can be dialled".to_owned()));
        }
        if !parsed.username().is_empty() || parsed.password().is_some() {
            return Err(refused("a user name or password cannot be sent".to_owned()));
        }
        parsed.set_fragment(None);
        let known = match parsed.host() {
            Some(Host::Ipv4(address)) => vec![address.into()],
            Some(Host::Ipv6(address)) => vec![address.into()],
            Some(Host::Domain(name)) if is_localhost(name) => vec![Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()],
            Some(Host::Domain(_)) => Vec::new(),
            None => return Err(refused("there is no host".to_owned())),
        };
        let uri = parsed.as_str().parse().map_err(|error: http::uri::InvalidUri| refused(error.to_string()))?;
        Ok(Self { uri, known })
    }

    /// The addresses that the host is known to mean without being resolved: that of a literal, those of `localhost`.
    pub(crate) fn known(&self) -> &[IpAddr] {
        &self.known
    }

    pub(crate) fn uri(&self) -> &Uri {
        &self.uri
    }

    /// The host as it is shown in errors.
    pub(crate) fn host(&self) -> String {
        self.uri.host().unwrap_or_default().to_owned()
    }
}

/// Names that always mean the machine itself (RFC 6761). The parser has made them lower case.
fn is_localhost(name: &str) -> bool {
    let name = name.strip_suffix('.').unwrap_or(name);
    name == "localhost" || name.ends_with(".localhost")
}

#[cfg(test)]
mod tests {
    use super::Target;

    #[test]
    fn odd_literals_become_the_address_they_mean() {
        for (url, host) in [
            ("http://0x7f.1/", "127.0.0.1"),
            ("http://2130706433/", "127.0.0.1"),
            ("http://017700000001/", "127.0.0.1"),
            ("http://127.1/", "127.0.0.1"),
            ("http://127.0.0.1./", "127.0.0.1"),
            ("http://0177.0.0.0x1/", "127.0.0.1"),
            ("http://%31%32%37.0.0.1/", "127.0.0.1"),
            ("http://１２７.0.0.1/", "127.0.0.1"),
            ("http://127。0。0。1/", "127.0.0.1"),
            ("http://0/", "0.0.0.0"),
            ("http://[0:0:0:0:0:0:0:1]/", "[::1]"),
            ("http://[::ffff:127.0.0.1]/", "[::ffff:7f00:1]"),
            ("https://BÜCHER.example/a?b=c#d", "xn--bcher-kva.example"),
        ] {
            assert_eq!(Target::parse(url).unwrap().host(), host, "{url}");
        }
    }

    #[test]
    fn what_cannot_be_dialled_is_refused() {
        for url in ["", "example.com", "ftp://example.com/", "file:///etc/passwd", "http://", "http://user:secret@example.com/"] {
            assert!(Target::parse(url).is_err(), "{url}");
        }
    }
}
