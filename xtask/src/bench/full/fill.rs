//! Filling a database directly, with what a server would have written.

use std::sync::mpsc;

use anyhow::{Context, ensure};
use serde::{Deserialize, Serialize};
use serde_json::json;
use tokio::task::LocalSet;
use tokio::time::Instant;

use super::check;
use super::index;
use super::past::{Past, Present, Said, Standing};
use super::postgres::Postgres;
use super::rows::Rows;
use super::sqlite::Sqlite;
use crate::bench::Engine;
use crate::bench::setup::{self, Client, Organization, id_of};
use crate::bench::sink::now;
use crate::bench::subject::{Database, Subject};

/// How many users answer.
const AGENTS: usize = 50;
/// The organization is older than the oldest room.
const SET_BACK: i64 = 366 * 86_400 * 1_000_000;
/// How many steps' rows may wait for being written.
const AHEAD: usize = 8;

/// What was filled in.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in crate::bench) struct Filled {
    pub(in crate::bench) rooms: Vec<String>,
    /// The rooms that can be posted to.
    pub(in crate::bench) open: Vec<String>,
    pub(in crate::bench) agents: Vec<String>,
    /// The sequence number of the last event.
    pub(in crate::bench) head: i64,
}

/// Fills an empty database with so many messages in so many rooms; checks a sample of them over HTTP. Its search index is not made yet.
pub(in crate::bench) fn fill(
    subject: &Subject,
    engine: Engine,
    database: &Database,
    rooms: usize,
    messages: u64,
) -> anyhow::Result<Filled> {
    on_server(subject, database, async |client: &mut Client| people(client).await)?;
    let present = open(engine, database)?.present()?;
    let channel = present.channel.id.to_string();
    let agent = present.agents.first().context("there are no agents")?.id.to_string();
    on_server(subject, database, async |client: &mut Client| a_conversation(client, &channel, &agent).await)?;

    let mut writer = open(engine, database)?;
    writes_as_the_server(&mut *writer, &present)?;
    writer.clear(present.head)?;
    writer.set_back(SET_BACK)?;
    let mut present = present;
    present.head.at -= SET_BACK;

    eprintln!("filling in {messages} messages in {rooms} rooms");
    let from = Instant::now();
    let agents = present.agents.iter().map(|agent| agent.id.to_string()).collect();
    let standing = write(writer, Past::new(present, rooms, messages, now()))?;
    subject.settle()?;
    eprintln!("filled in {:.0} s", from.elapsed().as_secs_f64());
    index::forget(engine, database)?;
    on_server(subject, database, async |client: &mut Client| check::sample(client, &standing).await)?;
    let id = |room: &switchroom_domain::room::Room| room.facts.id.to_string();
    let open = standing.rooms.iter().filter(|room| room.head.status.is_open()).map(id).collect();
    Ok(Filled { rooms: standing.rooms.iter().map(id).collect(), open, agents, head: standing.head.seq })
}

/// Makes the search index of what was filled in, so that nothing else is measured meanwhile.
pub(in crate::bench) fn make_index(subject: &Subject, database: &Database) -> anyhow::Result<()> {
    on_server(subject, database, async |client: &mut Client| {
        eprintln!("indexed in {:.0} s", index::complete(client).await?.as_secs_f64());
        anyhow::Ok(())
    })
}

/// Runs something on a server of its own.
fn on_server(subject: &Subject, database: &Database, work: impl AsyncFnOnce(&mut Client) -> anyhow::Result<()>) -> anyhow::Result<()> {
    let server = subject.start(database)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let done = LocalSet::new().block_on(&runtime, async { work(&mut Client::open(&Organization::first(server.address)).await?).await });
    done.with_context(|| format!("the server's last words:\n{}", server.last_words()))?;
    server.stop()
}

fn open(engine: Engine, database: &Database) -> anyhow::Result<Box<dyn Rows>> {
    Ok(match engine {
        Engine::Sqlite => Box::new(Sqlite::open(&database.file())?),
        Engine::Postgres => Box::new(Postgres::open(&database.url)?),
    })
}

async fn people(client: &mut Client) -> anyhow::Result<()> {
    setup::channel(client).await?;
    for number in 1..=AGENTS {
        let agent = json!({"username": format!("agent-{number}"), "name": format!("Agent {number}"), "roles": ["agent"]});
        client.create("/v1/users", &agent).await?;
    }
    Ok(())
}

/// A conversation that has everything the filled ones have.
async fn a_conversation(client: &mut Client, channel: &str, agent: &str) -> anyhow::Result<()> {
    let room = json!({"channel_id": channel, "contact": {"handle": "somebody", "name": "Somebody"}});
    let room = id_of(&client.post("/v1/rooms", &room).await?)?;
    let path = |verb: &str| format!("/v1/rooms/{room}/{verb}");
    client.post(&path("messages"), &json!({"author": "contact", "text": "Hello"})).await?;
    client.post(&path("assign"), &json!({"user_id": agent})).await?;
    client.post(&path("tags"), &json!({"add": ["vip"]})).await?;
    client.post(&path("messages"), &json!({"text": "Good morning"})).await?;
    client.post(&path("resolve"), &json!({})).await?;
    Ok(())
}

/// Takes out what the server has written and writes it anew: the rows must be the same. So whatever changes in how the server writes
/// is noticed here, and not measured wrongly.
fn writes_as_the_server(writer: &mut dyn Rows, present: &Present) -> anyhow::Result<()> {
    let by_the_server = writer.everything()?;
    let (said, standing) = writer.read(present.head)?;
    writer.clear(present.head)?;
    writer.write_said(said)?;
    writer.write_standing(&standing)?;
    let by_us = writer.everything()?;
    let differing: Vec<&String> = by_the_server.iter().filter(|row| !by_us.contains(row)).collect();
    let ours: Vec<&String> = by_us.iter().filter(|row| !by_the_server.contains(row)).collect();
    ensure!(by_us == by_the_server, "the server writes {differing:#?}\nwhere the fill writes {ours:#?}");
    Ok(())
}

/// Decides in this thread and writes in another.
fn write(mut writer: Box<dyn Rows>, mut past: Past) -> anyhow::Result<Standing> {
    let (steps, waiting) = mpsc::sync_channel::<Said>(AHEAD);
    std::thread::scope(|scope| {
        let writing = scope.spawn(move || -> anyhow::Result<Box<dyn Rows>> {
            writer.begin()?;
            for said in waiting {
                writer.write_said(said)?;
            }
            Ok(writer)
        });
        let decided = loop {
            match past.next() {
                // The writer has failed if nobody takes it: it says why.
                Ok(Some(said)) => {
                    if steps.send(said).is_err() {
                        break Ok(());
                    }
                }
                Ok(None) => break Ok(()),
                Err(error) => break Err(error),
            }
        };
        drop(steps);
        let written = writing.join();
        decided?;
        let mut writer = written.map_err(|_| anyhow::anyhow!("the writing thread panicked"))??;
        let standing = past.finish()?;
        writer.write_standing(&standing)?;
        writer.finish()?;
        Ok(standing)
    })
}
