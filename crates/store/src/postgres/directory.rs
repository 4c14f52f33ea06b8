//! The directory.

use async_trait::async_trait;
use parking_lot::Mutex;
use serde::{Deserialize, Serialize};
use switchroom_domain::command::Command;
use switchroom_domain::idempotency::IdempotencyRecord;
use switchroom_domain::oauth::OAuthClient;
use switchroom_domain::organization::Organization;
use switchroom_domain::token::Token;
use switchroom_domain::{Access, Envelope, OAuthClientId, OrgId, Refusal, role};
use switchroom_engine::ports::{Directory, KeyedRequest, MadeOrganization, NewOrganization, StoreError};
use tokio_postgres::Client;

use super::PostgresStore;
use super::codec::{from_doc, text, to_doc};
use super::error::{PgError, column};
use super::params::params;
use super::readers::patiently;
use super::transaction::Transaction;
use super::writer::{self, WriteError, idempotency, idempotency_record, seed};
use crate::pages::row_limit;

#[async_trait]
impl Directory for PostgresStore {
    async fn create_organization(&self, new: NewOrganization) -> Result<MadeOrganization, StoreError> {
        // The number that an earlier try gave: its commit may have gone through unheard.
        let tried = Mutex::new(None);
        let create = || async {
            match self.create(&new, &tried).await {
                Ok(made) => Ok(Ok(made)),
                Err(WriteError::Refused(refusal)) => Ok(Err(refusal)),
                Err(WriteError::Database(error)) => Err(error),
            }
        };
        Ok(patiently(create).await??)
    }

    async fn organization(&self, org: OrgId) -> Result<Option<Organization>, StoreError> {
        self.readers.doc("SELECT doc FROM organizations WHERE org_id = $1", params![org.0]).await
    }

    async fn organizations(&self, after: i64, limit: usize) -> Result<Vec<Organization>, StoreError> {
        let sql = "SELECT doc FROM organizations WHERE org_id > $1 ORDER BY org_id LIMIT $2";
        self.readers.docs(sql, params![after, row_limit(limit)]).await
    }

    async fn add_host(&self, org: OrgId, host: &str) -> Result<(), StoreError> {
        let sql = "INSERT INTO hosts (host, org_id) VALUES ($1, $2) ON CONFLICT (host) DO NOTHING";
        self.change(sql, host, org).await?;
        match self.organization_of_host(host).await? {
            Some(holder) if holder != org => Err(Refusal::Taken { field: "host" }.into()),
            _ => Ok(()),
        }
    }

    async fn remove_host(&self, org: OrgId, host: &str) -> Result<bool, StoreError> {
        Ok(self.change("DELETE FROM hosts WHERE host = $1 AND org_id = $2", host, org).await? > 0)
    }

    async fn hosts(&self, org: OrgId) -> Result<Vec<String>, StoreError> {
        let rows = self.readers.rows("SELECT host FROM hosts WHERE org_id = $1 ORDER BY host", params![org.0]).await?;
        Ok(rows.iter().map(|row| column(row, 0)).collect::<Result<_, PgError>>()?)
    }

    async fn organization_of_host(&self, host: &str) -> Result<Option<OrgId>, StoreError> {
        let rows = self.readers.rows("SELECT org_id FROM hosts WHERE host = $1", params![text(host)]).await?;
        Ok(rows.first().map(|row| column(row, 0).map(OrgId)).transpose()?)
    }

    async fn token_by_hash(&self, hash: [u8; 32]) -> Result<Option<Token>, StoreError> {
        self.readers.doc("SELECT doc FROM tokens WHERE hash = $1", params![&hash[..]]).await
    }

    async fn oauth_client(&self, id: OAuthClientId) -> Result<Option<OAuthClient>, StoreError> {
        self.readers.doc("SELECT doc FROM oauth_clients WHERE client_id = $1", params![id.0]).await
    }
}

/// What is kept of a request that created an organization.
#[derive(Serialize, Deserialize)]
struct KeptRequest {
    organization: OrgId,
    receipt: String,
}

impl PostgresStore {
    /// How many rows a statement about a host has changed.
    async fn change(&self, sql: &str, host: &str, org: OrgId) -> Result<u64, StoreError> {
        let change = move || async move {
            let transaction = Transaction::durable(&self.readers).await?;
            let changed = transaction.execute(sql, params![text(host), org.0]).await?;
            transaction.commit().await?;
            Ok(changed)
        };
        patiently(change).await
    }

    async fn create(&self, new: &NewOrganization, tried: &Mutex<Option<OrgId>>) -> Result<MadeOrganization, WriteError> {
        let transaction = Transaction::durable(&self.readers).await?;
        let client = transaction.client()?;
        if let Some(request) = &new.request {
            // Of two equal requests the second waits here for what the first comes to.
            transaction.rows("SELECT seq FROM heads WHERE org_id = $1 FOR UPDATE", params![request.org.0]).await?;
            if let Some(made) = made_before(client, request).await? {
                transaction.commit().await?;
                return Ok(made);
            }
        }
        // Whoever else makes one waits here: so numbers have no gaps, and an earlier try of this one is over.
        transaction.execute("LOCK TABLE organizations IN SHARE ROW EXCLUSIVE MODE", params![]).await?;
        let earlier = *tried.lock();
        if let Some(organization) = find(client, earlier).await?.filter(|organization| organization.uuid == new.uuid) {
            // Its listeners may not have been told.
            self.relay.heard(organization.id, 1);
            return Ok(MadeOrganization { organization, repeated: None });
        }
        let now = self.clock.now();
        let rows = transaction.rows("SELECT coalesce(max(org_id), 0) + 1 FROM organizations", params![]).await?;
        let id = OrgId(rows.first().map_or(Ok(1), |row| column(row, 0))?);
        if new.only_first && id != OrgId::FIRST {
            return Err(Refusal::Taken { field: "organization" }.into());
        }
        let organization = Organization { id, uuid: new.uuid, name: new.name.clone(), created_at: now };
        let sql = "INSERT INTO organizations (org_id, doc) VALUES ($1, $2)";
        transaction.execute(sql, params![id.0, to_doc(&organization)?]).await?;
        let sql = "INSERT INTO heads (org_id, seq, at, person_number, room_number, message_number) VALUES ($1, 0, 0, 0, 0, 0)";
        transaction.execute(sql, params![id.0]).await?;
        for role in role::defaults(id) {
            writer::role(client, &role).await?;
        }
        let envelope = |command| Envelope { org: id, access: Access::SYSTEM, cause: None, idempotency: None, trace: None, command };
        let mut first = vec![envelope(Command::CreateUser(new.admin.user.clone()))];
        first.extend(new.admin.token.clone().map(|token| envelope(Command::IssueToken(token))));
        let events = seed(client, id, &first, now, &*self.ids).await?;
        if let Some(request) = &new.request {
            let receipt = to_doc(&KeptRequest { organization: id, receipt: request.receipt.clone() })?;
            let record = IdempotencyRecord { fingerprint: request.key.fingerprint, receipt, at: now };
            idempotency_record(client, request.org, &request.key.hash, &record).await?;
        }
        *tried.lock() = Some(id);
        transaction.commit().await?;
        self.relay.committed(id, &events);
        Ok(MadeOrganization { organization, repeated: None })
    }
}

async fn find(client: &Client, org: Option<OrgId>) -> Result<Option<Organization>, PgError> {
    let Some(org) = org else { return Ok(None) };
    let rows = client.query_typed("SELECT doc FROM organizations WHERE org_id = $1", params![org.0]).await?;
    rows.first().map(|row| from_doc(row, 0)).transpose()
}

/// What was created for the same request before. Refused if the key was used for another one.
async fn made_before(client: &Client, request: &KeyedRequest) -> Result<Option<MadeOrganization>, WriteError> {
    let Some(record) = idempotency(client, request.org, &request.key.hash).await? else { return Ok(None) };
    if record.fingerprint != request.key.fingerprint {
        return Err(Refusal::IdempotencyMismatch.into());
    }
    let kept: KeptRequest = serde_json::from_str(&record.receipt).map_err(|error| PgError::Damaged(error.to_string()))?;
    let organization = find(client, Some(kept.organization)).await?;
    Ok(organization.map(|organization| MadeOrganization { organization, repeated: Some(kept.receipt) }))
}
