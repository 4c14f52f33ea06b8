//! How long things given from outside may be, and the checks of it.

use serde_json::Value;

use crate::Refusal;

/// Characters in a name, a topic or a tag's text, at the most.
pub const NAME_CHARS: usize = 200;
/// Bytes in a message's text or a note, at the most.
pub const TEXT_BYTES: usize = 65_536;
/// Bytes in a message's payload as JSON, at the most.
pub const PAYLOAD_BYTES: usize = 65_536;
/// Levels of objects and arrays in a message's payload, at the most. Rows, answers and events put it a few levels deeper,
/// and readers of JSON give up at 128 at the latest.
pub const PAYLOAD_LEVELS: usize = 64;
/// Characters in an id or handle given by a client or a provider, at the most.
pub const FOREIGN_ID_CHARS: usize = 256;
/// Names by which serde_json means something of its own: what is kept under them is not read back as it was.
const RESERVED: &str = "$serde_json::private::";
/// Tags on a room, at the most.
pub const TAGS: usize = 100;
/// Users that a message mentions, at the most.
pub const MENTIONS: usize = 50;
/// Days for which a room can be snoozed, at the most.
pub const SNOOZE_DAYS: i64 = 365;
/// Users assigned to a room at one time, at the most.
pub const ASSIGNEES: usize = 50;

/// Refuses a blank or overlong name-like text; answers it trimmed.
pub fn name(field: &'static str, value: &str) -> Result<String, Refusal> {
    let value = value.trim();
    if value.is_empty() {
        return Err(Refusal::invalid(field, "must not be blank"));
    }
    at_most_chars(field, value, NAME_CHARS)?;
    no_control(field, value)?;
    Ok(value.to_owned())
}

/// A name-like text that may be absent; blank counts as absent.
pub fn optional_name(field: &'static str, value: Option<&str>) -> Result<Option<String>, Refusal> {
    match value.map(str::trim) {
        None | Some("") => Ok(None),
        Some(value) => name(field, value).map(Some),
    }
}

/// Refuses a blank or overlong id or handle given from outside; kept exactly as given.
pub fn foreign_id(field: &'static str, value: &str) -> Result<(), Refusal> {
    if value.trim().is_empty() {
        return Err(Refusal::invalid(field, "must not be blank"));
    }
    at_most_chars(field, value, FOREIGN_ID_CHARS)?;
    no_control(field, value)
}

/// Refuses a text of more than [`TEXT_BYTES`] bytes, or with a NUL in it.
pub fn text(field: &'static str, value: &str) -> Result<(), Refusal> {
    if value.len() > TEXT_BYTES {
        return Err(Refusal::Invalid { field, message: format!("must be at most {TEXT_BYTES} bytes") });
    }
    if value.contains('\0') {
        return Err(Refusal::invalid(field, "must not contain a NUL character"));
    }
    Ok(())
}

/// Refuses a payload that is no object, or could not be read wherever it is kept and told.
pub fn payload(field: &'static str, value: &Value) -> Result<(), Refusal> {
    if !value.is_object() {
        return Err(Refusal::invalid(field, "must be an object"));
    }
    readable(field, value, PAYLOAD_LEVELS)?;
    if value.to_string().len() > PAYLOAD_BYTES {
        return Err(Refusal::Invalid { field, message: format!("must be at most {PAYLOAD_BYTES} bytes") });
    }
    Ok(())
}

fn readable(field: &'static str, value: &Value, levels: usize) -> Result<(), Refusal> {
    let text = |text: &str| if text.contains('\0') { Err(Refusal::invalid(field, "must not contain a NUL character")) } else { Ok(()) };
    let inside = || {
        let refusal = || Refusal::Invalid { field, message: format!("must be at most {PAYLOAD_LEVELS} levels deep") };
        levels.checked_sub(1).ok_or_else(refusal)
    };
    match value {
        Value::String(value) => text(value),
        Value::Array(items) => {
            let levels = inside()?;
            items.iter().try_for_each(|item| readable(field, item, levels))
        }
        Value::Object(fields) => {
            let levels = inside()?;
            fields.iter().try_for_each(|(name, value)| {
                text(name)?;
                if name.starts_with(RESERVED) {
                    return Err(Refusal::Invalid { field, message: format!("must not hold names that begin with {RESERVED}") });
                }
                readable(field, value, levels)
            })
        }
        _ => Ok(()),
    }
}

fn at_most_chars(field: &'static str, value: &str, most: usize) -> Result<(), Refusal> {
    if value.chars().count() > most {
        return Err(Refusal::Invalid { field, message: format!("must be at most {most} characters") });
    }
    Ok(())
}

fn no_control(field: &'static str, value: &str) -> Result<(), Refusal> {
    if value.chars().any(char::is_control) {
        return Err(Refusal::invalid(field, "must not contain control characters"));
    }
    Ok(())
}
