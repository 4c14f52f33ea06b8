//! The OpenAPI document under version control is the one that the code makes.

#[test]
fn the_document_is_up_to_date() {
    let made = switchroom_api::openapi().to_pretty_json().expect("document");
    let kept = include_str!("../openapi.json");
    assert!(made.trim() == kept.trim(), "crates/api/openapi.json is stale: run `cargo xtask openapi`");
}
