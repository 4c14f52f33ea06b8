//! `cargo xtask bench sockets`: the memory that idle WebSockets take, each subscribed to the log.

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::{Context, bail, ensure};
use futures_util::{SinkExt, StreamExt};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tokio::net::TcpStream;
use tokio::task::{JoinSet, LocalSet};
use tokio::time::{sleep, timeout};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::{WebSocketStream, client_async_with_config};

use super::Engine;
use super::figures::Figure;
use super::process::Process;
use super::subject::{Subject, TOKEN};
use crate::server::Server;

/// How many sockets are being opened at one time.
const AT_ONCE: usize = 64;
/// How long everything is left alone before memory is read.
const IDLE: Duration = Duration::from_secs(3);
/// Files either process has open besides its sockets.
const OTHER_FILES: u64 = 500;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// How many sockets
    #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(u64).range(1..=25_000))]
    sockets: u64,
}

/// Runs the scenario.
pub(crate) fn run(arguments: &Arguments, engine: Engine) -> anyhow::Result<Vec<Figure>> {
    // The server inherits the limit.
    allow_open_files(arguments.sockets + OTHER_FILES)?;
    let subject = Subject::build(engine)?;
    let database = subject.new_database()?;
    let server = subject.start(&database)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let figures = LocalSet::new().block_on(&runtime, measure(&server, arguments.sockets));
    let figures = figures.map_err(|error| error.context(format!("the server's last words:\n{}", server.last_words())))?;
    server.stop()?;
    Ok(figures)
}

async fn measure(server: &Server, sockets: u64) -> anyhow::Result<Vec<Figure>> {
    let process = Process(server.pid());
    let figure = |scenario: String| -> anyhow::Result<Figure> {
        Ok(Figure { scenario, memory_mb: Some(process.memory()?.resident), ..Figure::default() })
    };
    sleep(IDLE).await;
    let mut figures = vec![figure("sockets-0".to_owned())?];
    let mut open = JoinSet::new();
    let mut opening = JoinSet::new();
    for _ in 0..sockets {
        if opening.len() >= AT_ONCE
            && let Some(opened) = opening.join_next().await
        {
            open.spawn_local(hold(opened??));
        }
        opening.spawn_local(connect(server.address));
    }
    while let Some(opened) = opening.join_next().await {
        open.spawn_local(hold(opened??));
    }
    sleep(IDLE).await;
    if let Some(ended) = open.try_join_next() {
        ended??;
        bail!("the server closed an idle socket");
    }
    figures.push(figure(format!("sockets-{sockets}"))?);
    Ok(figures)
}

#[expect(clippy::disallowed_methods, reason = "not the server dials here: a tool calls the server that it started itself")]
async fn connect(address: SocketAddr) -> anyhow::Result<WebSocketStream<TcpStream>> {
    let mut request = format!("ws://{address}/v1/socket").into_client_request()?;
    request.headers_mut().insert(http::header::AUTHORIZATION, format!("Bearer {TOKEN}").parse()?);
    let small = WebSocketConfig::default().read_buffer_size(4096).write_buffer_size(0);
    let stream = TcpStream::connect(address).await.context("could not connect")?;
    let (mut socket, _) = client_async_with_config(request, stream, Some(small)).await.context("no WebSocket")?;
    expect(&mut socket, "ready").await?;
    socket.send(Message::text(r#"{"type":"subscribe"}"#)).await?;
    expect(&mut socket, "subscribed").await?;
    Ok(socket)
}

/// Reads a frame, which must be of this kind.
async fn expect(socket: &mut WebSocketStream<TcpStream>, kind: &str) -> anyhow::Result<()> {
    const ANSWER_TIMEOUT: Duration = Duration::from_secs(10);
    let frame =
        timeout(ANSWER_TIMEOUT, socket.next()).await.context("the server says nothing")?.context("the server closed a socket")??;
    let Message::Text(text) = frame else { bail!("a frame of the server is not text") };
    let frame: serde_json::Value = serde_json::from_str(&text)?;
    ensure!(frame["type"] == kind, "the server sent {frame} and not {kind}");
    Ok(())
}

/// Keeps a socket open: reading answers the server's pings.
async fn hold(mut socket: WebSocketStream<TcpStream>) -> anyhow::Result<()> {
    while let Some(frame) = socket.next().await {
        frame?;
    }
    Ok(())
}

fn allow_open_files(files: u64) -> anyhow::Result<()> {
    let limit = getrlimit(Resource::Nofile);
    if limit.current.is_none_or(|current| current >= files) {
        return Ok(());
    }
    let maximum = limit.maximum.map(|maximum| maximum.max(files));
    setrlimit(Resource::Nofile, Rlimit { current: Some(files), maximum })
        .with_context(|| format!("{files} files must be open at one time; allow it with `ulimit -n {files}`"))
}
