//! Requests for pages: lists of rooms, and what was said in a room.

use std::io::Write;
use std::net::SocketAddr;

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use crate::bench::load::Requests;
use crate::bench::subject::TOKEN;

const SEED: u64 = 2;
/// How often an older page is asked for, where one is known.
const OLDER: f64 = 0.5;
/// How many older pages are kept in mind.
const MOST_OLDER: usize = 1_000;

/// Everything of a GET that is always the same.
fn end(address: SocketAddr) -> String {
    format!(" HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {TOKEN}\r\n\r\n")
}

/// The first page of a list of rooms, of one of some kinds at random.
pub(super) struct Lists {
    paths: Vec<String>,
    random: StdRng,
    end: String,
}

impl Lists {
    pub(super) fn new(address: SocketAddr, paths: Vec<String>) -> Self {
        Self { paths, random: StdRng::seed_from_u64(SEED), end: end(address) }
    }
}

impl Requests for Lists {
    fn write_next(&mut self, into: &mut Vec<u8>) -> usize {
        let at = self.random.random_range(0..self.paths.len());
        // Writing to memory does not fail.
        let _ = write!(into, "GET {}{}", self.paths[at], self.end);
        at
    }

    fn accepted(&mut self, _mark: usize, _body: &[u8]) {}
}

/// A page of the messages of a room at random: the newest, or an older one that a page before has led to.
pub(super) struct Histories {
    rooms: Vec<String>,
    /// Of which room, and from where on.
    older: Vec<(usize, String)>,
    random: StdRng,
    end: String,
}

impl Histories {
    pub(super) fn new(address: SocketAddr, rooms: Vec<String>) -> Self {
        Self { rooms, older: Vec::new(), random: StdRng::seed_from_u64(SEED), end: end(address) }
    }
}

impl Requests for Histories {
    fn write_next(&mut self, into: &mut Vec<u8>) -> usize {
        let (room, before) = if !self.older.is_empty() && self.random.random_bool(OLDER) {
            let (room, before) = self.older.swap_remove(self.random.random_range(0..self.older.len()));
            (room, Some(before))
        } else {
            (self.random.random_range(0..self.rooms.len()), None)
        };
        let _ = write!(into, "GET /v1/rooms/{}/messages?limit=50", self.rooms[room]);
        if let Some(before) = before {
            let _ = write!(into, "&before={before}");
        }
        into.extend_from_slice(self.end.as_bytes());
        room
    }

    fn accepted(&mut self, mark: usize, body: &[u8]) {
        if self.older.len() < MOST_OLDER
            && let Some(next) = next_of(body)
        {
            self.older.push((mark, next.to_owned()));
        }
    }
}

/// The cursor of the next page, which stands near the end; none if there is none. Without parsing all: that would cost more than the page.
fn next_of(body: &[u8]) -> Option<&str> {
    const NEAR: usize = 200;
    const NAME: &str = "\"next\":\"";
    let end = std::str::from_utf8(body.get(body.len().saturating_sub(NEAR)..)?).ok()?;
    let (_, value) = end.rsplit_once(NAME)?;
    value.split_once('"').map(|(next, _)| next)
}

#[cfg(test)]
mod tests {
    use super::next_of;

    #[test]
    fn the_cursor_is_found_at_the_end_of_a_page() {
        assert_eq!(next_of(br#"{"messages":[{"text":"\"next\":\"no"}],"next":"AbC-_","newest":"x"}"#), Some("AbC-_"));
        assert_eq!(next_of(br#"{"messages":[],"next":null,"newest":null}"#), None);
    }
}
