//! Parameters of statements. Each says its type, so that a statement needs no preparing and takes one round trip.

use std::borrow::Cow;

use tokio_postgres::types::{ToSql, Type};
use uuid::Uuid;

/// A parameter and its type.
pub(super) type Param<'a> = (&'a (dyn ToSql + Sync), Type);

/// What can be a parameter.
pub(super) trait Typed: ToSql + Sync {
    const TYPE: Type;
}

/// What an array can hold.
pub(super) trait Element: ToSql + Sync {
    const ARRAY: Type;
}

macro_rules! types {
    ($($rust:ty: $type:ident, $array:ident;)*) => {$(
        impl Typed for $rust {
            const TYPE: Type = Type::$type;
        }

        impl Typed for Option<$rust> {
            const TYPE: Type = Type::$type;
        }

        impl Element for $rust {
            const ARRAY: Type = Type::$array;
        }

        impl Element for Option<$rust> {
            const ARRAY: Type = Type::$array;
        }
    )*};
}

types! {
    bool: BOOL, BOOL_ARRAY;
    i16: INT2, INT2_ARRAY;
    i32: INT4, INT4_ARRAY;
    i64: INT8, INT8_ARRAY;
    Uuid: UUID, UUID_ARRAY;
    String: TEXT, TEXT_ARRAY;
    &str: TEXT, TEXT_ARRAY;
    Cow<'_, str>: TEXT, TEXT_ARRAY;
    &[u8]: BYTEA, BYTEA_ARRAY;
    Vec<u8>: BYTEA, BYTEA_ARRAY;
}

impl<T: Element> Typed for Vec<T> {
    const TYPE: Type = T::ARRAY;
}

impl<T: Element> Typed for &[T] {
    const TYPE: Type = T::ARRAY;
}

/// A parameter with its type.
pub(super) fn param<T: Typed>(value: &T) -> Param<'_> {
    (value, T::TYPE)
}

/// A statement's parameters, in order.
macro_rules! params {
    ($($value:expr),* $(,)?) => {
        &[$($crate::postgres::params::param(&$value)),*]
    };
}

/// The statement that finds each entity of a list of keys by its index, and answers `key, doc`. It takes the organization and the list.
/// A list that is only compared with (`= ANY`) makes the planner
/// read all of an organization where it thinks that little; `OFFSET 0` keeps it from turning this into that.
macro_rules! each {
    ($table:literal, $key:literal) => {
        concat!(
            "SELECT w.key, t.doc FROM unnest($2) AS w (key) CROSS JOIN LATERAL (SELECT doc FROM ",
            $table,
            " WHERE org_id = $1 AND ",
            $key,
            " = w.key OFFSET 0) AS t"
        )
    };
}

pub(super) use {each, params};
