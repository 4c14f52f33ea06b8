//! Securing connections.

use std::sync::Arc;

use hyper_rustls::ConfigBuilderExt;
use rustls::ClientConfig;
use rustls::crypto::ring;

/// TLS 1.2 and 1.3, trusting Mozilla's roots.
#[expect(clippy::expect_used, reason = "cannot fail: ring has cipher suites for every default version, and nothing else is checked")]
pub(crate) fn client_config() -> ClientConfig {
    ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("ring supports the default versions")
        .with_webpki_roots()
        .with_no_client_auth()
}
