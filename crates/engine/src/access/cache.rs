//! What is remembered of who may do what, so that a request need not read it.

use std::collections::HashMap;
use std::sync::Arc;

use parking_lot::RwLock;
use switchroom_domain::token::Token;
use switchroom_domain::{Committed, OrgId, Permissions};

use crate::ports::CommitListener;

/// Remembered at the most; then everything is forgotten, which costs one read a token.
const MOST: usize = 100_000;

/// A token and what it permits its actor.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub(super) token: Arc<Token>,
    pub(super) permissions: Permissions,
}

/// What is remembered of tokens and hosts. It follows the log: an event that changes access makes it forget, before the
/// giver of that command is answered.
#[derive(Debug, Default)]
pub struct AccessCache {
    tokens: RwLock<Remembered<[u8; 32], Known>>,
    hosts: RwLock<Remembered<String, Option<OrgId>>>,
}

#[derive(Debug)]
struct Remembered<K, V> {
    /// Counts the times of forgetting: what was read before one must not be remembered after it.
    generation: u64,
    rows: HashMap<K, V>,
}

impl<K, V> Default for Remembered<K, V> {
    fn default() -> Self {
        Self { generation: 0, rows: HashMap::new() }
    }
}

impl<K: Eq + std::hash::Hash, V> Remembered<K, V> {
    fn forget(&mut self) {
        self.generation += 1;
        self.rows.clear();
    }

    fn remember(&mut self, generation: u64, key: K, value: V) {
        if self.generation == generation {
            if self.rows.len() >= MOST {
                self.rows.clear();
            }
            self.rows.insert(key, value);
        }
    }
}

impl AccessCache {
    /// The token, if it is remembered; else the generation to remember it under.
    pub(super) fn token(&self, hash: &[u8; 32]) -> Result<Known, u64> {
        let tokens = self.tokens.read();
        tokens.rows.get(hash).cloned().ok_or(tokens.generation)
    }

    pub(super) fn remember_token(&self, generation: u64, hash: [u8; 32], known: Known) {
        self.tokens.write().remember(generation, hash, known);
    }

    /// What the host means, if it is remembered; else the generation to remember it under.
    pub(crate) fn host(&self, host: &str) -> Result<Option<OrgId>, u64> {
        let hosts = self.hosts.read();
        hosts.rows.get(host).copied().ok_or(hosts.generation)
    }

    pub(crate) fn remember_host(&self, generation: u64, host: &str, org: Option<OrgId>) {
        self.hosts.write().remember(generation, host.to_owned(), org);
    }

    /// Forgets what hosts mean: they were changed.
    pub(crate) fn forget_hosts(&self) {
        self.hosts.write().forget();
    }
}

impl CommitListener for AccessCache {
    fn committed(&self, _org: OrgId, events: &[Arc<Committed>]) {
        if events.iter().any(|committed| committed.event.kind.changes_access()) {
            self.tokens.write().forget();
        }
    }
}
