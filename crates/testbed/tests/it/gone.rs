//! Whoever starts a server may be killed: the server and its files go all the same.

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

use rustix::process::{Pid, test_kill_process};
use switchroom_testbed::{Nats, PgBouncer, Postgres, PostgresOptions};

/// Not a test of its own: what the tests here run in another process. Tells what it started, and stays until it is killed.
#[test]
#[ignore = "it is run by another test"]
fn starts_servers_and_stays() {
    let own = Postgres::start(PostgresOptions::default()).unwrap();
    let shared = Postgres::shared();
    let nats = Nats::start().unwrap();
    let bouncer = PgBouncer::start(&own).unwrap();
    for pid in [own.pid(), shared.pid(), nats.pid(), bouncer.pid()] {
        println!("pid={}", pid.unwrap());
    }
    for folder in [own.data_folder(), shared.data_folder()] {
        println!("folder={}", folder.parent().unwrap().display());
    }
    println!("started");
    std::io::stdin().read_to_end(&mut Vec::new()).unwrap();
}

/// The other process with its output, and what it started: process ids and folders.
fn other_process() -> (Child, BufReader<ChildStdout>, Vec<i32>, Vec<String>) {
    let mut other = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "gone::starts_servers_and_stays", "--ignored", "--nocapture"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut output = BufReader::new(other.stdout.take().unwrap());
    let lines: Vec<String> = output.by_ref().lines().map(Result::unwrap).take_while(|line| line != "started").collect();
    let after = |key: &str| lines.iter().filter_map(|line| Some(line.split_once(key)?.1.to_owned())).collect::<Vec<_>>();
    let pids: Vec<i32> = after("pid=").iter().map(|pid| pid.parse().unwrap()).collect();
    let folders = after("folder=");
    assert_eq!((pids.len(), folders.len()), (4, 2), "{lines:?}");
    assert!(pids.iter().all(|pid| runs(*pid)) && folders.iter().all(|folder| Path::new(folder).exists()));
    (other, output, pids, folders)
}

fn runs(pid: i32) -> bool {
    // Nobody may have asked after it yet: then it has an entry, but does not run.
    let is_zombie = || std::fs::read_to_string(format!("/proc/{pid}/stat")).is_ok_and(|stat| stat.contains(") Z "));
    test_kill_process(Pid::from_raw(pid).unwrap()).is_ok() && !is_zombie()
}

fn assert_gone(pids: &[i32], folders: &[String]) {
    let is_gone = || !pids.iter().any(|pid| runs(*pid)) && !folders.iter().any(|folder| Path::new(folder).exists());
    let gone = (0..3_000).any(|_| {
        std::thread::sleep(Duration::from_millis(10));
        is_gone()
    });
    assert!(gone, "{pids:?} {folders:?}");
}

#[test]
fn nothing_is_left_of_who_is_killed() {
    let (mut other, _output, pids, folders) = other_process();
    other.kill().unwrap();
    other.wait().unwrap();
    assert_gone(&pids, &folders);
}

#[test]
fn nothing_is_left_of_who_ends() {
    let (mut other, mut output, pids, folders) = other_process();
    drop(other.stdin.take());
    output.read_to_string(&mut String::new()).unwrap();
    assert!(other.wait().unwrap().success());
    assert_gone(&pids, &folders);
}

#[test]
fn nothing_is_left_of_what_is_dropped() {
    let server = Postgres::start(PostgresOptions::default()).unwrap();
    let (pid, folder) = (server.pid().unwrap(), server.data_folder().parent().unwrap().display().to_string());
    assert!(Path::new(&folder).exists());
    drop(server);
    assert!(!runs(pid.try_into().unwrap()) && !Path::new(&folder).exists());
}
