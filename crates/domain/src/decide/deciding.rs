//! One decision in the making.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value};
use uuid::Uuid;

use super::{Decision, Stop};
use crate::command::{Answer, Envelope, OwnRoom};
use crate::contact::{Contact, ContactPatch};
use crate::counter::Counter;
use crate::custom_field::{self, CustomFieldScope};
use crate::event::{Cause, Subject};
use crate::message::Message;
use crate::organization::Head;
use crate::participant::Participant;
use crate::room::{Room, RoomHead, RoomStatus};
use crate::world::{World, Write};
use crate::{
    Access, Actor, Committed, ContactId, Event, EventId, EventKind, Ids, MessageId, ParticipantId, Permission, Person, Refusal, RoomId,
    Timestamp, UserId,
};

/// One decision in the making: what it reads, and what it has come to so far.
pub(super) struct Deciding<'a> {
    pub(super) world: &'a World,
    pub(super) access: &'a Access,
    /// Whom events name: the caller, but for what Switchroom does by itself on the way.
    pub(super) actor: Actor,
    /// Later than every earlier command's events in the organization.
    pub(super) now: Timestamp,
    envelope: &'a Envelope,
    ids: &'a dyn Ids,
    head: Head,
    writes: Vec<Write>,
    events: Vec<Committed>,
    counters: Vec<(Counter, i64)>,
}

impl<'a> Deciding<'a> {
    pub(super) fn new(world: &'a World, envelope: &'a Envelope, now: Timestamp, ids: &'a dyn Ids) -> Self {
        let now = now.max(Timestamp(world.head.at + 1));
        Self {
            world,
            access: &envelope.access,
            actor: envelope.access.actor,
            now,
            envelope,
            ids,
            head: world.head,
            writes: Vec::new(),
            events: Vec::new(),
            counters: Vec::new(),
        }
    }

    pub(super) fn finish(mut self, answer: Answer) -> Decision {
        if !self.events.is_empty() {
            self.head.at = self.now.0;
        }
        Decision { answer, replayed: false, writes: self.writes, events: self.events, counters: self.counters, head: self.head }
    }

    pub(super) fn write(&mut self, write: Write) {
        self.writes.push(write);
    }

    pub(super) fn count(&mut self, counter: Counter, delta: i64) {
        self.counters.push((counter, delta));
    }

    /// The sequence number of the latest event, those of this decision included.
    pub(super) fn seq(&self) -> i64 {
        self.head.seq
    }

    /// An id for what the decision itself makes.
    pub(super) fn new_uuid(&self) -> Uuid {
        self.ids.uuid(self.now)
    }

    pub(super) fn next_person_number(&mut self) -> i64 {
        self.head.person_number += 1;
        self.head.person_number
    }

    pub(super) fn next_room_number(&mut self) -> i64 {
        self.head.room_number += 1;
        self.head.room_number
    }

    pub(super) fn next_message_number(&mut self) -> i64 {
        self.head.message_number += 1;
        self.head.message_number
    }

    /// The token of a caller who may subscribe to events: whoever does can leave out what he does himself.
    fn token(&self) -> Option<Cause> {
        let token = self.access.credential.filter(|_| self.access.permissions.contains(Permission::WebhookManage));
        token.map(Cause::Token)
    }

    /// An event that is about no room.
    pub(super) fn emit(&mut self, kind: EventKind, subject: Subject, changes: Map<String, Value>) {
        let event = self.event(kind, subject, changes, None, None);
        self.events.push(Committed { event, room: None, message: None, trace: self.envelope.trace });
    }

    /// An event of `room`, whose version it advances.
    pub(super) fn emit_in_room(
        &mut self,
        room: &mut Room,
        kind: EventKind,
        subject: Subject,
        changes: Map<String, Value>,
        message: Option<Arc<Message>>,
    ) {
        room.head.version += 1;
        room.head.updated_at = self.now;
        let event = self.event(kind, subject, changes, Some(room.facts.id), Some(room.head.clone()));
        self.events.push(Committed { event, room: Some(Arc::new(room.clone())), message, trace: self.envelope.trace });
    }

    fn event(
        &mut self,
        kind: EventKind,
        subject: Subject,
        changes: Map<String, Value>,
        room: Option<RoomId>,
        room_head: Option<RoomHead>,
    ) -> Event {
        self.head.seq += 1;
        Event {
            org: self.world.org,
            seq: self.head.seq,
            id: EventId(self.ids.uuid(self.now)),
            kind,
            schema: kind.schema(),
            at: self.now,
            actor: self.actor,
            cause: self.envelope.cause.or_else(|| self.token()),
            room,
            subject,
            changes,
            room_head,
        }
    }

    /// Keeps `room` and counts what became of it. `before` is its head before the command; none if it is new.
    pub(super) fn keep_room(&mut self, before: Option<&RoomHead>, room: &Room) {
        self.count_room(before, room, -1);
        self.count_room(Some(&room.head), room, 1);
        self.count_tags(before, &room.head);
        let held = |head: &RoomHead| head.status.is_open();
        if before.is_some_and(held) != held(&room.head) {
            let holder = held(&room.head).then_some(room.facts.id.0);
            self.write(Write::Unique(crate::unique::UniqueKey::OpenRoom(room.facts.channel, room.facts.contact), holder));
        }
        // The last event of the room holds the very same state: share it rather than copy it again.
        let latest = self.events.iter().rev().find_map(|committed| committed.room.as_ref().filter(|kept| ***kept == *room));
        let row = latest.map_or_else(|| Arc::new(room.clone()), Arc::clone);
        self.write(Write::Room(row));
    }

    fn count_room(&mut self, head: Option<&RoomHead>, room: &Room, delta: i64) {
        let Some(head) = head else { return };
        self.count(Counter::RoomsByStatus(head.status), delta);
        if head.status.is_open() {
            self.count(Counter::OpenRoomsByChannel(room.facts.channel), delta);
            if let Some(assignee) = head.primary_assignee() {
                self.count(Counter::OpenRoomsByAssignee(assignee), delta);
            }
            if let Some(team) = head.team {
                self.count(Counter::OpenRoomsByTeam(team), delta);
            }
        }
    }

    /// Counts the tags of open rooms. Most commands change none of them, and copy none.
    fn count_tags(&mut self, before: Option<&RoomHead>, now: &RoomHead) {
        fn counted(head: Option<&RoomHead>) -> &[String] {
            head.filter(|head| head.status.is_open()).map_or(&[], |head| &head.tags)
        }
        let (before, now) = (counted(before), counted(Some(now)));
        for tag in before.iter().filter(|tag| !now.contains(tag)) {
            self.count(Counter::OpenRoomsByTag(tag.clone()), -1);
        }
        for tag in now.iter().filter(|tag| !before.contains(tag)) {
            self.count(Counter::OpenRoomsByTag(tag.clone()), 1);
        }
    }

    /// The room, if the caller may see it: a contact sees its own only.
    pub(super) fn visible_room(&self, id: RoomId) -> Result<Room, Stop> {
        let not_found = Refusal::NotFound { noun: "room" };
        if !matches!(self.access.actor, Actor::Contact(_)) {
            self.access.require(Permission::RoomView)?;
        }
        let room = self.world.room(id)?.ok_or(not_found.clone())?;
        match self.access.actor {
            Actor::Contact(contact) if contact != room.facts.contact => Err(not_found.into()),
            _ => Ok(Room::clone(room)),
        }
    }

    /// The room, if the caller may change it with `own` where it is assigned, with `others` where it is not.
    pub(super) fn editable_room(&self, id: RoomId, own: Permission, others: Permission) -> Result<Room, Stop> {
        let room = self.visible_room(id)?;
        self.may_edit(&room, OwnRoom::Assignee, own, others)?;
        Ok(room)
    }

    /// Refuses unless the caller holds `own` where the room is his own in the sense of `which`, or `others`.
    pub(super) fn may_edit(&self, room: &Room, which: OwnRoom, own: Permission, others: Permission) -> Result<(), Stop> {
        if self.access.permissions.contains(others) {
            return Ok(());
        }
        let Some(user) = self.access.actor.user() else { return Ok(self.access.require(others)?) };
        let is_own = match which {
            OwnRoom::PrimaryAssignee => room.head.primary_assignee() == Some(user),
            OwnRoom::Assignee => room.head.assignees.contains(&user),
            OwnRoom::Participant => {
                self.world.participant(room.facts.id, Person::User(user))?.is_some_and(|part| part.takes_part() && !part.blocked)
            }
        };
        Ok(self.access.require(if is_own { own } else { others })?)
    }

    /// The message with its room, if the caller may see both.
    pub(super) fn visible_message(&self, id: MessageId) -> Result<(Message, Room), Stop> {
        let not_found = Refusal::NotFound { noun: "message" };
        let message = self.world.message(id)?.ok_or(not_found.clone())?;
        let room = self.visible_room(message.room).map_err(|stop| match stop {
            Stop::Refused(Refusal::NotFound { .. }) => Stop::Refused(not_found.clone()),
            stop => stop,
        })?;
        let hidden = matches!(self.access.actor, Actor::Contact(_)) && message.visibility == crate::message::Visibility::Internal;
        if hidden { Err(not_found.into()) } else { Ok((Message::clone(message), room)) }
    }

    pub(super) fn contact(&self, id: ContactId) -> Result<Contact, Stop> {
        Ok(Contact::clone(self.world.contact(id)?.ok_or(Refusal::NotFound { noun: "contact" })?))
    }

    /// The contact, if it was not deleted.
    pub(super) fn living_contact(&self, id: ContactId) -> Result<Contact, Stop> {
        let contact = self.contact(id)?;
        if contact.deleted_at.is_some() { Err(Refusal::NotFound { noun: "contact" }.into()) } else { Ok(contact) }
    }

    /// Puts `patch` on the contact, with its event; nothing happens if it changes nothing.
    pub(super) fn patch_contact(&mut self, mut contact: Contact, patch: &ContactPatch) -> Result<Contact, Stop> {
        self.may_patch(patch)?;
        let mut changed = patch.apply(&mut contact)?;
        if self.set_custom_fields(&mut contact.custom_fields, CustomFieldScope::Contact, &patch.custom_fields)? {
            changed.push("custom_fields");
        }
        if !changed.is_empty() {
            contact.updated_at = self.now;
            self.emit(EventKind::ContactUpdated, Subject::Contact { id: contact.id }, text_changes(&changed));
            self.write(Write::Contact(contact.clone()));
        }
        Ok(contact)
    }

    /// What only a vendor has is not for contacts to change, nor are the fields that contacts do not fill in themselves.
    fn may_patch(&self, patch: &ContactPatch) -> Result<(), Stop> {
        if !matches!(self.access.actor, Actor::Contact(_)) {
            return Ok(());
        }
        if !patch.ext.is_empty() {
            self.access.require(Permission::ContactEdit)?;
        }
        for key in patch.custom_fields.keys() {
            if self.world.custom_field(key)?.is_some_and(|field| !field.definition.public) {
                return Err(Refusal::NotFound { noun: "custom field" }.into());
            }
        }
        Ok(())
    }

    /// Puts values of custom fields on `fields`. Answers whether anything changed. Refuses keys that are no fields of that
    /// scope, and values that a field does not take.
    pub(super) fn set_custom_fields(
        &self,
        fields: &mut BTreeMap<String, String>,
        scope: CustomFieldScope,
        patch: &BTreeMap<String, Option<String>>,
    ) -> Result<bool, Stop> {
        // All are loaded before the first pattern is tried: deciding begins anew with every one that is missing.
        for key in patch.keys() {
            self.world.custom_field(key)?;
        }
        let mut changed = false;
        for (key, value) in patch {
            let field = self.world.custom_field(key)?.filter(|field| field.definition.scope == scope);
            let field = field.ok_or(Refusal::NotFound { noun: "custom field" })?;
            changed |= custom_field::set(fields, field, value.as_deref())?;
        }
        Ok(changed)
    }

    /// The part of `person` in the room; one of who has only looked in if there was none.
    pub(super) fn part(&self, room: &Room, person: Person) -> Result<Participant, Stop> {
        let known = self.world.participant(room.facts.id, person)?;
        Ok(known.map_or_else(|| self.new_part(room, person), |participant| Participant::clone(participant)))
    }

    pub(super) fn new_part(&self, room: &Room, person: Person) -> Participant {
        Participant {
            org: self.world.org,
            id: ParticipantId(self.ids.uuid(self.now)),
            room: room.facts.id,
            person,
            last_read_message: None,
            last_read_at: None,
            blocked: false,
            archived: false,
            flag: None,
            joined_at: None,
        }
    }

    /// Lets `person` take part in the room from now on, with its event if that is new.
    pub(super) fn join(&mut self, room: &mut Room, person: Person) -> Result<Participant, Stop> {
        let mut participant = self.part(room, person)?;
        if !participant.takes_part() {
            participant.joined_at = Some(self.now);
            let subject = Subject::Participant { id: participant.id, person };
            self.emit_in_room(room, EventKind::ParticipantJoined, subject, Map::new(), None);
            self.write(Write::Participant(participant.clone()));
        }
        Ok(participant)
    }

    /// A user who may be given work.
    pub(super) fn active_user(&self, id: UserId) -> Result<(), Stop> {
        match self.world.user(id)? {
            None => Err(Refusal::NotFound { noun: "user" }.into()),
            Some(user) if !user.active => Err(Refusal::invalid("user_id", "names a user who is not active").into()),
            Some(_) => Ok(()),
        }
    }

    /// Refuses if the contact of `room` has another open room on its channel.
    pub(super) fn no_other_open_room(&self, room: &Room) -> Result<(), Stop> {
        let key = crate::unique::UniqueKey::OpenRoom(room.facts.channel, room.facts.contact);
        match self.world.unique(&key)? {
            Some(other) if other != room.facts.id.0 => Err(Refusal::OtherRoomOpen { room: RoomId(other) }.into()),
            _ => Ok(()),
        }
    }

    /// Opens a resolved room again, with its event.
    pub(super) fn reopen(&mut self, room: &mut Room) -> Result<(), Stop> {
        self.no_other_open_room(room)?;
        self.living_contact(room.facts.contact)?;
        let mut assignees = Vec::with_capacity(room.head.assignees.len());
        for user in &room.head.assignees {
            // Whoever has left in the meantime would let it lie.
            if self.world.user(*user)?.is_some_and(|user| user.active) {
                assignees.push(*user);
            }
        }
        let before = std::mem::replace(&mut room.head.assignees, assignees);
        room.head.status = if room.head.assignees.is_empty() { RoomStatus::Queued } else { RoomStatus::Assigned };
        room.head.resolved_at = None;
        room.head.resolved_by = None;
        room.head.last_activity_at = self.now;
        let mut changes = one_change("status", RoomStatus::Resolved, room.head.status);
        if before != room.head.assignees {
            changes.extend(one_change("assignees", before, &room.head.assignees));
        }
        self.emit_in_room(room, EventKind::RoomReopened, Subject::Room, changes, None);
        Ok(())
    }
}

/// Refuses unless the room is at the expected version.
pub(super) fn at_version(room: &Room, expected: Option<i64>) -> Result<(), Refusal> {
    match expected {
        Some(expected) if expected != room.head.version => Err(Refusal::VersionMismatch { current: room.head.version }),
        _ => Ok(()),
    }
}

/// One changed field.
pub(super) fn one_change(field: &str, from: impl serde::Serialize, to: impl serde::Serialize) -> Map<String, Value> {
    let mut changes = Map::new();
    changes.insert(field.to_owned(), crate::event::change(from, to));
    changes
}

/// Changed fields whose values are text, and so are not told in events.
pub(super) fn text_changes(fields: &[&str]) -> Map<String, Value> {
    fields.iter().map(|field| ((*field).to_owned(), Value::Object(Map::new()))).collect()
}
