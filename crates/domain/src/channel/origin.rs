//! Origins of sites (RFC 6454), as browsers tell them.

use crate::Refusal;

/// Characters in an origin, at the most.
const CHARS: usize = 300;

/// Reads the origin of a site: scheme and host in lower case, the port left out where it is the scheme's own.
pub(super) fn read(text: &str) -> Result<String, Refusal> {
    let refusal = || Refusal::invalid("widget.sites", "must be origins such as https://shop.example or http://localhost:8080");
    let text = text.trim().to_ascii_lowercase();
    let (scheme, rest) = text.split_once("://").filter(|_| text.len() <= CHARS).ok_or_else(refusal)?;
    let own_port = match scheme {
        "http" => "80",
        "https" => "443",
        _ => return Err(refusal()),
    };
    let authority = rest.strip_suffix('/').unwrap_or(rest);
    // The colons of an IPv6 address stand in brackets.
    let (host, port) = match authority.rsplit_once(':').filter(|(_, port)| !port.contains(']')) {
        Some((host, port)) => (host, Some(port)),
        None => (authority, None),
    };
    let is_port = |port: &str| port.parse::<u16>().is_ok_and(|number| number > 0) && port.bytes().all(|byte| byte.is_ascii_digit());
    if !is_host(host) || !port.is_none_or(is_port) {
        return Err(refusal());
    }
    Ok(match port.filter(|port| *port != own_port) {
        Some(port) => format!("{scheme}://{host}:{port}"),
        None => format!("{scheme}://{host}"),
    })
}

fn is_host(host: &str) -> bool {
    if let Some(address) = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return address.parse::<std::net::Ipv6Addr>().is_ok();
    }
    let is_label =
        |label: &str| !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
    host.split('.').all(is_label)
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn origins_are_read_as_browsers_tell_them() {
        for (given, kept) in [
            ("https://Shop.Example", "https://shop.example"),
            ("https://shop.example:443/", "https://shop.example"),
            ("http://localhost:8080", "http://localhost:8080"),
            ("http://[::1]:80", "http://[::1]"),
        ] {
            assert_eq!(read(given).as_deref(), Ok(kept), "{given}");
        }
    }

    #[test]
    fn what_is_no_origin_is_refused() {
        for wrong in [
            "",
            "*",
            "shop.example",
            "ftp://shop.example",
            "https://",
            "https://shop.example/path",
            "https://shop example",
            "https://shop.example; script-src *",
            "https://*.example",
            "https://user@shop.example",
            "https://shop.example:",
            "https://shop.example:0",
            "https://shop.example:+80",
            "https://shop..example",
            "https://[zz]",
            "https://bücher.example",
        ] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
