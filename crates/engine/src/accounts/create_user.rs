//! Creating users.

use switchroom_domain::command::{Command, CreateUser};
use switchroom_domain::user::User;

use crate::access::{passwords, policy};
use crate::{Caller, Done, Engine, EngineError};

/// What passwords must be like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordRule {
    /// As our own API wants them.
    Ours,
    /// As they are given: some vendors' clients set short ones.
    AsGiven,
}

/// A user to be created.
#[derive(Debug, Clone)]
pub struct NewUser {
    /// The name to log in with.
    pub username: String,
    /// What people call the user.
    pub name: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// The password; none: the user cannot log in until one is set.
    pub password: Option<String>,
    /// What the password must be like.
    pub password_rule: PasswordRule,
    /// Names of roles.
    pub roles: Vec<String>,
    /// Whether it is a program.
    pub bot: bool,
}

/// Creates a user.
pub async fn create_user(engine: &Engine, caller: &Caller, new: NewUser) -> Result<Done<User>, EngineError> {
    let password_hash = match new.password {
        Some(password) => {
            if new.password_rule == PasswordRule::Ours {
                policy::check("password", &password, &new.username)?;
            }
            Some(passwords::hash(password).await?)
        }
        None => None,
    };
    let command = CreateUser {
        id: engine.new_id(),
        username: new.username,
        name: new.name,
        email: new.email,
        password_hash,
        roles: new.roles,
        bot: new.bot,
    };
    engine.run(caller, Command::CreateUser(command)).await?.user()
}
