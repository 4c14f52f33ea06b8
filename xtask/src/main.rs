//! `cargo xtask`: everything one does with this repository, as one command.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command-line tool prints")]

mod bench;
mod browser;
mod console;
mod examples;
mod openapi;
mod run;
mod samples;
mod server;
mod test;
mod tools;
mod tour;
mod workspace;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "xtask", bin_name = "cargo xtask", about = "Everything one does with this repository")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build the server and serve on 127.0.0.1:3000 with SQLite under ./data
    Run(run::Arguments),
    /// Build the server and serve a demonstration: a team at work, and customers who keep writing
    Demo(run::Arguments),
    /// Build the pages: the inbox and the widget
    Console,
    /// Install what tests need, run every test, then the tour
    Test,
    /// Run the shell blocks of README.md and docs/vendors.md against fresh servers and compare what they print
    Tour,
    /// Write the OpenAPI document of the native API to crates/api/openapi.json
    Openapi(openapi::Arguments),
    /// Write the examples of the catalogue of event types, as a server sends them
    Examples,
    /// Measure the server under load
    Bench(bench::Arguments),
}

fn main() -> anyhow::Result<()> {
    match Arguments::parse().task {
        Task::Run(arguments) => run::run("serve", &arguments),
        Task::Demo(arguments) => run::run("demo", &arguments),
        Task::Console => console::run(),
        Task::Test => test::run(),
        Task::Tour => tour::run(),
        Task::Openapi(arguments) => openapi::run(&arguments),
        Task::Examples => examples::run(),
        Task::Bench(arguments) => bench::run(arguments),
    }
}
