//! Times on the wire: RFC 3339 in UTC with microseconds.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use switchroom_domain::Timestamp;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

/// A time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Time(pub(crate) Timestamp);

impl From<Timestamp> for Time {
    fn from(at: Timestamp) -> Self {
        Self(at)
    }
}

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Written right into the body: an event has many times.
        let at = jiff::Timestamp::from_microsecond(self.0.0).unwrap_or_default();
        serializer.collect_str(&format_args!("{at:.6}"))
    }
}

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let refuse = || D::Error::custom("must be an RFC 3339 time of the years 1970 to 2999");
        Timestamp::from_rfc3339(&text).map(Self).ok_or_else(refuse)
    }
}

impl PartialSchema for Time {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)))
            .description(Some("RFC 3339. Given out in UTC with microseconds; taken with any offset, from 1970 to 2999."))
            .into()
    }
}

impl ToSchema for Time {}

#[cfg(test)]
mod tests {
    use super::Time;
    use switchroom_domain::Timestamp;

    #[test]
    fn times_are_written_as_the_domain_writes_them() {
        for micros in [0, 1, 1_700_000_000_000_000, 1_700_000_000_000_001, 32_503_679_999_999_999] {
            let at = Timestamp(micros);
            assert_eq!(serde_json::to_string(&Time(at)).expect("json"), format!("\"{}\"", at.to_rfc3339()));
        }
    }
}
