//! An index that nobody asks: delivery finds nothing by words.

use async_trait::async_trait;
use switchroom_domain::OrgId;
use switchroom_engine::ports::{Claim, IndexBatch, IndexPage, IndexPosition, IndexQuery, SearchIndex, StoreError};

pub(crate) struct NoSearch;

#[async_trait]
impl SearchIndex for NoSearch {
    async fn claim(&self, _: OrgId) -> Result<Claim, StoreError> {
        unreachable!("delivery does not index")
    }

    async fn write(&self, _: OrgId, _: IndexBatch, _: IndexPosition) -> Result<bool, StoreError> {
        unreachable!("delivery does not index")
    }

    async fn clear(&self, _: OrgId) -> Result<(), StoreError> {
        unreachable!("delivery does not index")
    }

    async fn position(&self, _: OrgId) -> Result<Option<IndexPosition>, StoreError> {
        unreachable!("delivery does not search")
    }

    async fn find(&self, _: OrgId, _: IndexQuery) -> Result<IndexPage, StoreError> {
        unreachable!("delivery does not search")
    }
}
