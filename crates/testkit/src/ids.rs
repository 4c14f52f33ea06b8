//! Ids that are counted.

use std::sync::atomic::{AtomicU64, Ordering};

use switchroom_domain::Timestamp;
use switchroom_engine::ports::Ids;
use uuid::Uuid;

/// Ids that are counted: the same test makes the same ids.
#[derive(Default)]
pub struct CountedIds(AtomicU64);

impl Ids for CountedIds {
    fn uuid(&self, at: Timestamp) -> Uuid {
        let millis = u64::try_from(at.0 / 1000).unwrap_or_default();
        let mut random = [0; 10];
        random[2..].copy_from_slice(&self.0.fetch_add(1, Ordering::SeqCst).to_be_bytes());
        uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }

    fn secret(&self, bytes: &mut [u8]) {
        let count = self.0.fetch_add(1, Ordering::SeqCst).to_be_bytes();
        for (byte, counted) in bytes.iter_mut().rev().zip(count.iter().rev()) {
            *byte = *counted;
        }
    }
}
