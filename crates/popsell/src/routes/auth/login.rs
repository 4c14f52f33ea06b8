//! `POST /api/v2/auth/login`.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use http::request::Parts;
use serde::Serialize;
use switchroom_domain::Person;
use switchroom_engine::access::{self, LogIn, Password};
use switchroom_http::{Shared, client};

use crate::auth::organization_of_domain;
use crate::errors::{Error, Validation};
use crate::translate::ambassador::{Presence, of_user};
use crate::translate::dates;
use crate::wire::ambassador::Account;
use crate::wire::body::Fields;

/// Who has logged in, and the token to show from now on.
#[derive(Debug, Serialize)]
pub(super) struct Session {
    user: Account,
    token: String,
}

/// Checked in this order: how often the client's address tries (429), the body (413, 415, 400), the domain and the
/// fields (422), name and password (401). In `email`'s place a user name is taken too.
pub(super) async fn login(State(shared): State<Shared>, parts: Parts, body: Body) -> Result<Json<Session>, Error> {
    let engine = shared.engine();
    let address = client::address(&parts, &shared.config().trusted_proxies);
    shared.limits().login(address).map_err(|too_many| Error::too_many(too_many, engine.now()))?;
    let fields = Fields::read(&shared, &parts.headers, body).await?;
    let org = organization_of_domain(&shared, &parts.headers).await?;
    let (name, password) = credentials(&fields)?;
    let device = client::device(&parts, &shared.config().trusted_proxies);
    let (user, issued) = access::log_in(engine, org, LogIn { name: &name, password, totp: None, device }).await?;
    let now = engine.now();
    let last_seen = engine.last_seen(org, &[Person::User(user.id)]).await?;
    let presence = Presence { last_seen: last_seen.get(&Person::User(user.id)).copied(), now };
    let account = Account {
        ambassador: of_user(&user, presence),
        id_brand: org.0,
        date_insert: dates::with_micros(user.created_at),
        date_update: dates::with_micros(user.updated_at),
    };
    Ok(Json(Session { user: account, token: issued.secret }))
}

fn credentials(fields: &Fields) -> Result<(String, Password), Validation> {
    match (fields.required_text("email"), fields.required_secret("password")) {
        (Ok(name), Ok(password)) => Ok((name, Password::Plain(password))),
        (Err(email), Err(password)) => Err(email.and(password)),
        (Err(wrong), _) | (_, Err(wrong)) => Err(wrong),
    }
}
