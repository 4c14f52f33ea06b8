//! Changing one's own password.

use switchroom_domain::Refusal;
use switchroom_domain::command::{Command, EditUser};
use switchroom_domain::user::{User, UserPatch};

use super::letters;
use crate::access::{Password, Target, passwords, policy};
use crate::{Caller, Engine, EngineError};

/// Gives the caller another password, if he knows the present one. His other sessions end, and he is written to.
pub async fn change_password(engine: &Engine, caller: &Caller, current: String, new: String) -> Result<(), EngineError> {
    let user = knows_password(engine, caller, "current", current).await?;
    policy::check("new", &new, &user.username)?;
    let patch = UserPatch { password_hash: Some(passwords::hash(new).await?), ..UserPatch::default() };
    let user = engine.run(caller, Command::EditUser(EditUser { user: user.id, patch })).await?.user()?.value;
    letters::password_changed(engine, &user);
    Ok(())
}

/// The calling user, if he knows his password. `field` is what it was given in.
pub(super) async fn knows_password(engine: &Engine, caller: &Caller, field: &'static str, password: String) -> Result<User, EngineError> {
    let user = calling_user(engine, caller).await?;
    let target = Target::own_password(caller.org, user.id);
    engine.check_not_out(&target)?;
    if !passwords::verify(Password::Plain(password), user.password_hash.clone()).await? {
        engine.was_wrong(target);
        return Err(Refusal::invalid(field, "must be the present password").into());
    }
    engine.was_right(target);
    Ok(user)
}

/// The calling user.
pub(super) async fn calling_user(engine: &Engine, caller: &Caller) -> Result<User, EngineError> {
    let no_user = Refusal::NotFound { noun: "user" };
    let id = caller.access.actor.user().ok_or_else(|| no_user.clone())?;
    Ok(engine.store.user(caller.org, id).await?.ok_or(no_user)?)
}
