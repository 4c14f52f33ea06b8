//! Creating, editing and deleting teams.

use serde_json::Map;

use super::Stop;
use super::deciding::{Deciding, text_changes};
use crate::command::{Answer, CreateTeam, DeleteTeam, EditTeam};
use crate::event::{Subject, change};
use crate::team::{Team, members, name_key};
use crate::unique::UniqueKey;
use crate::world::Write;
use crate::{EventKind, Permission, Refusal, TeamId, UserId, limits};

pub(super) fn create(deciding: &mut Deciding<'_>, command: &CreateTeam) -> Result<Answer, Stop> {
    deciding.access.require(Permission::TeamManage)?;
    let name = limits::name("name", &command.name)?;
    let members = known_members(deciding, &command.members)?;
    take_name(deciding, &name, command.id)?;
    let org = deciding.world.org;
    let team = Team { org, id: command.id, name, members, active: true, created_at: deciding.now, updated_at: deciding.now };
    deciding.emit(EventKind::TeamCreated, Subject::Team { id: team.id }, Map::new());
    deciding.write(Write::Team(team.clone()));
    Ok(Answer::Team { team })
}

pub(super) fn edit(deciding: &mut Deciding<'_>, command: &EditTeam) -> Result<Answer, Stop> {
    let patch = &command.patch;
    let only_members = patch.name.is_none() && patch.active.is_none();
    let adds = only_members && deciding.access.permissions.contains(Permission::TeamAddMembers);
    if !adds {
        deciding.access.require(Permission::TeamManage)?;
    }
    let before = found(deciding, command.team)?;
    let mut team = before.clone();
    let mut changes = Map::new();
    if let Some(name) = &patch.name {
        team.name = limits::name("name", name)?;
        if name_key(&team.name)? != name_key(&before.name)? {
            take_name(deciding, &team.name, team.id)?;
            deciding.write(Write::Unique(UniqueKey::TeamName(name_key(&before.name)?), None));
        }
        if team.name != before.name {
            changes.extend(text_changes(&["name"]));
        }
    }
    if let Some(new) = &patch.members {
        team.members = known_members(deciding, new)?;
        if team.members != before.members {
            changes.insert("members".to_owned(), change(&before.members, &team.members));
        }
    }
    if let Some(active) = patch.active.filter(|active| *active != before.active) {
        team.active = active;
        changes.insert("active".to_owned(), change(before.active, active));
    }
    if team != before {
        team.updated_at = deciding.now;
        deciding.emit(EventKind::TeamUpdated, Subject::Team { id: team.id }, changes);
        deciding.write(Write::Team(team.clone()));
    }
    Ok(Answer::Team { team })
}

pub(super) fn delete(deciding: &mut Deciding<'_>, command: &DeleteTeam) -> Result<Answer, Stop> {
    deciding.access.require(Permission::TeamDelete)?;
    let team = found(deciding, command.team)?;
    deciding.write(Write::Unique(UniqueKey::TeamName(name_key(&team.name)?), None));
    deciding.emit(EventKind::TeamDeleted, Subject::Team { id: team.id }, Map::new());
    deciding.write(Write::TeamDeleted(team.id));
    Ok(Answer::Team { team })
}

fn found(deciding: &Deciding<'_>, id: TeamId) -> Result<Team, Stop> {
    Ok(Team::clone(deciding.world.team(id)?.ok_or(Refusal::NotFound { noun: "team" })?))
}

fn take_name(deciding: &mut Deciding<'_>, name: &str, team: TeamId) -> Result<(), Stop> {
    let key = UniqueKey::TeamName(name_key(name)?);
    if deciding.world.unique(&key)?.is_some() {
        return Err(Refusal::Taken { field: "name" }.into());
    }
    deciding.write(Write::Unique(key, Some(team.0)));
    Ok(())
}

fn known_members(deciding: &Deciding<'_>, given: &[UserId]) -> Result<Vec<UserId>, Stop> {
    let members = members(given)?;
    for user in &members {
        let known = deciding.world.user(*user)?.is_some_and(|user| user.deleted_at.is_none());
        if !known {
            return Err(Refusal::NotFound { noun: "user" }.into());
        }
    }
    Ok(members)
}
