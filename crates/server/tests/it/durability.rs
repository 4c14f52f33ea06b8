//! What is acknowledged is on the disk: counted are the calls that put it there.

use futures_util::{StreamExt as _, stream};
use switchroom_testkit::{Process, passed_over_without_sqlite};

use crate::preload::Preload;
use crate::scene::{post, rooms};

/// Writes that one sync may acknowledge, at the most.
const MOST_A_SYNC: u64 = 256;

async fn commits(process: &Process) -> u64 {
    let figures = process.admin().get("/metrics").send().await;
    let text = String::from_utf8_lossy(&figures.body).into_owned();
    let figure = text.lines().find_map(|line| line.strip_prefix("switchroom_commits_total ")).expect("the figure");
    figure.parse().expect("a number")
}

#[tokio::test(flavor = "multi_thread")]
async fn each_write_is_synced_before_it_is_acknowledged() {
    if passed_over_without_sqlite("files of the server's own") {
        return;
    }
    let folder = tempfile::tempdir().expect("folder");
    let preload = Preload::compile(folder.path()).await;
    let process = preload.start(folder.path()).await;
    let admin = process.admin();
    let rooms = rooms(&admin, 1).await;
    for number in 0..50 {
        let before = preload.syncs();
        post(&admin, &rooms[0], &number.to_string()).await;
        assert!(preload.syncs() > before, "message {number} was acknowledged, but not synced");
    }
    process.kill().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn under_load_one_sync_acknowledges_at_most_256_writes() {
    const WRITES: u64 = 4_000;
    if passed_over_without_sqlite("files of the server's own") {
        return;
    }
    let folder = tempfile::tempdir().expect("folder");
    let preload = Preload::compile(folder.path()).await;
    let process = preload.start(folder.path()).await;
    let admin = process.admin();
    let rooms = rooms(&admin, 16).await;
    let (syncs_before, commits_before) = (preload.syncs(), commits(&process).await);
    let posting = stream::iter(rooms.iter().cycle().zip(0..WRITES)).map(|(room, number)| {
        let admin = &admin;
        async move { post(admin, room, &number.to_string()).await }
    });
    let acknowledged = posting.buffer_unordered(400).count().await as u64;
    let syncs = preload.syncs() - syncs_before;
    assert_eq!(acknowledged, WRITES);
    assert!(syncs >= acknowledged.div_ceil(MOST_A_SYNC), "{syncs} syncs for {acknowledged} acknowledged writes");
    let commits = commits(&process).await - commits_before;
    assert!(syncs >= commits, "{syncs} syncs for {commits} commits");
    process.kill().await;
}
