//! Which node runs which followers.
//!
//! A node is alive as long as it has a row in `nodes`, and whoever looks for free leases deletes the rows that have run out: so it is
//! decided once, for all, under the row's lock, whether a node is dead. With its row goes its hold on every lease, by the foreign key.
//! Only the database's clock counts.

use std::time::Duration;

use async_trait::async_trait;
use deadpool_postgres::Object;
use switchroom_domain::{OrgId, SubscriptionId};
use switchroom_engine::ports::{Lease, Leases, NodeId, Standing, StoreError, Wanted};
use tokio::time::{Instant, timeout_at};
use tokio_postgres::Row;
use tokio_postgres::error::SqlState;
use uuid::Uuid;

use super::PostgresStore;
use super::error::{PgError, column};
use super::params::{Param, params};
use super::transaction::Transaction;

/// For how long a node counts as alive after it said so.
const ALIVE_FOR: Duration = Duration::from_secs(5);
/// How long saying so may take. A node has time for more than one try.
const ANSWER: Duration = Duration::from_secs(2);

#[async_trait]
impl Leases for PostgresStore {
    async fn join(&self) -> Result<NodeId, StoreError> {
        // What is left of nodes that held nothing when they died goes too.
        let sql = "WITH gone AS (DELETE FROM nodes WHERE expires_at < now() - interval '1 hour')
                   INSERT INTO nodes (expires_at) VALUES (now() + $1 * interval '1 millisecond') RETURNING node_id";
        let rows = self.ask(sql, params![millis(ALIVE_FOR)]).await?;
        let row = rows.first().ok_or_else(|| PgError::Damaged("a node without an id".to_owned()))?;
        Ok(NodeId(column(row, 0)?))
    }

    fn alive_for(&self) -> Option<Duration> {
        Some(ALIVE_FOR)
    }

    async fn stay(&self, node: NodeId) -> Result<Option<Standing>, StoreError> {
        let sql = "WITH stayed AS (UPDATE nodes SET expires_at = now() + $2 * interval '1 millisecond'
                                   WHERE node_id = $1 AND expires_at > now() RETURNING node_id)
                   SELECT (SELECT count(*) FROM leases),
                          (SELECT count(*) FROM leases
                           WHERE node_id IS NULL OR node_id IN (SELECT node_id FROM nodes WHERE expires_at <= now())),
                          (SELECT count(*) FROM nodes WHERE expires_at > now())
                   FROM stayed";
        let rows = self.ask(sql, params![node.0, millis(ALIVE_FOR)]).await?;
        Ok(rows.first().map(standing).transpose()?)
    }

    async fn take(&self, node: NodeId, wanted: Wanted) -> Result<Vec<Lease>, StoreError> {
        let (dead, taken) = self.take_once(node, wanted).await?;
        for dead in dead {
            tracing::warn!(node = dead, "a node is taken for dead: what it delivered is taken over");
        }
        Ok(taken)
    }

    async fn held(&self, node: NodeId) -> Result<Vec<Lease>, StoreError> {
        let rows = self.readers.rows("SELECT org_id, subscription_id FROM leases WHERE node_id = $1", params![node.0]).await?;
        Ok(rows.iter().map(lease).collect::<Result<_, _>>()?)
    }

    async fn holds(&self, node: NodeId, lease: Lease) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM leases WHERE org_id = $1 AND subscription_id = $2 AND node_id = $3";
        let rows = self.readers.rows(sql, params![lease.org.0, lease.subscription.0, node.0]).await?;
        Ok(!rows.is_empty())
    }

    async fn give(&self, node: NodeId, leases: Vec<Lease>) -> Result<(), StoreError> {
        let (orgs, subscriptions) = columns(&leases);
        let sql = "UPDATE leases l SET node_id = NULL FROM unnest($2, $3) AS given (org_id, subscription_id)
                   WHERE l.org_id = given.org_id AND l.subscription_id = given.subscription_id AND l.node_id = $1";
        self.readers.rows(sql, params![node.0, orgs, subscriptions]).await?;
        Ok(())
    }

    async fn leave(&self, node: NodeId) -> Result<(), StoreError> {
        self.ask("DELETE FROM nodes WHERE node_id = $1", params![node.0]).await?;
        Ok(())
    }
}

impl PostgresStore {
    /// The rows of a statement about this node itself. There is a connection for these alone: a node whose readers are all busy is
    /// not dead. Tried once: whoever asks asks again.
    async fn ask(&self, sql: &str, params: &[Param<'_>]) -> Result<Vec<Row>, PgError> {
        let end = Instant::now() + ANSWER;
        let late = |_| PgError::NoConnection("the database did not answer in time".into());
        let connection = timeout_at(end, self.pulse.connection()).await.map_err(late)??;
        match timeout_at(end, connection.query_typed(sql, params)).await {
            Ok(rows) => Ok(rows?),
            Err(elapsed) => {
                // It would hold up the next try too.
                drop(Object::take(connection));
                Err(late(elapsed))
            }
        }
    }

    /// The nodes that this found dead, and the leases that it took. Must not be done again if it fails: it may have taken some.
    async fn take_once(&self, node: NodeId, wanted: Wanted) -> Result<(Vec<i64>, Vec<Lease>), PgError> {
        let transaction = Transaction::durable(&self.readers).await?;
        let dead = transaction.rows("DELETE FROM nodes WHERE expires_at <= now() RETURNING node_id", params![]).await?;
        let dead = dead.iter().map(|row| column(row, 0)).collect::<Result<_, _>>()?;
        let taken = match free(&transaction, node, wanted).await {
            // This node is dead itself, and holds nothing.
            Err(PgError::Database(error)) if error.code() == Some(&SqlState::FOREIGN_KEY_VIOLATION) => return Ok((Vec::new(), Vec::new())),
            taken => taken?,
        };
        begin_epochs(&transaction, &taken).await?;
        transaction.commit().await?;
        Ok((dead, taken))
    }
}

/// Takes free leases; those that another node is just taking are not free.
async fn free(transaction: &Transaction, node: NodeId, wanted: Wanted) -> Result<Vec<Lease>, PgError> {
    let rows = match wanted {
        Wanted::Any(most) => {
            let sql = "UPDATE leases l SET node_id = $1
                       FROM (SELECT org_id, subscription_id FROM leases WHERE node_id IS NULL LIMIT $2 FOR UPDATE SKIP LOCKED) AS free
                       WHERE l.org_id = free.org_id AND l.subscription_id = free.subscription_id
                       RETURNING l.org_id, l.subscription_id";
            transaction.rows(sql, params![node.0, i64::try_from(most).unwrap_or(i64::MAX)]).await?
        }
        Wanted::One(Lease { org, subscription }) => {
            let sql = "UPDATE leases SET node_id = $1 WHERE org_id = $2 AND subscription_id = $3 AND node_id IS NULL
                       RETURNING org_id, subscription_id";
            transaction.rows(sql, params![node.0, org.0, subscription.0]).await?
        }
    };
    rows.iter().map(lease).collect()
}

/// From now on, what is reported for a follower's epoch before is passed over. A flush that is being written is waited for: whoever
/// reads the position afterwards finds it.
async fn begin_epochs(transaction: &Transaction, leases: &[Lease]) -> Result<(), PgError> {
    let (orgs, subscriptions) = columns(leases);
    let campaigns: Vec<Uuid> = leases.iter().map(|lease| lease.subscription.campaigns().0).collect();
    // A live run has its subscription's id. Locked in the order in which positions are kept, so that neither waits for the other.
    let sql = "WITH taken AS (
                   SELECT * FROM unnest($1, $2, $3) AS taken (org_id, subscription_id, campaigns_id)
               ), followed AS (
                   SELECT org_id, subscription_id AS follower_id FROM taken
                   UNION ALL
                   SELECT org_id, campaigns_id FROM taken
                   UNION ALL
                   SELECT org_id, replay_id FROM replays JOIN taken USING (org_id, subscription_id) WHERE running
               ), locked AS (
                   SELECT f.org_id, f.follower_id FROM followers f JOIN followed USING (org_id, follower_id)
                   ORDER BY f.org_id, f.follower_id FOR UPDATE OF f
               )
               UPDATE followers f SET epoch = epoch + 1 FROM locked
               WHERE f.org_id = locked.org_id AND f.follower_id = locked.follower_id";
    transaction.execute(sql, params![orgs, subscriptions, campaigns]).await?;
    Ok(())
}

/// The leases' columns.
fn columns(leases: &[Lease]) -> (Vec<i64>, Vec<Uuid>) {
    leases.iter().map(|lease| (lease.org.0, lease.subscription.0)).unzip()
}

fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

fn standing(row: &Row) -> Result<Standing, PgError> {
    let count = |at| column::<i64>(row, at).map(|count| usize::try_from(count).unwrap_or(0));
    let (all, free, alive) = (count(0)?, count(1)?, count(2)?);
    Ok(Standing { free, fair: all.div_ceil(alive.max(1)), nodes: alive })
}

fn lease(row: &Row) -> Result<Lease, PgError> {
    Ok(Lease { org: OrgId(column(row, 0)?), subscription: SubscriptionId(column(row, 1)?) })
}
