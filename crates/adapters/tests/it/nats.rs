//! The bus on NATS, with a server of its own.

use std::time::Duration;

use switchroom_adapters::NatsBus;
use switchroom_domain::OrgId;
use switchroom_engine::ports::{Bus, Notice};
use switchroom_testbed::Nats;
use tokio::sync::broadcast::Receiver;

/// Longer than anything here takes.
const PATIENCE: Duration = Duration::from_secs(30);

struct Node {
    bus: NatsBus,
    notices: Receiver<Notice>,
}

impl Node {
    async fn join(url: &str, deployment: &str) -> Self {
        let bus = NatsBus::new(url).expect("an address");
        let notices = bus.notices();
        bus.join(deployment).await.expect("a client");
        Self { bus, notices }
    }

    async fn next(&mut self) -> Notice {
        tokio::time::timeout(PATIENCE, self.notices.recv()).await.expect("a notice in time").expect("a notice")
    }

    /// The next notice that another node told.
    async fn heard(&mut self) -> Notice {
        loop {
            match self.next().await {
                Notice::Missed => {}
                notice => return notice,
            }
        }
    }

    /// Waits until this node hears `other`: what `other` tells before is lost. Answers whether anything was missed until then.
    async fn wait_to_hear(&mut self, other: &Self) -> bool {
        let mut missed = false;
        let hear = async {
            loop {
                other.bus.publish(Notice::LeasesFreed);
                match tokio::time::timeout(Duration::from_millis(50), self.notices.recv()).await {
                    Ok(Ok(Notice::LeasesFreed)) => return,
                    Ok(notice) => missed |= notice.expect("a notice") == Notice::Missed,
                    Err(_) => {}
                }
            }
        };
        tokio::time::timeout(PATIENCE, hear).await.expect("to be heard");
        missed
    }
}

fn committed(org: i64, seq: i64) -> Notice {
    Notice::Committed { org: OrgId(org), seq }
}

/// Tells a last thing, and answers what was heard before it.
async fn until_the_last(from: &Node, to: &mut Node) -> Vec<Notice> {
    from.bus.publish(Notice::HostsChanged);
    let mut heard = Vec::new();
    loop {
        match to.heard().await {
            Notice::HostsChanged => return heard,
            Notice::LeasesFreed => {}
            notice => heard.push(notice),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_reaches_the_other_nodes_of_the_deployment_and_nobody_else() {
    let server = Nats::start().expect("a server");
    let mut one = Node::join(&server.url(), "a").await;
    let mut two = Node::join(&server.url(), "a").await;
    let mut stranger = Node::join(&server.url(), "b").await;
    let mut friend = Node::join(&server.url(), "b").await;
    two.wait_to_hear(&one).await;
    one.wait_to_hear(&two).await;
    stranger.wait_to_hear(&friend).await;

    for notice in [committed(1, 1), committed(2, 7)] {
        one.bus.publish(notice);
    }
    assert_eq!(until_the_last(&one, &mut two).await, [committed(1, 1), committed(2, 7)]);
    // What has come to the other by now would have come to these before.
    two.bus.publish(committed(3, 1));
    assert_eq!(until_the_last(&two, &mut one).await, [committed(3, 1)]);
    assert_eq!(until_the_last(&friend, &mut stranger).await, []);
    friend.notices = friend.bus.notices();
    assert!(friend.notices.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_was_away_is_missed_and_found_again() {
    let mut server = Nats::start().expect("a server");
    let mut one = Node::join(&server.url(), "a").await;
    let mut two = Node::join(&server.url(), "a").await;
    two.wait_to_hear(&one).await;

    server.kill().expect("killed");
    // Whatever is told from now on is lost, and both know it, again and again.
    for node in [&mut one, &mut two] {
        node.notices = node.bus.notices();
        for _ in 0..2 {
            assert_eq!(node.next().await, Notice::Missed);
        }
    }
    for seq in 0..10_000 {
        one.bus.publish(committed(1, seq));
    }
    assert_eq!(two.next().await, Notice::Missed);
    two.notices = two.bus.notices();
    server.start_again().expect("the server again");
    assert!(two.wait_to_hear(&one).await, "what came back too late must be missed");
    one.bus.publish(committed(2, 1));
    assert_eq!(until_the_last(&one, &mut two).await, [committed(2, 1)]);
    // And then nothing is missed any more.
    two.bus.close().await;
    let mut three = Node::join(&server.url(), "a").await;
    three.wait_to_hear(&one).await;
    assert_eq!(until_the_last(&one, &mut three).await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_starts_without_a_server() {
    let mut server = Nats::start().expect("a server");
    server.kill().expect("killed");
    let one = Node::join(&server.url(), "a").await;
    let mut two = Node::join(&server.url(), "a").await;
    for _ in 0..2 {
        assert_eq!(two.next().await, Notice::Missed);
    }
    server.start_again().expect("the server again");
    two.wait_to_hear(&one).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_told_before_the_end_is_heard() {
    let server = Nats::start().expect("a server");
    let one = Node::join(&server.url(), "a").await;
    let mut two = Node::join(&server.url(), "a").await;
    two.wait_to_hear(&one).await;
    for org in 1..=100 {
        one.bus.publish(committed(org, 1));
    }
    one.bus.close().await;
    let mut heard = Vec::new();
    while heard.len() < 100 {
        match two.heard().await {
            Notice::LeasesFreed => {}
            notice => heard.push(notice),
        }
    }
    assert_eq!(heard, (1..=100).map(|org| committed(org, 1)).collect::<Vec<_>>());
}
