//! Creating an organization.

use serde::{Deserialize, Serialize};
use switchroom_domain::command::{CreateUser, IssueToken};
use switchroom_domain::organization::Organization;
use switchroom_domain::scope::Scope;
use switchroom_domain::subscription::Sealed;
use switchroom_domain::token::TokenKind;
use switchroom_domain::{Actor, Permission, UserId, limits, role};

use crate::access::{NewToken, new_secret, open_token, passwords, policy, token_command};
use crate::ports::{FirstAdmin, KeyedRequest, NewOrganization};
use crate::{Caller, Done, Engine, EngineError};

/// The first user of a new organization.
#[derive(Debug, Clone)]
pub struct NewAdmin {
    /// The name to log in with.
    pub username: String,
    /// The password; none: the user cannot log in until one is set.
    pub password: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
}

/// A new organization, with a token for its first admin.
#[derive(Debug, Clone)]
pub struct CreatedOrganization {
    /// The organization.
    pub organization: Organization,
    /// Its first admin.
    pub admin: UserId,
    /// The secret of a token that speaks for the admin.
    pub token: String,
}

/// What is remembered of a request that created an organization.
#[derive(Serialize, Deserialize)]
struct Receipt {
    admin: UserId,
    token: Sealed,
}

/// Creates an organization with its default roles, its first admin and a token for that one, all or nothing.
pub async fn create(engine: &Engine, caller: &Caller, name: &str, admin: NewAdmin) -> Result<Done<CreatedOrganization>, EngineError> {
    caller.access.require(Permission::OrganizationOperate)?;
    if let Some(password) = &admin.password {
        policy::check("password", password, &admin.username)?;
    }
    let secret = new_secret(engine);
    let mut new = with_admin(engine, name, admin, Some((&secret, &[Scope::All]))).await?;
    let admin = new.admin.user.id;
    if let (Some(key), Some(token)) = (&caller.idempotency, &new.admin.token) {
        let receipt = Receipt { admin, token: token.sealed_secret.clone() };
        let receipt = serde_json::to_string(&receipt).map_err(|_| EngineError::UnexpectedAnswer)?;
        new.request = Some(KeyedRequest { org: caller.org, key: key.clone(), receipt });
    }
    let made = engine.store.create_organization(new).await?;
    let (admin, token, replayed) = match made.repeated {
        None => (admin, secret, false),
        Some(receipt) => {
            let receipt: Receipt = serde_json::from_str(&receipt).map_err(|_| EngineError::UnexpectedAnswer)?;
            (receipt.admin, open_token(engine, &receipt.token)?, true)
        }
    };
    Ok(Done { value: CreatedOrganization { organization: made.organization, admin, token }, replayed })
}

/// An organization whose first admin has this token, taking name and password as they are.
pub(super) async fn with_admin(
    engine: &Engine,
    name: &str,
    admin: NewAdmin,
    token: Option<(&str, &[Scope])>,
) -> Result<NewOrganization, EngineError> {
    let name = limits::name("name", name)?;
    let id: UserId = engine.new_id();
    let password_hash = match admin.password {
        Some(password) => Some(passwords::hash(password).await?),
        None => None,
    };
    let user = CreateUser {
        id,
        username: admin.username,
        name: None,
        email: admin.email,
        password_hash,
        roles: vec![role::ADMIN.to_owned()],
        bot: false,
    };
    let token = token.map(|(secret, scopes)| admin_token(engine, id, secret, scopes)).transpose()?;
    Ok(NewOrganization { request: None, uuid: engine.new_id(), name, admin: FirstAdmin { user, token }, only_first: false })
}

fn admin_token(engine: &Engine, user: UserId, secret: &str, scopes: &[Scope]) -> Result<IssueToken, EngineError> {
    let new = NewToken {
        kind: TokenKind::Api,
        actor: Actor::User(user),
        scopes: scopes.to_vec(),
        name: Some("first admin".to_owned()),
        device: None,
        expires_at: None,
    };
    token_command(engine, new, secret)
}
