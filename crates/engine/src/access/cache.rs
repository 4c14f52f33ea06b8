//! What is remembered of who may do what, so that a request need not read it.

use std::sync::Arc;

use parking_lot::RwLock;
use switchroom_domain::token::Token;
use switchroom_domain::{Committed, OrgId, Permissions};

use crate::ports::CommitListener;
use crate::remembered::Remembered;

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
#[derive(Debug)]
pub struct AccessCache {
    tokens: RwLock<Remembered<[u8; 32], Known>>,
    hosts: RwLock<Remembered<String, Option<OrgId>>>,
}

impl Default for AccessCache {
    fn default() -> Self {
        Self { tokens: RwLock::new(Remembered::new(MOST)), hosts: RwLock::new(Remembered::new(MOST)) }
    }
}

impl AccessCache {
    /// The token, if it is remembered; else the generation to remember it under.
    pub(super) fn token(&self, hash: &[u8; 32]) -> Result<Known, u64> {
        self.tokens.read().get(hash)
    }

    pub(super) fn remember_token(&self, generation: u64, hash: [u8; 32], known: Known) {
        self.tokens.write().remember(generation, hash, known);
    }

    /// What the host means, if it is remembered; else the generation to remember it under.
    pub(crate) fn host(&self, host: &str) -> Result<Option<OrgId>, u64> {
        self.hosts.read().get(host)
    }

    pub(crate) fn remember_host(&self, generation: u64, host: &str, org: Option<OrgId>) {
        self.hosts.write().remember(generation, host.to_owned(), org);
    }

    /// Forgets what hosts mean: they were changed.
    pub(crate) fn forget_hosts(&self) {
        self.hosts.write().forget_all();
    }
}

impl CommitListener for AccessCache {
    fn committed(&self, _org: OrgId, events: &[Arc<Committed>]) {
        if events.iter().any(|committed| committed.event.kind.changes_access()) {
            self.tokens.write().forget_all();
        }
    }
}
