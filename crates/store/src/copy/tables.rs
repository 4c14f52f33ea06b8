//! The tables, and where the rows of each come from.

use super::made::{self, Make};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Long,
    Int,
    Short,
    Bool,
    Uuid,
    /// The id of zeros, where the embedded store has no bytes.
    Lane,
    Bytes,
    Text,
    Texts,
    Json,
}

/// A column of a table's.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
}

/// In which of the embedded store's files a table's rows lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum File {
    Main,
    Attempts,
}

/// How a row is made of one of the embedded store's.
#[derive(Clone, Copy)]
pub(super) enum Rows {
    /// Its columns have the same names, and mean the same.
    Same,
    /// Of what is selected besides the key.
    Made(&'static str, Make),
}

/// A table of the target's.
pub(super) struct Table {
    pub(super) name: &'static str,
    /// Those of the key first, in its order.
    pub(super) columns: &'static [Column],
    /// How many columns the key has.
    pub(super) key: usize,
    pub(super) file: File,
    /// The table that its rows come from, and the index that gives them in order where it is not the table itself.
    pub(super) from: &'static str,
    pub(super) rows: Rows,
}

impl Table {
    pub(super) fn key_columns(&self) -> &'static [Column] {
        &self.columns[..self.key]
    }

    /// The columns' names, parted by commas.
    pub(super) fn names(columns: &[Column]) -> String {
        columns.iter().map(|column| column.name).collect::<Vec<_>>().join(", ")
    }
}

/// A table: its key, its other columns, and where they come from.
macro_rules! table {
    ($name:ident ($($key:ident: $key_kind:ident),*) $($column:ident: $kind:ident),*; $from:literal, $rows:expr) => {
        table!($name ($($key: $key_kind),*) $($column: $kind),*; Main, $from, $rows)
    };
    ($name:ident ($($key:ident: $key_kind:ident),*) $($column:ident: $kind:ident),*; $file:ident, $from:literal, $rows:expr) => {
        Table {
            name: stringify!($name),
            columns: &[
                $(Column { name: stringify!($key), kind: Kind::$key_kind },)*
                $(Column { name: stringify!($column), kind: Kind::$kind },)*
            ],
            key: [$(stringify!($key)),*].len(),
            file: File::$file,
            from: $from,
            rows: $rows,
        }
    };
}

/// All tables but those of nodes, which no copy has.
pub(super) const TABLES: &[Table] = &[
    table!(organizations (org_id: Long) doc: Text; "organizations", Rows::Same),
    table!(hosts (host: Text) org_id: Long; "hosts", Rows::Same),
    table!(tokens (hash: Bytes)
        org_id: Long, token_id: Uuid, revoked: Bool, user_id: Uuid, expires_at: Long, doc: Text;
        "tokens", Rows::Same),
    table!(oauth_clients (client_id: Uuid) org_id: Long, doc: Text; "oauth_clients", Rows::Same),
    table!(roles (org_id: Long, name: Text) doc: Text; "roles", Rows::Same),
    table!(users (org_id: Long, user_id: Uuid)
        number: Long, username: Text, name: Text, email: Text, roles: Texts, active: Bool, takes_rooms: Bool, deleted: Bool, doc: Text;
        "users", Rows::Made("doc", made::user)),
    table!(contacts (org_id: Long, contact_id: Uuid) number: Long, name: Text, deleted: Bool, doc: Text;
        "contacts", Rows::Made("doc", made::contact)),
    table!(identities (org_id: Long, channel_id: Uuid, handle: Text) contact_id: Uuid; "identities", Rows::Same),
    table!(presence (org_id: Long, person_id: Uuid) last_seen_at: Long; "presence", Rows::Same),
    table!(teams (org_id: Long, team_id: Uuid) name: Text, doc: Text; "teams", Rows::Same),
    table!(channels (org_id: Long, channel_id: Uuid) builtin: Text, doc: Text; "channels", Rows::Same),
    table!(slas (org_id: Long, sla_id: Uuid) name: Text, doc: Text; "slas", Rows::Same),
    table!(canned_responses (org_id: Long, canned_response_id: Uuid) name: Text, doc: Text; "canned_responses", Rows::Same),
    table!(saved_views (org_id: Long, view_id: Uuid) owner_id: Uuid, shared: Bool, doc: Text; "saved_views", Rows::Same),
    table!(custom_fields (org_id: Long, key: Text) doc: Text; "custom_fields", Rows::Same),
    table!(settings (org_id: Long, name: Text) value: Text; "settings", Rows::Same),
    table!(rooms (org_id: Long, room_id: Uuid)
        number: Long, channel_id: Uuid, contact_id: Uuid, kind: Text, origin: Text, created_at: Long, open: Bool, team_id: Uuid,
        priority: Text, established_at: Long, resolved_at: Long, rating: Short, name: Text,
        snoozed_until: Long, custom_fields: Json;
        "rooms INDEXED BY rooms_by_id", Rows::Made("doc", made::room)),
    table!(room_heads (org_id: Long, room_id: Uuid)
        status: Text, assignee_id: Uuid, last_activity_at: Long, last_message_at: Long, doc: Text;
        "rooms INDEXED BY rooms_by_id", Rows::Made("doc", made::room_head)),
    table!(room_texts (org_id: Long, room_id: Uuid, revision: Int) doc: Text; "room_texts", Rows::Same),
    table!(room_tags (org_id: Long, room_id: Uuid, tag: Text); "room_tags", Rows::Same),
    table!(participants (org_id: Long, room_id: Uuid, person_id: Uuid) is_user: Bool, joined: Bool, doc: Text;
        "participants", Rows::Made("doc", made::participant)),
    table!(messages (org_id: Long, message_id: Uuid)
        room_id: Uuid, created_at: Long, internal: Bool, author_id: Uuid, channel_id: Uuid, provider_id: Text, local_id: Text,
        rc_id: Text, doc: Text;
        "messages INDEXED BY messages_by_id", Rows::Made("doc, channel_id", made::message)),
    table!(revisions (org_id: Long, message_id: Uuid, revision: Int) doc: Text; "revisions", Rows::Same),
    table!(counters (org_id: Long, dimension: Text, key: Text) value: Long; "counters", Rows::Same),
    table!(idempotency (org_id: Long, hash: Bytes) fingerprint: Bytes, at: Long, receipt: Text;
        "idempotency INDEXED BY idempotency_by_hash", Rows::Same),
    table!(subscriptions (org_id: Long, subscription_id: Uuid) managed_by: Text, doc: Text; "subscriptions", Rows::Same),
    // Each is free: whoever starts first takes it.
    table!(leases (org_id: Long, subscription_id: Uuid); "subscriptions", Rows::Same),
    table!(replays (org_id: Long, replay_id: Uuid) subscription_id: Uuid, running: Bool, doc: Text; "replays", Rows::Same),
    table!(followers (org_id: Long, follower_id: Uuid)
        epoch: Long, cursor: Long, breaker_probes: Int, breaker_at: Long, failing_since: Long;
        "followers", Rows::Same),
    table!(parked_rooms (org_id: Long, follower_id: Uuid, lane: Lane)
        next_seq: Long, attempt: Int, next_at: Long, reason: Text, bodies: Text, accepted: Int, alone: Bool;
        "parked_rooms", Rows::Same),
    table!(dead_letters (org_id: Long, follower_id: Uuid, seq: Long) event_id: Uuid, room_id: Uuid, attempts: Int, died_at: Long;
        "dead_letters INDEXED BY dead_letters_by_seq", Rows::Same),
    table!(consumers (org_id: Long, name: Text) doc: Text; "consumers", Rows::Same),
    table!(attempts (org_id: Long, subscription_id: Uuid, attempt_id: Uuid)
        follower_id: Uuid, event_id: Uuid, seq: Long, room_id: Uuid, number: Int, at: Long, micros: Long, outcome: Text, status: Int,
        error: Text, exchange: Text;
        Attempts, "attempts INDEXED BY attempts_by_subscription", Rows::Same),
    table!(events (org_id: Long, seq: Long) room_id: Uuid, kind: Text, at: Long, doc: Text; "events", Rows::Same),
    table!(heads (org_id: Long) seq: Long, at: Long, person_number: Long, room_number: Long, message_number: Long; "heads", Rows::Same),
];
