//! The guard decides on the very addresses that are dialled.

use std::sync::Arc;

use axum::Router;
use axum::routing::post;
use parking_lot::Mutex;
use switchroom_egress::{EgressError, SystemResolver};

use crate::support::{Scripted, egress, request, serve};

#[tokio::test]
async fn a_name_with_a_private_address_is_refused_even_beside_public_ones() {
    let egress = egress(Scripted::new(&[&["93.184.216.34", "10.0.0.7"]]), &[]);
    let error = egress.post(request("http://mixed.example/")).await.unwrap_err();
    assert!(matches!(&error, EgressError::Refused { address, .. } if address.to_string() == "10.0.0.7"), "{error:?}");
    assert!(error.to_string().contains("mixed.example leads to 10.0.0.7"), "{error}");
}

#[tokio::test]
async fn a_name_that_turns_private_is_refused_at_the_next_connection() {
    let reached = Arc::new(Mutex::new(0));
    let counter = Arc::clone(&reached);
    let router = Router::new().route(
        "/",
        post(move || async move {
            *counter.lock() += 1;
            [("connection", "close")]
        }),
    );
    let port = serve(router).await.port();
    // Only 127.0.0.1 is allowed: 127.0.0.2, on which the sink does not listen, stands for the private address.
    let egress = egress(Scripted::new(&[&["127.0.0.1"], &["127.0.0.2"]]), &["127.0.0.1/32"]);
    let url = format!("http://rebinding.example:{port}/");
    assert!(egress.post(request(&url)).await.is_ok());
    let error = egress.post(request(&url)).await.unwrap_err();
    assert!(matches!(error, EgressError::Refused { .. }), "{error:?}");
    assert_eq!(*reached.lock(), 1);
}

#[tokio::test]
async fn a_name_is_resolved_once_for_a_connection_and_exactly_that_address_is_dialled() {
    let port = serve(Router::new().route("/", post(|| async {}))).await.port();
    // A second look-up between check and connect would get the forbidden answer.
    let egress = egress(Scripted::new(&[&["127.0.0.1"], &["10.0.0.1"]]), &["127.0.0.1/32"]);
    let answer = egress.post(request(&format!("http://once.example:{port}/"))).await.unwrap();
    assert_eq!(answer.status, 200);
}

#[tokio::test]
async fn addresses_in_the_url_are_checked_too() {
    let egress = egress(Arc::new(SystemResolver), &[]);
    for url in [
        "http://127.0.0.1:1/",
        "http://0x7f.1:1/",
        "http://2130706433/",
        "http://[::1]:1/",
        "http://[::ffff:10.0.0.1]/",
        "https://169.254.169.254/",
    ] {
        let error = egress.post(request(url)).await.unwrap_err();
        assert!(matches!(error, EgressError::Refused { .. }), "{url}: {error:?}");
    }
}

#[tokio::test]
async fn what_will_never_be_dialled_is_told_without_resolving_anything() {
    let everywhere = [
        "http://127.0.0.1/",
        "http://0x7f.1/",
        "http://2130706433/",
        "http://017700000001/",
        "http://127.0.0.1./",
        "http://%31%32%37.0.0.1/",
        "http://127\u{3002}0.0.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:0:127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://169.254.169.254/latest/meta-data/",
        "http://100.64.0.1/",
        "http://224.0.0.1/",
        "http://0/",
        "http://localhost/",
        "http://LocalHost.:8080/",
        "http://a.b.localhost/",
        "ftp://example.com/",
        "http://user@example.com/",
        "nonsense",
    ];
    let strict = egress(Scripted::new(&[]), &[]);
    for url in everywhere {
        assert!(strict.refusal(url).is_some(), "{url}");
    }
    for url in
        ["http://example.com/", "https://8.8.8.8/", "http://localhost.example.com/", "http://notlocalhost/", "http://127.example.com/"]
    {
        assert_eq!(strict.refusal(url), None, "{url}");
    }
    let lenient = egress(Scripted::new(&[]), &["127.0.0.0/8"]);
    assert_eq!((lenient.refusal("http://127.0.0.1/"), lenient.refusal("http://localhost/")), (None, None));
    assert!(lenient.refusal("http://[::1]/").is_some_and(|why| why.contains("::1, which is not a public address")));
}

#[tokio::test]
async fn the_next_address_is_tried_when_one_refuses() {
    let port = serve(Router::new().route("/", post(|| async {}))).await.port();
    let egress = egress(Scripted::new(&[&["127.0.0.2", "127.0.0.1"]]), &["127.0.0.0/8"]);
    assert!(egress.post(request(&format!("http://two.example:{port}/"))).await.is_ok());
}
