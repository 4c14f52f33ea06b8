//! Statements that write, sent one after the other without waiting for the answer to each.

use std::pin::pin;
use std::task::Poll;

use tokio_postgres::types::{ToSql, Type};
use tokio_postgres::{Client, Error};

use crate::postgres::params::{Param, Typed};

/// A statement with its parameters.
pub(super) struct Statement {
    sql: &'static str,
    params: Vec<(Box<dyn ToSql + Sync + Send>, Type)>,
}

impl Statement {
    pub(super) fn new(sql: &'static str) -> Self {
        Self { sql, params: Vec::new() }
    }

    /// With one parameter more.
    pub(super) fn with<T: Typed + Send + 'static>(mut self, value: T) -> Self {
        self.params.push((Box::new(value), T::TYPE));
        self
    }

    fn params(&self) -> Vec<Param<'_>> {
        self.params.iter().map(|(value, kind)| (&**value as &(dyn ToSql + Sync), kind.clone())).collect()
    }

    pub(super) async fn run(&self, client: &Client) -> Result<u64, Error> {
        client.execute_typed(self.sql, &self.params()).await
    }
}

/// Sends all statements, in order, and then `COMMIT` if it is to; waits for all answers. Answers the first error: what came after it
/// was not carried out, and nothing is committed.
pub(super) async fn run_all(client: &Client, statements: &[Statement], commit: bool) -> Result<(), Error> {
    let mut answers = Vec::with_capacity(statements.len());
    for statement in statements {
        let mut answer = Box::pin(statement.run(client));
        // The first poll sends it.
        match futures_util::poll!(answer.as_mut()) {
            Poll::Ready(answer) => drop(answer?),
            Poll::Pending => answers.push(answer),
        }
    }
    let mut end = pin!(async { if commit { client.batch_execute("COMMIT").await } else { Ok(()) } });
    let ended = futures_util::poll!(end.as_mut());
    let mut first = None;
    for answer in answers {
        if let Err(error) = answer.await {
            first.get_or_insert(error);
        }
    }
    let ended = match ended {
        Poll::Ready(ended) => ended,
        Poll::Pending => end.await,
    };
    first.map_or(ended, Err)
}
