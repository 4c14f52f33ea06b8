//! Whom a message mentions.

use crate::decide::Stop;
use crate::decide::deciding::Deciding;
use crate::message::Visibility;
use crate::{Refusal, UserId, limits};

/// Refuses mentions that cannot be: of nobody or of who is not active, twice, too many, or where the contact reads along. Who was mentioned
/// `before` may stay, whatever has become of him.
pub(super) fn check(deciding: &Deciding<'_>, visibility: Visibility, given: &[UserId], before: &[UserId]) -> Result<(), Stop> {
    if given.len() > limits::MENTIONS {
        return Err(Refusal::Invalid { field: "mentions", message: format!("must be at most {}", limits::MENTIONS) }.into());
    }
    for (i, user) in given.iter().enumerate() {
        if given[..i].contains(user) {
            return Err(Refusal::invalid("mentions", "must name each user once").into());
        }
        if before.contains(user) {
            continue;
        }
        let found = deciding.world.user(*user)?.ok_or(Refusal::NotFound { noun: "user" })?;
        if !found.active {
            return Err(Refusal::invalid("mentions", "names a user who is not active").into());
        }
    }
    if !given.is_empty() && visibility == Visibility::Public {
        return Err(Refusal::invalid("mentions", "must be empty but in an internal message").into());
    }
    Ok(())
}
