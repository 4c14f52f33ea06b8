//! Meteor's methods over REST: always 200, and what came of it as a text of EJSON.

mod call;
mod custom_fields;
mod send_message;

use axum::Router;
use axum::routing::post;

use crate::state::RcState;

pub(crate) fn router() -> Router<RcState> {
    Router::new()
        .route("/api/v1/method.call/{name}", post(call::call))
        .route("/api/v1/method.callAnon/{name}", post(call::call_anonymously))
}
