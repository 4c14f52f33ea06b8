//! Who may do what here, and which of Popsell's statuses a role is.

use switchroom_domain::room::Room;
use switchroom_domain::{Permission, role};

use crate::auth::Caller;
use crate::errors::Error;

/// What a person's status tells, beside who he is.
const ADMINISTRATOR: i64 = 2;
const SELLER: i64 = 3;
const SHOP_MANAGER: i64 = 4;
const MANAGER: i64 = 5;
const EMPLOYEE: i64 = 1;

/// Statuses of whoever answers.
pub(crate) const MEMBERS: std::ops::RangeInclusive<i64> = 0..=6;
/// Statuses of customers: one whom somebody knows, and one who is known by a handle only.
pub(crate) const CLIENT: i64 = 7;
/// See [`CLIENT`].
pub(crate) const TEMPORARY: i64 = 8;

/// The status of a user with these roles: that of the highest.
pub(crate) fn status_of_roles(roles: &[String]) -> i64 {
    let by_rank = [(role::ADMIN, ADMINISTRATOR), (role::MANAGER, MANAGER), (role::MONITOR, SHOP_MANAGER), (role::AGENT, SELLER)];
    let held = by_rank.into_iter().find(|(name, _)| roles.iter().any(|role| role == name));
    held.map_or(EMPLOYEE, |(_, status)| status)
}

/// A member needs `room.view`; for a customer there are no rooms but his own.
pub(crate) fn may_see(caller: &Caller, room: &Room) -> Result<(), Error> {
    match caller.contact() {
        Some(contact) if contact == room.facts.contact => Ok(()),
        Some(_) => Err(Error::no_chatroom()),
        None => Ok(caller.access.require(Permission::RoomView)?),
    }
}

/// Members may, if the command takes it from them; customers may not.
pub(crate) fn may_change(caller: &Caller) -> Result<(), Error> {
    if caller.contact().is_some() { Err(Error::Forbidden) } else { Ok(()) }
}

/// Whoever looks after others, with `room.list`.
pub(crate) fn may_list(caller: &Caller) -> Result<(), Error> {
    may_change(caller)?;
    Ok(caller.access.require(Permission::RoomList)?)
}

#[cfg(test)]
mod tests {
    use super::status_of_roles;

    #[test]
    fn the_highest_role_is_the_status() {
        for (roles, status) in [
            (&["admin", "agent"][..], 2),
            (&["agent", "manager"], 5),
            (&["monitor"], 4),
            (&["agent"], 3),
            (&["bot"], 1),
            (&["something-else"], 1),
            (&[], 1),
        ] {
            let roles: Vec<String> = roles.iter().map(|role| (*role).to_owned()).collect();
            assert_eq!(status_of_roles(&roles), status, "{roles:?}");
        }
    }
}
