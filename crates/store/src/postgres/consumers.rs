//! Named readers of the log.

use async_trait::async_trait;
use switchroom_domain::{OrgId, Timestamp};
use switchroom_engine::ports::{Consumer, ConsumerChange, ConsumerOutcome, Consumers, Page, StoreError};

use super::PostgresStore;

#[async_trait]
impl Consumers for PostgresStore {
    async fn create_consumer(&self, _consumer: Consumer) -> Result<bool, StoreError> {
        Err(StoreError::Stopping)
    }

    async fn consumer(&self, _org: OrgId, _name: &str) -> Result<Option<Consumer>, StoreError> {
        Err(StoreError::Stopping)
    }

    async fn consumers(&self, _org: OrgId, _after: Option<String>, _limit: usize) -> Result<Page<Consumer>, StoreError> {
        Err(StoreError::Stopping)
    }

    async fn change_consumer(
        &self,
        _org: OrgId,
        _name: &str,
        _change: ConsumerChange,
        _now: Timestamp,
    ) -> Result<ConsumerOutcome, StoreError> {
        Err(StoreError::Stopping)
    }

    async fn delete_consumer(&self, _org: OrgId, _name: &str) -> Result<bool, StoreError> {
        Err(StoreError::Stopping)
    }
}
