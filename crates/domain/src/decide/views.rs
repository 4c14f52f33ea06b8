//! Saving, editing and deleting views.

use serde_json::Map;

use super::Stop;
use super::deciding::{Deciding, one_change, text_changes};
use crate::command::{Answer, CreateView, DeleteView, EditView};
use crate::event::Subject;
use crate::view::{self, SavedView, ViewAssignee, ViewFilter};
use crate::world::Write;
use crate::{EventKind, Permission, Refusal, UserId, ViewId, limits};

pub(super) fn create(deciding: &mut Deciding<'_>, command: &CreateView) -> Result<Answer, Stop> {
    let owner = looker(deciding)?;
    if command.shared {
        deciding.access.require(Permission::ViewShare)?;
    }
    let view = SavedView {
        org: deciding.world.org,
        id: command.id,
        name: limits::name("name", &command.name)?,
        icon: view::icon(command.icon.as_deref())?,
        shared: command.shared,
        owner,
        filter: filter(deciding, &command.filter, &ViewFilter::default())?,
        created_at: deciding.now,
        updated_at: deciding.now,
    };
    deciding.emit(EventKind::ViewCreated, Subject::View { id: view.id }, Map::new());
    deciding.write(Write::View(view.clone()));
    Ok(Answer::View { view })
}

pub(super) fn edit(deciding: &mut Deciding<'_>, command: &EditView) -> Result<Answer, Stop> {
    let user = looker(deciding)?;
    let before = changeable(deciding, user, command.view)?;
    let patch = &command.patch;
    let mut view = before.clone();
    if let Some(name) = &patch.name {
        view.name = limits::name("name", name)?;
    }
    if let Some(icon) = &patch.icon {
        view.icon = view::icon(icon.as_deref())?;
    }
    if let Some(shared) = patch.shared {
        if shared && !before.shared {
            deciding.access.require(Permission::ViewShare)?;
        }
        view.shared = shared;
    }
    if let Some(given) = &patch.filter {
        view.filter = filter(deciding, given, &before.filter)?;
    }
    if view == before {
        return Ok(Answer::View { view });
    }
    let changed = [("name", view.name != before.name), ("icon", view.icon != before.icon), ("filter", view.filter != before.filter)];
    let changed: Vec<&str> = changed.into_iter().filter_map(|(field, changed)| changed.then_some(field)).collect();
    let mut changes = text_changes(&changed);
    if view.shared != before.shared {
        changes.extend(one_change("shared", before.shared, view.shared));
    }
    view.updated_at = deciding.now;
    deciding.emit(EventKind::ViewUpdated, Subject::View { id: view.id }, changes);
    deciding.write(Write::View(view.clone()));
    Ok(Answer::View { view })
}

pub(super) fn delete(deciding: &mut Deciding<'_>, command: &DeleteView) -> Result<Answer, Stop> {
    let user = looker(deciding)?;
    let view = changeable(deciding, user, command.view)?;
    deciding.emit(EventKind::ViewDeleted, Subject::View { id: view.id }, Map::new());
    deciding.write(Write::ViewDeleted(view.id));
    Ok(Answer::View { view })
}

/// The user who gives the command: nobody else has views.
fn looker(deciding: &Deciding<'_>) -> Result<UserId, Refusal> {
    deciding.access.require(Permission::RoomView)?;
    deciding.access.actor.user().ok_or(Refusal::Forbidden { permission: Permission::RoomView.as_str() })
}

/// The view, if the user may change it: his own, or what another one shares with the permission for that.
fn changeable(deciding: &Deciding<'_>, user: UserId, id: ViewId) -> Result<SavedView, Stop> {
    let not_found = Refusal::NotFound { noun: "view" };
    let view = deciding.world.view(id)?.ok_or(not_found.clone())?;
    if view.owner != user {
        if !view.shared {
            return Err(not_found.into());
        }
        deciding.access.require(Permission::ViewShare)?;
    }
    Ok(SavedView::clone(view))
}

/// The filter, tidied. What it newly names must be there; what has gone since it was named may stay.
fn filter(deciding: &Deciding<'_>, given: &ViewFilter, before: &ViewFilter) -> Result<ViewFilter, Stop> {
    let filter = view::filter(given)?;
    let world = deciding.world;
    if let Some(channel) = filter.channel.filter(|_| filter.channel != before.channel) {
        world.channel(channel)?.ok_or(Refusal::NotFound { noun: "channel" })?;
    }
    if let Some(team) = filter.team.filter(|_| filter.team != before.team) {
        world.team(team)?.ok_or(Refusal::NotFound { noun: "team" })?;
    }
    if let Some(ViewAssignee::User(user)) = filter.assignee.filter(|_| filter.assignee != before.assignee) {
        world.user(user)?.ok_or(Refusal::NotFound { noun: "user" })?;
    }
    Ok(filter)
}
