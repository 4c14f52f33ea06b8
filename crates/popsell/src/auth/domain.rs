//! `X-Popsell-Domain`: which organization somebody logs in to, who has no token yet.

use http::HeaderMap;
use switchroom_domain::{OrgId, organization};
use switchroom_engine::organizations;
use switchroom_http::Shared;

use crate::errors::{Error, Validation};

/// The header's name, as it is told.
const NAME: &str = "X-Popsell-Domain";

/// The organization that the request's domain means. As with hosts, a domain that nobody knows means the first one.
pub(crate) async fn organization(shared: &Shared, headers: &HeaderMap) -> Result<OrgId, Error> {
    let domain = given(headers)?;
    Ok(organizations::organization_of_host(shared.engine(), &domain).await?.unwrap_or(OrgId::FIRST))
}

fn given(headers: &HeaderMap) -> Result<String, Validation> {
    let mut values = headers.get_all(NAME).iter();
    let Some(value) = values.next().filter(|value| !value.as_bytes().trim_ascii().is_empty()) else {
        return Err(Validation::required(NAME));
    };
    let invalid = || Validation::of(NAME, format!("The {NAME} field format is invalid."));
    let domain = value.to_str().ok().and_then(|text| organization::host_name(text).ok());
    domain.filter(|_| values.next().is_none()).ok_or_else(invalid)
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderName, HeaderValue};

    use super::given;

    fn headers(values: &[&[u8]]) -> HeaderMap {
        values.iter().map(|value| (HeaderName::from_static("x-popsell-domain"), HeaderValue::from_bytes(value).expect("a value"))).collect()
    }

    #[test]
    fn a_domain_is_a_host_name() {
        assert_eq!(given(&headers(&[b"Shop.Example"])), Ok("shop.example".to_owned()));
        let wrong: [&[&[u8]]; 6] = [&[], &[b""], &[b" "], &[b"a b"], &[b"a.example", b"b.example"], &[b"\xff"]];
        for values in wrong {
            assert!(given(&headers(values)).is_err(), "{values:?}");
        }
    }
}
