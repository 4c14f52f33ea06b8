//! What was sent to a webhook and answered, on the wire.

use serde::Serialize;
use switchroom_engine::ports;
use utoipa::ToSchema;

/// What was sent and answered.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Exchange<'a> {
    /// The headers that were sent: names and values. Of a secret one the value is `…`.
    #[schema(value_type = Vec<Vec<String>>)]
    request_headers: &'a [(String, String)],
    /// The body that was sent.
    request_body: &'a str,
    /// The headers of the answer: names and values.
    #[schema(value_type = Vec<Vec<String>>)]
    response_headers: &'a [(String, String)],
    /// The first 16 kB of the answer.
    response_body: &'a str,
}

impl<'a> From<&'a ports::Exchange> for Exchange<'a> {
    fn from(exchange: &'a ports::Exchange) -> Self {
        Self {
            request_headers: &exchange.request_headers,
            request_body: &exchange.request_body,
            response_headers: &exchange.response_headers,
            response_body: &exchange.response_body,
        }
    }
}
