//! Asking a running server.

use std::time::Duration;

use anyhow::{Context, anyhow, bail};
use bytes::Bytes;
use clap::Args;
use form_urlencoded::Serializer;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use serde_json::Value;
use switchroom_egress::{Answer, Egress, EgressConfig, Request, Target};

/// How long an answer may take: longer than the slowest endpoint that a sample is sent to.
const TIMEOUT: Duration = Duration::from_secs(90);
/// Bytes of an answer, at the most: more than a page of attempts with what was sent and answered.
const ANSWER_BYTES: usize = 64 * 1024 * 1024;

/// Which server, and who asks.
#[derive(Debug, Args)]
pub(super) struct Connection {
    /// Where the server is reached
    #[arg(long, env = "SWITCHROOM_SERVER", default_value = "http://127.0.0.1:3000", global = true)]
    server: String,
    /// A token that may manage webhooks; without it SWITCHROOM_ADMIN_TOKEN is taken
    #[arg(long, env = "SWITCHROOM_TOKEN", hide_env_values = true, global = true)]
    token: Option<String>,
}

/// A client of one server.
pub(super) struct Client {
    egress: Egress,
    server: String,
    headers: HeaderMap,
}

impl Client {
    pub(super) fn new(connection: Connection) -> anyhow::Result<Self> {
        let given = connection.token.or_else(|| std::env::var("SWITCHROOM_ADMIN_TOKEN").ok()).filter(|token| !token.is_empty());
        let token = given.context("there is no token: give --token, or set SWITCHROOM_TOKEN")?;
        let mut authorization = HeaderValue::try_from(format!("Bearer {token}")).context("the token holds what no token can")?;
        authorization.set_sensitive(true);
        let headers = HeaderMap::from_iter([(AUTHORIZATION, authorization), (CONTENT_TYPE, HeaderValue::from_static("application/json"))]);
        // Whoever runs the command names the server: it may be anywhere.
        let allow = vec![IpNet::V4(Ipv4Net::default()), IpNet::V6(Ipv6Net::default())];
        let egress = Egress::new(EgressConfig { allow, ..EgressConfig::default() });
        Ok(Self { egress, server: connection.server.trim_end_matches('/').to_owned(), headers })
    }

    pub(super) async fn get(&self, path: &str, query: &[(&str, String)]) -> anyhow::Result<Value> {
        let query = Serializer::new(String::new()).extend_pairs(query).finish();
        let separator = if query.is_empty() { "" } else { "?" };
        self.ask(Method::GET, &format!("{path}{separator}{query}"), None).await
    }

    pub(super) async fn post(&self, path: &str, body: Value) -> anyhow::Result<Value> {
        self.ask(Method::POST, path, Some(body)).await
    }

    pub(super) async fn patch(&self, path: &str, body: Value) -> anyhow::Result<Value> {
        self.ask(Method::PATCH, path, Some(body)).await
    }

    pub(super) async fn delete(&self, path: &str) -> anyhow::Result<Value> {
        self.ask(Method::DELETE, path, None).await
    }

    /// Asks for something under `/v1/webhooks`. An answer without a body is null.
    async fn ask(&self, method: Method, path: &str, body: Option<Value>) -> anyhow::Result<Value> {
        let target = Target::parse(&format!("{}/v1/webhooks{path}", self.server))?;
        let body = body.map(|body| Bytes::from(body.to_string())).unwrap_or_default();
        let request = Request { target, headers: self.headers.clone(), body, timeout: TIMEOUT };
        let sent = self.egress.send(method, request, ANSWER_BYTES).await;
        let answer = sent.map_err(|error| anyhow!("cannot reach {}: {}", self.server, error.in_full()))?;
        self.read(&answer)
    }

    fn read(&self, answer: &Answer) -> anyhow::Result<Value> {
        let body = if answer.body.is_empty() { Some(Value::Null) } else { serde_json::from_slice(&answer.body).ok() };
        match (answer.status, body) {
            (status, Some(body)) if status.is_success() => Ok(body),
            (StatusCode::UNAUTHORIZED, _) => {
                bail!("{} does not take the token: give another with --token, or set SWITCHROOM_TOKEN", self.server)
            }
            (status, Some(problem)) if problem["code"].is_string() => {
                bail!("{} ({} {})", text(&problem["detail"]), status.as_u16(), text(&problem["code"]))
            }
            (status, _) => bail!("{} is no Switchroom server: it answered {status}", self.server),
        }
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
