//! Creating, editing and deleting users.

use serde_json::Map;

use super::Stop;
use super::deciding::{Deciding, text_changes};
use super::tokens::{end_others, end_resets};
use crate::command::{Answer, CreateUser, DeleteUser, EditUser, RedeemReset};
use crate::event::{Subject, change};
use crate::token::TokenKind;
use crate::unique::UniqueKey;
use crate::user::{User, UserPatch, roles, username};
use crate::world::Write;
use crate::{EventKind, Permission, Permissions, Refusal, UserId, contact, limits, role};

pub(super) fn create(deciding: &mut Deciding<'_>, command: &CreateUser) -> Result<Answer, Stop> {
    deciding.access.require(Permission::UserCreate)?;
    let username = username(&command.username)?;
    let name = limits::optional_name("name", command.name.as_deref())?.unwrap_or_else(|| command.username.trim().to_owned());
    let email = email(command.email.as_deref())?;
    let roles = roles(&command.roles)?;
    may_change_roles(deciding, &[], &roles)?;
    take_username(deciding, &username, command.id)?;
    let user = User {
        org: deciding.world.org,
        id: command.id,
        number: deciding.next_person_number(),
        username,
        name,
        email,
        password_hash: command.password_hash.clone(),
        two_factor: None,
        roles,
        bot: command.bot,
        unclaimed: false,
        active: true,
        available: false,
        status: None,
        status_text: None,
        ext: Map::new(),
        deleted_at: None,
        created_at: deciding.now,
        updated_at: deciding.now,
    };
    deciding.emit(EventKind::UserCreated, Subject::User { id: user.id }, Map::new());
    deciding.write(Write::User(user.clone()));
    Ok(Answer::User { user })
}

pub(super) fn edit(deciding: &mut Deciding<'_>, command: &EditUser) -> Result<Answer, Stop> {
    let patch = &command.patch;
    let before = found(deciding, command.user)?;
    may_edit(deciding, &before, patch)?;
    let mut user = before.clone();
    if let Some(new) = &patch.username {
        user.username = username(new)?;
    }
    if let Some(name) = &patch.name {
        user.name = limits::name("name", name)?;
    }
    if let Some(new) = &patch.email {
        user.email = email(new.as_deref())?;
    }
    if let Some(hash) = &patch.password_hash {
        user.password_hash = Some(hash.clone());
    }
    if let Some(text) = &patch.status_text {
        user.status_text = limits::optional_name("status_text", text.as_deref())?;
    }
    if let Some(new) = &patch.roles {
        user.roles = roles(new)?;
        may_change_roles(deciding, &before.roles, &user.roles)?;
    }
    user.active = patch.active.unwrap_or(user.active);
    user.available = availability(deciding, &user, patch)?;
    user.status = patch.status.unwrap_or(user.status);
    crate::ext::apply(&mut user.ext, &patch.ext)?;
    if user == before {
        return Ok(Answer::User { user });
    }
    if is_admin(&before) && !is_admin(&user) {
        another_admin(deciding, user.id, if user.active { "roles" } else { "active" })?;
    }
    if user.username != before.username {
        take_username(deciding, &user.username, user.id)?;
        deciding.write(Write::Unique(UniqueKey::Username(before.username.clone()), None));
    }
    user.updated_at = deciding.now;
    deciding.emit(EventKind::UserUpdated, Subject::User { id: user.id }, changes(&before, &user));
    deciding.write(Write::User(user.clone()));
    if user.password_hash != before.password_hash {
        // Whoever knew the old one is let in no more.
        end_others(deciding, user.id)?;
    } else if user.email != before.email {
        // Whoever reads the old address sets no password.
        end_resets(deciding, user.id)?;
    }
    Ok(Answer::User { user })
}

pub(super) fn redeem_reset(deciding: &mut Deciding<'_>, command: &RedeemReset) -> Result<Answer, Stop> {
    deciding.access.require(Permission::UserManage)?;
    let reset = deciding.world.token(command.reset)?.filter(|token| token.kind == TokenKind::Reset && token.is_valid(deciding.now));
    let id = reset.and_then(|token| token.account()).ok_or(Refusal::TokenUsed)?;
    let before = deciding.world.user(id)?.filter(|user| user.active && user.deleted_at.is_none()).ok_or(Refusal::TokenUsed)?;
    let before = User::clone(before);
    let user = User { password_hash: Some(command.password_hash.clone()), updated_at: deciding.now, ..before.clone() };
    deciding.emit(EventKind::UserUpdated, Subject::User { id }, changes(&before, &user));
    deciding.write(Write::User(user.clone()));
    end_others(deciding, id)?;
    Ok(Answer::User { user })
}

pub(super) fn delete(deciding: &mut Deciding<'_>, command: &DeleteUser) -> Result<Answer, Stop> {
    deciding.access.require(Permission::UserDelete)?;
    let before = found(deciding, command.user)?;
    may_take_over(deciding, &before)?;
    if is_admin(&before) {
        another_admin(deciding, before.id, "user_id")?;
    }
    deciding.write(Write::Unique(UniqueKey::Username(before.username.clone()), None));
    let user = User {
        // Free for somebody else; and nobody can take this one.
        username: format!("deleted {}", before.id),
        password_hash: None,
        two_factor: None,
        email: None,
        roles: Vec::new(),
        unclaimed: false,
        active: false,
        available: false,
        status: None,
        status_text: None,
        ext: Map::new(),
        deleted_at: Some(deciding.now),
        updated_at: deciding.now,
        ..before
    };
    deciding.emit(EventKind::UserDeleted, Subject::User { id: user.id }, Map::new());
    deciding.write(Write::User(user.clone()));
    Ok(Answer::User { user })
}

pub(super) fn found(deciding: &Deciding<'_>, id: UserId) -> Result<User, Stop> {
    let user = deciding.world.user(id)?.filter(|user| user.deleted_at.is_none());
    Ok(User::clone(user.ok_or(Refusal::NotFound { noun: "user" })?))
}

fn take_username(deciding: &mut Deciding<'_>, name: &str, user: UserId) -> Result<(), Stop> {
    let key = UniqueKey::Username(name.to_owned());
    if deciding.world.unique(&key)?.is_some() {
        return Err(Refusal::Taken { field: "username" }.into());
    }
    deciding.write(Write::Unique(key, Some(user.0)));
    Ok(())
}

/// What a patch needs: one's own name, address, password and presence are one's own business.
fn may_edit(deciding: &Deciding<'_>, user: &User, patch: &UserPatch) -> Result<(), Stop> {
    let access = deciding.access;
    let itself = access.actor.user() == Some(user.id);
    let identity =
        patch.username.is_some() || patch.name.is_some() || patch.email.is_some() || patch.password_hash.is_some() || !patch.ext.is_empty();
    let presence = patch.status.is_some() || patch.status_text.is_some();
    if patch.active.is_some() {
        access.require(Permission::UserEditActive)?;
    }
    if !itself && (identity || presence) {
        access.require(Permission::UserManage)?;
    }
    if !itself && patch.available.is_some() {
        access.require(Permission::AgentManage)?;
    }
    if identity || patch.active.is_some() {
        may_take_over(deciding, user)?;
    }
    let nothing = *patch == UserPatch::default();
    if nothing && !itself { Ok(access.require(Permission::UserManage)?) } else { Ok(()) }
}

/// Whether the user takes new rooms after `patch`. Whoever cannot see rooms takes none: a customer would wait for nobody.
fn availability(deciding: &Deciding<'_>, user: &User, patch: &UserPatch) -> Result<bool, Stop> {
    if !patch.available.unwrap_or(user.available) {
        return Ok(false);
    }
    let asked = patch.available == Some(true);
    if !asked && patch.roles.is_none() {
        return Ok(true);
    }
    let sees = permissions_of(deciding, &user.roles)?.contains(Permission::RoomView);
    if asked && !sees { Err(Refusal::invalid("available", "must be false for a user who may not see rooms").into()) } else { Ok(sees) }
}

fn is_admin(user: &User) -> bool {
    user.active && user.roles.iter().any(|name| name == role::ADMIN)
}

/// Refuses where `user` is the last admin: nobody could make another.
fn another_admin(deciding: &Deciding<'_>, user: UserId, field: &'static str) -> Result<(), Stop> {
    let others = deciding.world.admins()?.iter().any(|admin| *admin != user);
    if others { Ok(()) } else { Err(Refusal::invalid(field, "must leave the organization an admin: nobody could make another").into()) }
}

/// Whoever could change a mightier user's password would have that user's rights: so would a token that may do less than
/// its own user.
pub(super) fn may_take_over(deciding: &Deciding<'_>, user: &User) -> Result<(), Stop> {
    may_give(deciding, permissions_of(deciding, &user.roles)?)
}

/// What lets its holder get at other people's rights.
const POWER: Permissions = Permissions::of(&[
    Permission::UserCreate,
    Permission::UserManage,
    Permission::UserEditActive,
    Permission::UserDelete,
    Permission::AgentManage,
    Permission::ManagerManage,
    Permission::MonitorManage,
    Permission::RoleManage,
    Permission::RoleAssign,
    Permission::RoleAssignAdmin,
    Permission::SettingManage,
    Permission::TokenManage,
]);

/// Some roles can be given by whoever manages their holders: power over people's rights may have been put into those roles,
/// and that nobody gives who has it not. Other roles need the right to give roles, and then nobody gives what he has not.
fn may_change_roles(deciding: &Deciding<'_>, before: &[String], after: &[String]) -> Result<(), Stop> {
    permissions_of(deciding, after)?;
    let added = after.iter().filter(|name| !before.contains(name));
    let removed = before.iter().filter(|name| !after.contains(name));
    for name in added.chain(removed) {
        let manages = match name.as_str() {
            role::AGENT => Some(Permission::AgentManage),
            role::MANAGER => Some(Permission::ManagerManage),
            role::MONITOR => Some(Permission::MonitorManage),
            _ => None,
        };
        if manages.is_some_and(|manages| deciding.access.permissions.contains(manages)) {
            may_give(deciding, permissions_of(deciding, std::slice::from_ref(name))?.intersection(POWER))?;
            continue;
        }
        deciding.access.require(Permission::RoleAssign)?;
        if name == role::ADMIN {
            deciding.access.require(Permission::RoleAssignAdmin)?;
        }
        may_give(deciding, permissions_of(deciding, std::slice::from_ref(name))?)?;
    }
    Ok(())
}

fn changes(before: &User, user: &User) -> Map<String, serde_json::Value> {
    let texts = [
        ("username", user.username != before.username),
        ("name", user.name != before.name),
        ("email", user.email != before.email),
        ("password", user.password_hash != before.password_hash),
        ("status_text", user.status_text != before.status_text),
        ("ext", user.ext != before.ext),
    ];
    let texts: Vec<&str> = texts.into_iter().filter_map(|(field, changed)| changed.then_some(field)).collect();
    let mut changes = text_changes(&texts);
    if user.roles != before.roles {
        changes.insert("roles".to_owned(), change(&before.roles, &user.roles));
    }
    if user.active != before.active {
        changes.insert("active".to_owned(), change(before.active, user.active));
    }
    if user.available != before.available {
        changes.insert("available".to_owned(), change(before.available, user.available));
    }
    if user.status != before.status {
        changes.insert("status".to_owned(), change(before.status, user.status));
    }
    changes
}

fn email(given: Option<&str>) -> Result<Option<String>, Refusal> {
    let email = limits::optional_name("email", given)?;
    email.as_deref().map_or(Ok(()), contact::email)?;
    Ok(email)
}

/// What the roles of these names allow together. Refuses a name that no role has.
pub(super) fn permissions_of(deciding: &Deciding<'_>, roles: &[String]) -> Result<Permissions, Stop> {
    let mut all = Permissions::NONE;
    for name in roles {
        let role = deciding.world.role(name)?;
        let role = role.ok_or_else(|| Refusal::Invalid { field: "roles", message: format!("names no role: {name}") })?;
        all = all.union(role.effective());
    }
    Ok(all)
}

/// Refuses unless the caller holds all of `permissions`, or may change what roles allow: he could give himself everything.
/// Operating is a matter of the token's scope alone.
pub(super) fn may_give(deciding: &Deciding<'_>, permissions: Permissions) -> Result<(), Stop> {
    if deciding.access.permissions.contains(Permission::RoleManage) {
        return Ok(());
    }
    let operate = Permissions::of(&[Permission::OrganizationOperate]);
    let lacking = permissions.without(operate).without(deciding.access.permissions);
    match lacking.iter().next() {
        Some(permission) => Err(Refusal::Forbidden { permission: permission.as_str() }.into()),
        None => Ok(()),
    }
}
