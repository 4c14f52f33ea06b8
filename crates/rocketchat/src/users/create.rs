//! `POST /api/v1/users.create`.

use std::collections::BTreeMap;

use axum::extract::State;
use serde::Deserialize;
use serde_json::{Value, json};
use switchroom_domain::command::EditUser;
use switchroom_domain::user::UserPatch;
use switchroom_domain::{Command, Permission, Refusal};
use switchroom_engine::EngineError;
use switchroom_engine::accounts::{self, NewUser, PasswordRule};

use crate::answer::{Answered, success};
use crate::auth::Agent;
use crate::errors::RcError;
use crate::extract::{Body, Params};
use crate::permissions::our_role;
use crate::schema::{Kind, Shape, closed, may, must};
use crate::state::RcState;
use crate::translate;
use crate::translate::user::CUSTOM_FIELDS;

/// The role of a user of whom nothing is said.
const USUAL_ROLE: &str = "user";

/// A user to be created. What is read and passed over says how he is told of it, or belongs to chats among users.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Create {
    email: String,
    name: String,
    username: String,
    password: String,
    roles: Option<Vec<String>>,
    active: Option<bool>,
    status_text: Option<String>,
    custom_fields: Option<Value>,
}

impl Params for Create {
    const SHAPE: Shape = closed(&[
        must("email", Kind::Text),
        must("name", Kind::Text),
        must("password", Kind::Text),
        must("username", Kind::Text),
        may("active", Kind::Flag),
        may("bio", Kind::Text),
        may("nickname", Kind::Text),
        may("statusText", Kind::Text),
        may("roles", Kind::List(&Kind::Text)),
        may("joinDefaultChannels", Kind::Flag),
        may("requirePasswordChange", Kind::Flag),
        may("setRandomPassword", Kind::Flag),
        may("sendWelcomeEmail", Kind::Flag),
        may("verified", Kind::Flag),
        may("customFields", Kind::Part(&crate::schema::open(&[]))),
        may("fields", Kind::Text),
    ]);
}

/// Creates a user with the password as it is given.
pub(super) async fn create(State(state): State<RcState>, agent: Agent, Body(new): Body<Create>) -> Answered {
    agent.needs(&[Permission::UserCreate])?;
    let engine = state.engine();
    let invalid_role = || RcError::coded("error-invalid-role", "The field roles holds a role that there is not");
    let roles = new.roles.unwrap_or_else(|| vec![USUAL_ROLE.to_owned()]);
    let roles = roles.iter().map(|role| our_role(role).map(str::to_owned).ok_or_else(invalid_role)).collect::<Result<Vec<_>, _>>()?;
    let known = engine.store.roles(agent.org()).await?;
    if roles.iter().any(|name| known.iter().all(|role| role.name != *name)) {
        return Err(invalid_role());
    }
    let (username, email) = (new.username.clone(), new.email.clone());
    let created = accounts::create_user(
        engine,
        &agent.caller,
        NewUser {
            bot: roles.iter().any(|role| role == "bot"),
            username: new.username,
            name: Some(new.name),
            email: Some(new.email),
            password: Some(new.password),
            password_rule: PasswordRule::AsGiven,
            roles,
        },
    )
    .await
    .map_err(|error| refused(error, &username, &email))?;
    let mut patch = UserPatch { active: new.active.filter(|active| !active), ..UserPatch::default() };
    patch.status_text = new.status_text.map(Some);
    if let Some(fields) = new.custom_fields.filter(|fields| fields.as_object().is_some_and(|fields| !fields.is_empty())) {
        patch.ext = BTreeMap::from([(CUSTOM_FIELDS.to_owned(), Some(fields))]);
    }
    let mut user = created.value;
    if patch != UserPatch::default() {
        // Whoever may create a user may say all this of him.
        let caller = agent.entrusted(&[Permission::UserManage, Permission::UserEditActive]);
        user = engine.run(&caller, Command::EditUser(EditUser { user: user.id, patch })).await?.user()?.value;
    }
    success(json!({"user": translate::user::user(engine, &user).await?}))
}

fn refused(error: EngineError, username: &str, email: &str) -> RcError {
    match error {
        EngineError::Refused(Refusal::Taken { field: "email" }) => {
            RcError::coded("error-field-unavailable", &format!("{email} is already in use"))
        }
        EngineError::Refused(Refusal::Taken { .. }) => RcError::coded("error-field-unavailable", &format!("{username} is already in use")),
        EngineError::Refused(Refusal::Invalid { field: "email", .. }) => {
            RcError::coded("error-invalid-email", &format!("Invalid email {email}"))
        }
        EngineError::Refused(Refusal::Invalid { field: "username", .. }) => {
            RcError::coded("error-invalid-username", "Username is not valid")
        }
        other => other.into(),
    }
}
