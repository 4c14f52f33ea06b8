//! Setting a forgotten password, from the command line.

use switchroom_domain::command::{Command, EditUser};
use switchroom_domain::user::{UserPatch, username};
use switchroom_domain::{OrgId, Refusal};

use crate::access::passwords;
use crate::{Caller, Engine, EngineError};

/// Gives the user of that name a new password and lets him in again if he was not active. His two factors are off from then on: he may have
/// lost what makes his codes, and there may be nobody else who could turn them off.
pub async fn reset_password(engine: &Engine, org: OrgId, name: &str, password: &str) -> Result<(), EngineError> {
    let found = engine.store.user_by_name(org, &username(name)?).await?;
    let user = found.ok_or(Refusal::NotFound { noun: "user" })?.id;
    let hash = passwords::hash(password.to_owned()).await?;
    let patch = UserPatch { password_hash: Some(hash), active: Some(true), ..UserPatch::default() };
    engine.run(&Caller::system(org), Command::EditUser(EditUser { user, patch })).await?;
    super::two_factor::end(engine, &Caller::system(org), user).await
}
