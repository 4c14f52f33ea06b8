//! JSON of any shape, read just as it is written.
//!
//! `serde_json::Value` takes an object whose first name is `$serde_json::private::RawValue` for a text of JSON to be read in its
//! place: that text would get around every check of the body, and around the bound on its depth.

use std::fmt;

use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

/// JSON of any shape.
#[derive(Debug)]
pub(crate) struct Plain(pub(crate) Value);

/// JSON that may be absent, or null, which means the same.
pub(crate) fn optional<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Ok(Option::<Plain>::deserialize(deserializer)?.map(|Plain(value)| value))
}

/// JSON that may be absent; null is told apart.
pub(crate) fn nullable<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<Value>>, D::Error> {
    optional(deserializer).map(Some)
}

impl<'de> Deserialize<'de> for Plain {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyShape)
    }
}

struct AnyShape;

impl<'de> Visitor<'de> for AnyShape {
    type Value = Plain;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Plain, E> {
        Ok(Plain(Value::Null))
    }

    fn visit_none<E>(self) -> Result<Plain, E> {
        Ok(Plain(Value::Null))
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Plain, D::Error> {
        Plain::deserialize(deserializer)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Plain, E> {
        Ok(Plain(value.into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Plain, E> {
        Ok(Plain(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Plain, E> {
        Ok(Plain(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Plain, E> {
        Ok(Plain(value.into()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Plain, E> {
        Ok(Plain(value.into()))
    }

    fn visit_string<E>(self, value: String) -> Result<Plain, E> {
        Ok(Plain(value.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Plain, A::Error> {
        let mut array = Vec::new();
        while let Some(Plain(item)) = items.next_element()? {
            array.push(item);
        }
        Ok(Plain(array.into()))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Plain, A::Error> {
        let mut object = Map::new();
        while let Some((name, Plain(value))) = fields.next_entry()? {
            object.insert(name, value);
        }
        Ok(Plain(object.into()))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::Plain;

    #[test]
    fn whatever_is_json_is_read() {
        let text = r#"{"a":[null,true,-1,18446744073709551615,1.5,"x",{}],"b":{"c":[]}}"#;
        let Plain(value) = serde_json::from_str(text).expect("JSON");
        assert_eq!(value, serde_json::from_str::<Value>(text).expect("JSON"));
    }

    #[test]
    fn no_name_means_anything() {
        let Plain(value) = serde_json::from_str(r#"{"$serde_json::private::RawValue":"[1]"}"#).expect("JSON");
        assert_eq!(value["$serde_json::private::RawValue"], json!("[1]"));
    }
}
