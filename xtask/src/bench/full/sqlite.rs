//! Filling SQLite.

use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use rusqlite::types::Value;
use rusqlite::{Connection, params};
use serde::de::DeserializeOwned;
use switchroom_domain::Committed;
use switchroom_domain::contact::Contact;
use switchroom_domain::message::{Message, Visibility};
use switchroom_domain::organization::Head;
use switchroom_domain::priority::Priority;
use switchroom_domain::room::Room;

use super::past::{Present, Said, Standing};
use super::rows::{ORG, Rows, admin_and_agents, event, event_doc, from_doc, to_doc};

/// The tables of conversations. Texts of rooms are not among them: no room of ours has any.
const TABLES: [&str; 8] = ["contacts", "identities", "rooms", "room_tags", "participants", "messages", "events", "counters"];
/// How many messages are one transaction: indexes in random order are the better for it.
const TRANSACTION: usize = 200_000;

/// A database file.
pub(super) struct Sqlite {
    connection: Connection,
    /// Messages written since the transaction began.
    written: usize,
}

impl Sqlite {
    pub(super) fn open(file: &Path) -> anyhow::Result<Self> {
        let connection = Connection::open(file).with_context(|| format!("could not open {}", file.display()))?;
        connection.set_prepared_statement_cache_capacity(64);
        connection.pragma_update(None, "temp_store", "MEMORY")?;
        Ok(Self { connection, written: 0 })
    }

    fn docs<T: DeserializeOwned>(&self, sql: &str) -> anyhow::Result<Vec<T>> {
        let docs = self.connection.prepare(sql)?.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
        docs.iter().map(|doc| from_doc(doc)).collect()
    }

    fn head(&self) -> anyhow::Result<Head> {
        let sql = "SELECT seq, at, person_number, room_number, message_number FROM heads WHERE org_id = ?1";
        let head = self.connection.query_row(sql, [ORG], |row| {
            Ok(Head {
                seq: row.get(0)?,
                at: row.get(1)?,
                person_number: row.get(2)?,
                room_number: row.get(3)?,
                message_number: row.get(4)?,
            })
        });
        head.context("there is no organization")
    }

    fn set_head(&self, head: Head) -> anyhow::Result<()> {
        let sql = "UPDATE heads SET seq = ?2, at = ?3, person_number = ?4, room_number = ?5, message_number = ?6 WHERE org_id = ?1";
        self.connection.execute(sql, params![ORG, head.seq, head.at, head.person_number, head.room_number, head.message_number])?;
        Ok(())
    }

    fn contact(&self, contact: &Contact) -> anyhow::Result<()> {
        let sql = "INSERT INTO contacts (org_id, contact_id, number, name, deleted, doc) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        let deleted = contact.deleted_at.is_some();
        let doc = to_doc(contact)?;
        self.connection.prepare_cached(sql)?.execute(params![ORG, contact.id.0, contact.number, contact.name, deleted, doc])?;
        let sql = "INSERT INTO identities (org_id, channel_id, handle, contact_id) VALUES (?1, ?2, ?3, ?4)";
        for identity in &contact.identities {
            self.connection.prepare_cached(sql)?.execute(params![ORG, identity.channel.0, identity.handle, contact.id.0])?;
        }
        Ok(())
    }

    fn message(&self, message: &Message) -> anyhow::Result<()> {
        // No message of ours has an id of anybody else's, nor the columns beside those.
        let sql = "INSERT INTO messages (org_id, message_id, room_id, created_at, internal, doc) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        let internal = message.visibility == Visibility::Internal;
        let (id, room, at) = (message.id.0, message.room.0, message.created_at.0);
        self.connection.prepare_cached(sql)?.execute(params![ORG, id, room, at, internal, to_doc(message)?])?;
        Ok(())
    }

    fn event(&self, committed: &Committed) -> anyhow::Result<()> {
        let sql = "INSERT INTO events (org_id, seq, room_id, kind, at, doc) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        let event = &committed.event;
        let room = event.room.map(|room| room.0);
        self.connection.prepare_cached(sql)?.execute(params![ORG, event.seq, room, event.kind.as_str(), event.at.0, event_doc(event)?])?;
        Ok(())
    }

    fn room(&self, room: &Room) -> anyhow::Result<()> {
        let sql =
            "INSERT INTO rooms (org_id, room_id, channel_id, contact_id, status, assignee_id, last_activity_at, doc, number, kind, origin,
                       created_at, team_id, priority, established_at, resolved_at, rating, last_message_at, name)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)";
        let (facts, head, texts) = (&room.facts, &room.head, &room.texts);
        self.connection.prepare_cached(sql)?.execute(params![
            ORG,
            facts.id.0,
            facts.channel.0,
            facts.contact.0,
            head.status.as_str(),
            head.primary_assignee().map(|user| user.0),
            head.last_activity_at.0,
            to_doc(room)?,
            facts.number,
            facts.kind.as_str(),
            facts.origin.as_str(),
            facts.created_at.0,
            head.team.map(|team| team.0),
            head.priority.map(Priority::as_str),
            head.established_at.map(|at| at.0),
            head.resolved_at.map(|at| at.0),
            texts.rating.as_ref().map(|rating| rating.value),
            head.last_message.map(|last| last.at.0),
            texts.name,
        ])?;
        let sql = "INSERT INTO room_tags (org_id, room_id, tag) VALUES (?1, ?2, ?3)";
        for tag in &head.tags {
            self.connection.prepare_cached(sql)?.execute(params![ORG, facts.id.0, tag])?;
        }
        Ok(())
    }

    fn begin_transaction(&mut self) -> anyhow::Result<()> {
        if self.connection.is_autocommit() {
            self.connection.execute_batch("BEGIN IMMEDIATE")?;
        }
        Ok(())
    }

    fn commit(&mut self) -> anyhow::Result<()> {
        self.written = 0;
        if !self.connection.is_autocommit() {
            self.connection.execute_batch("COMMIT")?;
        }
        Ok(())
    }
}

impl Rows for Sqlite {
    fn present(&mut self) -> anyhow::Result<Present> {
        let (admin, agents) = admin_and_agents(self.docs("SELECT doc FROM users ORDER BY number")?)?;
        let channel = self.docs("SELECT doc FROM channels")?.pop().context("there is no channel")?;
        Ok(Present { head: self.head()?, channel, admin, agents })
    }

    fn everything(&mut self) -> anyhow::Result<Vec<String>> {
        let mut rows = vec![format!("{:?}", self.head()?)];
        for table in TABLES {
            let mut statement = self.connection.prepare(&format!("SELECT * FROM {table}"))?;
            let columns = statement.column_count();
            let found = statement.query_map([], |row| {
                let values = (0..columns).map(|column| row.get(column)).collect::<Result<Vec<Value>, _>>()?;
                Ok(format!("{table} {values:?}"))
            })?;
            rows.extend(found.collect::<Result<Vec<_>, _>>()?);
        }
        rows.sort();
        Ok(rows)
    }

    fn read(&mut self, head: Head) -> anyhow::Result<(Said, Standing)> {
        let sql = "SELECT seq, room_id, kind, at, doc FROM events WHERE seq > ?1 ORDER BY seq";
        let mut statement = self.connection.prepare(sql)?;
        let rows = statement.query_map([head.seq], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)))?;
        let mut events = Vec::new();
        for row in rows {
            let (seq, room, kind, at, doc): (_, _, String, _, String) = row?;
            events.push(Arc::new(Committed { event: event(seq, room, &kind, at, &doc)?, room: None, message: None, trace: None }));
        }
        let contacts = self.docs("SELECT doc FROM contacts")?.into_iter().map(Arc::new).collect();
        let messages = self.docs("SELECT doc FROM messages")?.into_iter().map(Arc::new).collect();
        let (rooms, participants) = (self.docs("SELECT doc FROM rooms")?, self.docs("SELECT doc FROM participants")?);
        let mut statement = self.connection.prepare("SELECT dimension, key, value FROM counters")?;
        let counters = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?.collect::<Result<_, _>>()?;
        Ok((Said { contacts, messages, events }, Standing { rooms, participants, counters, head: self.head()? }))
    }

    fn clear(&mut self, head: Head) -> anyhow::Result<()> {
        for table in TABLES.iter().filter(|table| **table != "events") {
            self.connection.execute(&format!("DELETE FROM {table}"), [])?;
        }
        self.connection.execute("DELETE FROM events WHERE seq > ?1", [head.seq])?;
        self.set_head(head)
    }

    fn set_back(&mut self, micros: i64) -> anyhow::Result<()> {
        self.connection.execute("UPDATE events SET at = at - ?1", [micros])?;
        self.connection.execute("UPDATE heads SET at = at - ?1", [micros])?;
        Ok(())
    }

    fn begin(&mut self) -> anyhow::Result<()> {
        // Whatever fails on the way, the file is made anew.
        self.connection.query_row("PRAGMA journal_mode = OFF", [], |_| Ok(()))?;
        self.connection.pragma_update(None, "synchronous", "OFF")?;
        self.connection.pragma_update(None, "cache_size", -2_000_000)?;
        Ok(())
    }

    fn write_said(&mut self, said: Said) -> anyhow::Result<()> {
        self.begin_transaction()?;
        said.contacts.iter().try_for_each(|contact| self.contact(contact))?;
        said.messages.iter().try_for_each(|message| self.message(message))?;
        said.events.iter().try_for_each(|event| self.event(event))?;
        self.written += said.messages.len();
        if self.written >= TRANSACTION { self.commit() } else { Ok(()) }
    }

    fn write_standing(&mut self, standing: &Standing) -> anyhow::Result<()> {
        self.begin_transaction()?;
        standing.rooms.iter().try_for_each(|room| self.room(room))?;
        let sql = "INSERT INTO participants (org_id, room_id, person_id, doc) VALUES (?1, ?2, ?3, ?4)";
        for part in &standing.participants {
            self.connection.prepare_cached(sql)?.execute(params![ORG, part.room.0, part.person.uuid(), to_doc(part)?])?;
        }
        let sql = "INSERT INTO counters (org_id, dimension, key, value) VALUES (?1, ?2, ?3, ?4)";
        for (dimension, key, value) in &standing.counters {
            self.connection.prepare_cached(sql)?.execute(params![ORG, dimension, key, value])?;
        }
        self.set_head(standing.head)?;
        self.commit()
    }

    fn finish(&mut self) -> anyhow::Result<()> {
        self.commit()?;
        self.connection.pragma_update(None, "synchronous", "FULL")?;
        self.connection.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))?;
        Ok(())
    }
}
