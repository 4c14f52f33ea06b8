//! Being handed out events, and committing them.

use serde_json::{Value, json};
use switchroom_testkit::{Client, Server};

use super::{commit, conflict, from_the_first, get, lease, put, seek, seqs, told};
use crate::scene::{channel, post, rooms};

/// The log after a sequence number, as the feed tells it.
async fn feed(admin: &Client, after: i64, limit: i64) -> Value {
    admin.get(&format!("/v1/events?after={after}&limit={limit}")).send().await.expect(200)
}

/// The number of the latest event.
async fn head(admin: &Client) -> i64 {
    feed(admin, 0, 1000).await["next"].as_i64().expect("a number")
}

#[tokio::test(flavor = "multi_thread")]
async fn events_are_handed_out_as_the_feed_tells_them_and_on_after_a_commit() {
    let server = Server::foretold().await;
    let admin = &server.admin;
    rooms(admin, 3).await;
    from_the_first(admin, "crm").await;
    let first = lease(admin, "crm", json!({"limit": 4, "seconds": 30})).await.expect(200);
    let told_there = feed(admin, 0, 4).await;
    assert_eq!((&first["events"], &first["next"]), (&told_there["events"], &told_there["next"]));
    assert_eq!(first["expires_at"], "2026-01-01T00:00:30.000000Z");
    let committed = commit(admin, "crm", json!({"lease": first["lease"], "seq": first["next"]})).await.expect(200);
    assert_eq!((&committed["cursor"], committed.get("leased_until")), (&json!(4), None));
    assert_eq!(committed["lag"], head(admin).await - 4);
    let second = lease(admin, "crm", json!({})).await.expect(200);
    assert_eq!(second["events"], feed(admin, 4, 100).await["events"]);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lease_has_one_holder_until_it_runs_out() {
    let server = Server::foretold().await;
    let admin = &server.admin;
    from_the_first(admin, "crm").await;
    let first = lease(admin, "crm", json!({"seconds": 30})).await.expect(200);
    assert_eq!(get(admin, "crm").await["leased_until"], first["expires_at"]);
    let refused = lease(admin, "crm", json!({})).await;
    assert_eq!((told(&refused), &refused.headers["retry-after"]), (conflict("consumer_leased"), &"30".parse().expect("a header")));
    server.clock().advance_seconds(29);
    let refused = lease(admin, "crm", json!({})).await;
    assert_eq!((told(&refused), &refused.headers["retry-after"]), (conflict("consumer_leased"), &"1".parse().expect("a header")));
    server.clock().advance_seconds(1);
    assert_eq!(get(admin, "crm").await.get("leased_until"), None);
    // It is handed out again: the first holder never said that it was done.
    let second = lease(admin, "crm", json!({"seconds": 30})).await.expect(200);
    assert_eq!((&second["events"], &second["next"]), (&first["events"], &first["next"]));
    assert_ne!(second["lease"], first["lease"]);
    let late = commit(admin, "crm", json!({"lease": first["lease"], "seq": first["next"]})).await;
    assert_eq!(told(&late), conflict("lease_lost"));
    commit(admin, "crm", json!({"lease": second["lease"], "seq": second["next"]})).await.expect(200);
    let again = commit(admin, "crm", json!({"lease": second["lease"], "seq": second["next"]})).await;
    assert_eq!(told(&again), conflict("lease_lost"));
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lease_that_ran_out_is_still_good_while_nobody_has_taken_over() {
    let server = Server::foretold().await;
    let admin = &server.admin;
    from_the_first(admin, "crm").await;
    let leased = lease(admin, "crm", json!({"seconds": 1})).await.expect(200);
    server.clock().advance_seconds(3_600);
    let committed = commit(admin, "crm", json!({"lease": leased["lease"], "seq": leased["next"]})).await.expect(200);
    assert_eq!(committed["cursor"], leased["next"]);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_can_be_committed_and_the_rest_held_on_to() {
    let server = Server::foretold().await;
    let admin = &server.admin;
    rooms(admin, 2).await;
    from_the_first(admin, "crm").await;
    let leased = lease(admin, "crm", json!({"seconds": 10})).await.expect(200);
    server.clock().advance_seconds(9);
    let kept = commit(admin, "crm", json!({"lease": leased["lease"], "seq": 2, "seconds": 10})).await.expect(200);
    assert_eq!((&kept["cursor"], &kept["leased_until"]), (&json!(2), &json!("2026-01-01T00:00:19.000000Z")));
    server.clock().advance_seconds(9);
    assert_eq!(told(&lease(admin, "crm", json!({})).await), conflict("consumer_leased"));
    for outside in [json!(1), json!(leased["next"].as_i64().expect("a number") + 1)] {
        let refused = commit(admin, "crm", json!({"lease": leased["lease"], "seq": outside})).await;
        assert_eq!((told(&refused), refused.text("field")), ((422, "invalid".to_owned()), "seq".to_owned()), "{outside}");
    }
    // Its holder dies: others get what it had not committed.
    server.clock().advance_seconds(1);
    let rest = lease(admin, "crm", json!({})).await.expect(200);
    assert_eq!(seqs(&rest), seqs(&leased)[2..]);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_for_a_consumer_is_passed_over() {
    let server = Server::start().await;
    let admin = &server.admin;
    put(admin, "closings", json!({"events": ["room.resolved"], "after": 0})).await.expect(201);
    let rooms = rooms(admin, 2).await;
    let nothing = lease(admin, "closings", json!({})).await.expect(200);
    assert_eq!(nothing, json!({"events": [], "next": head(admin).await}));
    let passed = get(admin, "closings").await;
    assert_eq!((&passed["cursor"], &passed["lag"]), (&nothing["next"], &json!(0)));
    post(admin, &rooms[0], "bye").await;
    admin.post(&format!("/v1/rooms/{}/resolve", rooms[0]), json!({})).send().await.expect(200);
    post(admin, &rooms[1], "hello").await;
    let one = lease(admin, "closings", json!({})).await.expect(200);
    let types: Vec<&Value> = one["events"].as_array().expect("events").iter().map(|event| &event["type"]).collect();
    assert_eq!((types, &one["next"]), (vec![&json!("room.resolved")], &json!(head(admin).await)));
    // Somebody holds what follows the cursor: nobody else passes it over.
    assert_eq!(told(&lease(admin, "closings", json!({})).await), conflict("consumer_leased"));
    assert_eq!(get(admin, "closings").await["cursor"], nothing["next"]);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_waits_is_told_at_once_and_holds_no_lease_meanwhile() {
    let server = Server::start().await;
    let admin = server.admin.clone();
    let rooms = rooms(&admin, 1).await;
    put(&admin, "crm", json!({"events": ["channel.created"]})).await.expect(201);
    let waiting = tokio::spawn({
        let admin = admin.clone();
        async move { lease(&admin, "crm", json!({"wait": 30})).await.expect(200) }
    });
    // What is not for it does not end the waiting.
    post(&admin, &rooms[0], "hello").await;
    assert_eq!(get(&admin, "crm").await.get("leased_until"), None);
    channel(&admin, "web").await;
    let leased = waiting.await.expect("an answer");
    let first = &leased["events"][0];
    assert_eq!((&first["type"], leased["lease"].is_string()), (&json!("channel.created"), true));
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_consumer_is_moved_to_a_number_or_a_time() {
    let server = Server::foretold().await;
    let admin = &server.admin;
    from_the_first(admin, "crm").await;
    server.clock().advance_seconds(60);
    let before = head(admin).await;
    rooms(admin, 1).await;
    server.clock().advance_seconds(60);
    rooms(admin, 1).await;
    let leased = lease(admin, "crm", json!({})).await.expect(200);
    let sought = seek(admin, "crm", json!({"since": "2026-01-01T01:01:00+01:00"})).await.expect(200);
    assert_eq!((&sought["cursor"], sought.get("leased_until")), (&json!(before), None));
    let late = commit(admin, "crm", json!({"lease": leased["lease"], "seq": leased["next"]})).await;
    assert_eq!(told(&late), conflict("lease_lost"));
    let since = lease(admin, "crm", json!({"limit": 1})).await.expect(200);
    assert_eq!((seqs(&since), &since["events"][0]["at"]), (vec![before + 1], &json!("2026-01-01T00:01:00.000000Z")));
    for (to, cursor) in [
        (json!({"after": 1}), 1),
        (json!({"since": "1970-01-01T00:00:00Z"}), 0),
        (json!({"since": "2999-01-01T00:00:00Z"}), head(admin).await),
    ] {
        assert_eq!(seek(admin, "crm", to.clone()).await.expect(200)["cursor"], cursor, "{to}");
    }
    server.stop().await;
}
