//! The directory, which followers never use.

use async_trait::async_trait;
use switchroom_domain::oauth::OAuthClient;
use switchroom_domain::organization::Organization;
use switchroom_domain::token::Token;
use switchroom_domain::{OAuthClientId, OrgId};
use switchroom_engine::ports::{Directory, MadeOrganization, NewOrganization, StoreError};

use super::MemoryStore;

macro_rules! unused {
    ($($name:ident($($given:ty),*) -> $answer:ty;)*) => {
        #[async_trait]
        impl Directory for MemoryStore {$(
            async fn $name(&self, $(_: $given),*) -> Result<$answer, StoreError> {
                unreachable!("followers do not use the directory")
            }
        )*}
    };
}

unused! {
    oauth_client(OAuthClientId) -> Option<OAuthClient>;
    create_organization(NewOrganization) -> MadeOrganization;
    organization(OrgId) -> Option<Organization>;
    organizations(i64, usize) -> Vec<Organization>;
    add_host(OrgId, &str) -> ();
    remove_host(OrgId, &str) -> bool;
    hosts(OrgId) -> Vec<String>;
    organization_of_host(&str) -> Option<OrgId>;
    token_by_hash([u8; 32]) -> Option<Token>;
}
