//! Bad input through every route: told as a problem, nothing changed, nothing logged as a fault of ours.

mod bodies;
mod headers;
mod kept;
mod sockets;
mod urls;

use std::collections::HashSet;

use futures_util::{StreamExt as _, stream};
use serde_json::{Value, json};
use switchroom_testkit::{Answer, Client, Process, ProcessOptions, Request};
use tempfile::TempDir;

use crate::openapi::{Operation, operations};
use crate::things::{Things, without_presence};

const BINARY: &str = env!("CARGO_BIN_EXE_switchroom");
/// Requests under way at one time.
const AT_ONCE: usize = 8;

/// A server as a process of its own, with one of each thing.
struct Scene {
    process: Process,
    admin: Client,
    things: Things,
    operations: Vec<Operation>,
    _folder: TempDir,
}

/// A request that must be refused.
struct Hostile {
    what: String,
    request: Request,
    /// The statuses it may be answered with.
    statuses: &'static [u16],
}

/// Refused, for whatever reason that is the client's.
const REFUSED: &[u16] = &[400, 401, 403, 404, 409, 413, 415, 422];

impl Scene {
    async fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let process = Process::start(BINARY, folder.path(), &ProcessOptions::default()).await;
        let admin = process.admin();
        let things = Things::make(&admin, "ann", "mark").await.at_host(&admin, "a.example").await;
        let operations = operations(&admin).await;
        Self { process, admin, things, operations, _folder: folder }
    }

    /// A request to the operation, on the scene's things.
    fn request(&self, operation: &Operation) -> Request {
        operation.request(&self.admin, &operation.path_of(&self.things))
    }

    /// The log and whatever can be listed.
    async fn everything(&self) -> Vec<Value> {
        let mut everything = Vec::new();
        let people = ["organizations", "users", "contacts", "roles", "teams", "tokens", "oauth-clients"];
        let others = ["events?limit=1000", "channels", "rooms", "slas", "canned-responses", "custom-fields", "settings", "webhooks"];
        for list in people.iter().chain(&others) {
            everything.push(without_presence(self.admin.get(&format!("/v1/{list}")).send().await.expect(200)));
        }
        everything
    }

    /// Sends what must be refused. Panics, telling of all that was wrong: an answer that is no problem document, a change, a
    /// line in the log that tells of a fault. Stops the server.
    async fn refuses(self, hostile: Vec<Hostile>, at_least: usize) {
        assert!(hostile.len() >= at_least, "only {} requests: the walk has lost its way", hostile.len());
        let before = self.everything().await;
        let asking = hostile.into_iter().map(async |Hostile { what, request, statuses }| {
            let answer = request.try_send().await;
            answer.map_or_else(
                || Some(format!("{what}: no answer")),
                |answer| wrong(&answer, statuses).map(|wrong| format!("{what}: {wrong}")),
            )
        });
        let findings: Vec<String> = stream::iter(asking).buffer_unordered(AT_ONCE).filter_map(async |finding| finding).collect().await;
        assert!(findings.is_empty(), "{} were not refused well:\n{}", findings.len(), findings.join("\n"));
        assert_eq!(self.everything().await, before);
        self.stop().await;
    }

    /// Stops the server, and panics if it has logged a fault.
    async fn stop(self) {
        self.process.stop_without_faults().await;
    }
}

/// What is wrong with an answer that must be a problem with one of the statuses.
fn wrong(answer: &Answer, statuses: &[u16]) -> Option<String> {
    let told: String = String::from_utf8_lossy(&answer.body).chars().take(300).collect();
    let status = answer.status.as_u16();
    if !statuses.contains(&status) {
        return Some(format!("answered {status} {told}"));
    }
    let problem = answer.json();
    let text = |field: &str| problem[field].as_str().filter(|text| !text.is_empty());
    let right = answer.headers.get("content-type").is_some_and(|kind| kind == "application/problem+json")
        && text("title").is_some()
        && text("detail").is_some()
        && text("code").is_some_and(|code| problem["type"] == format!("urn:switchroom:problem:{code}"))
        && problem["status"] == status;
    (!right).then(|| format!("{status} without a problem document: {told}"))
}

/// Methods that a path takes none of are refused, with those that it takes.
#[tokio::test(flavor = "multi_thread")]
async fn methods_that_a_path_does_not_take() {
    let scene = Scene::start().await;
    let taken: HashSet<(String, String)> =
        scene.operations.iter().map(|operation| (operation.method.clone(), operation.path.clone())).collect();
    let mut hostile = Vec::new();
    for operation in &scene.operations {
        for method in ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"] {
            if !taken.contains(&(method.to_owned(), operation.path.clone())) {
                let request = scene.admin.request(method.parse().expect("a method"), &operation.path_of(&scene.things));
                hostile.push(Hostile { what: format!("{method} {}", operation.path), request: request.json(&json!({})), statuses: &[405] });
            }
        }
    }
    scene.refuses(hostile, 200).await;
}
