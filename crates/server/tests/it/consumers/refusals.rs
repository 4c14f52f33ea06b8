//! What is refused, and changes nothing.

use serde_json::{Value, json};
use switchroom_testkit::{Answer, Server};

use super::{commit, conflict, from_the_first, get, lease, put, seek, told};
use crate::scene::user;

const NOBODY: &str = "00000000-0000-0000-0000-000000000000";

fn field(answer: &Answer) -> (u16, String) {
    (answer.status.as_u16(), answer.text("field"))
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_is_refused_with_its_field() {
    let server = Server::foretold().await;
    let admin = &server.admin;
    from_the_first(admin, "crm").await;
    let before = get(admin, "crm").await;
    let invalid = |name: &str| (422, name.to_owned());
    for name in ["CRM", "a%20b", "%C3%A4", &"x".repeat(65)] {
        assert_eq!(field(&put(admin, name, json!({})).await), invalid("name"), "{name}");
    }
    for (body, name) in [
        (json!({"events": []}), "events"),
        (json!({"events": ["nothing.*"]}), "events"),
        (json!({"events": ["status_message"]}), "events"),
        (json!({"after": -1}), "after"),
        (json!({"after": 1_000_000}), "after"),
        (json!({"name": "x"}), "name"),
    ] {
        assert_eq!(field(&put(admin, "new", body.clone()).await), invalid(name), "{body}");
    }
    assert_eq!(field(&put(admin, "crm", json!({"after": 1_000_000})).await), invalid("after"), "also where it says nothing");
    for (body, name) in [
        (json!({"seconds": 0}), "seconds"),
        (json!({"seconds": 3_601}), "seconds"),
        (json!({"limit": 0}), "limit"),
        (json!({"limit": 501}), "limit"),
        (json!({"wait": 31}), "wait"),
        (json!({"wait": "1"}), "wait"),
    ] {
        assert_eq!(field(&lease(admin, "crm", body.clone()).await), invalid(name), "{body}");
    }
    let of = |body: Value| json!({"lease": NOBODY, "seq": 1, "seconds": body});
    for (body, name) in [(of(json!(0)), "seconds"), (of(json!(3_601)), "seconds"), (of(json!(null)), "seconds"), (json!({"seq": 1}), ".")] {
        assert_eq!(field(&commit(admin, "crm", body.clone()).await), invalid(name), "{body}");
    }
    for body in [json!({}), json!({"after": 0, "since": "2026-01-01T00:00:00Z"}), json!({"after": 1_000_000}), json!({"after": -1})] {
        assert_eq!(field(&seek(admin, "crm", body.clone()).await), invalid("after"), "{body}");
    }
    assert_eq!(field(&seek(admin, "crm", json!({"since": "yesterday"})).await), invalid("since"));
    assert_eq!(told(&commit(admin, "crm", json!({"lease": NOBODY, "seq": 1})).await), conflict("lease_lost"));
    assert_eq!(get(admin, "crm").await, before);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_reads_who_may_not_read_events() {
    let server = Server::start().await;
    let admin = &server.admin;
    from_the_first(admin, "crm").await;
    let (_, agent) = user(admin, "ann", "agent").await;
    let answers = [
        agent.get("/v1/consumers").send().await,
        agent.get("/v1/consumers/crm").send().await,
        agent.delete("/v1/consumers/crm").send().await,
        put(&agent, "crm", json!({})).await,
        put(&agent, "new", json!({})).await,
        lease(&agent, "crm", json!({})).await,
        commit(&agent, "crm", json!({"lease": NOBODY, "seq": 1})).await,
        seek(&agent, "crm", json!({"after": 0})).await,
    ];
    for answer in &answers {
        assert_eq!((told(answer), answer.text("permission")), ((403, "forbidden".to_owned()), "event.read".to_owned()));
    }
    for answer in [
        admin.get("/v1/consumers/none").send().await,
        lease(admin, "none", json!({})).await,
        commit(admin, "none", json!({"lease": NOBODY, "seq": 1})).await,
        seek(admin, "none", json!({"after": 0})).await,
    ] {
        assert_eq!(told(&answer), (404, "not_found".to_owned()));
    }
    server.stop().await;
}
