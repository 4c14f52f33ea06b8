//! Reading what clients give: absent and null told apart, objects only as objects.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// A field that is there: null clears it. An absent one stays as it is, through `#[serde(default)]`.
pub(crate) fn nullable<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

/// A field that is there and must not be null.
pub(crate) fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// An object in an object. By itself serde would take an array whose items come in the fields' order.
pub(crate) fn object<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_map(Object(PhantomData))
}

/// As [`object`], where the field may be absent through `#[serde(default)]`.
pub(crate) fn optional_object<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    object(deserializer).map(Some)
}

/// As [`nullable`], of an object.
pub(crate) fn nullable_object<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<Option<T>>, D::Error> {
    let given: Option<Strict<T>> = Option::deserialize(deserializer)?;
    Ok(Some(given.map(|Strict(value)| value)))
}

/// Only an object.
struct Strict<T>(T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Strict<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        object(deserializer).map(Self)
    }
}

struct Object<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Object<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map))
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    #[derive(Debug, Deserialize, PartialEq, Default)]
    #[serde(deny_unknown_fields)]
    struct Patch {
        #[serde(default, deserialize_with = "super::nullable")]
        name: Option<Option<String>>,
        #[serde(default, deserialize_with = "super::present")]
        active: Option<bool>,
        #[serde(default, deserialize_with = "super::optional_object")]
        inner: Option<Box<Patch>>,
        #[serde(default, deserialize_with = "super::nullable_object")]
        unset: Option<Option<Box<Patch>>>,
    }

    fn read(text: &str) -> Result<Patch, String> {
        serde_json::from_str(text).map_err(|error| error.to_string())
    }

    #[test]
    fn absent_and_null_are_told_apart() {
        assert_eq!(read("{}"), Ok(Patch::default()));
        assert_eq!(read(r#"{"name":null}"#), Ok(Patch { name: Some(None), ..Patch::default() }));
        assert_eq!(read(r#"{"name":"x"}"#), Ok(Patch { name: Some(Some("x".to_owned())), ..Patch::default() }));
        assert_eq!(read(r#"{"unset":null}"#), Ok(Patch { unset: Some(None), ..Patch::default() }));
        assert!(read(r#"{"active":null}"#).is_err());
    }

    #[test]
    fn an_array_is_no_object() {
        assert!(read(r#"{"inner":{}}"#).is_ok());
        assert!(read(r#"{"inner":[]}"#).is_err());
        assert!(read(r#"{"inner":{"x":1}}"#).is_err());
        assert!(read(r#"{"unset":{}}"#).is_ok());
        assert!(read(r#"{"unset":[]}"#).is_err());
    }
}
