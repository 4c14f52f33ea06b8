//! Prints the native API's OpenAPI document; `cargo xtask openapi` keeps what it prints.
#![expect(clippy::print_stdout, reason = "printing is what it is for")]

fn main() -> Result<(), serde_json::Error> {
    println!("{}", serde_json::to_string_pretty(&switchroom_api::openapi())?);
    Ok(())
}
