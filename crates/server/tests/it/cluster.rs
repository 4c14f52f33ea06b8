//! Three nodes on one PostgreSQL, with NATS between them. Under load a node is killed, then NATS, then PostgreSQL.

use std::cell::Cell;
use std::collections::{HashMap, HashSet};
use std::time::Duration;

use futures_util::future::join_all;
use serde_json::json;
use switchroom_testbed::{Nats, Postgres, PostgresOptions};
use switchroom_testkit::{Client, Process, ProcessOptions, Received, Sink};
use tempfile::TempDir;
use tokio::sync::watch;
use tokio::time::Instant;

use crate::kill::{all_delivered_in_order, sink_that_refuses_one_of};
use crate::listener::Listener;
use crate::log::Log;
use crate::scene::{channel, id, open_room};
use crate::webhooks::subscribe;
use crate::writers::{Acknowledged, Writers};

const BINARY: &str = env!("CARGO_BIN_EXE_switchroom");
const NODES: usize = 3;
const ROOMS: usize = 24;
const WRITERS_A_NODE: usize = 4;
/// Each writer writes one message in this time: not as fast as it can, for then what waits for the webhook would only grow on a machine that
/// has other tests to run, and every wait for it with that.
const PACE: Duration = Duration::from_millis(60);
/// One of so many deliveries is refused: a room waits then, and the webhook must not fall behind for that alone.
const REFUSED: usize = 199;
/// Messages between two faults.
const MESSAGES: usize = 300;
const IN_TIME: Duration = Duration::from_secs(180);

/// The nodes, what they share, and where their clients find them.
struct Cluster {
    postgres: Postgres,
    nats: Nats,
    options: ProcessOptions,
    folders: Vec<TempDir>,
    processes: Vec<Option<Process>>,
    /// Where the clients of each node go now: elsewhere while it is away.
    at: Vec<watch::Sender<Client>>,
}

impl Cluster {
    async fn start() -> Self {
        let postgres = Postgres::start(PostgresOptions::default()).expect("PostgreSQL");
        let nats = Nats::start().expect("NATS");
        let options = ProcessOptions {
            environment: vec![("SWITCHROOM_BUS".to_owned(), nats.url())],
            database: Some(postgres.create_database().expect("a database")),
        };
        let folders: Vec<TempDir> = (0..NODES).map(|_| tempfile::tempdir().expect("a folder")).collect();
        // All at once, on an empty database.
        let processes = join_all(folders.iter().map(|folder| Process::start(BINARY, folder.path(), &options))).await;
        let at = processes.iter().map(|process| watch::Sender::new(process.admin())).collect();
        Self { postgres, nats, options, folders, processes: processes.into_iter().map(Some).collect(), at }
    }

    fn client(&self, node: usize) -> Client {
        self.at[node].borrow().clone()
    }

    /// Kills a node. Its clients go to the next one, as a balancer sends them.
    async fn kill(&mut self, node: usize) {
        self.processes[node].take().expect("a running node").kill().await;
        self.at[node].send_replace(self.client((node + 1) % NODES));
    }

    async fn start_again(&mut self, node: usize) {
        let process = Process::start(BINARY, self.folders[node].path(), &self.options).await;
        self.at[node].send_replace(process.admin());
        self.processes[node] = Some(process);
    }

    /// Restarts a node as an operator does: another takes its clients when it says that it is not ready.
    async fn restart(&mut self, node: usize) {
        let process = self.processes[node].take().expect("a running node");
        self.at[node].send_replace(self.client((node + 1) % NODES));
        process.stop().await;
        self.start_again(node).await;
    }
}

/// The load: writers and listeners at every node, a webhook.
struct Load {
    writers: Vec<Writers>,
    listeners: Vec<Listener>,
    room_listeners: Vec<(String, Listener)>,
    sink: Sink,
}

impl Load {
    async fn start(cluster: &Cluster) -> Self {
        let admin = cluster.client(0);
        let sink = sink_that_refuses_one_of(REFUSED).await;
        let webhook = json!({"events": ["room.*", "participant.*", "message.*"], "retry_schedule_ms": vec![20; 50]});
        subscribe(&admin, &sink, webhook).await;
        let channel = channel(&admin, "api").await;
        let mut rooms = Vec::new();
        for room in 0..ROOMS {
            rooms.push(id(&open_room(&cluster.client(room % NODES), &channel, &format!("contact {room}")).await));
        }
        let mut writers = Vec::new();
        for (node, at) in cluster.at.iter().enumerate() {
            // Half of the rooms that are written to are so through every node, the others through one: a room is told in order, one event
            // after the other, and cannot be told faster than several write to it.
            let room = |writer: usize| writer * ROOMS / WRITERS_A_NODE + if writer.is_multiple_of(2) { 0 } else { node };
            let of_writers: Vec<String> = (0..WRITERS_A_NODE).map(|writer| rooms[room(writer)].clone()).collect();
            writers.push(Writers::start_from(node * WRITERS_A_NODE, at, &of_writers, Some(PACE)));
        }
        let listeners = cluster.at.iter().map(|at| Listener::start(at, None, usize::MAX)).collect();
        let room_listener =
            |(node, at): (usize, &watch::Sender<Client>)| (rooms[node].clone(), Listener::start(at, Some(&rooms[node]), usize::MAX));
        let room_listeners = cluster.at.iter().enumerate().map(room_listener).collect();
        Self { writers, listeners, room_listeners, sink }
    }

    /// Waits until the writers of every node have had so many more messages acknowledged, and the webhook has caught up with them.
    async fn goes_on(&self) {
        join_all(self.writers.iter().map(|writers| writers.wait_for(MESSAGES / NODES))).await;
        self.newest_is_told().await;
    }

    /// Waits until the webhook is told of a message that is among the newest now.
    async fn newest_is_told(&self) {
        let newest = self.writers.iter().filter_map(|writers| writers.acknowledged().pop()).map(|message| message.id);
        let newest: HashSet<String> = newest.collect();
        let is_newest = |received: &Received| {
            received.answered == 200 && received.json()["data"]["message"]["id"].as_str().is_some_and(|id| newest.contains(id))
        };
        // What was looked at need not be looked at again.
        let seen = Cell::new(0);
        self.sink.wait_until(|all| all[seen.replace(all.len())..].iter().any(is_newest)).await;
    }

    /// How long it takes from now until every node's clients write again, and until the webhook is told of what they wrote since.
    #[expect(clippy::print_stdout, reason = "how long it takes is told to whoever reads the test's output")]
    async fn recovers(&self, what: &str) {
        let from = Instant::now();
        join_all(self.writers.iter().map(|writers| writers.wait_for(1))).await;
        let written = from.elapsed();
        self.newest_is_told().await;
        let told = from.elapsed();
        println!(
            "after {what}: every node's clients write again after {} ms, the webhook is told of it after {} ms",
            written.as_millis(),
            told.as_millis()
        );
    }

    /// Nothing acknowledged is lost or doubled, nothing has a gap, and everybody was told of everything in order.
    #[expect(clippy::print_stdout, reason = "how much was told again is told to whoever reads the test's output")]
    async fn check(self, cluster: &Cluster) {
        let mut acknowledged: Vec<Acknowledged> = Vec::new();
        for writers in self.writers {
            acknowledged.extend(writers.finish().await);
        }
        let mut log = Log::default();
        log.read_on(&cluster.client(0)).await;
        log.check(&acknowledged);
        for node in 0..NODES {
            log.check_rooms(&cluster.client(node)).await;
        }
        let messages: usize = log.rooms.values().map(|room| room.messages.len()).sum();
        assert_eq!(messages, acknowledged.len());
        for listener in self.listeners {
            listener.finish(log.head).await;
        }
        for (room, listener) in self.room_listeners {
            listener.finish(log.rooms[&room].version).await;
        }
        all_delivered_in_order(&self.sink, &log).await;
        let (repeats, late) = repeats(&self.sink.received());
        println!("{messages} messages, {} events; the webhook was told of {repeats} once more, of {late} of them late", log.head);
    }
}

/// How many deliveries were accepted before, and how many of those came after a later event of their room.
fn repeats(received: &[Received]) -> (usize, usize) {
    let mut latest: HashMap<String, i64> = HashMap::new();
    let (mut repeats, mut late) = (0, 0);
    for received in received.iter().filter(|received| received.answered == 200) {
        let sequence: i64 = received.header("switchroom-sequence").parse().expect("a sequence");
        let latest = latest.entry(received.json()["room_id"].as_str().expect("a room").to_owned()).or_default();
        repeats += usize::from(sequence <= *latest);
        late += usize::from(sequence < *latest);
        *latest = sequence.max(*latest);
    }
    (repeats, late)
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_acknowledged_is_lost_whatever_fails() {
    tokio::time::timeout(IN_TIME, async {
        let mut cluster = Cluster::start().await;
        let load = Load::start(&cluster).await;
        load.goes_on().await;

        cluster.kill(0).await;
        load.recovers("a node's death").await;
        cluster.start_again(0).await;
        load.goes_on().await;

        cluster.nats.kill().expect("killed");
        load.recovers("NATS was lost").await;
        load.goes_on().await;
        cluster.nats.start_again().expect("NATS");
        load.goes_on().await;

        cluster.postgres.restart().expect("PostgreSQL");
        load.recovers("PostgreSQL was restarted").await;
        load.goes_on().await;

        load.check(&cluster).await;
    })
    .await
    .expect("the cluster stands still");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rolling_restart_refuses_no_request() {
    tokio::time::timeout(IN_TIME, async {
        let mut cluster = Cluster::start().await;
        let load = Load::start(&cluster).await;
        for node in 0..NODES {
            load.goes_on().await;
            cluster.restart(node).await;
        }
        load.goes_on().await;
        load.check(&cluster).await;
    })
    .await
    .expect("the cluster stands still");
}
