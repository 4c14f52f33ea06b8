//! Where the next page of a list begins: opaque to clients, base64url inside.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use switchroom_domain::Timestamp;
use switchroom_engine::ports::Page;
use utoipa::IntoParams;
use uuid::Uuid;

use crate::problem::Problem;

/// Rows on a page when the client names no number.
const DEFAULT_LIMIT: u32 = 50;
/// Rows on a page, at the most.
const MOST: u32 = 200;
/// The last microsecond of the year 2999: no row is later.
const LATEST: i64 = 32_503_679_999_999_999;

/// Which page of a list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct PageQuery {
    /// `next` of the page before; absent: the first page.
    pub(crate) cursor: Option<String>,
    /// Rows on the page.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub(crate) limit: Option<u32>,
}

impl PageQuery {
    /// The row to begin after, in a list that is sorted by id.
    pub(crate) fn after_id(&self) -> Result<Option<Uuid>, Problem> {
        self.cursor.as_deref().map(id).transpose()
    }

    /// How many rows the page holds.
    pub(crate) fn limit(&self) -> Result<usize, Problem> {
        limit(self.limit)
    }
}

/// The cursor of the next page, if there is one.
pub(crate) fn next<T>(page: &Page<T>, cursor: impl FnOnce(&T) -> String) -> Option<String> {
    page.items.last().filter(|_| page.more).map(cursor)
}

/// How many rows a page holds.
pub(crate) fn limit(given: Option<u32>) -> Result<usize, Problem> {
    limit_within(given, DEFAULT_LIMIT, MOST)
}

/// How many rows a page holds: so many when the client names no number, and so many at the most.
pub(crate) fn limit_within(given: Option<u32>, default: u32, most: u32) -> Result<usize, Problem> {
    let limit = given.unwrap_or(default);
    let limit = (1..=most).contains(&limit).then(|| usize::try_from(limit).ok()).flatten();
    limit.ok_or_else(|| Problem::bad_request("invalid_query", format!("limit must be from 1 to {most}")))
}

/// After a row that is sorted by its id.
pub(crate) fn of_id(id: Uuid) -> String {
    encode(id.as_bytes())
}

/// Reads what [`of_id`] made.
pub(crate) fn id(cursor: &str) -> Result<Uuid, Problem> {
    decode(cursor).map(Uuid::from_bytes)
}

/// After a row that is sorted by its number.
pub(crate) fn of_number(number: i64) -> String {
    encode(&number.to_be_bytes())
}

/// Reads what [`of_number`] made.
pub(crate) fn number(cursor: &str) -> Result<i64, Problem> {
    let number = i64::from_be_bytes(decode(cursor)?);
    if number < 0 { Err(invalid()) } else { Ok(number) }
}

/// Before or after a row that is sorted by its time.
pub(crate) fn of_time(at: Timestamp) -> String {
    of_number(at.0)
}

/// Reads what [`of_time`] made.
pub(crate) fn time(cursor: &str) -> Result<Timestamp, Problem> {
    let micros = number(cursor)?;
    if micros > LATEST { Err(invalid()) } else { Ok(Timestamp(micros)) }
}

/// After a row that is sorted by its time and then its id.
pub(crate) fn of_time_and_id(at: Timestamp, id: Uuid) -> String {
    let mut bytes = [0; 24];
    let (time, rest) = bytes.split_at_mut(8);
    time.copy_from_slice(&at.0.to_be_bytes());
    rest.copy_from_slice(id.as_bytes());
    encode(&bytes)
}

/// Reads what [`of_time_and_id`] made.
pub(crate) fn time_and_id(cursor: &str) -> Result<(Timestamp, Uuid), Problem> {
    let [t0, t1, t2, t3, t4, t5, t6, t7, id @ ..] = decode::<24>(cursor)?;
    let micros = i64::from_be_bytes([t0, t1, t2, t3, t4, t5, t6, t7]);
    if !(0..=LATEST).contains(&micros) {
        return Err(invalid());
    }
    Ok((Timestamp(micros), Uuid::from_bytes(id)))
}

fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn decode<const N: usize>(cursor: &str) -> Result<[u8; N], Problem> {
    let bytes = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| invalid())?;
    bytes.try_into().map_err(|_| invalid())
}

fn invalid() -> Problem {
    Problem::bad_request("invalid_cursor", "the cursor is none that this list gave")
}

#[cfg(test)]
mod tests {
    use super::{id, limit, number, of_id, of_number, of_time, of_time_and_id, time, time_and_id};
    use switchroom_domain::Timestamp;
    use uuid::Uuid;

    #[test]
    fn cursors_are_read_as_they_were_made() {
        let (at, uuid) = (Timestamp(1_700_000_000_000_001), Uuid::from_u128(42));
        assert_eq!(id(&of_id(uuid)).expect("id"), uuid);
        assert_eq!(number(&of_number(7)).expect("number"), 7);
        assert_eq!(time(&of_time(at)).expect("time"), at);
        assert_eq!(time_and_id(&of_time_and_id(at, uuid)).expect("both"), (at, uuid));
    }

    #[test]
    fn what_is_no_cursor_is_refused() {
        for text in ["", "x", "not base64!", "AAAA", &of_number(-1), &of_number(i64::MAX), &of_id(Uuid::max())] {
            assert!(time(text).is_err() && time_and_id(text).is_err(), "{text}");
        }
    }

    #[test]
    fn pages_are_bounded() {
        assert_eq!(limit(None).expect("default"), 50);
        assert_eq!(limit(Some(200)).expect("most"), 200);
        assert!(limit(Some(0)).is_err() && limit(Some(201)).is_err());
    }
}
