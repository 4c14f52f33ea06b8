//! Consumers: named readers of the log, for those who cannot be called. They fetch events, and say how far they have come.

mod commit;
mod delete;
mod lease;
mod put;
mod read;
mod refused;
mod seek;
mod view;

use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::problem::Problem;
use crate::state::ApiState;

/// How long a lease lasts, in seconds.
const LEASE_SECONDS: std::ops::RangeInclusive<u32> = 1..=3_600;

/// A path that names a consumer.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
struct ByName {
    /// The name: 1 to 64 of `a` to `z`, `0` to `9`, `.`, `_` and `-`.
    name: String,
}

/// The routes of consumers.
pub(crate) fn router() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(read::list_consumers))
        .routes(routes!(read::get_consumer, put::put_consumer, delete::delete_consumer))
        .routes(routes!(lease::lease_consumer))
        .routes(routes!(commit::commit_consumer))
        .routes(routes!(seek::seek_consumer))
}

/// Refuses a number that is out of bounds.
fn within<T: PartialOrd + std::fmt::Display>(field: &'static str, given: T, bounds: &std::ops::RangeInclusive<T>) -> Result<T, Problem> {
    if bounds.contains(&given) {
        return Ok(given);
    }
    Err(Problem::invalid(field, format!("must be from {} to {}", bounds.start(), bounds.end())))
}
