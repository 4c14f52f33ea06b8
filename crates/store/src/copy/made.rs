//! Rows whose columns the embedded store has not: they are made of the entity, by what the writer makes them of.

use rusqlite::Row;
use serde::de::DeserializeOwned;
use switchroom_domain::contact::Contact;
use switchroom_domain::message::Message;
use switchroom_domain::participant::Participant;
use switchroom_domain::room::Room;
use switchroom_domain::user::User;
use uuid::Uuid;

use super::row::RowWriter;
use crate::postgres::columns::{
    ContactColumns, MessageColumns, ParticipantColumns, RoomColumns, RoomHeadColumns, SeldomColumns, UserColumns,
};

/// Writes the columns that come after the key. What they are made of begins at the given column.
pub(super) type Make = fn(&Row<'_>, usize, &mut RowWriter<'_>) -> Result<(), RowError>;

/// Why a row could not be made.
#[derive(Debug, thiserror::Error)]
pub(super) enum RowError {
    #[error(transparent)]
    Read(#[from] rusqlite::Error),
    #[error("{0}")]
    Damaged(String),
}

impl RowError {
    pub(super) fn damaged(error: impl ToString) -> Self {
        Self::Damaged(error.to_string())
    }
}

fn doc<'r, T: DeserializeOwned>(row: &'r Row<'_>, at: usize) -> Result<(T, &'r str), RowError> {
    let doc = row.get_ref(at)?.as_str().map_err(RowError::damaged)?;
    Ok((serde_json::from_str(doc).map_err(RowError::damaged)?, doc))
}

pub(super) fn user(row: &Row<'_>, at: usize, into: &mut RowWriter<'_>) -> Result<(), RowError> {
    let (user, doc) = doc::<User>(row, at)?;
    let columns = UserColumns::of(&user);
    into.long(columns.number);
    into.text(&*columns.username);
    into.text(&*columns.name);
    into.text(columns.email.as_deref());
    into.texts(&columns.roles).map_err(RowError::damaged)?;
    into.bool(columns.active);
    into.bool(columns.takes_rooms);
    into.bool(columns.deleted);
    into.text(doc);
    Ok(())
}

pub(super) fn contact(row: &Row<'_>, at: usize, into: &mut RowWriter<'_>) -> Result<(), RowError> {
    let (contact, doc) = doc::<Contact>(row, at)?;
    let columns = ContactColumns::of(&contact);
    into.long(columns.number);
    into.text(columns.name.as_deref());
    into.bool(columns.deleted);
    into.text(doc);
    Ok(())
}

pub(super) fn room(row: &Row<'_>, at: usize, into: &mut RowWriter<'_>) -> Result<(), RowError> {
    let (room, _) = doc::<Room>(row, at)?;
    let columns = RoomColumns::of(&room);
    into.long(columns.number);
    into.uuid(columns.channel);
    into.uuid(columns.contact);
    into.text(columns.kind);
    into.text(columns.origin);
    into.long(columns.created_at);
    let columns = SeldomColumns::of(&room);
    into.bool(columns.open);
    into.uuid(columns.team);
    into.text(columns.priority);
    into.long(columns.established_at);
    into.long(columns.resolved_at);
    into.short(columns.rating);
    into.text(columns.name.as_deref());
    into.long(columns.snoozed_until);
    into.json(&columns.custom_fields());
    Ok(())
}

pub(super) fn room_head(row: &Row<'_>, at: usize, into: &mut RowWriter<'_>) -> Result<(), RowError> {
    let (room, doc) = doc::<Room>(row, at)?;
    let columns = RoomHeadColumns::of(&room);
    into.text(columns.status);
    into.uuid(columns.assignee);
    into.long(columns.last_activity_at);
    into.long(columns.last_message_at);
    into.text(doc);
    Ok(())
}

pub(super) fn participant(row: &Row<'_>, at: usize, into: &mut RowWriter<'_>) -> Result<(), RowError> {
    let (participant, doc) = doc::<Participant>(row, at)?;
    let columns = ParticipantColumns::of(&participant);
    into.bool(columns.is_user);
    into.bool(columns.joined);
    into.text(doc);
    Ok(())
}

pub(super) fn message(row: &Row<'_>, at: usize, into: &mut RowWriter<'_>) -> Result<(), RowError> {
    let (message, doc) = doc::<Message>(row, at)?;
    let columns = MessageColumns::of(&message);
    into.uuid(columns.room);
    into.long(columns.created_at);
    into.bool(columns.internal);
    into.uuid(columns.author);
    into.uuid(row.get::<_, Option<Uuid>>(at + 1)?);
    into.text(columns.provider_id.as_deref());
    into.text(columns.local_id.as_deref());
    into.text(columns.rc_id.as_deref());
    into.text(doc);
    Ok(())
}
