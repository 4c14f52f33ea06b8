//! What is sent, what is answered, and what goes wrong.

use std::collections::HashSet;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use axum::http::{Method, StatusCode};
use axum::routing::{post, put};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue};
use parking_lot::Mutex;
use switchroom_egress::{EgressError, KEPT_BODY_BYTES, Request, SystemResolver};
use tokio::io::AsyncReadExt;
use tokio::net::TcpListener;

use crate::support::{Scripted, egress, request, serve};

const LOOPBACK: &[&str] = &["127.0.0.0/8"];

#[tokio::test]
async fn headers_and_body_arrive_and_the_answer_comes_back() {
    let seen: Arc<Mutex<Vec<(HeaderMap, Bytes)>>> = Arc::default();
    let keep = Arc::clone(&seen);
    let router = Router::new().route(
        "/hook",
        post(move |headers: HeaderMap, body: Bytes| async move {
            keep.lock().push((headers, body));
            (StatusCode::IM_A_TEAPOT, [("x-answer", "42")], "short and stout")
        }),
    );
    let address = serve(router).await;
    let mut headers = HeaderMap::new();
    headers.insert("x-question", HeaderValue::from_static("what"));
    let request = Request { headers, body: Bytes::from_static(b"hello"), ..request(&format!("http://{address}/hook?a=b")) };
    let answer = egress(Arc::new(SystemResolver), LOOPBACK).post(request).await.unwrap();
    assert_eq!((answer.status, &answer.body[..]), (StatusCode::IM_A_TEAPOT, &b"short and stout"[..]));
    assert_eq!(answer.headers["x-answer"], "42");
    let seen = seen.lock();
    assert_eq!(
        (&seen[0].0["x-question"], &seen[0].0["host"]),
        (&HeaderValue::from_static("what"), &HeaderValue::from_str(&address.to_string()).unwrap())
    );
    assert_eq!(seen[0].1, "hello");
}

#[tokio::test]
async fn connections_are_used_again() {
    let peers: Arc<Mutex<HashSet<SocketAddr>>> = Arc::default();
    let keep = Arc::clone(&peers);
    let router = Router::new().route(
        "/",
        post(move |ConnectInfo(peer): ConnectInfo<SocketAddr>| async move {
            keep.lock().insert(peer);
            "taken"
        }),
    );
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router.into_make_service_with_connect_info::<SocketAddr>()).await });
    let egress = egress(Arc::new(SystemResolver), LOOPBACK);
    for _ in 0..20 {
        egress.post(request(&url)).await.unwrap();
    }
    assert_eq!(peers.lock().len(), 1);
}

#[tokio::test]
async fn redirects_are_answers() {
    let router = Router::new().route("/", post(|| async { (StatusCode::FOUND, [("location", "http://10.0.0.1/")]) }));
    let address = serve(router).await;
    let answer = egress(Arc::new(SystemResolver), LOOPBACK).post(request(&format!("http://{address}/"))).await.unwrap();
    assert_eq!(answer.status, StatusCode::FOUND);
}

#[tokio::test]
async fn only_the_start_of_a_long_answer_is_kept() {
    for bytes in [KEPT_BODY_BYTES - 1, KEPT_BODY_BYTES, KEPT_BODY_BYTES + 1, 100 * KEPT_BODY_BYTES] {
        let router = Router::new().route("/", post(move || async move { vec![b'x'; bytes] }));
        let address = serve(router).await;
        let answer = egress(Arc::new(SystemResolver), LOOPBACK).post(request(&format!("http://{address}/"))).await.unwrap();
        assert_eq!(answer.body.len(), bytes.min(KEPT_BODY_BYTES));
    }
}

#[tokio::test]
async fn a_request_of_another_method_keeps_as_much_as_it_says() {
    let router = Router::new().route("/", put(|| async { vec![b'x'; 2 * KEPT_BODY_BYTES] }));
    let address = serve(router).await;
    let egress = egress(Arc::new(SystemResolver), LOOPBACK);
    for kept in [1, KEPT_BODY_BYTES + 1, 2 * KEPT_BODY_BYTES] {
        let answer = egress.send(Method::PUT, request(&format!("http://{address}/")), kept).await.unwrap();
        assert_eq!((answer.status, answer.body.len()), (StatusCode::OK, kept));
    }
}

#[tokio::test]
async fn an_endpoint_that_hangs_runs_into_the_timeout() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let request = Request { timeout: Duration::from_millis(50), ..request(&url) };
    let error = egress(Arc::new(SystemResolver), LOOPBACK).post(request).await.unwrap_err();
    assert!(matches!(error, EgressError::Timeout { .. }), "{error:?}");
    assert_eq!(error.to_string(), "127.0.0.1 did not answer within 50 ms");
}

#[tokio::test]
async fn an_answer_whose_body_never_ends_runs_into_the_timeout() {
    let router = Router::new().route(
        "/",
        post(|| async {
            let start = futures_util::stream::iter([Ok::<_, std::convert::Infallible>("start")]);
            axum::body::Body::from_stream(futures_util::StreamExt::chain(start, futures_util::stream::pending()))
        }),
    );
    let address = serve(router).await;
    let request = Request { timeout: Duration::from_millis(100), ..request(&format!("http://{address}/")) };
    let error = egress(Arc::new(SystemResolver), LOOPBACK).post(request).await.unwrap_err();
    assert!(matches!(error, EgressError::Timeout { .. }), "{error:?}");
}

#[tokio::test]
async fn errors_say_how_far_it_came() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let closed = listener.local_addr().unwrap();
    drop(listener);
    let local = egress(Arc::new(SystemResolver), LOOPBACK);

    let error = local.post(request(&format!("http://{closed}/"))).await.unwrap_err();
    assert!(matches!(error, EgressError::Connect { .. }), "{error:?}");
    assert!(error.in_full().contains("refused"), "{}", error.in_full());

    let unknown = egress(Scripted::new(&[]), &[]);
    let error = unknown.post(request("http://unknown.example/")).await.unwrap_err();
    assert!(matches!(error, EgressError::Resolve { .. }), "{error:?}");
    assert_eq!(error.in_full(), "the name unknown.example cannot be resolved: no such name");

    let plain = serve(Router::new()).await;
    let error = local.post(request(&format!("https://{plain}/"))).await.unwrap_err();
    assert!(matches!(error, EgressError::Tls { .. }), "{error:?}");

    let hangs_up = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", hangs_up.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = hangs_up.accept().await {
            let mut some = [0; 64];
            let _ = stream.read(&mut some).await;
        }
    });
    let error = local.post(request(&url)).await.unwrap_err();
    assert!(matches!(error, EgressError::Exchange { .. }), "{error:?}");
}
