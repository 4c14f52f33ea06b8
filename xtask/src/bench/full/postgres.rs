//! Filling PostgreSQL.

use std::pin::pin;
use std::sync::Arc;

use anyhow::Context;
use serde::de::DeserializeOwned;
use switchroom_domain::message::Visibility;
use switchroom_domain::organization::Head;
use switchroom_domain::priority::Priority;
use switchroom_domain::room::Room;
use switchroom_domain::{Committed, Person};
use tokio::runtime::Runtime;
use tokio_postgres::binary_copy::BinaryCopyInWriter;
use tokio_postgres::types::{ToSql, Type};
use tokio_postgres::{Client, NoTls, Row, SimpleQueryMessage};

use super::past::{Present, Said, Standing};
use super::rows::{ORG, Rows, admin_and_agents, event, event_doc, from_doc, to_doc};

/// The tables of conversations. Texts of rooms are not among them: no room of ours has any.
const TABLES: [&str; 9] = ["contacts", "identities", "rooms", "room_heads", "room_tags", "participants", "messages", "events", "counters"];

/// Values of one row.
type Values = Vec<Box<dyn ToSql + Sync + Send>>;

macro_rules! values {
    ($($value:expr),* $(,)?) => { vec![$(Box::new($value) as Box<dyn ToSql + Sync + Send>),*] };
}

/// How many messages are copied at one time.
const AT_ONCE: usize = 20_000;

/// A database.
pub(super) struct Postgres {
    runtime: Runtime,
    client: Client,
    /// What is not copied yet.
    waiting: Said,
    /// How the indexes were made that there are not for now.
    indexes: Vec<String>,
}

/// Where rows are copied to.
struct Copy {
    statement: &'static str,
    types: &'static [Type],
}

const CONTACTS: Copy = Copy {
    statement: "COPY contacts (org_id, contact_id, number, name, deleted, doc) FROM STDIN BINARY",
    types: &[Type::INT8, Type::UUID, Type::INT8, Type::TEXT, Type::BOOL, Type::TEXT],
};
const IDENTITIES: Copy = Copy {
    statement: "COPY identities (org_id, channel_id, handle, contact_id) FROM STDIN BINARY",
    types: &[Type::INT8, Type::UUID, Type::TEXT, Type::UUID],
};
const MESSAGES: Copy = Copy {
    statement: "COPY messages (org_id, message_id, room_id, created_at, internal, author_id, doc) FROM STDIN BINARY",
    types: &[Type::INT8, Type::UUID, Type::UUID, Type::INT8, Type::BOOL, Type::UUID, Type::TEXT],
};
const EVENTS: Copy = Copy {
    statement: "COPY events (org_id, seq, room_id, kind, at, doc) FROM STDIN BINARY",
    types: &[Type::INT8, Type::INT8, Type::UUID, Type::TEXT, Type::INT8, Type::TEXT],
};
const ROOMS: Copy = Copy {
    statement: "COPY rooms (org_id, room_id, number, channel_id, contact_id, kind, origin, created_at, open, team_id, priority,
                    established_at, resolved_at, rating, name) FROM STDIN BINARY",
    types: &[
        Type::INT8,
        Type::UUID,
        Type::INT8,
        Type::UUID,
        Type::UUID,
        Type::TEXT,
        Type::TEXT,
        Type::INT8,
        Type::BOOL,
        Type::UUID,
        Type::TEXT,
        Type::INT8,
        Type::INT8,
        Type::INT2,
        Type::TEXT,
    ],
};
const ROOM_HEADS: Copy = Copy {
    statement: "COPY room_heads (org_id, room_id, status, assignee_id, last_activity_at, last_message_at, doc) FROM STDIN BINARY",
    types: &[Type::INT8, Type::UUID, Type::TEXT, Type::UUID, Type::INT8, Type::INT8, Type::TEXT],
};
const ROOM_TAGS: Copy =
    Copy { statement: "COPY room_tags (org_id, room_id, tag) FROM STDIN BINARY", types: &[Type::INT8, Type::UUID, Type::TEXT] };
const PARTICIPANTS: Copy = Copy {
    statement: "COPY participants (org_id, room_id, person_id, is_user, joined, doc) FROM STDIN BINARY",
    types: &[Type::INT8, Type::UUID, Type::UUID, Type::BOOL, Type::BOOL, Type::TEXT],
};
const COUNTERS: Copy = Copy {
    statement: "COPY counters (org_id, dimension, key, value) FROM STDIN BINARY",
    types: &[Type::INT8, Type::TEXT, Type::TEXT, Type::INT8],
};

impl Postgres {
    pub(super) fn open(url: &str) -> anyhow::Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let client = runtime.block_on(async {
            let (client, connection) = tokio_postgres::connect(url, NoTls).await.context("could not connect to PostgreSQL")?;
            // What ends it is told by whatever is asked next.
            tokio::spawn(async { drop(connection.await) });
            anyhow::Ok(client)
        })?;
        Ok(Self { runtime, client, waiting: Said::default(), indexes: Vec::new() })
    }

    fn execute(&self, sql: &str) -> anyhow::Result<()> {
        self.runtime.block_on(self.client.batch_execute(sql)).with_context(|| sql.to_owned())
    }

    fn query(&self, sql: &str) -> anyhow::Result<Vec<Row>> {
        self.runtime.block_on(self.client.query(sql, &[])).with_context(|| sql.to_owned())
    }

    fn docs<T: DeserializeOwned>(&self, sql: &str) -> anyhow::Result<Vec<T>> {
        self.query(sql)?.iter().map(|row| from_doc(row.try_get(0)?)).collect()
    }

    fn copy(&self, to: &Copy, rows: impl IntoIterator<Item = anyhow::Result<Values>>) -> anyhow::Result<()> {
        let copy = async {
            let mut writer = pin!(BinaryCopyInWriter::new(self.client.copy_in(to.statement).await?, to.types));
            for row in rows {
                writer.as_mut().write_raw(row?.iter().map(|value| &**value as &(dyn ToSql + Sync))).await?;
            }
            writer.finish().await?;
            anyhow::Ok(())
        };
        self.runtime.block_on(copy).with_context(|| to.statement.to_owned())
    }

    fn head(&self) -> anyhow::Result<Head> {
        let rows = self.query(&format!("SELECT seq, at, person_number, room_number, message_number FROM heads WHERE org_id = {ORG}"))?;
        let row = rows.first().context("there is no organization")?;
        let column = |at: usize| row.try_get(at);
        let (seq, at) = (column(0)?, column(1)?);
        Ok(Head { seq, at, person_number: column(2)?, room_number: column(3)?, message_number: column(4)? })
    }

    fn set_head(&self, head: Head) -> anyhow::Result<()> {
        let Head { seq, at, person_number, room_number, message_number } = head;
        self.execute(&format!(
            "UPDATE heads SET seq = {seq}, at = {at}, person_number = {person_number}, room_number = {room_number},
                 message_number = {message_number} WHERE org_id = {ORG}"
        ))
    }

    fn copy_waiting(&mut self) -> anyhow::Result<()> {
        let said = std::mem::take(&mut self.waiting);
        self.execute("BEGIN")?;
        self.copy(
            &CONTACTS,
            said.contacts.iter().map(|contact| {
                let deleted = contact.deleted_at.is_some();
                Ok(values![ORG, contact.id.0, contact.number, contact.name.clone(), deleted, to_doc(&**contact)?])
            }),
        )?;
        let identities = said.contacts.iter().flat_map(|contact| contact.identities.iter().map(move |identity| (contact.id, identity)));
        self.copy(
            &IDENTITIES,
            identities.map(|(contact, identity)| Ok(values![ORG, identity.channel.0, identity.handle.clone(), contact.0])),
        )?;
        self.copy(
            &MESSAGES,
            said.messages.iter().map(|message| {
                let internal = message.visibility == Visibility::Internal;
                let author = message.author.person().map(|person| person.uuid());
                Ok(values![ORG, message.id.0, message.room.0, message.created_at.0, internal, author, to_doc(&**message)?])
            }),
        )?;
        self.copy(
            &EVENTS,
            said.events.iter().map(|committed| {
                let event = &committed.event;
                let room = event.room.map(|room| room.0);
                Ok(values![ORG, event.seq, room, event.kind.as_str(), event.at.0, event_doc(event)?])
            }),
        )?;
        self.execute("COMMIT")
    }
}

fn room_values(room: &Room) -> Values {
    let (facts, head, texts) = (&room.facts, &room.head, &room.texts);
    values![
        ORG,
        facts.id.0,
        facts.number,
        facts.channel.0,
        facts.contact.0,
        facts.kind.as_str(),
        facts.origin.as_str(),
        facts.created_at.0,
        head.status.is_open(),
        head.team.map(|team| team.0),
        head.priority.map(Priority::as_str),
        head.established_at.map(|at| at.0),
        head.resolved_at.map(|at| at.0),
        texts.rating.as_ref().map(|rating| i16::from(rating.value)),
        texts.name.clone(),
    ]
}

fn head_values(room: &Room) -> anyhow::Result<Values> {
    let head = &room.head;
    let assignee = head.primary_assignee().map(|user| user.0);
    let last_message_at = head.last_message.map(|last| last.at.0);
    Ok(values![ORG, room.facts.id.0, head.status.as_str(), assignee, head.last_activity_at.0, last_message_at, to_doc(room)?])
}

impl Rows for Postgres {
    fn present(&mut self) -> anyhow::Result<Present> {
        let (admin, agents) = admin_and_agents(self.docs("SELECT doc FROM users ORDER BY number")?)?;
        let channel = self.docs("SELECT doc FROM channels")?.pop().context("there is no channel")?;
        Ok(Present { head: self.head()?, channel, admin, agents })
    }

    fn everything(&mut self) -> anyhow::Result<Vec<String>> {
        let mut rows = vec![format!("{:?}", self.head()?)];
        for table in TABLES {
            let found = self.runtime.block_on(self.client.simple_query(&format!("SELECT t::text FROM {table} AS t")))?;
            rows.extend(found.iter().filter_map(|row| match row {
                SimpleQueryMessage::Row(row) => Some(format!("{table} {}", row.get(0).unwrap_or_default())),
                _ => None,
            }));
        }
        rows.sort();
        Ok(rows)
    }

    fn read(&mut self, head: Head) -> anyhow::Result<(Said, Standing)> {
        let mut events = Vec::new();
        for row in self.query(&format!("SELECT seq, room_id, kind, at, doc FROM events WHERE seq > {} ORDER BY seq", head.seq))? {
            let event = event(row.try_get(0)?, row.try_get(1)?, row.try_get(2)?, row.try_get(3)?, row.try_get(4)?)?;
            events.push(Arc::new(Committed { event, room: None, message: None, trace: None }));
        }
        let contacts = self.docs("SELECT doc FROM contacts")?.into_iter().map(Arc::new).collect();
        let messages = self.docs("SELECT doc FROM messages")?.into_iter().map(Arc::new).collect();
        let (rooms, participants) = (self.docs("SELECT doc FROM room_heads")?, self.docs("SELECT doc FROM participants")?);
        let counters = self.query("SELECT dimension, key, value FROM counters")?;
        let counters = counters.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?, row.try_get(2)?))).collect::<anyhow::Result<_>>()?;
        Ok((Said { contacts, messages, events }, Standing { rooms, participants, counters, head: self.head()? }))
    }

    fn clear(&mut self, head: Head) -> anyhow::Result<()> {
        for table in TABLES.iter().filter(|table| **table != "events") {
            self.execute(&format!("DELETE FROM {table}"))?;
        }
        self.execute(&format!("DELETE FROM events WHERE seq > {}", head.seq))?;
        self.set_head(head)
    }

    fn set_back(&mut self, micros: i64) -> anyhow::Result<()> {
        self.execute(&format!("UPDATE events SET at = at - {micros}; UPDATE heads SET at = at - {micros}"))
    }

    fn begin(&mut self) -> anyhow::Result<()> {
        // Whatever fails on the way, the database is made anew.
        self.execute("SET synchronous_commit = off; SET maintenance_work_mem = '1GB'")?;
        // Made in one go in the end, they cost a fraction of what row by row does; those of constraints cannot be dropped.
        let rows = self.query(
            "SELECT i.indexname, i.indexdef FROM pg_indexes AS i
             WHERE i.schemaname = current_schema() AND i.tablename IN ('messages', 'events')
                 AND NOT EXISTS (SELECT 1 FROM pg_constraint AS c WHERE c.conname = i.indexname)",
        )?;
        for row in rows {
            self.execute(&format!("DROP INDEX {}", row.try_get::<_, &str>(0)?))?;
            self.indexes.push(row.try_get(1)?);
        }
        Ok(())
    }

    fn write_said(&mut self, said: Said) -> anyhow::Result<()> {
        self.waiting.append(said);
        if self.waiting.messages.len() >= AT_ONCE { self.copy_waiting() } else { Ok(()) }
    }

    fn write_standing(&mut self, standing: &Standing) -> anyhow::Result<()> {
        self.copy_waiting()?;
        // Rooms have no texts, and so no custom fields.
        self.execute("BEGIN; ALTER TABLE rooms ALTER COLUMN custom_fields SET DEFAULT '{}'")?;
        self.copy(&ROOMS, standing.rooms.iter().map(|room| Ok(room_values(room))))?;
        self.execute("ALTER TABLE rooms ALTER COLUMN custom_fields DROP DEFAULT")?;
        self.copy(&ROOM_HEADS, standing.rooms.iter().map(head_values))?;
        let tags = standing.rooms.iter().flat_map(|room| room.head.tags.iter().map(|tag| (room.facts.id.0, tag)));
        self.copy(&ROOM_TAGS, tags.map(|(room, tag)| Ok(values![ORG, room, tag.clone()])))?;
        self.copy(
            &PARTICIPANTS,
            standing.participants.iter().map(|part| {
                let is_user = matches!(part.person, Person::User(_));
                Ok(values![ORG, part.room.0, part.person.uuid(), is_user, part.takes_part(), to_doc(part)?])
            }),
        )?;
        let counters = standing.counters.iter();
        self.copy(&COUNTERS, counters.map(|(dimension, key, value)| Ok(values![ORG, dimension.clone(), key.clone(), *value])))?;
        self.set_head(standing.head)?;
        self.execute("COMMIT")
    }

    fn finish(&mut self) -> anyhow::Result<()> {
        for index in std::mem::take(&mut self.indexes) {
            self.execute(&index)?;
        }
        self.execute("VACUUM (ANALYZE)")
    }
}
