//! What Qontak calls a right, in the words of our roles.

use switchroom_domain::Permission;
use switchroom_domain::role::{AGENT, Role};

/// `agent_can_takeover`: whether agents may take a room themselves.
pub(crate) fn agents_may_take(roles: &[Role]) -> bool {
    roles.iter().any(|role| role.name == AGENT && role.effective().contains(Permission::RoomTake))
}

#[cfg(test)]
mod tests {
    use switchroom_domain::{OrgId, Permissions, role};

    use super::agents_may_take;

    #[test]
    fn agents_may_take_rooms_until_their_role_says_otherwise() {
        let mut roles = role::defaults(OrgId::FIRST);
        assert!(agents_may_take(&roles));
        let agent = roles.iter_mut().find(|role| role.name == role::AGENT).expect("the role");
        agent.permissions = Permissions::NONE;
        assert!(!agents_may_take(&roles));
        assert!(!agents_may_take(&[]));
    }
}
