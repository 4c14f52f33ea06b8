//! Makes cargo embed the pages anew when they were built anew. It builds nothing itself: that is `cargo xtask console`.

fn main() {
    println!("cargo::rerun-if-changed=dist");
}
