//! Bodies, read with a limit.

use axum::body::Body;
use bytes::Bytes;
use http_body_util::{BodyExt, LengthLimitError, Limited};

/// Why a body could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BodyError {
    /// It is too long.
    #[error("the body must be at most {most} bytes")]
    TooLarge {
        /// Bytes in a body, at the most.
        most: usize,
    },
    /// It broke off.
    #[error("the body ended before its time")]
    Unreadable,
}

/// The bytes of a body that has at most `most`.
pub async fn read(body: Body, most: usize) -> Result<Bytes, BodyError> {
    match Limited::new(body, most).collect().await {
        Ok(body) => Ok(body.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => Err(BodyError::TooLarge { most }),
        Err(_) => Err(BodyError::Unreadable),
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::{BodyError, read};

    #[tokio::test]
    async fn a_body_may_be_as_long_as_the_limit_and_no_longer() {
        assert_eq!(read(Body::from("12345"), 5).await, Ok("12345".into()));
        assert_eq!(read(Body::from("123456"), 5).await, Err(BodyError::TooLarge { most: 5 }));
    }
}
