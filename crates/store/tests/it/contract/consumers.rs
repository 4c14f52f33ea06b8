//! Named readers of the log.

use futures_util::future::join_all;
use switchroom_domain::Timestamp;
use switchroom_engine::ports::{Consumer, ConsumerChange, ConsumerLease, ConsumerOutcome};

use crate::scene::Scene;

fn consumer(scene: &Scene, name: &str) -> Consumer {
    let now = scene.now();
    Consumer {
        org: scene.org,
        name: name.to_owned(),
        events: vec!["message.*".to_owned()],
        cursor: 3,
        lease: None,
        created_at: now,
        updated_at: now,
    }
}

async fn create(scene: &Scene, consumer: &Consumer) -> bool {
    scene.store.create_consumer(consumer.clone()).await.expect("create")
}

async fn change(scene: &Scene, name: &str, change: ConsumerChange) -> ConsumerOutcome {
    scene.store.change_consumer(scene.org, name, change, scene.now()).await.expect("change")
}

pub(crate) async fn a_consumers_name_is_taken_once(scene: &Scene) {
    let first = consumer(scene, "reports");
    assert!(create(scene, &first).await);
    scene.parts.clock.advance_seconds(1);
    assert!(!create(scene, &Consumer { cursor: 9, ..consumer(scene, "reports") }).await);
    assert_eq!(scene.store.consumer(scene.org, "reports").await.expect("read"), Some(first));
    assert_eq!(scene.store.consumer(scene.org, "Reports").await.expect("read"), None);

    assert!(scene.store.delete_consumer(scene.org, "reports").await.expect("delete"));
    assert!(!scene.store.delete_consumer(scene.org, "reports").await.expect("delete"));
    assert_eq!(scene.store.consumer(scene.org, "reports").await.expect("read"), None);
    assert!(create(scene, &consumer(scene, "reports")).await);
}

pub(crate) async fn a_consumer_has_one_holder(scene: &Scene) {
    assert!(create(scene, &consumer(scene, "reports")).await);
    let until = scene.now().plus_seconds(30);
    let leases = (0..8).map(|_| async {
        let lease = ConsumerLease { id: scene.id(), until, up_to: 9 };
        (lease, change(scene, "reports", ConsumerChange::Lease { lease, after: 3 }).await)
    });
    let taken = join_all(leases).await;
    let mut holders = taken.iter().filter(|(_, outcome)| matches!(outcome, ConsumerOutcome::Changed(_)));
    let (Some((lease, _)), None) = (holders.next(), holders.next()) else { panic!("not one holder: {taken:?}") };
    assert_eq!(taken.iter().filter(|(_, outcome)| *outcome == ConsumerOutcome::Held(until)).count(), 7);

    // What comes of a change is kept, unless nothing came of it.
    let commit = |cursor| ConsumerChange::Commit { lease: lease.id, cursor, until: Some(until.plus_seconds(30)) };
    let ConsumerOutcome::Changed(committed) = change(scene, "reports", commit(7)).await else { panic!("not committed") };
    assert_eq!((committed.cursor, committed.lease.map(|lease| lease.until)), (7, Some(until.plus_seconds(30))));
    assert_eq!(change(scene, "reports", commit(6)).await, ConsumerOutcome::Outside { cursor: 7, up_to: 9 });
    assert_eq!(scene.store.consumer(scene.org, "reports").await.expect("read"), Some(committed));
    let ConsumerOutcome::Changed(sought) = change(scene, "reports", ConsumerChange::Seek { after: 1 }).await else { panic!("not sought") };
    assert_eq!(scene.store.consumer(scene.org, "reports").await.expect("read"), Some(sought));
    assert_eq!(change(scene, "reports", commit(8)).await, ConsumerOutcome::Lost);
    assert_eq!(change(scene, "none", commit(8)).await, ConsumerOutcome::Missing);
}

pub(crate) async fn consumers_are_paged_by_name(scene: &Scene) {
    for name in ["b", "a", "B", "\u{e9}"] {
        assert!(create(scene, &Consumer { created_at: Timestamp(1), ..consumer(scene, name) }).await);
    }
    let page = async |after: Option<&str>| {
        let page = scene.store.consumers(scene.org, after.map(str::to_owned), 3).await.expect("consumers");
        (page.items.into_iter().map(|consumer| consumer.name).collect::<Vec<_>>(), page.more)
    };
    assert_eq!(page(None).await, (vec!["B".to_owned(), "a".to_owned(), "b".to_owned()], true));
    assert_eq!(page(Some("b")).await, (vec!["\u{e9}".to_owned()], false));
}
