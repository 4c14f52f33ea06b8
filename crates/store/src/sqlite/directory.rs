//! The directory.

use async_trait::async_trait;
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};
use switchroom_domain::command::Command;
use switchroom_domain::idempotency::IdempotencyRecord;
use switchroom_domain::oauth::OAuthClient;
use switchroom_domain::organization::Organization;
use switchroom_domain::token::Token;
use switchroom_domain::{Access, Envelope, Ids, OAuthClientId, OrgId, Refusal, Timestamp, role};
use switchroom_engine::ports::{Directory, KeyedRequest, MadeOrganization, NewOrganization, StoreError};

use super::SqliteStore;
use super::codec::{from_doc, to_doc};
use super::log::doc;
use super::writer::{self, TaskError, Written, idempotency, idempotency_record, seed};
use crate::pages::row_limit;

#[async_trait]
impl Directory for SqliteStore {
    async fn create_organization(&self, new: NewOrganization) -> Result<MadeOrganization, StoreError> {
        self.writer.task(move |connection, clock, ids| create(connection, &new, clock.now(), ids)).await
    }

    async fn organization(&self, org: OrgId) -> Result<Option<Organization>, StoreError> {
        self.readers.read(move |connection| doc(connection, "SELECT doc FROM organizations WHERE org_id = ?1", [org.0])).await
    }

    async fn organizations(&self, after: i64, limit: usize) -> Result<Vec<Organization>, StoreError> {
        let read = move |connection: &Connection| {
            let mut statement = connection.prepare_cached("SELECT doc FROM organizations WHERE org_id > ?1 ORDER BY org_id LIMIT ?2")?;
            statement.query_map(params![after, row_limit(limit)], |row| from_doc(row, 0))?.collect()
        };
        self.readers.read(read).await
    }

    async fn add_host(&self, org: OrgId, host: &str) -> Result<(), StoreError> {
        let host = host.to_owned();
        let add = move |connection: &Connection| {
            connection
                .prepare_cached("INSERT INTO hosts (host, org_id) VALUES (?1, ?2) ON CONFLICT (host) DO NOTHING")?
                .execute(params![host, org.0])?;
            match organization_of_host(connection, &host)? {
                Some(holder) if holder != org => Err(Refusal::Taken { field: "host" }.into()),
                _ => Ok(Written::quietly(())),
            }
        };
        self.writer.task(move |connection, _, _| add(connection)).await
    }

    async fn remove_host(&self, org: OrgId, host: &str) -> Result<bool, StoreError> {
        let host = host.to_owned();
        let remove = move |connection: &Connection| {
            let mut statement = connection.prepare_cached("DELETE FROM hosts WHERE host = ?1 AND org_id = ?2")?;
            Ok(Written::quietly(statement.execute(params![host, org.0])? > 0))
        };
        self.writer.task(move |connection, _, _| remove(connection)).await
    }

    async fn hosts(&self, org: OrgId) -> Result<Vec<String>, StoreError> {
        let read = move |connection: &Connection| {
            let mut statement = connection.prepare_cached("SELECT host FROM hosts WHERE org_id = ?1 ORDER BY host")?;
            statement.query_map([org.0], |row| row.get(0))?.collect()
        };
        self.readers.read(read).await
    }

    async fn organization_of_host(&self, host: &str) -> Result<Option<OrgId>, StoreError> {
        let host = host.to_owned();
        self.readers.read(move |connection| organization_of_host(connection, &host)).await
    }

    async fn token_by_hash(&self, hash: [u8; 32]) -> Result<Option<Token>, StoreError> {
        self.readers.read(move |connection| doc(connection, "SELECT doc FROM tokens WHERE hash = ?1", [hash])).await
    }

    async fn oauth_client(&self, id: OAuthClientId) -> Result<Option<OAuthClient>, StoreError> {
        self.readers.read(move |connection| doc(connection, "SELECT doc FROM oauth_clients WHERE client_id = ?1", [id.0])).await
    }
}

fn organization_of_host(connection: &Connection, host: &str) -> rusqlite::Result<Option<OrgId>> {
    let mut statement = connection.prepare_cached("SELECT org_id FROM hosts WHERE host = ?1")?;
    statement.query_row([host], |row| row.get(0).map(OrgId)).optional()
}

/// What is kept of a request that created an organization.
#[derive(Serialize, Deserialize)]
struct KeptRequest {
    organization: OrgId,
    receipt: String,
}

fn create(connection: &Connection, new: &NewOrganization, now: Timestamp, ids: &dyn Ids) -> Result<Written<MadeOrganization>, TaskError> {
    if let Some(request) = &new.request
        && let Some(made) = made_before(connection, request)?
    {
        return Ok(Written::quietly(made));
    }
    let next = connection.query_row("SELECT coalesce(max(org_id), 0) + 1 FROM organizations", [], |row| row.get(0))?;
    if new.only_first && next != OrgId::FIRST.0 {
        return Err(Refusal::Taken { field: "organization" }.into());
    }
    let organization = Organization { id: OrgId(next), uuid: new.uuid, name: new.name.clone(), created_at: now };
    connection.execute("INSERT INTO organizations (org_id, doc) VALUES (?1, ?2)", params![next, to_doc(&organization)?])?;
    connection
        .execute("INSERT INTO heads (org_id, seq, at, person_number, room_number, message_number) VALUES (?1, 0, 0, 0, 0, 0)", [next])?;
    for role in role::defaults(organization.id) {
        writer::role(connection, &role)?;
    }
    let envelope =
        |command| Envelope { org: organization.id, access: Access::SYSTEM, cause: None, idempotency: None, trace: None, command };
    let mut first = vec![envelope(Command::CreateUser(new.admin.user.clone()))];
    first.extend(new.admin.token.clone().map(|token| envelope(Command::IssueToken(token))));
    let events = seed(connection, organization.id, &first, now, ids)?;
    if let Some(request) = &new.request {
        let receipt = to_doc(&KeptRequest { organization: organization.id, receipt: request.receipt.clone() })?;
        let record = IdempotencyRecord { fingerprint: request.key.fingerprint, receipt, at: now };
        idempotency_record(connection, request.org, &request.key.hash, &record)?;
    }
    Ok(Written { events: Some((organization.id, events)), value: MadeOrganization { organization, repeated: None } })
}

/// What was created for the same request before. Refused if the key was used for another one.
fn made_before(connection: &Connection, request: &KeyedRequest) -> Result<Option<MadeOrganization>, TaskError> {
    let Some(record) = idempotency(connection, request.org.0, &request.key.hash)? else { return Ok(None) };
    if record.fingerprint != request.key.fingerprint {
        return Err(Refusal::IdempotencyMismatch.into());
    }
    let damaged = |error| rusqlite::Error::FromSqlConversionFailure(0, Type::Text, Box::new(error));
    let kept: KeptRequest = serde_json::from_str(&record.receipt).map_err(damaged)?;
    let organization = doc::<Organization>(connection, "SELECT doc FROM organizations WHERE org_id = ?1", [kept.organization.0])?;
    Ok(organization.map(|organization| MadeOrganization { organization, repeated: Some(kept.receipt) }))
}
