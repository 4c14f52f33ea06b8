//! The servers serve.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Command, Stdio};

use switchroom_testbed::{Nats, PgBouncer, Postgres, PostgresOptions, database_of, programs};

/// A statement, run by whoever the address names.
fn run(url: &str, statement: &str) -> String {
    let psql = programs::find("psql").unwrap();
    let output = Command::new(psql).args(["-X", "-q", "-A", "-t", "-d", url, "-c", statement]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

#[test]
fn every_database_is_another() {
    let server = Postgres::shared();
    let [one, other] = [server.create_database().unwrap(), server.create_database().unwrap()];
    run(&one, "CREATE TABLE only_here (id int)");
    assert_eq!(run(&one, "SELECT count(*) FROM only_here"), "0");
    assert_eq!(run(&other, "SELECT to_regclass('only_here') IS NULL"), "t");
    assert_eq!(run(&one, "SELECT current_user, rolsuper FROM pg_roles WHERE rolname = current_user"), "switchroom|f");
    server.drop_database(&one).unwrap();
    assert_eq!(server.sql("postgres", &format!("SELECT count(*) FROM pg_database WHERE datname = '{}'", database_of(&one))).unwrap(), "0");
    assert!(server.sql("postgres", "SELECT 1 FROM nothing").unwrap_err().to_string().contains("nothing"));
}

#[test]
fn what_was_committed_is_there_after_a_failure() {
    let settings = vec![("work_mem".to_owned(), "7MB".to_owned())];
    let mut server = Postgres::start(PostgresOptions { durable: true, settings, ..PostgresOptions::default() }).unwrap();
    let url = server.create_database().unwrap();
    run(&url, "CREATE TABLE kept AS SELECT 42 AS what");
    let first = server.pid();
    server.stop().unwrap();
    assert_eq!(server.pid(), None);
    server.start_again().unwrap();
    assert_ne!(server.pid(), first);
    assert_eq!(run(&url, "SELECT what FROM kept"), "42");
    server.restart().unwrap();
    assert_eq!(run(&url, "SELECT what FROM kept"), "42");
    assert_eq!(run(&url, "SELECT string_agg(current_setting(name), ' ') FROM unnest(ARRAY['fsync', 'work_mem']) AS name"), "on 7MB");
    assert!(server.log().contains("not properly shut down"), "{}", server.log());
}

#[test]
fn a_folder_that_stays_is_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    // Whoever runs the server must get there.
    std::fs::set_permissions(folder.path(), std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let options = || PostgresOptions { keep: Some(folder.path().join("kept")), ..PostgresOptions::default() };
    let server = Postgres::start(options()).unwrap();
    let name = database_of(&server.create_database().unwrap()).to_owned();
    run(&server.url(&name), "CREATE TABLE kept AS SELECT 42 AS what");
    drop(server);
    let server = Postgres::start(options()).unwrap();
    assert_eq!(run(&server.url(&name), "SELECT what FROM kept"), "42");
    assert!(!server.log().contains("not properly shut down"), "{}", server.log());
}

#[test]
fn a_setting_that_is_none_is_told() {
    let settings = vec![("work_mem".to_owned(), "much".to_owned())];
    let error = Postgres::start(PostgresOptions { settings, ..PostgresOptions::default() }).err().unwrap();
    assert!(error.to_string().contains("invalid value for parameter \"work_mem\""), "{error}");
}

#[test]
fn the_bouncer_lends_a_connection_for_one_transaction() {
    const STATEMENT: &str = "SELECT pg_backend_pid(), current_user";
    let server = Postgres::shared();
    let database = server.create_database().unwrap();
    let bouncer = PgBouncer::start(server).unwrap();
    let url = bouncer.url(database_of(&database));
    let psql = programs::find("psql").unwrap();
    let mut idle =
        Command::new(psql).args(["-X", "-q", "-A", "-t", "-d", &url]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut statements = idle.stdin.take().unwrap();
    writeln!(statements, "{STATEMENT};").unwrap();
    let mut first = String::new();
    BufReader::new(idle.stdout.take().unwrap()).read_line(&mut first).unwrap();
    // The first is still connected: only its transaction is over.
    assert_eq!(run(&url, STATEMENT), first.trim());
    assert!(first.trim().ends_with("|switchroom"), "{first}");
    drop(statements);
    assert!(idle.wait().unwrap().success());
}

#[test]
fn nats_comes_back_where_it_was() {
    let mut server = Nats::start().unwrap();
    let url = server.url();
    assert!(greeting(&url).unwrap().starts_with("INFO {"));
    server.kill().unwrap();
    assert_eq!((server.pid(), greeting(&url)), (None, None));
    server.start_again().unwrap();
    assert!(greeting(&url).unwrap().starts_with("INFO {"));
}

#[expect(clippy::disallowed_methods, reason = "not the server dials here: a test calls what it started itself")]
fn greeting(url: &str) -> Option<String> {
    let stream = std::net::TcpStream::connect(url.strip_prefix("nats://")?).ok()?;
    let mut line = String::new();
    BufReader::new(stream).read_line(&mut line).ok()?;
    Some(line)
}
