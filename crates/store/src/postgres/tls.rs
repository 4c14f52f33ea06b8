//! TLS to the database, with the trust that its address asks for.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::connection::AddressError;

/// Which server is trusted.
pub(super) enum Trust {
    /// Whoever answers: what is said cannot be overheard, but it may be said to the wrong one.
    Anybody,
    /// Whoever has a certificate signed by one of these.
    SignedBy(PathBuf),
    /// Whoever has a certificate for the address's name, signed by one of these.
    NamedAndSignedBy(PathBuf),
    /// Whoever has a certificate for the address's name, signed by one that the system knows.
    NamedAndKnown,
}

pub(super) fn connector(trust: &Trust) -> Result<MakeRustlsConnect, AddressError> {
    let provider = Arc::new(ring::default_provider());
    let config = ClientConfig::builder_with_provider(Arc::clone(&provider)).with_safe_default_protocol_versions()?;
    let config = match trust {
        Trust::Anybody => config.dangerous().with_custom_certificate_verifier(Arc::new(Lenient { provider, issuer: None })),
        Trust::SignedBy(file) => {
            let roots = Arc::new(roots_in(file)?);
            let issuer = WebPkiServerVerifier::builder_with_provider(roots, Arc::clone(&provider)).build();
            let issuer = issuer.map_err(|error| unusable(file, error))?;
            config.dangerous().with_custom_certificate_verifier(Arc::new(Lenient { provider, issuer: Some(issuer) }))
        }
        Trust::NamedAndSignedBy(file) => config.with_root_certificates(roots_in(file)?),
        Trust::NamedAndKnown => {
            let mut roots = RootCertStore::empty();
            roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
            config.with_root_certificates(roots)
        }
    };
    Ok(MakeRustlsConnect::new(config.with_no_client_auth()))
}

fn roots_in(file: &Path) -> Result<RootCertStore, AddressError> {
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(file).map_err(|error| unusable(file, error))? {
        let certificate = certificate.map_err(|error| unusable(file, error))?;
        roots.add(certificate).map_err(|error| unusable(file, error))?;
    }
    Ok(roots)
}

fn unusable(file: &Path, error: impl std::error::Error + Send + Sync + 'static) -> AddressError {
    AddressError::Certificates(file.to_owned(), Box::new(error))
}

/// Does not ask for the server's name, and for its issuer only if there is one to ask for: what `sslmode=require` and
/// `verify-ca` mean.
#[derive(Debug)]
struct Lenient {
    provider: Arc<CryptoProvider>,
    issuer: Option<Arc<WebPkiServerVerifier>>,
}

impl ServerCertVerifier for Lenient {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let verified = match &self.issuer {
            Some(issuer) => issuer.verify_server_cert(certificate, intermediates, name, ocsp, now),
            None => Ok(ServerCertVerified::assertion()),
        };
        match verified {
            // The issuer is looked at before the name.
            Err(Error::InvalidCertificate(CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. })) => {
                Ok(ServerCertVerified::assertion())
            }
            verified => verified,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, certificate, signed, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, certificate, signed, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
