//! Ids and secrets from the operating system's randomness.

use rand::TryRng as _;
use rand::rngs::SysRng;
use switchroom_domain::Timestamp;
use switchroom_engine::ports::Ids;
use uuid::Uuid;

/// Ids and secrets from randomness.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemIds;

impl Ids for SystemIds {
    #[expect(clippy::disallowed_methods, reason = "this is the source of ids that everything else is given")]
    fn uuid(&self, at: Timestamp) -> Uuid {
        let millis = u64::try_from(at.0 / 1000).unwrap_or_default();
        let mut random = [0; 10];
        rand::Rng::fill_bytes(&mut rand::rng(), &mut random);
        uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }

    fn secret(&self, bytes: &mut [u8]) {
        while SysRng.try_fill_bytes(bytes).is_err() {
            // Without randomness no secret may be made: wait until the system has some.
            std::thread::yield_now();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Ids, SystemIds, Timestamp};

    #[test]
    fn ids_are_version_7_and_carry_the_time() {
        let id = SystemIds.uuid(Timestamp(1_700_000_000_123_456));
        assert_eq!(id.get_version_num(), 7);
        assert_eq!(id.get_timestamp().map(|at| at.to_unix()), Some((1_700_000_000, 123_000_000)));
        assert_ne!(id, SystemIds.uuid(Timestamp(1_700_000_000_123_456)));
    }
}
