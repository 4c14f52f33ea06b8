//! What vendors have and the model lacks: kept beside an entity under a key that begins with the dialect's name, and told
//! by that dialect alone, so that a round trip loses nothing.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::{Refusal, limits};

/// Keys of one entity, at the most.
const MOST: usize = 100;
/// Bytes of all of them as JSON, at the most: a room's are written with every message, and told with every event.
const BYTES: usize = 65_536;

/// Puts `patch` on `ext`: none unsets. Answers whether anything changed.
pub fn apply(ext: &mut Map<String, Value>, patch: &BTreeMap<String, Option<Value>>) -> Result<bool, Refusal> {
    let before = ext.clone();
    for (key, value) in patch {
        limits::foreign_id("ext", key)?;
        match value {
            None => drop(ext.remove(key)),
            Some(value) => {
                limits::payload("ext", &Value::Object(Map::from_iter([(key.clone(), value.clone())])))?;
                ext.insert(key.clone(), value.clone());
            }
        }
    }
    if ext.len() > MOST {
        return Err(Refusal::Invalid { field: "ext", message: format!("must hold at most {MOST} keys") });
    }
    if *ext == before {
        return Ok(false);
    }
    let bytes: usize = ext.iter().map(|(key, value)| key.len() + value.to_string().len()).sum();
    if bytes > BYTES {
        return Err(Refusal::Invalid { field: "ext", message: format!("must be at most {BYTES} bytes") });
    }
    Ok(true)
}
