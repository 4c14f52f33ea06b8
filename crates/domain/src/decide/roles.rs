//! Changing what roles allow. Whoever may do that may give everything: it is not checked what he holds himself, else what
//! was taken from everybody could never be given back.

use std::collections::BTreeMap;

use super::Stop;
use super::deciding::{Deciding, one_change};
use crate::command::{Answer, EditPermissions, EditRole};
use crate::event::Subject;
use crate::role::{ADMIN, Role};
use crate::world::Write;
use crate::{EventKind, Permission, Permissions, Refusal};

pub(super) fn edit(deciding: &mut Deciding<'_>, command: &EditRole) -> Result<Answer, Stop> {
    deciding.access.require(Permission::RoleManage)?;
    let before = found(deciding, &command.name)?;
    let given = command.permissions.without(before.inherent());
    let role = keep(deciding, before, given)?;
    Ok(Answer::Roles { roles: vec![role] })
}

pub(super) fn edit_permissions(deciding: &mut Deciding<'_>, command: &EditPermissions) -> Result<Answer, Stop> {
    deciding.access.require(Permission::RoleManage)?;
    let names = deciding.world.role_names()?.to_vec();
    let mut permissions: BTreeMap<&str, Permissions> = BTreeMap::new();
    for name in &names {
        permissions.insert(name, found(deciding, name)?.granted());
    }
    for (permission, holders) in &command.holders {
        if let Some(unknown) = holders.iter().find(|holder| !names.contains(holder)) {
            return Err(Refusal::Invalid { field: "roles", message: format!("names no role: {unknown}") }.into());
        }
        let one = Permissions::of(&[*permission]);
        for (name, held) in &mut permissions {
            let holds = holders.iter().any(|holder| holder == name);
            *held = if holds { held.union(one) } else { held.without(one) };
        }
    }
    let mut roles = Vec::new();
    for (name, permissions) in permissions {
        let before = found(deciding, name)?;
        roles.push(keep(deciding, before, permissions)?);
    }
    Ok(Answer::Roles { roles })
}

fn found(deciding: &Deciding<'_>, name: &str) -> Result<Role, Stop> {
    Ok(Role::clone(deciding.world.role(name)?.ok_or(Refusal::NotFound { noun: "role" })?))
}

fn keep(deciding: &mut Deciding<'_>, before: Role, permissions: Permissions) -> Result<Role, Refusal> {
    if before.name == ADMIN && !permissions.contains(Permission::RoleManage) {
        return Err(Refusal::invalid("permissions", "must leave role.manage to the role admin: nobody could give it back"));
    }
    let old = before.granted();
    let role = before.granting(permissions);
    if role.granted() != old {
        let changes = one_change("permissions", old, role.granted());
        deciding.emit(EventKind::RoleUpdated, Subject::Role { name: role.name.clone() }, changes);
        deciding.write(Write::Role(role.clone()));
    }
    Ok(role)
}
