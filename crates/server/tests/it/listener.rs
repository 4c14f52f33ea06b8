//! A socket's client that connects again whenever it is cut off, and goes on after the last event that it saw.

use serde_json::{Value, json};
use switchroom_testkit::{Client, Socket};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// A client that listens to the log, or to one room. It panics where an event is missing, doubled or out of order.
pub(crate) struct Listener {
    until: watch::Sender<i64>,
    task: JoinHandle<()>,
}

impl Listener {
    /// Listens to `room`, or else to the log, from its beginning. `server` tells where the server is now. After every `cut_after`
    /// events the client closes its socket and opens another.
    pub(crate) fn start(server: &watch::Sender<Client>, room: Option<&String>, cut_after: usize) -> Self {
        let until = watch::Sender::new(i64::MAX);
        let listening = Listening { room: room.cloned(), cut_after, last: 0, until: until.subscribe() };
        let task = tokio::spawn(listening.run(server.subscribe()));
        Self { until, task }
    }

    /// Waits until the client has seen all up to `last`: a sequence number, or a version of the room.
    pub(crate) async fn finish(self, last: i64) {
        self.until.send_replace(last);
        self.task.await.expect("a listener that missed nothing");
    }
}

/// How a session with the server ended.
enum Ended {
    SawAll,
    Cut,
    ServerGone,
}

struct Listening {
    room: Option<String>,
    cut_after: usize,
    last: i64,
    until: watch::Receiver<i64>,
}

impl Listening {
    async fn run(mut self, mut server: watch::Receiver<Client>) {
        loop {
            let client = server.borrow_and_update().clone();
            match self.session(&client).await {
                Ended::SawAll => return,
                Ended::Cut => {}
                Ended::ServerGone => server.changed().await.expect("a server to come"),
            }
        }
    }

    async fn session(&mut self, client: &Client) -> Ended {
        let Some(asked) = Socket::ask(client, None).await else { return Ended::ServerGone };
        let mut socket = asked.expect("a socket");
        if !self.subscribe(&mut socket).await {
            return Ended::ServerGone;
        }
        for _ in 0..self.cut_after {
            let last = self.last;
            tokio::select! {
                frame = socket.next() => match frame {
                    Some(frame) => self.see(&frame),
                    None => return Ended::ServerGone,
                },
                () = reached(&mut self.until, last) => return Ended::SawAll,
            }
        }
        Ended::Cut
    }

    async fn subscribe(&self, socket: &mut Socket) -> bool {
        let mut frame = json!({"type": "subscribe", "after": self.last});
        if let Some(room) = &self.room {
            frame["room_id"] = room.as_str().into();
        }
        if !socket.try_send(frame).await {
            return false;
        }
        while let Some(frame) = socket.next().await {
            if frame["type"] == "subscribed" {
                assert_eq!(frame["after"], self.last);
                return true;
            }
            assert_eq!(frame["type"], "ready", "{frame}");
        }
        false
    }

    fn see(&mut self, frame: &Value) {
        let place = if self.room.is_some() { "room_version" } else { "seq" };
        assert_eq!(frame["event"][place], self.last + 1, "{frame}");
        self.last += 1;
    }
}

/// Waits until no more is waited for than what comes up to `last`.
pub(crate) async fn reached(until: &mut watch::Receiver<i64>, last: i64) {
    until.wait_for(|until| last >= *until).await.expect("somebody who waits");
}
