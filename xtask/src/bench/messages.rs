//! Messages of contacts, spread at random over many rooms.

use std::io::Write;

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::load::Requests;
use super::setup::Organization;

const TEXT_BYTES: usize = 1_000;
const SEED: u64 = 1;

/// A text of a thousand bytes.
pub(crate) fn text() -> String {
    "Hello, my parcel has not come yet. ".chars().cycle().take(TEXT_BYTES).collect()
}

/// A room that messages are posted to.
pub(crate) struct Room {
    /// Its id.
    pub(crate) id: String,
    /// How many messages the server has accepted.
    pub(crate) accepted: u64,
}

/// The posts.
pub(crate) struct Messages {
    pub(crate) rooms: Vec<Room>,
    random: StdRng,
    posted: u64,
    /// What no other run has: of an earlier one the database knows what it has posted.
    run: String,
    /// Everything after the room's id and before the `Idempotency-Key`.
    head: String,
    body: String,
}

impl Messages {
    pub(crate) fn new(Organization { address, token }: &Organization, rooms: Vec<String>, run: String) -> Self {
        let body = format!("{{\"author\":\"contact\",\"text\":\"{}\"}}", text());
        let head = format!(
            "/messages HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {token}\r\ncontent-type: application/json\r\ncontent-length: {}\r\nidempotency-key: ",
            body.len()
        );
        let rooms = rooms.into_iter().map(|id| Room { id, accepted: 0 }).collect();
        Self { rooms, random: StdRng::seed_from_u64(SEED), posted: 0, run, head, body }
    }

    /// How many messages the server has accepted.
    pub(crate) fn accepted_in_all(&self) -> u64 {
        self.rooms.iter().map(|room| room.accepted).sum()
    }
}

impl Requests for Messages {
    fn write_next(&mut self, into: &mut Vec<u8>) -> usize {
        let at = self.random.random_range(0..self.rooms.len());
        self.posted += 1;
        let (room, head, run, number, body) = (&self.rooms[at].id, &self.head, &self.run, self.posted, &self.body);
        // Writing to memory does not fail.
        let _ = write!(into, "POST /v1/rooms/{room}{head}{run}-{number}\r\n\r\n{body}");
        at
    }

    fn accepted(&mut self, mark: usize, _body: &[u8]) {
        self.rooms[mark].accepted += 1;
    }
}
