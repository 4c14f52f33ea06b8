//! What a page may load, and who may show it in a frame.

use http::header::{CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS};
use http::{HeaderMap, HeaderName, HeaderValue};

const CROSS_ORIGIN_OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");

/// Nothing from elsewhere, no script or style in the page itself, and no frame around it. Pictures and recordings that customers send may
/// lie anywhere.
const INBOX: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob: https:; media-src 'self' blob: https:; \
     font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; frame-src 'self'; frame-ancestors 'none'; \
     base-uri 'none'; form-action 'self'",
);
/// The same, but for who may show it in a frame.
const WIDGET: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob: https:; \
     media-src 'self' blob: https:; font-src 'self'; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'self'; \
     frame-ancestors ";

/// Which page it is.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Page<'a> {
    /// The inbox.
    Inbox,
    /// The widget, or the script that brings it.
    Widget(Framed<'a>),
}

/// Who may show a page in a frame.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Framed<'a> {
    /// Whoever wants to.
    ByAnybody,
    /// These origins, and our own pages.
    BySites(&'a [String]),
}

impl Framed<'_> {
    /// The sources of `frame-ancestors`.
    fn sources(self) -> String {
        match self {
            Self::ByAnybody => "*".to_owned(),
            Self::BySites(sites) => std::iter::once("'self'").chain(sites.iter().map(String::as_str)).collect::<Vec<_>>().join(" "),
        }
    }
}

/// Says what the page may do.
pub(crate) fn restrict(headers: &mut HeaderMap, page: Page<'_>) {
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    match page {
        Page::Inbox => {
            headers.insert(CONTENT_SECURITY_POLICY, INBOX);
            headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
            headers.insert(CROSS_ORIGIN_OPENER_POLICY, HeaderValue::from_static("same-origin"));
            headers.insert(PERMISSIONS_POLICY, HeaderValue::from_static("camera=(), geolocation=(), microphone=()"));
        }
        Page::Widget(framed) => {
            // Sites are origins in ASCII: what could not be said is said of nobody.
            let policy = HeaderValue::try_from(format!("{WIDGET}{}", framed.sources()));
            headers
                .insert(CONTENT_SECURITY_POLICY, policy.unwrap_or(HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'")));
        }
    }
}
