//! Nodes that share a store share its index.

use switchroom_server::config::Layer;
use switchroom_testbed::Postgres;
use switchroom_testkit::Server;

use super::{indexed, texts};
use crate::scene::{channel, id, open_room, post};

#[tokio::test(flavor = "multi_thread")]
async fn what_is_said_at_one_node_is_found_at_another_and_outlives_both() {
    let database = Some(Postgres::shared().create_database().expect("a database"));
    let settings = Layer { database, ..Layer::default() };
    let (one, two) = (Server::with_settings(settings.clone()).await, Server::with_settings(settings.clone()).await);
    let channel = channel(&one.admin, "api").await;
    let room = id(&open_room(&one.admin, &channel, "ann").await);
    for i in 0..20 {
        post(if i % 2 == 0 { &one.admin } else { &two.admin }, &room, &format!("word {i}")).await;
    }
    let mut expected: Vec<String> = (0..20).rev().map(|i| format!("word {i}")).collect();
    for node in [&one, &two] {
        indexed(&node.admin).await;
        assert_eq!(texts(&node.admin, "word", "").await, expected);
    }
    one.stop().await;
    post(&two.admin, &room, "word 20").await;
    expected.insert(0, "word 20".to_owned());
    indexed(&two.admin).await;
    assert_eq!(texts(&two.admin, "word", "&limit=50").await, expected);
    two.stop().await;
    let three = Server::with_settings(settings).await;
    post(&three.admin, &room, "word 21").await;
    expected.insert(0, "word 21".to_owned());
    indexed(&three.admin).await;
    assert_eq!(texts(&three.admin, "word", "&limit=50").await, expected);
    three.stop().await;
}
