//! The binary `switchroom`.

use clap::Parser;
use mimalloc::MiMalloc;
use switchroom_server::commands::CommandLine;

#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> anyhow::Result<()> {
    CommandLine::parse().run()
}
