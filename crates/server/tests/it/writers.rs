//! Writers that never give up: what the server did not acknowledge is sent again, with the same key.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use futures_util::future::join_all;
use serde_json::{Value, json};
use switchroom_testkit::Client;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::MissedTickBehavior;

/// A message that the server acknowledged.
#[derive(Debug, Clone)]
pub(crate) struct Acknowledged {
    pub(crate) writer: usize,
    /// Its place among its writer's, from 0.
    pub(crate) number: usize,
    pub(crate) id: String,
}

/// Writers at work, each with one message after the other.
pub(crate) struct Writers {
    acknowledged: watch::Sender<Vec<Acknowledged>>,
    stopping: Arc<AtomicBool>,
    tasks: Vec<JoinHandle<()>>,
}

impl Writers {
    /// As many writers as rooms are given; the same room may be given several times. `server` tells where the server is now.
    pub(crate) fn start(server: &watch::Sender<Client>, rooms: &[String]) -> Self {
        Self::start_from(0, server, rooms, None)
    }

    /// The same, the first of them numbered `first`, each with no more than one message in the time given, if one is.
    pub(crate) fn start_from(first: usize, server: &watch::Sender<Client>, rooms: &[String], pace: Option<Duration>) -> Self {
        let acknowledged = watch::Sender::new(Vec::new());
        let stopping = Arc::new(AtomicBool::new(false));
        let start = |(writer, room): (usize, &String)| {
            let path = format!("/v1/rooms/{room}/messages");
            tokio::spawn(write(server.subscribe(), path, writer, pace, acknowledged.clone(), Arc::clone(&stopping)))
        };
        let tasks = (first..).zip(rooms).map(start).collect();
        Self { acknowledged, stopping, tasks }
    }

    /// Waits until `more` messages are acknowledged than are now.
    pub(crate) async fn wait_for(&self, more: usize) {
        let enough = self.acknowledged.borrow().len() + more;
        self.acknowledged.subscribe().wait_for(|all| all.len() >= enough).await.expect("writers");
    }

    /// What was acknowledged so far.
    pub(crate) fn acknowledged(&self) -> Vec<Acknowledged> {
        self.acknowledged.borrow().clone()
    }

    /// Lets every writer finish its last message.
    pub(crate) async fn finish(self) -> Vec<Acknowledged> {
        self.stopping.store(true, Ordering::SeqCst);
        for task in join_all(self.tasks).await {
            task.expect("a writer");
        }
        self.acknowledged.borrow().clone()
    }
}

/// The text of a writer's message: no other has it.
pub(crate) fn text(writer: usize, number: usize) -> String {
    format!("{writer}/{number}")
}

async fn write(
    mut server: watch::Receiver<Client>,
    path: String,
    writer: usize,
    pace: Option<Duration>,
    acknowledged: watch::Sender<Vec<Acknowledged>>,
    stopping: Arc<AtomicBool>,
) {
    let mut pace = pace.map(|pace| {
        let mut ticks = tokio::time::interval(pace);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        ticks
    });
    for number in 0.. {
        if let Some(pace) = &mut pace {
            pace.tick().await;
        }
        if stopping.load(Ordering::SeqCst) {
            return;
        }
        let message = post(&mut server, &path, &text(writer, number)).await;
        let id = message["id"].as_str().expect("an id").to_owned();
        acknowledged.send_modify(|all| all.push(Acknowledged { writer, number, id }));
    }
}

/// Posts a text until that is acknowledged.
async fn post(server: &mut watch::Receiver<Client>, path: &str, text: &str) -> Value {
    loop {
        let client = server.borrow_and_update().clone();
        match client.post(path, json!({"text": text})).header("idempotency-key", text).try_send().await {
            // A server that is stopping says so.
            Some(answer) if answer.status != 503 => return answer.expect(201),
            _ => server.changed().await.expect("a server to come"),
        }
    }
}
