//! The directory: the few tables that span organizations.

use async_trait::async_trait;
use switchroom_domain::command::{CreateUser, IssueToken};
use switchroom_domain::idempotency::IdempotencyKey;
use switchroom_domain::oauth::OAuthClient;
use switchroom_domain::organization::Organization;
use switchroom_domain::token::Token;
use switchroom_domain::{OAuthClientId, OrgId};
use uuid::Uuid;

use super::StoreError;

/// The first user of a new organization, who can create all others.
#[derive(Debug, Clone)]
pub struct FirstAdmin {
    /// The user.
    pub user: CreateUser,
    /// A token that speaks for the user, if one is wanted.
    pub token: Option<IssueToken>,
}

/// A request that carries an `Idempotency-Key`, for what is no command of an organization's.
#[derive(Debug, Clone)]
pub struct KeyedRequest {
    /// The organization of whoever asks.
    pub org: OrgId,
    /// The key.
    pub key: IdempotencyKey,
    /// What to remember of it for a repetition.
    pub receipt: String,
}

/// An organization to be created.
#[derive(Debug, Clone)]
pub struct NewOrganization {
    /// The request that asks for it, if it carries a key.
    pub request: Option<KeyedRequest>,
    /// Its UUID.
    pub uuid: Uuid,
    /// What people call it.
    pub name: String,
    /// Its first user.
    pub admin: FirstAdmin,
    /// Whether it is to be the first of all: refused as taken if there is one already. Of several nodes that start on an empty store,
    /// one creates it.
    pub only_first: bool,
}

/// An organization, as asked for.
#[derive(Debug, Clone)]
pub struct MadeOrganization {
    /// The organization.
    pub organization: Organization,
    /// What was remembered of the request, if the organization was created for it before.
    pub repeated: Option<String>,
}

/// The tables that span organizations: what binds a request to one.
#[async_trait]
pub trait Directory: Send + Sync + 'static {
    /// Creates an organization with its default roles and its first admin, all or nothing. It gets the next number.
    /// For a request that was carried out before, answers the organization that was created then.
    async fn create_organization(&self, new: NewOrganization) -> Result<MadeOrganization, StoreError>;

    /// The organization of that number.
    async fn organization(&self, org: OrgId) -> Result<Option<Organization>, StoreError>;

    /// Up to `limit` organizations numbered above `after`, by number.
    async fn organizations(&self, after: i64, limit: usize) -> Result<Vec<Organization>, StoreError>;

    /// Lets a host name mean an organization. Refused as taken if it means another.
    async fn add_host(&self, org: OrgId, host: &str) -> Result<(), StoreError>;

    /// Takes a host name from an organization. Answers whether it had it.
    async fn remove_host(&self, org: OrgId, host: &str) -> Result<bool, StoreError>;

    /// The host names of an organization, sorted.
    async fn hosts(&self, org: OrgId) -> Result<Vec<String>, StoreError>;

    /// The organization that a host name means.
    async fn organization_of_host(&self, host: &str) -> Result<Option<OrgId>, StoreError>;

    /// The token whose secret has this SHA-256.
    async fn token_by_hash(&self, hash: [u8; 32]) -> Result<Option<Token>, StoreError>;

    /// The program of that id that may log users in, of whatever organization.
    async fn oauth_client(&self, id: OAuthClientId) -> Result<Option<OAuthClient>, StoreError>;
}
