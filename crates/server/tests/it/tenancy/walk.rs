//! Through every route of the OpenAPI document.

use serde_json::{Value, json};
use switchroom_testkit::{Client, Server};

use super::{MARK_A, Organization, traces_of_a, two};
use crate::openapi::{Operation, Schema, operations};
use crate::things::Things;

/// Routes that answer without end, and are tested by themselves.
const ENDLESS: [&str; 1] = ["stream_events"];
/// Routes that need a mail server, or what it was given; or what a server printed.
const MAILED: [&str; 3] = ["invite_user", "redeem_password_reset", "claim_setup"];
/// Routes that need a code of a telephone: tested by themselves.
const SECOND_FACTOR: [&str; 2] = ["confirm_totp", "renew_recovery_codes"];
/// Routes that name a thing by a word, which means one's own thing of that name, or what is everybody's: tested by themselves.
const BY_WORD: [&str; 4] = ["edit_role", "put_custom_field", "get_event_type", "put_consumer"];

/// What is wrong, one line each: so that one run tells of everything.
#[derive(Default)]
struct Findings {
    lines: Vec<String>,
    own_room: String,
    own_consumer: String,
}

impl Findings {
    /// Asks as B for something of A's; finds it wrong unless B is refused and told nothing.
    async fn refuses(&mut self, a: &Things, b: &Client, operation: &Operation, path: &str, body: Option<Value>) {
        let mut request = operation.request(b, path).header("host", super::HOST_B);
        let mut question = path.to_owned();
        if let Some(body) = &body {
            question.push_str(&body.to_string());
            request = request.json(body);
        }
        let answer = request.send().await;
        let allowed = match operation.id.as_str() {
            // For operators only.
            _ if operation.path.starts_with("/v1/organizations") => 403,
            // Whoever is not assigned need not be unassigned: the room stays, and is B's own.
            "unassign_room" if path.contains(&self.own_room) => 200,
            // Nor is he the one who is expected.
            "assign_room" if question.contains("expected_assignee") => 409,
            // A lease is good for its own consumer only.
            "commit_consumer" if path.contains(&self.own_consumer) => 409,
            _ => 404,
        };
        let told = String::from_utf8_lossy(&answer.body).into_owned();
        let traces = traces_of_a(a, &told, &question);
        if answer.status != allowed || !traces.is_empty() {
            self.lines.push(format!("{} {question} answered {} {told}, with traces {traces:?}", operation.method, answer.status));
        }
    }

    #[track_caller]
    fn none(self) {
        assert!(self.lines.is_empty(), "{}", self.lines.join("\n"));
    }
}

/// A control of the others: a body that nobody accepts would prove nothing, nor would a path that is not there.
#[tokio::test(flavor = "multi_thread")]
async fn every_operation_accepts_what_the_walks_send() {
    let server = Server::start().await;
    let mut findings = Findings::default();
    for (i, operation) in operations(&server.admin).await.iter().enumerate().filter(|(_, operation)| operation.id != "open_socket") {
        if ENDLESS.contains(&operation.id.as_str()) || MAILED.contains(&operation.id.as_str()) {
            continue;
        }
        if SECOND_FACTOR.contains(&operation.id.as_str()) {
            continue;
        }
        let things = Things::make(&server.admin, &format!("user-{i}"), "mark").await;
        let things = things.at_host(&server.admin, &format!("host-{i}.example")).await;
        if operation.id == "delete_contact" {
            // Not while it has an open room.
            server.admin.post(&format!("/v1/rooms/{}/resolve", things.room), json!({})).send().await.expect(200);
        }
        let client = match operation.id.as_str() {
            // Its token is revoked.
            "delete_current_session" => server.admin.with_token(&token(&server.admin, &things.user).await),
            _ => server.admin.clone(),
        };
        let searched = if operation.is_search() { "?q=word" } else { "" };
        let mut request = operation.request(&client, &format!("{}{searched}", operation.path_of(&things)));
        if let Some(body) = things.body(operation) {
            request = request.json(&body);
        }
        let answer = request.send().await;
        if !answer.status.is_success() {
            findings.lines.push(format!("{} answered {} {}", operation.name(), answer.status, String::from_utf8_lossy(&answer.body)));
        }
        // There can be a hundred.
        for consumer in [&things.consumer, &things.leased.0] {
            server.admin.delete(&format!("/v1/consumers/{consumer}")).send().await;
        }
    }
    findings.none();
    server.stop().await;
}

async fn token(admin: &Client, user: &str) -> String {
    let new = serde_json::json!({"user_id": user, "scopes": ["all"]});
    admin.post("/v1/tokens", new).send().await.expect(201)["secret"].as_str().expect("a secret").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn through_no_route_can_another_organization_be_reached() {
    let server = Server::start().await;
    let (a, b) = two(&server).await;
    let before = (a.everything().await, b.everything().await);
    let mut findings = Findings { own_room: b.things.room.clone(), own_consumer: b.things.leased.0.clone(), ..Findings::default() };
    let mut walked = 0;
    for operation in operations(&server.admin).await {
        walked += paths(&mut findings, &a, &b, &operation).await;
        walked += bodies(&mut findings, &a, &b, &operation).await;
        walked += lists(&mut findings, &a, &b, &operation).await;
    }
    assert!(walked > 60, "only {walked} requests: the walk has lost its way");
    findings.none();
    assert_eq!((a.everything().await, b.everything().await), before);
    server.stop().await;
}

/// A's ids in the path: in all places of it, and in each one beside B's own.
async fn paths(findings: &mut Findings, a: &Organization, b: &Organization, operation: &Operation) -> usize {
    let names = operation.path_parameters();
    if names.is_empty() || BY_WORD.contains(&operation.id.as_str()) {
        return 0;
    }
    let mut paths = vec![operation.path_of(&a.things)];
    if names.len() > 1 {
        for name in &names {
            let mixed = |other: &str| if other == *name { &a.things } else { &b.things }.of_path(&operation.path, other);
            paths.push(operation.path_with(mixed));
        }
    }
    for path in &paths {
        for things in [&a.things, &b.things] {
            findings.refuses(&a.things, &b.admin, operation, path, things.body(operation)).await;
        }
    }
    paths.len()
}

/// B's own ids in the path, and each id in the body A's.
async fn bodies(findings: &mut Findings, a: &Organization, b: &Organization, operation: &Operation) -> usize {
    let (Some(schema), Some(example)) = (&operation.body, b.things.body(operation)) else { return 0 };
    let ids = ids_in(schema);
    for (at, is_list) in &ids {
        let mut body = example.clone();
        let (name, above) = at.split_last().expect("a name");
        let mut fields = body.as_object_mut().expect("an object");
        for step in above {
            fields = fields.entry(step.as_str()).or_insert_with(|| json!({})).as_object_mut().expect("an object");
        }
        if matches!(name.as_str(), "contact_id" | "user_id") {
            // They stand for each other: together they are refused for that alone.
            fields.retain(|field, _| !matches!(field.as_str(), "contact" | "contact_id" | "user_id"));
        }
        let id = Value::String(a.things.of_field(name));
        fields.insert(name.clone(), if *is_list { Value::Array(vec![id]) } else { id });
        findings.refuses(&a.things, &b.admin, operation, &operation.path_of(&b.things), Some(body)).await;
    }
    ids.len()
}

/// The fields of a body that are ids, by the way to each, and whether it is a list of them.
fn ids_in(schema: &Schema) -> Vec<(Vec<String>, bool)> {
    let in_items = schema.fields.iter().filter_map(|(_, field)| field.items.as_ref()).flat_map(|items| ids_in(items));
    assert_eq!(in_items.count(), 0, "the walk does not know of ids in a list's objects yet");
    let is_id = |schema: &Schema| schema.format == "uuid" || schema.items.as_ref().is_some_and(|items| items.format == "uuid");
    let mut ids = Vec::new();
    for (name, field) in &schema.fields {
        if is_id(field) {
            ids.push((vec![name.clone()], field.items.is_some()));
        }
        ids.extend(ids_in(field).into_iter().map(|(at, is_list)| ([vec![name.clone()], at].concat(), is_list)));
    }
    ids
}

/// What can be asked without an id tells of B only, also if it is asked for A's things.
async fn lists(findings: &mut Findings, a: &Organization, b: &Organization, operation: &Operation) -> usize {
    if operation.method != "GET" || !operation.path_parameters().is_empty() || ENDLESS.contains(&operation.id.as_str()) {
        return 0;
    }
    let mut queries = vec![String::new()];
    for parameter in &operation.query {
        match (parameter.name.as_str(), parameter.schema.format.as_str()) {
            ("assignee", _) => queries.push(format!("?assignee={}", a.things.user)),
            ("tag", _) => queries.push(format!("?tag={MARK_A}")),
            (name, "uuid") => queries.push(format!("?{name}={}", a.things.of_field(name))),
            _ => {}
        }
    }
    if operation.is_search() {
        for query in &mut queries {
            *query = format!("?q={MARK_A}&{}", query.trim_start_matches('?')).trim_end_matches('&').to_owned();
        }
    }
    for query in &queries {
        let answer = b.admin.get(&format!("{}{query}", operation.path)).send().await;
        let told = String::from_utf8_lossy(&answer.body);
        let traces = traces_of_a(&a.things, &told, query);
        let found = answer.json();
        let found_none = |what: &str| found[what].as_array().is_some_and(Vec::is_empty);
        let empty = query.is_empty() || ["rooms", "messages", "contacts"].into_iter().any(found_none) || !answer.status.is_success();
        if !traces.is_empty() || !empty {
            findings.lines.push(format!("GET {}{query} answered {told}, with traces {traces:?}", operation.path));
        }
    }
    queries.len()
}
