//! Times: ISO 8601 in UTC with milliseconds, `2021-03-03T22:53:29.000Z`.

use serde::{Serialize, Serializer};
use switchroom_domain::Timestamp;

/// A time, told in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Time(pub(crate) Timestamp);

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.to_rfc3339_millis())
    }
}

/// Whole seconds since 1970.
pub(crate) fn epoch_seconds(at: Timestamp) -> i64 {
    at.0.div_euclid(1_000_000)
}

#[cfg(test)]
mod tests {
    use proptest::{prop_assert, prop_assert_eq, proptest};
    use switchroom_domain::Timestamp;

    use super::Time;

    fn told(at: Timestamp) -> String {
        serde_json::to_value(Time(at)).expect("json").as_str().expect("text").to_owned()
    }

    #[test]
    fn times_are_told_as_in_the_seeds() {
        assert_eq!(told(Timestamp(1_614_812_009_000_000)), "2021-03-03T22:53:29.000Z");
        assert_eq!(told(Timestamp(1_715_790_965_675_999)), "2024-05-15T16:36:05.675Z");
    }

    proptest! {
        #[test]
        fn a_told_time_is_the_whole_millisecond_before(micros in 0_i64..32_503_680_000_000_000) {
            let told = Timestamp::from_rfc3339(&told(Timestamp(micros))).expect("a time");
            prop_assert_eq!(told.0 % 1000, 0);
            prop_assert!((0..1000).contains(&(micros - told.0)));
        }
    }
}
