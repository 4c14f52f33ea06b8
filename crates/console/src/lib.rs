//! The pages: the inbox in which agents work, under `/app/`, and the widget in which customers write, under `/widget/`.
//!
//! Both are built by Vite (`cargo xtask console`) into `dist/`, which lies in the binary. A binary that was built without them says how
//! to build them. The pages use nothing but the public API under `/v1`.

mod assets;
mod caching;
mod encoding;
mod not_built;
mod pages;
mod policy;
mod sites;

use axum::Router;
use axum::response::Redirect;
use axum::routing::get;
use switchroom_http::Shared;

/// Everything under `/app/` and `/widget/`, `/widget.js`, and the way from `/` to the inbox.
pub fn router(shared: Shared) -> Router {
    Router::new()
        .route("/", get(|| async { Redirect::temporary("/app/") }))
        .route("/app", get(|| async { Redirect::permanent("/app/") }))
        .route("/app/", get(pages::inbox))
        .route("/app/{*path}", get(pages::inbox))
        .route("/widget.js", get(pages::loader))
        .route("/widget/{*path}", get(pages::widget))
        .with_state(shared)
}
