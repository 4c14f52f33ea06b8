//! Accepting connections.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::Service;

/// Bytes of a request's line and headers, at the most.
const HEADER_BYTES: usize = 32 * 1024;
/// Headers of a request, at the most.
const HEADERS: usize = 100;
/// How long a request's headers may take, and a connection may idle: longer than balancers and clients keep one that nobody uses (60 and 90
/// seconds are usual), so that it is not closed from here just as the next request comes.
const HEADER_TIME: Duration = Duration::from_secs(120);
/// How long to wait after accepting failed, e.g. for want of file descriptors.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// Serves `router` until `stopping`, then gives requests in progress `patience` to finish.
pub(crate) async fn serve(listener: TcpListener, router: Router, most: usize, stopping: CancellationToken, patience: Duration) {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEADER_TIME).max_buf_size(HEADER_BYTES).max_headers(HEADERS);
    let connections = TaskTracker::new();
    let places = Arc::new(Semaphore::new(most));
    while let Some((stream, peer, place)) = stopping.run_until_cancelled(accept(&listener, &places)).await.flatten() {
        let connection = connection(http.clone(), stream, peer, router.clone(), stopping.clone());
        connections.spawn(async move {
            let _place = place;
            connection.await;
        });
    }
    drop(listener);
    connections.close();
    if tokio::time::timeout(patience, connections.wait()).await.is_err() {
        tracing::warn!("some requests did not finish in time");
    }
}

/// The next connection, once there is a place for it.
async fn accept(listener: &TcpListener, places: &Arc<Semaphore>) -> Option<(TcpStream, SocketAddr, OwnedSemaphorePermit)> {
    let place = Arc::clone(places).acquire_owned().await.ok()?;
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => return Some((stream, peer, place)),
            Err(error) => {
                tracing::warn!(error = %error, "a connection could not be accepted");
                tokio::time::sleep(ACCEPT_PAUSE).await;
            }
        }
    }
}

async fn connection(http: http1::Builder, stream: TcpStream, peer: SocketAddr, router: Router, stopping: CancellationToken) {
    // Answers are small: waiting to fill a packet would only delay them. Without the option it works too.
    let _ = stream.set_nodelay(true);
    let service = hyper::service::service_fn(move |mut request: http::Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        router.clone().call(request)
    });
    let mut connection = std::pin::pin!(http.serve_connection(TokioIo::new(stream), service).with_upgrades());
    // An error means that the other side went away or did not speak HTTP: nothing of ours.
    if stopping.run_until_cancelled(connection.as_mut()).await.is_none() {
        connection.as_mut().graceful_shutdown();
        let _ = connection.await;
    }
}
