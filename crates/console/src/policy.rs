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
/// The same; any site may show it, for that is what it is for.
const WIDGET: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob: https:; media-src 'self' blob: https:; \
     font-src 'self'; connect-src 'self'; frame-ancestors *; base-uri 'none'; form-action 'self'",
);

/// Which page it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Page {
    /// The inbox.
    Inbox,
    /// The widget, or the script that brings it.
    Widget,
}

/// Says what the page may do.
pub(crate) fn restrict(headers: &mut HeaderMap, page: Page) {
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    match page {
        Page::Inbox => {
            headers.insert(CONTENT_SECURITY_POLICY, INBOX);
            headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
            headers.insert(CROSS_ORIGIN_OPENER_POLICY, HeaderValue::from_static("same-origin"));
            headers.insert(PERMISSIONS_POLICY, HeaderValue::from_static("camera=(), geolocation=(), microphone=()"));
        }
        Page::Widget => {
            headers.insert(CONTENT_SECURITY_POLICY, WIDGET);
        }
    }
}
