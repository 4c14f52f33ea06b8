//! In which of the forms that were compressed beforehand a file is sent.

use http::HeaderMap;
use http::header::ACCEPT_ENCODING;

/// A form in which files lie beside themselves, the smallest first: the name of the encoding, and what it adds to the file's name.
const FORMS: [(&str, &str); 2] = [("br", ".br"), ("gzip", ".gz")];

/// The encodings that the client takes, with what each adds to a file's name.
pub(crate) fn accepted(headers: &HeaderMap) -> impl Iterator<Item = (&'static str, &'static str)> {
    FORMS.into_iter().filter(|(name, _)| accepts(headers, name))
}

fn accepts(headers: &HeaderMap, encoding: &str) -> bool {
    let values = headers.get_all(ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).any(|offer| {
        let (name, weight) = offer.split_once(';').unwrap_or((offer, "q=1"));
        let refused = weight.trim().strip_prefix("q=").is_some_and(|weight| weight.parse() == Ok(0.0_f32));
        name.trim().eq_ignore_ascii_case(encoding) && !refused
    })
}

#[cfg(test)]
mod tests {
    use http::header::ACCEPT_ENCODING;
    use http::{HeaderMap, HeaderValue};

    use super::accepted;

    fn of(header: &'static str) -> Vec<&'static str> {
        let headers = HeaderMap::from_iter([(ACCEPT_ENCODING, HeaderValue::from_static(header))]);
        accepted(&headers).map(|(name, _)| name).collect()
    }

    #[test]
    fn the_smallest_that_is_taken_comes_first() {
        assert_eq!(of("gzip, deflate, br;q=0.9"), ["br", "gzip"]);
        assert_eq!(of("gzip;q=1.0, br;q=0"), ["gzip"]);
        assert_eq!(of("identity"), [""; 0]);
    }
}
