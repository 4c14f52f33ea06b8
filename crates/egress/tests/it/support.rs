//! A resolver with answers of its own, and sinks that keep what they are sent.

use std::collections::VecDeque;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use axum::Router;
use bytes::Bytes;
use http::HeaderMap;
use parking_lot::Mutex;
use switchroom_egress::{Egress, EgressConfig, Request, Resolve, Target};
use tokio::net::TcpListener;

/// Gives one answer after the other; the last one repeats.
pub(crate) struct Scripted(Mutex<VecDeque<Vec<IpAddr>>>);

impl Scripted {
    pub(crate) fn new(answers: &[&[&str]]) -> Arc<Self> {
        let addresses = |answer: &&[&str]| answer.iter().map(|address| address.parse().unwrap()).collect();
        Arc::new(Self(Mutex::new(answers.iter().map(addresses).collect())))
    }
}

#[async_trait]
impl Resolve for Scripted {
    async fn resolve(&self, _: &str) -> io::Result<Vec<IpAddr>> {
        let mut answers = self.0.lock();
        let next = if answers.len() > 1 { answers.pop_front() } else { answers.front().cloned() };
        next.ok_or_else(|| io::Error::other("no such name"))
    }
}

/// An egress that may reach the networks `allow`.
pub(crate) fn egress(resolver: Arc<dyn Resolve>, allow: &[&str]) -> Egress {
    Egress::new(EgressConfig { allow: allow.iter().map(|net| net.parse().unwrap()).collect(), resolver })
}

pub(crate) fn request(url: &str) -> Request {
    Request {
        target: Target::parse(url).unwrap(),
        headers: HeaderMap::new(),
        body: Bytes::from_static(b"{}"),
        timeout: Duration::from_secs(5),
    }
}

/// Serves `router` on a free port of 127.0.0.1.
pub(crate) async fn serve(router: Router) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}
