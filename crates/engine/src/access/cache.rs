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
    pub fn forget_hosts(&self) {
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use serde_json::Map;
    use switchroom_domain::event::Subject;
    use switchroom_domain::scope::Scope;
    use switchroom_domain::token::{Token, TokenKind};
    use switchroom_domain::{Actor, Committed, Event, EventId, EventKind, OrgId, Permissions, Timestamp, TokenId};
    use uuid::Uuid;

    use super::{AccessCache, Known};
    use crate::ports::CommitListener;

    fn committed(kind: EventKind) -> Arc<Committed> {
        let event = Event {
            org: OrgId::FIRST,
            seq: 1,
            id: EventId(Uuid::nil()),
            kind,
            schema: 1,
            at: Timestamp(0),
            actor: Actor::System,
            cause: None,
            room: None,
            subject: Subject::Token { id: TokenId(Uuid::nil()) },
            changes: Map::new(),
            room_head: None,
        };
        Arc::new(Committed { event, room: None, message: None, trace: None })
    }

    #[test]
    fn a_visitors_new_token_makes_nobody_else_be_looked_up_again() {
        let token = Token {
            org: OrgId::FIRST,
            id: TokenId(Uuid::nil()),
            hash: [1; 32],
            kind: TokenKind::Api,
            actor: Actor::System,
            scopes: vec![Scope::All],
            name: None,
            access: None,
            device: None,
            expires_at: None,
            revoked_at: None,
            created_at: Timestamp(0),
        };
        let cache = AccessCache::default();
        let generation = cache.token(&[1; 32]).expect_err("not known yet");
        cache.remember_token(generation, [1; 32], Known { token: Arc::new(token), permissions: Permissions::NONE });
        cache.committed(OrgId::FIRST, &[committed(EventKind::TokenIssued)]);
        assert!(cache.token(&[1; 32]).is_ok());
        cache.committed(OrgId::FIRST, &[committed(EventKind::TokenRevoked)]);
        assert!(cache.token(&[1; 32]).is_err());
    }
}
