//! Which node holds which leases. One store here is as many nodes as join.

use std::collections::HashSet;

use futures_util::future::join_all;
use switchroom_domain::command::{Command, DeleteSubscription, StartReplay};
use switchroom_domain::replay::ReplayScope;
use switchroom_domain::{FollowerId, SubscriptionId};
use switchroom_engine::ports::{Lease, NodeId, PositionFlush, Standing, Wanted};
use switchroom_testbed::Postgres;
use tokio_postgres::{Client, NoTls};

use crate::contract::following::{state, subscribe};
use crate::postgres::{Database, scene_at};
use crate::scene::Scene;

async fn subscribed(scene: &Scene, count: usize) -> Vec<Lease> {
    let mut leases = Vec::new();
    for _ in 0..count {
        leases.push(Lease { org: scene.org, subscription: subscribe(scene, Some(0)).await.id });
    }
    leases
}

async fn join(scene: &Scene) -> NodeId {
    scene.store.join().await.expect("joined")
}

async fn stay(scene: &Scene, node: NodeId) -> Option<Standing> {
    scene.store.stay(node).await.expect("answer")
}

async fn take(scene: &Scene, node: NodeId, wanted: Wanted) -> Vec<Lease> {
    scene.store.take(node, wanted).await.expect("taken")
}

async fn held(scene: &Scene, node: NodeId) -> HashSet<Lease> {
    scene.store.held(node).await.expect("read").into_iter().collect()
}

fn set(leases: &[Lease]) -> HashSet<Lease> {
    leases.iter().copied().collect()
}

/// The node's time runs out.
fn expire(database: &Database, node: NodeId) {
    let sql = format!("UPDATE nodes SET expires_at = now() WHERE node_id = {}", node.0);
    Postgres::shared().sql(database.name(), &sql).expect("expired");
}

async fn flush(scene: &Scene, follower: FollowerId, epoch: i64, cursor: i64) {
    let flush = PositionFlush {
        org: scene.org,
        follower,
        epoch,
        cursor,
        breaker: None,
        failing_since: None,
        dead: vec![],
        dead_of: follower,
        parked: vec![],
        unparked: vec![],
    };
    scene.store.flush_positions(vec![flush]).await.expect("flush");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lease_has_one_holder() {
    let database = Database::fresh();
    let scene = scene_at(database.url()).await;
    let all = subscribed(&scene, 5).await;
    let (one, two) = (join(&scene).await, join(&scene).await);
    assert_eq!(stay(&scene, one).await, Some(Standing { free: 5, fair: 3, nodes: 2 }));

    let of_one = take(&scene, one, Wanted::Any(2)).await;
    assert_eq!(of_one.len(), 2);
    let of_two = take(&scene, two, Wanted::Any(10)).await;
    assert_eq!((of_two.len(), set(&[&of_one[..], &of_two].concat())), (3, set(&all)));
    assert_eq!((held(&scene, one).await, held(&scene, two).await), (set(&of_one), set(&of_two)));
    assert_eq!(take(&scene, one, Wanted::One(of_two[0])).await, []);
    assert!(scene.store.holds(two, of_two[0]).await.unwrap() && !scene.store.holds(one, of_two[0]).await.unwrap());
    assert_eq!(stay(&scene, two).await, Some(Standing { free: 0, fair: 3, nodes: 2 }));

    // One cannot give what another has.
    scene.store.give(one, vec![of_one[0], of_two[0]]).await.expect("given");
    assert_eq!(stay(&scene, one).await, Some(Standing { free: 1, fair: 3, nodes: 2 }));
    assert_eq!(take(&scene, two, Wanted::One(of_one[0])).await, [of_one[0]]);

    scene.store.leave(two).await.expect("left");
    assert_eq!((stay(&scene, two).await, held(&scene, two).await.len()), (None, 0));
    assert_eq!(stay(&scene, one).await, Some(Standing { free: 4, fair: 5, nodes: 1 }));

    // A lease goes with its subscription.
    scene.run(Command::DeleteSubscription(DeleteSubscription { subscription: of_one[1].subscription })).await.expect("deleted");
    assert_eq!(held(&scene, one).await.len(), 0);
    assert_eq!(stay(&scene, one).await, Some(Standing { free: 4, fair: 4, nodes: 1 }));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_dead_node_still_reports_is_passed_over() {
    let database = Database::fresh();
    let scene = scene_at(database.url()).await;
    let lease = subscribed(&scene, 1).await[0];
    let (live, replay): (_, FollowerId) = (FollowerId(lease.subscription.0), scene.id());
    scene
        .run(Command::StartReplay(StartReplay {
            id: replay,
            subscription: lease.subscription,
            after: 0,
            until: None,
            scope: ReplayScope::All,
        }))
        .await
        .expect("replay");
    let (dead, next) = (join(&scene).await, join(&scene).await);
    assert_eq!(take(&scene, dead, Wanted::Any(1)).await, [lease]);
    let campaigns = lease.subscription.campaigns();
    let followers = [live, campaigns, replay];
    let mut before = Vec::new();
    for follower in followers {
        before.push(state(&scene, follower).await.unwrap());
    }
    flush(&scene, live, before[0].epoch, 1).await;

    expire(&database, dead);
    assert_eq!(stay(&scene, dead).await, None);
    assert_eq!(stay(&scene, next).await, Some(Standing { free: 1, fair: 1, nodes: 1 }));
    assert_eq!(take(&scene, next, Wanted::Any(1)).await, [lease]);
    assert!(!scene.store.holds(dead, lease).await.unwrap());
    assert_eq!(take(&scene, dead, Wanted::Any(1)).await, []);

    assert_eq!(state(&scene, live).await.unwrap().cursor, 1, "what it kept while it was alive");
    for (follower, before) in followers.into_iter().zip(before) {
        let taken = state(&scene, follower).await.unwrap();
        assert!(taken.epoch > before.epoch);
        flush(&scene, follower, before.epoch, 2).await;
        assert_eq!(state(&scene, follower).await.unwrap(), taken);
        flush(&scene, follower, taken.epoch, 2).await;
        assert_eq!(state(&scene, follower).await.unwrap().cursor, 2);
    }
    // It has nothing to leave any more.
    scene.store.leave(dead).await.expect("left");
    assert!(scene.store.holds(next, lease).await.unwrap());
}

/// What is dead itself takes nothing, and what it would have taken is free for others.
#[tokio::test(flavor = "multi_thread")]
async fn a_dead_node_takes_nothing() {
    let database = Database::fresh();
    let scene = scene_at(database.url()).await;
    let lease = subscribed(&scene, 1).await[0];
    let (dead, next) = (join(&scene).await, join(&scene).await);
    expire(&database, dead);
    assert_eq!(take(&scene, dead, Wanted::One(lease)).await, []);
    assert_eq!(take(&scene, next, Wanted::One(lease)).await, [lease]);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_nodes_at_once_share_what_there_is() {
    const EACH: usize = 5;
    let database = Database::fresh();
    let scene = scene_at(database.url()).await;
    let all = subscribed(&scene, 8 * EACH).await;
    let taken = join_all((0..8).map(|_| async {
        let node = join(&scene).await;
        let one = take(&scene, node, Wanted::One(all[0])).await;
        [one, take(&scene, node, Wanted::Any(EACH)).await].concat()
    }))
    .await;
    let taken = taken.concat();
    assert_eq!(taken.len(), set(&taken).len(), "a lease was given twice");
    assert_eq!(taken.iter().filter(|lease| **lease == all[0]).count(), 1);
}

/// Whoever looks for dead nodes just when one says that it is alive waits for it.
#[tokio::test(flavor = "multi_thread")]
async fn a_node_that_is_just_saying_that_it_is_alive_is_not_dead() {
    let database = Database::fresh();
    let scene = scene_at(database.url()).await;
    let lease = subscribed(&scene, 1).await[0];
    let (late, next) = (join(&scene).await, join(&scene).await);
    assert_eq!(take(&scene, late, Wanted::One(lease)).await, [lease]);
    expire(&database, late);

    let (says, watches) = (connected(&database).await, connected(&database).await);
    let staying = format!("BEGIN; UPDATE nodes SET expires_at = now() + interval '1 hour' WHERE node_id = {}", late.0);
    says.batch_execute(&staying).await.expect("said");
    let said = async {
        let waiting = "SELECT 1 FROM pg_locks WHERE NOT granted AND pid IN
                       (SELECT pid FROM pg_stat_activity WHERE datname = current_database())";
        while watches.query(waiting, &[]).await.expect("locks").is_empty() {}
        says.batch_execute("COMMIT").await.expect("committed");
    };
    let (taken, ()) = tokio::join!(take(&scene, next, Wanted::One(lease)), said);
    assert_eq!(taken, []);
    assert!(scene.store.holds(late, lease).await.unwrap() && stay(&scene, late).await.is_some());
}

/// Nobody waits in a circle: what is deleted, taken over and reported at the same time.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_taken_and_deleted_at_once_harms_nothing() {
    let database = Database::fresh();
    let scene = scene_at(database.url()).await;
    let node = join(&scene).await;
    for _ in 0..5 {
        let leases = subscribed(&scene, 4).await;
        let take = take(&scene, node, Wanted::Any(4));
        let flush = join_all(leases.iter().map(|lease| flush(&scene, FollowerId(lease.subscription.0), 1, 1)));
        let deletes = join_all(leases.iter().map(|Lease { subscription, .. }| delete(&scene, *subscription)));
        tokio::join!(take, flush, deletes);
        assert_eq!(held(&scene, node).await.len(), 0);
    }
}

async fn delete(scene: &Scene, subscription: SubscriptionId) {
    scene.run(Command::DeleteSubscription(DeleteSubscription { subscription })).await.expect("deleted");
}

async fn connected(database: &Database) -> Client {
    let (client, connection) = tokio_postgres::connect(database.url(), NoTls).await.expect("connected");
    tokio::spawn(connection);
    client
}
