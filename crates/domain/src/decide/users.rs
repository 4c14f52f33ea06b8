//! Creating and editing users.

use serde_json::Map;

use super::Stop;
use super::deciding::{Deciding, text_changes};
use crate::command::{Answer, CreateUser, EditUser};
use crate::event::{Subject, change};
use crate::unique::UniqueKey;
use crate::user::{User, username};
use crate::world::Write;
use crate::{EventKind, Permission, Permissions, Refusal, contact, limits};

pub(super) fn create(deciding: &mut Deciding<'_>, command: &CreateUser) -> Result<Answer, Stop> {
    deciding.access.require(Permission::UserManage)?;
    let username = username(&command.username)?;
    let name = limits::optional_name("name", command.name.as_deref())?.unwrap_or_else(|| command.username.trim().to_owned());
    let email = email(command.email.as_deref())?;
    may_grant(deciding, &command.roles)?;
    let key = UniqueKey::Username(username.clone());
    if deciding.world.unique(&key)?.is_some() {
        return Err(Refusal::Taken { field: "username" }.into());
    }
    let user = User {
        org: deciding.world.org,
        id: command.id,
        number: deciding.next_person_number(),
        username,
        name,
        email,
        password_hash: command.password_hash.clone(),
        roles: command.roles.clone(),
        bot: command.bot,
        active: true,
        created_at: deciding.now,
        updated_at: deciding.now,
    };
    deciding.write(Write::Unique(key, Some(user.id.0)));
    deciding.emit(EventKind::UserCreated, Subject::User { id: user.id }, Map::new());
    deciding.write(Write::User(user.clone()));
    Ok(Answer::User { user })
}

pub(super) fn edit(deciding: &mut Deciding<'_>, command: &EditUser) -> Result<Answer, Stop> {
    let patch = &command.patch;
    let itself = deciding.access.actor.user() == Some(command.user);
    let own_business = patch.roles.is_none() && patch.active.is_none();
    if !(itself && own_business) {
        deciding.access.require(Permission::UserManage)?;
    }
    let before = User::clone(deciding.world.user(command.user)?.ok_or(Refusal::NotFound { noun: "user" })?);
    // Whoever could change a mightier user's password would have that user's rights: so would a token that may do less
    // than its own user.
    may_grant(deciding, &before.roles)?;
    let mut user = before.clone();
    if let Some(name) = &patch.name {
        user.name = limits::name("name", name)?;
    }
    if let Some(new) = &patch.email {
        user.email = email(new.as_deref())?;
    }
    if let Some(hash) = &patch.password_hash {
        user.password_hash = Some(hash.clone());
    }
    if let Some(roles) = &patch.roles {
        may_grant(deciding, roles)?;
        user.roles.clone_from(roles);
    }
    if let Some(active) = patch.active {
        user.active = active;
    }
    if user == before {
        return Ok(Answer::User { user });
    }
    let texts = [
        ("name", user.name != before.name),
        ("email", user.email != before.email),
        ("password", user.password_hash != before.password_hash),
    ];
    let texts: Vec<&str> = texts.into_iter().filter_map(|(field, changed)| changed.then_some(field)).collect();
    let mut changes = text_changes(&texts);
    if user.roles != before.roles {
        changes.insert("roles".to_owned(), change(&before.roles, &user.roles));
    }
    if user.active != before.active {
        changes.insert("active".to_owned(), change(before.active, user.active));
    }
    user.updated_at = deciding.now;
    deciding.emit(EventKind::UserUpdated, Subject::User { id: user.id }, changes);
    deciding.write(Write::User(user.clone()));
    Ok(Answer::User { user })
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
        all = all.union(role.permissions);
    }
    Ok(all)
}

/// Nobody gives what he has not.
pub(super) fn may_grant(deciding: &Deciding<'_>, roles: &[String]) -> Result<(), Stop> {
    may_give(deciding, permissions_of(deciding, roles)?)
}

/// Refuses unless the caller holds all of `permissions`. Operating is a matter of the token's scope alone.
pub(super) fn may_give(deciding: &Deciding<'_>, permissions: Permissions) -> Result<(), Stop> {
    let operate = Permissions::of(&[Permission::OrganizationOperate]);
    let lacking = permissions.without(operate).without(deciding.access.permissions);
    match lacking.iter().next() {
        Some(permission) => Err(Refusal::Forbidden { permission: permission.as_str() }.into()),
        None => Ok(()),
    }
}
