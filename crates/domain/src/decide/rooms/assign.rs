//! Assigning rooms: compare-and-set, so that of two who claim a room one is told who has it.

use crate::command::{Answer, AssignRoom, ExpectedAssignee, UnassignRoom};
use crate::decide::Stop;
use crate::decide::deciding::{Deciding, at_version, one_change};
use crate::event::Subject;
use crate::room::{Room, RoomStatus};
use crate::{EventKind, Permission, Person, Refusal, UserId, limits};

pub(in crate::decide) fn assign(deciding: &mut Deciding<'_>, command: &AssignRoom) -> Result<Answer, Stop> {
    let mut room = deciding.visible_room(command.room)?;
    may_assign(deciding, &room, command.user)?;
    at_version(&room, command.expected_version)?;
    let before = room.head.clone();
    let assignees = if command.also { with(&room, command.user)? } else { vec![command.user] };
    if assignees == before.assignees {
        return Ok(Answer::Room { room, created: false });
    }
    as_expected(&room, command.expected)?;
    open(&room)?;
    deciding.active_user(command.user)?;
    deciding.join(&mut room, Person::User(command.user))?;
    set(deciding, &mut room, assignees, EventKind::RoomAssigned);
    deciding.keep_room(Some(&before), &room);
    Ok(Answer::Room { room, created: false })
}

pub(in crate::decide) fn unassign(deciding: &mut Deciding<'_>, command: &UnassignRoom) -> Result<Answer, Stop> {
    let mut room = deciding.visible_room(command.room)?;
    let itself = command.user.is_some() && command.user == deciding.access.actor.user();
    deciding.access.require(if itself { Permission::RoomTake } else { Permission::RoomAssign })?;
    at_version(&room, command.expected_version)?;
    let before = room.head.clone();
    let assignees: Vec<UserId> = match command.user {
        None => Vec::new(),
        Some(user) => room.head.assignees.iter().copied().filter(|assignee| *assignee != user).collect(),
    };
    if assignees == before.assignees {
        return Ok(Answer::Room { room, created: false });
    }
    as_expected(&room, command.expected)?;
    open(&room)?;
    set(deciding, &mut room, assignees, EventKind::RoomUnassigned);
    deciding.keep_room(Some(&before), &room);
    Ok(Answer::Room { room, created: false })
}

/// Taking an unassigned room needs less than handing one out. Whoever may only take is told who was faster.
fn may_assign(deciding: &Deciding<'_>, room: &Room, user: UserId) -> Result<(), Refusal> {
    if deciding.access.permissions.contains(Permission::RoomAssign) {
        return Ok(());
    }
    if deciding.access.actor.user() != Some(user) {
        return deciding.access.require(Permission::RoomAssign);
    }
    deciding.access.require(Permission::RoomTake)?;
    match room.head.primary_assignee() {
        Some(other) if other != user => Err(Refusal::AssignedOtherwise { assignee: Some(other) }),
        _ => Ok(()),
    }
}

fn as_expected(room: &Room, expected: ExpectedAssignee) -> Result<(), Refusal> {
    let assignee = room.head.primary_assignee();
    match expected {
        ExpectedAssignee::Exactly(expected) if expected != assignee => Err(Refusal::AssignedOtherwise { assignee }),
        _ => Ok(()),
    }
}

fn open(room: &Room) -> Result<(), Refusal> {
    if room.head.status.is_open() { Ok(()) } else { Err(Refusal::RoomResolved) }
}

fn with(room: &Room, user: UserId) -> Result<Vec<UserId>, Refusal> {
    let mut assignees = room.head.assignees.clone();
    if !assignees.contains(&user) {
        assignees.push(user);
    }
    if assignees.len() > limits::ASSIGNEES {
        return Err(Refusal::Invalid { field: "also", message: format!("would assign more than {} users", limits::ASSIGNEES) });
    }
    Ok(assignees)
}

/// Gives the room these assignees, with its event.
pub(super) fn set(deciding: &mut Deciding<'_>, room: &mut Room, assignees: Vec<UserId>, kind: EventKind) {
    let status = match (assignees.is_empty(), room.head.status) {
        (true, RoomStatus::Assigned) => RoomStatus::Queued,
        (true, status) => status,
        (false, _) => RoomStatus::Assigned,
    };
    let mut changes = one_change("assignees", &room.head.assignees, &assignees);
    if status != room.head.status {
        changes.extend(one_change("status", room.head.status, status));
    }
    room.head.assignees = assignees;
    room.head.status = status;
    room.head.last_activity_at = deciding.now;
    deciding.emit_in_room(room, kind, Subject::Room, changes, None);
}
