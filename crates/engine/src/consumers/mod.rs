//! Consumers: named readers of the log, for those who cannot be called.
//!
//! Whoever reads for a consumer first reads, then takes the lease of what was read: so nobody holds a lease while waiting for events,
//! and of two who read the same one is handed it out.

mod find;
mod put;
mod reading;
mod seek;

pub use find::{delete, find, list};
pub use put::{NewConsumer, Put, put};
pub use reading::{Batch, commit, lease, skip};
pub use seek::{SeekTo, seek};

use switchroom_domain::{Permission, Refusal};

use crate::{Caller, EngineError};

/// Consumers of an organization, at the most.
pub const MOST: usize = 100;
/// Characters in a name, at the most.
const NAME_CHARS: usize = 64;

/// Refuses whoever may not read the log, which consumers do.
fn permitted(caller: &Caller) -> Result<(), EngineError> {
    Ok(caller.access.require(Permission::EventRead)?)
}

/// Whether something can be a consumer's name.
fn is_name(name: &str) -> bool {
    let allowed = |c: char| matches!(c, 'a'..='z' | '0'..='9' | '.' | '_' | '-');
    (1..=NAME_CHARS).contains(&name.len()) && name.chars().all(allowed)
}

/// There is no consumer of that name.
fn missing() -> EngineError {
    Refusal::NotFound { noun: "consumer" }.into()
}

#[cfg(test)]
mod tests {
    use super::is_name;

    #[test]
    fn names_fit_into_a_path_as_they_are() {
        assert!(["a", "crm.sync_2-b", &"x".repeat(64)].into_iter().all(is_name));
        assert!(["", "A", "a b", "a/b", "ä", "a\0", "%61", &"x".repeat(65)].into_iter().all(|name| !is_name(name)));
    }
}
