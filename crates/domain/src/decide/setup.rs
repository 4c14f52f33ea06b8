//! The first admin, whom nobody is yet: somebody claims him with a link, or by logging in.

use super::Stop;
use super::deciding::{Deciding, one_change, text_changes};
use super::tokens::{end_resets, keep_new};
use super::users::{edit, found};
use crate::command::{Answer, BeginSetup, EditUser, RedeemSetup};
use crate::event::Subject;
use crate::user::User;
use crate::world::Write;
use crate::{EventKind, Permission, Refusal, UserId, limits};

pub(super) fn begin(deciding: &mut Deciding<'_>, command: &BeginSetup) -> Result<Answer, Stop> {
    deciding.access.require(Permission::UserManage)?;
    let user = found(deciding, command.user)?;
    keep(deciding, user, true);
    let token = keep_new(deciding, &command.token)?;
    Ok(Answer::Token { token, sealed_secret: Some(command.token.sealed_secret.clone()) })
}

pub(super) fn redeem(deciding: &mut Deciding<'_>, command: &RedeemSetup) -> Result<Answer, Stop> {
    deciding.access.require(Permission::UserManage)?;
    let setup = deciding.world.token(command.setup)?.filter(|setup| setup.is_setup() && setup.is_valid(deciding.now));
    let id = setup.and_then(|setup| setup.account()).ok_or(Refusal::TokenUsed)?;
    deciding.world.user(id)?.filter(|user| user.active && user.deleted_at.is_none()).ok_or(Refusal::TokenUsed)?;
    let name = command.organization_name.as_deref().map(|name| limits::name("organization_name", name)).transpose()?;
    let Answer::User { user } = edit(deciding, &EditUser { user: id, patch: command.patch.clone() })? else {
        return Err(Refusal::TokenUsed.into());
    };
    let user = if user.unclaimed { keep(deciding, user, false) } else { user };
    if let Some(name) = name {
        deciding.emit(EventKind::SettingsUpdated, Subject::Settings, text_changes(&["organization.name"]));
        deciding.write(Write::OrganizationName(name));
    }
    Ok(Answer::User { user })
}

/// Whoever logs in as the user has claimed him: the link is good no more.
pub(super) fn claim(deciding: &mut Deciding<'_>, id: UserId) -> Result<(), Stop> {
    let Some(user) = deciding.world.user(id)?.filter(|user| user.unclaimed) else { return Ok(()) };
    let user = User::clone(user);
    end_resets(deciding, id)?;
    keep(deciding, user, false);
    Ok(())
}

fn keep(deciding: &mut Deciding<'_>, before: User, unclaimed: bool) -> User {
    let user = User { unclaimed, updated_at: deciding.now, ..before.clone() };
    let changes = one_change("claimed", !before.unclaimed, !unclaimed);
    deciding.emit(EventKind::UserUpdated, Subject::User { id: user.id }, changes);
    deciding.write(Write::User(user.clone()));
    user
}
