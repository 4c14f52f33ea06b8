//! Requests at full speed (closed loop) and at a fixed rate (open loop), and how long their answers took.

use std::cell::RefCell;
use std::net::SocketAddr;
use std::rc::Rc;
use std::time::Duration;

use anyhow::{Context, bail};
use hdrhistogram::Histogram;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until};

use super::figures::Figure;
use super::http1::Connection;
use super::process::Processes;
use super::subject::Nodes;

/// Load before what is measured: caches, connections and the processor's clock settle.
pub(crate) const WARM_UP: Duration = Duration::from_secs(2);

/// Where requests come from.
pub(crate) trait Requests: 'static {
    /// Writes the next request to `into`; answers a mark by which [`Requests::accepted`] knows it again.
    fn write_next(&mut self, into: &mut Vec<u8>) -> usize;

    /// The request with this mark was answered with success, and with this body.
    fn accepted(&mut self, mark: usize, body: &[u8]);
}

/// What came of a load.
pub(crate) struct Outcome {
    /// Successful answers a second, within what is measured.
    pub(crate) rate: f64,
    cpu_cores: f64,
    database_cpu_cores: Option<f64>,
    microseconds: Histogram<u64>,
}

impl Outcome {
    pub(crate) fn figure(&self, scenario: String) -> Figure {
        let milliseconds = |quantile: f64| Some(self.microseconds.value_at_quantile(quantile) as f64 / 1000.0);
        Figure {
            scenario,
            rate: Some(self.rate),
            p50_ms: milliseconds(0.5),
            p99_ms: milliseconds(0.99),
            cpu_cores: Some(self.cpu_cores),
            database_cpu_cores: self.database_cpu_cores,
            ..Figure::default()
        }
    }
}

/// What all connections of a load share.
struct Shared<R> {
    requests: Rc<RefCell<R>>,
    microseconds: RefCell<Histogram<u64>>,
    from: Instant,
    to: Instant,
}

impl<R: Requests> Shared<R> {
    /// One request and its answer; its time counts from `since`.
    async fn exchange(&self, connection: &mut Connection, request: &mut Vec<u8>, since: Instant) -> anyhow::Result<()> {
        request.clear();
        let mark = self.requests.borrow_mut().write_next(request);
        let answer = connection.exchange(request).await?;
        if !(200..300).contains(&answer.status) {
            bail!("a request was answered with {}: {}", answer.status, String::from_utf8_lossy(answer.body));
        }
        let now = Instant::now();
        self.requests.borrow_mut().accepted(mark, answer.body);
        if now >= self.from && now < self.to {
            self.microseconds.borrow_mut().saturating_record((now - since).as_micros().max(1).try_into().unwrap_or(u64::MAX));
        }
        Ok(())
    }
}

/// Servers under load: connections are spread over them evenly.
#[derive(Clone)]
pub(crate) struct Target {
    addresses: Vec<SocketAddr>,
    pub(crate) processes: Processes,
}

impl Target {
    /// All servers of a database.
    pub(crate) fn of(nodes: &Nodes) -> Self {
        Self { addresses: nodes.addresses(), processes: nodes.processes() }
    }

    /// The address of the first server: for what is not load.
    pub(crate) fn first(&self) -> SocketAddr {
        self.addresses[0]
    }

    /// Every connection sends its next request as soon as it has the answer to the one before.
    pub(crate) async fn closed_loop<R: Requests>(
        &self,
        connections: usize,
        measured: Duration,
        requests: &Rc<RefCell<R>>,
    ) -> anyhow::Result<Outcome> {
        let start = Instant::now();
        let worker = |shared: Rc<Shared<R>>, mut connection: Connection| async move {
            let mut request = Vec::new();
            loop {
                let since = Instant::now();
                if since >= shared.to {
                    return Ok(());
                }
                shared.exchange(&mut connection, &mut request, since).await?;
            }
        };
        self.load(connections, start, measured, requests, worker).await
    }

    /// Requests are due at a fixed rate, whether or not earlier ones have been answered; a request's time counts from when it was due, so
    /// that waiting for a free connection behind a slow answer is not left out. The timer's resolution of a millisecond is in it.
    pub(crate) async fn open_loop<R: Requests>(
        &self,
        connections: usize,
        rate: f64,
        measured: Duration,
        requests: &Rc<RefCell<R>>,
    ) -> anyhow::Result<Outcome> {
        let start = Instant::now();
        let next = Rc::new(RefCell::new(0_u64));
        let worker = move |shared: Rc<Shared<R>>, mut connection: Connection| {
            let next = next.clone();
            async move {
                let mut request = Vec::new();
                loop {
                    let due = start + Duration::from_secs_f64(next.replace_with(|next| *next + 1) as f64 / rate);
                    if due >= shared.to {
                        return Ok(());
                    }
                    sleep_until(due).await;
                    shared.exchange(&mut connection, &mut request, due).await?;
                }
            }
        };
        self.load(connections, start, measured, requests, worker).await
    }

    async fn load<R, Worker>(
        &self,
        connections: usize,
        start: Instant,
        measured: Duration,
        requests: &Rc<RefCell<R>>,
        worker: impl Fn(Rc<Shared<R>>, Connection) -> Worker,
    ) -> anyhow::Result<Outcome>
    where
        R: Requests,
        Worker: Future<Output = anyhow::Result<()>> + 'static,
    {
        const LONGEST: u64 = 120_000_000;
        const DIGITS: u8 = 3;
        let shared = Rc::new(Shared {
            requests: requests.clone(),
            microseconds: RefCell::new(Histogram::new_with_bounds(1, LONGEST, DIGITS)?),
            from: start + WARM_UP,
            to: start + WARM_UP + measured,
        });
        let mut workers = JoinSet::new();
        for address in self.addresses.iter().cycle().take(connections) {
            workers.spawn_local(worker(shared.clone(), Connection::open(*address).await.context("could not connect")?));
        }
        let (from, to) = (shared.from, shared.to);
        let processes = self.processes.clone();
        let cpu = tokio::task::spawn_local(async move {
            sleep_until(from).await;
            let before = processes.cpu()?;
            sleep_until(to).await;
            anyhow::Ok((before, processes.cpu()?))
        });
        while let Some(ended) = workers.join_next().await {
            ended??;
        }
        let seconds = measured.as_secs_f64();
        let (before, after) = cpu.await??;
        let cpu_cores = (after.nodes - before.nodes) / seconds;
        let database_cpu_cores = after.database.zip(before.database).map(|(after, before)| (after - before) / seconds);
        drop(workers);
        let microseconds = shared.microseconds.borrow().clone();
        Ok(Outcome { rate: microseconds.len() as f64 / seconds, cpu_cores, database_cpu_cores, microseconds })
    }
}
