//! What the path names.

use axum::extract::FromRequestParts;
use http::request::Parts;
use serde::de::DeserializeOwned;

use crate::errors::RcError;

/// What the path names. What cannot be the name of anything is not found.
#[derive(Debug)]
pub(crate) struct Path<T>(pub(crate) T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = RcError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, RcError> {
        match axum::extract::Path::<T>::from_request_parts(parts, state).await {
            Ok(axum::extract::Path(named)) => Ok(Self(named)),
            Err(_) => Err(RcError::no_resource()),
        }
    }
}
