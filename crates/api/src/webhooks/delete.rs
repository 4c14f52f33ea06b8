//! `DELETE /v1/webhooks/{id}`.

use axum::extract::State;
use axum::response::Response;
use switchroom_domain::command::DeleteSubscription;
use switchroom_domain::{Command, SubscriptionId};

use crate::answer;
use crate::extract::{ById, Caller, Path};
use crate::problem::Problem;
use crate::state::ApiState;

/// Delete a webhook. Needs `webhook.manage`.
#[utoipa::path(delete, path = "/v1/webhooks/{id}", tag = "webhooks", params(ById), responses((status = 204, description = "The webhook is deleted.")))]
pub(super) async fn delete_webhook(
    State(state): State<ApiState>,
    caller: Caller,
    Path(ById { id }): Path<ById>,
) -> Result<Response, Problem> {
    let command = DeleteSubscription { subscription: SubscriptionId(id) };
    state.engine().run(&caller, Command::DeleteSubscription(command)).await?;
    Ok(answer::no_content())
}
