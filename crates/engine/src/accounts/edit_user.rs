//! Editing users.

use switchroom_domain::UserId;
use switchroom_domain::command::{Command, EditUser};
use switchroom_domain::user::{User, UserPatch};

use crate::access::{passwords, policy};
use crate::{Caller, Done, Engine, EngineError};

/// What a user is to be changed to.
#[derive(Debug, Clone, Default)]
pub struct UserEdit {
    /// New password.
    pub password: Option<String>,
    /// Everything else; its password hash is set here.
    pub patch: UserPatch,
}

/// Edits a user.
pub async fn edit_user(engine: &Engine, caller: &Caller, user: UserId, edit: UserEdit) -> Result<Done<User>, EngineError> {
    let mut patch = edit.patch;
    if let Some(password) = edit.password {
        let known = engine.store.user(caller.org, user).await?.map(|user| user.username);
        policy::check("password", &password, patch.username.as_deref().or(known.as_deref()).unwrap_or_default())?;
        patch.password_hash = Some(passwords::hash(password).await?);
    }
    engine.run(caller, Command::EditUser(EditUser { user, patch })).await?.user()
}
