//! `POST /api/v1/users.create`.

use std::collections::BTreeMap;

use axum::extract::State;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use switchroom_domain::command::EditUser;
use switchroom_domain::user::UserPatch;
use switchroom_domain::{Access, Command, OrgId, Permission, Permissions, Refusal, ext, limits, role};
use switchroom_engine::accounts::{self, NewUser, PasswordRule};
use switchroom_engine::{Caller, Engine, EngineError};

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

/// Creates a user with the password as it is given; without one he cannot log in until one is set.
pub(super) async fn create(State(state): State<RcState>, agent: Agent, Body(new): Body<Create>) -> Answered {
    agent.needs(&[Permission::UserCreate])?;
    let engine = state.engine();
    let roles = roles(engine, agent.org(), new.roles.as_deref()).await?;
    let more = more(new.active, new.status_text.as_deref(), new.custom_fields)?;
    if engine.store.user_by_email(agent.org(), new.email.trim()).await?.is_some() {
        return Err(RcError::in_use(&new.email));
    }
    let (username, email) = (new.username.clone(), new.email.clone());
    let user = NewUser {
        bot: roles.iter().any(|role| role == role::BOT),
        username: new.username,
        name: Some(new.name),
        email: Some(new.email),
        password: Some(new.password).filter(|password| !password.is_empty()),
        password_rule: PasswordRule::AsGiven,
        roles,
    };
    let created = accounts::create_user(engine, &agent.caller, user).await;
    let mut user = created.map_err(|error| refused(error, &username, &email))?.value;
    if more != UserPatch::default() {
        // Whoever may create a user may say all this of him.
        let access = Access { permissions: Permissions::ALL, ..agent.caller.access };
        let caller = Caller { access, ..agent.caller.clone() };
        user = engine.run(&caller, Command::EditUser(EditUser { user: user.id, patch: more })).await?.user()?.value;
    }
    success(json!({"user": translate::user::user(engine, &user).await?}))
}

/// The names of the roles that are given, each once.
async fn roles(engine: &Engine, org: OrgId, given: Option<&[String]>) -> Result<Vec<String>, RcError> {
    let known = engine.store.roles(org).await?;
    let usual = [USUAL_ROLE.to_owned()];
    let mut names: Vec<String> = Vec::new();
    for theirs in given.unwrap_or(&usual) {
        let name = our_role(theirs).filter(|name| known.iter().any(|role| role.name == *name));
        let name = name.ok_or_else(|| RcError::coded("error-invalid-role", "The field roles holds a role that there is not"))?;
        if !names.iter().any(|other| other == name) {
            names.push(name.to_owned());
        }
    }
    Ok(names)
}

/// What is said of the user once he is there. It is checked before: a user is created with all of it, or not at all.
fn more(active: Option<bool>, status_text: Option<&str>, custom_fields: Option<Value>) -> Result<UserPatch, RcError> {
    let mut patch = UserPatch { active: active.filter(|active| !active), ..UserPatch::default() };
    if let Some(text) = limits::optional_name("statusText", status_text)? {
        patch.status_text = Some(Some(text));
    }
    if let Some(fields) = custom_fields.filter(|fields| fields.as_object().is_some_and(|fields| !fields.is_empty())) {
        patch.ext = BTreeMap::from([(CUSTOM_FIELDS.to_owned(), Some(fields))]);
        ext::apply(&mut Map::new(), &patch.ext)?;
    }
    Ok(patch)
}

fn refused(error: EngineError, username: &str, email: &str) -> RcError {
    match error {
        EngineError::Refused(Refusal::Taken { .. }) => RcError::in_use(username),
        EngineError::Refused(Refusal::Invalid { field: "email", .. }) => {
            RcError::coded("error-invalid-email", &format!("Invalid email {email}"))
        }
        EngineError::Refused(Refusal::Invalid { field: "username", .. }) => {
            RcError::coded("error-invalid-username", "Username is not valid")
        }
        other => other.into(),
    }
}
