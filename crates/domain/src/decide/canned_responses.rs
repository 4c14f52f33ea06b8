//! Creating, editing and deleting canned responses. Who may what is as in Rocket.Chat.

use serde_json::Map;

use super::Stop;
use super::deciding::{Deciding, text_changes};
use crate::canned_response::{self, CannedResponse, CannedScope};
use crate::command::{Answer, CreateCannedResponse, DeleteCannedResponse, EditCannedResponse};
use crate::event::Subject;
use crate::unique::UniqueKey;
use crate::world::Write;
use crate::{CannedResponseId, EventKind, Permission, Refusal, TeamId, UserId, room};

pub(super) fn create(deciding: &mut Deciding<'_>, command: &CreateCannedResponse) -> Result<Answer, Stop> {
    let user = author(deciding)?;
    may_write(deciding, user, command.scope)?;
    let canned_response = CannedResponse {
        org: deciding.world.org,
        id: command.id,
        shortcut: canned_response::shortcut(&command.shortcut)?,
        text: canned_response::text(&command.text)?,
        scope: command.scope,
        tags: room::tags(&command.tags)?,
        created_by: user,
        created_at: deciding.now,
        updated_at: deciding.now,
    };
    take_shortcut(deciding, &canned_response)?;
    deciding.emit(EventKind::CannedResponseSaved, Subject::CannedResponse { id: canned_response.id }, Map::new());
    deciding.write(Write::CannedResponse(canned_response.clone()));
    Ok(Answer::CannedResponse { canned_response })
}

pub(super) fn edit(deciding: &mut Deciding<'_>, command: &EditCannedResponse) -> Result<Answer, Stop> {
    let user = author(deciding)?;
    let before = visible(deciding, user, command.canned_response)?;
    may_write(deciding, user, before.scope)?;
    let patch = &command.patch;
    let mut canned_response = before.clone();
    if let Some(shortcut) = &patch.shortcut {
        canned_response.shortcut = canned_response::shortcut(shortcut)?;
    }
    if let Some(text) = &patch.text {
        canned_response.text = canned_response::text(text)?;
    }
    if let Some(scope) = patch.scope
        && scope != before.scope
    {
        may_write(deciding, user, scope)?;
        canned_response.scope = scope;
    }
    if let Some(tags) = &patch.tags {
        canned_response.tags = room::tags(tags)?;
    }
    if canned_response == before {
        return Ok(Answer::CannedResponse { canned_response });
    }
    if canned_response.name_key() != before.name_key() {
        take_shortcut(deciding, &canned_response)?;
        deciding.write(Write::Unique(UniqueKey::CannedShortcut(before.name_key()), None));
    }
    let changed = [
        ("shortcut", canned_response.shortcut != before.shortcut),
        ("text", canned_response.text != before.text),
        ("scope", canned_response.scope != before.scope),
        ("tags", canned_response.tags != before.tags),
    ];
    let changed: Vec<&str> = changed.into_iter().filter_map(|(field, changed)| changed.then_some(field)).collect();
    canned_response.updated_at = deciding.now;
    deciding.emit(EventKind::CannedResponseSaved, Subject::CannedResponse { id: canned_response.id }, text_changes(&changed));
    deciding.write(Write::CannedResponse(canned_response.clone()));
    Ok(Answer::CannedResponse { canned_response })
}

pub(super) fn delete(deciding: &mut Deciding<'_>, command: &DeleteCannedResponse) -> Result<Answer, Stop> {
    let user = author(deciding)?;
    let canned_response = visible(deciding, user, command.canned_response)?;
    deciding.access.require(Permission::CannedResponseDelete)?;
    may_write(deciding, user, canned_response.scope)?;
    deciding.write(Write::Unique(UniqueKey::CannedShortcut(canned_response.name_key()), None));
    deciding.emit(EventKind::CannedResponseDeleted, Subject::CannedResponse { id: canned_response.id }, Map::new());
    deciding.write(Write::CannedResponseDeleted(canned_response.id));
    Ok(Answer::CannedResponse { canned_response })
}

/// The user who gives the command: nobody else has canned responses.
fn author(deciding: &Deciding<'_>) -> Result<UserId, Refusal> {
    let user = deciding.access.actor.user();
    user.ok_or(Refusal::Forbidden { permission: Permission::CannedResponseEdit.as_str() })
}

/// The canned response, if the user may use it, or may see all.
fn visible(deciding: &Deciding<'_>, user: UserId, id: CannedResponseId) -> Result<CannedResponse, Stop> {
    let not_found = Refusal::NotFound { noun: "canned response" };
    let found = deciding.world.canned_response(id)?.ok_or(not_found.clone())?;
    let usable = match found.scope {
        _ if sees_all(deciding) => true,
        CannedScope::Personal(owner) => owner == user,
        CannedScope::Team(team) => is_member(deciding, user, team)?,
        CannedScope::All => true,
    };
    if usable { Ok(CannedResponse::clone(found)) } else { Err(not_found.into()) }
}

/// Refuses unless the user may make, change and delete canned responses of that scope.
fn may_write(deciding: &Deciding<'_>, user: UserId, scope: CannedScope) -> Result<(), Stop> {
    let access = deciding.access;
    access.require(Permission::CannedResponseEdit)?;
    match scope {
        CannedScope::Personal(owner) if owner == user => Ok(()),
        CannedScope::Personal(_) | CannedScope::All => Ok(access.require(Permission::CannedResponseEditAll)?),
        CannedScope::Team(team) => {
            deciding.world.team(team)?.ok_or(Refusal::NotFound { noun: "team" })?;
            if access.permissions.contains(Permission::CannedResponseEditAll) {
                return Ok(());
            }
            access.require(Permission::CannedResponseEditTeam)?;
            if is_member(deciding, user, team)? { Ok(()) } else { Ok(access.require(Permission::CannedResponseEditAll)?) }
        }
    }
}

fn sees_all(deciding: &Deciding<'_>) -> bool {
    deciding.access.permissions.contains(Permission::CannedResponseViewAll)
}

fn is_member(deciding: &Deciding<'_>, user: UserId, team: TeamId) -> Result<bool, Stop> {
    Ok(deciding.world.team(team)?.is_some_and(|team| team.members.contains(&user)))
}

fn take_shortcut(deciding: &mut Deciding<'_>, canned_response: &CannedResponse) -> Result<(), Stop> {
    let key = UniqueKey::CannedShortcut(canned_response.name_key());
    if deciding.world.unique(&key)?.is_some() {
        return Err(Refusal::Taken { field: "shortcut" }.into());
    }
    deciding.write(Write::Unique(key, Some(canned_response.id.0)));
    Ok(())
}
