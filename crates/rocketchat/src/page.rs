//! Pages of lists: `offset`, `count` and `sort` in the query, and what is told of them in the answer.

use std::fmt;

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value, json};

use crate::answer::{Answered, success};
use crate::errors::RcError;
use crate::extract::Params;
use crate::schema::{Field, Kind, Shape, may, open};

/// Rows in a page where the caller says nothing.
const USUAL: i64 = 50;
/// Rows in a page, at the most (`API_Upper_Count_Limit`).
const MOST: i64 = 100;

/// The parameters of a page, for shapes.
pub(crate) const OFFSET: Field = may("offset", Kind::Whole);
/// See [`OFFSET`].
pub(crate) const COUNT: Field = may("count", Kind::Whole);
/// See [`OFFSET`].
pub(crate) const SORT: Field = may("sort", Kind::Text);
/// Which fields to tell: read and passed over, as everything is told.
pub(crate) const FIELDS: Field = may("fields", Kind::Text);
/// A query of a database that is none of ours: read and passed over.
pub(crate) const QUERY: Field = may("query", Kind::Text);

/// Which page.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Paging {
    offset: Option<i64>,
    count: Option<i64>,
    sort: Option<String>,
    fields: Option<String>,
    query: Option<String>,
}

/// Which page of what holds a text.
#[derive(Debug, Deserialize)]
pub(crate) struct Containing {
    text: Option<String>,
    #[serde(flatten)]
    pub(crate) paging: Paging,
}

impl Params for Containing {
    const SHAPE: Shape = open(&[may("text", Kind::Text), OFFSET, COUNT, SORT, FIELDS, QUERY]);
}

impl Containing {
    /// The text in lower case; nothing where the caller says none: everything holds that.
    pub(crate) fn text(&self) -> String {
        self.text.as_deref().unwrap_or_default().to_lowercase()
    }
}

impl Paging {
    /// Rows to pass over.
    pub(crate) fn offset(&self) -> usize {
        usize::try_from(self.offset.unwrap_or(0)).unwrap_or(0)
    }

    /// Rows to tell. 0 asks for all, of which there are as many as there may be.
    pub(crate) fn limit(&self) -> usize {
        let count = self.count.filter(|count| *count >= 0).unwrap_or(USUAL);
        let count = if count == 0 { MOST } else { count.min(MOST) };
        usize::try_from(count).unwrap_or(0)
    }

    /// The fields to sort by, each with whether the smallest comes first.
    pub(crate) fn sort(&self) -> Result<Vec<(String, bool)>, RcError> {
        self.check()?;
        let Some(text) = self.sort.as_deref().filter(|text| !text.is_empty()) else { return Ok(Vec::new()) };
        let refused = || RcError::coded("error-invalid-sort", &format!("Invalid sort parameter provided: \"{text}\""));
        let Ordered(sort) = serde_json::from_str(text).map_err(|_| refused())?;
        sort.into_iter().map(|(field, direction)| Ok((field, direction.as_i64().ok_or_else(refused)? >= 0))).collect()
    }

    /// Refuses `fields` and `query` that are not JSON.
    pub(crate) fn check(&self) -> Result<(), RcError> {
        for (name, given) in [("fields", &self.fields), ("query", &self.query)] {
            let Some(text) = given.as_deref().filter(|text| !text.is_empty()) else { continue };
            if serde_json::from_str::<Map<String, Value>>(text).is_err() {
                let code = format!("error-invalid-{name}");
                return Err(RcError::coded(&code, &format!("Invalid {name} parameter provided: \"{text}\"")));
            }
        }
        Ok(())
    }

    /// Tells the page of a list that is all at hand.
    pub(crate) fn cut<T: Serialize>(&self, name: &str, rows: Vec<T>) -> Answered {
        self.check()?;
        let total = rows.len();
        let page: Vec<T> = rows.into_iter().skip(self.offset()).take(self.limit()).collect();
        self.answer(name, &page, total)
    }

    /// Tells a page.
    pub(crate) fn answer<T: Serialize>(&self, name: &str, page: &[T], total: usize) -> Answered {
        success(json!({name: page, "count": page.len(), "offset": self.offset(), "total": total}))
    }
}

/// An object whose fields come in an order that matters.
struct Ordered(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Ordered {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(InOrder)
    }
}

struct InOrder;

impl<'de> Visitor<'de> for InOrder {
    type Value = Ordered;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Ordered, A::Error> {
        let mut fields = Vec::new();
        while let Some(field) = map.next_entry()? {
            fields.push(field);
        }
        Ok(Ordered(fields))
    }
}

#[cfg(test)]
mod tests {
    use super::Paging;

    #[test]
    fn a_page_has_bounds() {
        let limit = |count| Paging { count, ..Paging::default() }.limit();
        assert_eq!([None, Some(0), Some(7), Some(1000), Some(-1)].map(limit), [50, 100, 7, 100, 50]);
        assert_eq!(Paging { offset: Some(-3), ..Paging::default() }.offset(), 0);
    }

    #[test]
    fn an_order_is_json() {
        let sort = |text: &str| Paging { sort: Some(text.to_owned()), ..Paging::default() }.sort();
        assert_eq!(sort(r#"{"ts":-1,"fname":1}"#).expect("an order"), [("ts".to_owned(), false), ("fname".to_owned(), true)]);
        for wrong in ["ts", "[]", r#"{"ts":"up"}"#, "{"] {
            assert_eq!(sort(wrong).expect_err(wrong).code(), Some("error-invalid-sort"));
        }
    }
}
