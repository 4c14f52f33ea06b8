//! Keeping files, giving them to messages, and letting them go. None of it is told: a file is nothing to anybody before a message has it.

use super::Stop;
use super::deciding::Deciding;
use crate::command::{Answer, KeepFile, RemoveFile};
use crate::file::{self, File, GRACE_MICROS, WAITS_MICROS};
use crate::message::Message;
use crate::world::Write;
use crate::{Actor, FileId, MessageId, Permission, Refusal};

/// Keeps what was uploaded, until a message has it or its time has come.
pub(super) fn keep(deciding: &mut Deciding<'_>, command: &KeepFile) -> Result<Answer, Stop> {
    may_upload(deciding)?;
    file::allow(deciding.access.actor, &command.media_type)?;
    let file = File {
        org: deciding.world.org,
        id: command.id,
        name: file::name(&command.name),
        media_type: command.media_type.clone(),
        size: command.size,
        width: command.width,
        height: command.height,
        uploader: deciding.access.actor,
        message: None,
        created_at: deciding.now,
        due_at: Some(deciding.now.plus_micros(WAITS_MICROS)),
    };
    deciding.write(Write::File(file.clone()));
    Ok(Answer::File { file })
}

/// Forgets a file whose time has come. Others stay.
pub(super) fn remove(deciding: &mut Deciding<'_>, command: &RemoveFile) -> Result<Answer, Stop> {
    let file = deciding.world.file(command.file)?.ok_or(Refusal::NotFound { noun: "file" })?;
    let file = File::clone(file);
    if file.due_at.is_some_and(|due| due.plus_micros(GRACE_MICROS) <= deciding.now) {
        deciding.write(Write::FileRemoved(file.id));
    }
    Ok(Answer::File { file })
}

fn may_upload(deciding: &Deciding<'_>) -> Result<(), Refusal> {
    match deciding.access.actor {
        Actor::Contact(_) => Ok(()),
        _ => deciding.access.require(Permission::MessagePost),
    }
}

/// Gives a file to a message: once, and only its uploader's.
pub(super) fn attach(deciding: &mut Deciding<'_>, id: FileId, message: MessageId) -> Result<(), Stop> {
    let not_found = Refusal::NotFound { noun: "file" };
    let file = deciding.world.file(id)?.filter(|file| file.uploader == deciding.access.actor).ok_or(not_found.clone())?;
    if file.message.is_some() {
        return Err(Refusal::FileAttached.into());
    }
    if file.due_at.is_some_and(|due| due <= deciding.now) {
        return Err(not_found.into());
    }
    deciding.write(Write::File(File { message: Some(message), due_at: None, ..File::clone(file) }));
    Ok(())
}

/// The file that belongs to the message.
pub(super) fn of_message(deciding: &Deciding<'_>, message: &Message) -> Result<Option<File>, Stop> {
    let Some(id) = file::of_payload(message.content.payload.as_ref()) else { return Ok(None) };
    // Whoever posts a payload of his own may name any file: it is the message's only if the file says so too.
    Ok(deciding.world.file(id)?.filter(|file| file.message == Some(message.id)).map(|file| File::clone(file)))
}

/// Lets the file go that belongs to a message which is deleted.
pub(super) fn let_go(deciding: &mut Deciding<'_>, message: &Message) -> Result<(), Stop> {
    if let Some(file) = of_message(deciding, message)? {
        deciding.write(Write::File(File { due_at: Some(deciding.now), ..file }));
    }
    Ok(())
}
