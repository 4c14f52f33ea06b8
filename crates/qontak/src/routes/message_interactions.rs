//! `PUT` and `GET /message_interactions`: which events of messages are told, and to which url.
//!
//! What is kept is one webhook subscription of the organization, the same that `/v1/webhooks` shows.

use axum::extract::State;
use axum::response::Response;
use switchroom_domain::command::Missed;
use switchroom_domain::subscription::{Dialect, Subscription, SubscriptionOptions};
use switchroom_domain::{Permission, Refusal};
use switchroom_engine::subscriptions::{self, NewSubscription};
use switchroom_engine::{Engine, EngineError};
use switchroom_http::Shared;

use crate::auth::{Call, Caller};
use crate::errors::Failure;
use crate::translate::interactions::{self, Asked, MANAGED_BY, Step};
use crate::translate::settings::{self, Known};
use crate::{answer, permissions};

/// How often a call starts again because another one changed the subscription in between.
const TRIES: usize = 20;

/// Tells the settings.
pub(super) async fn get_message_interactions(State(shared): State<Shared>, caller: Caller) -> Result<Response, Failure> {
    caller.access.require(Permission::WebhookManage)?;
    tell(shared.engine(), &caller).await
}

/// Changes what is given, and tells the settings. Some clients send POST instead of PUT.
pub(super) async fn put_message_interactions(State(shared): State<Shared>, call: Call) -> Result<Response, Failure> {
    let Call { caller, fields } = call;
    caller.access.require(Permission::WebhookManage)?;
    let asked = Asked::read(&fields).map_err(Failure::invalid)?;
    change(shared.engine(), &caller, &asked).await?;
    tell(shared.engine(), &caller).await
}

async fn change(engine: &Engine, caller: &Caller, asked: &Asked) -> Result<(), Failure> {
    for _ in 0..TRIES {
        let current = engine.store.managed_subscription(caller.org, MANAGED_BY).await.map_err(EngineError::from)?;
        match carry_out(engine, caller, current, asked).await? {
            Carried::Out => return Ok(()),
            Carried::Overtaken => {}
        }
    }
    Err(EngineError::Unavailable("the webhook is being changed by too many callers").into())
}

enum Carried {
    Out,
    /// Another call came first: look again.
    Overtaken,
}

async fn carry_out(engine: &Engine, caller: &Caller, current: Option<Subscription>, asked: &Asked) -> Result<Carried, Failure> {
    let done = match interactions::step(current.as_ref(), asked) {
        Step::Nothing => return Ok(Carried::Out),
        Step::UrlMissing => return Err(Failure::invalid(vec!["url can't be blank".to_owned()])),
        Step::Create { url, events } => {
            let new = NewSubscription {
                url,
                dialect: Dialect::Qontak,
                events,
                secret: None,
                after: None,
                retry_schedule_ms: None,
                managed_by: Some(MANAGED_BY.to_owned()),
                enabled: true,
                options: SubscriptionOptions::default(),
            };
            subscriptions::create(engine, caller, new).await.map(drop)
        }
        Step::Edit { id, patch } => subscriptions::edit(engine, caller, id, *patch, Missed::Deliver).await.map(drop),
    };
    match done {
        Ok(()) => Ok(Carried::Out),
        // Made, deleted or changed by another call since it was looked up.
        Err(EngineError::Refused(Refusal::Taken { .. } | Refusal::NotFound { .. } | Refusal::VersionMismatch { .. })) => {
            Ok(Carried::Overtaken)
        }
        Err(error) => Err(error.into()),
    }
}

async fn tell(engine: &Engine, caller: &Caller) -> Result<Response, Failure> {
    let org = caller.org;
    let organization = engine.organization(org).await?.ok_or(Refusal::NotFound { noun: "organization" })?;
    let subscription = engine.store.managed_subscription(org, MANAGED_BY).await.map_err(EngineError::from)?;
    let values = engine.settings(org).await?;
    let roles = engine.store.roles(org).await.map_err(EngineError::from)?;
    let known = Known {
        organization: organization.uuid,
        subscription: subscription.as_ref(),
        settings: &values,
        agents_may_take: permissions::agents_may_take(&roles),
    };
    Ok(answer::success(settings::told(&known)))
}
