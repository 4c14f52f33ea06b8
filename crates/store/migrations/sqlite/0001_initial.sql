-- Columns are what is looked up, sorted by or unique; the rest of an entity is its `doc`, JSON of the domain's type.
-- Every key starts with org_id, but for the directory: what binds a request to an organization.
-- Times are microseconds since 1970; ids are UUIDs of 16 bytes.

-- The directory -----------------------------------------------------------------------------------------------------

CREATE TABLE organizations (
    org_id INTEGER PRIMARY KEY,
    doc    TEXT NOT NULL
) STRICT;

CREATE TABLE hosts (
    host   TEXT NOT NULL PRIMARY KEY,
    org_id INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE tokens (
    hash     BLOB NOT NULL PRIMARY KEY,
    org_id   INTEGER NOT NULL,
    token_id BLOB NOT NULL,
    revoked  INTEGER NOT NULL,
    doc      TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX tokens_by_id ON tokens (org_id, token_id);

-- The log -----------------------------------------------------------------------------------------------------------

CREATE TABLE heads (
    org_id         INTEGER PRIMARY KEY,
    seq            INTEGER NOT NULL,
    at             INTEGER NOT NULL,
    person_number  INTEGER NOT NULL,
    room_number    INTEGER NOT NULL,
    message_number INTEGER NOT NULL
) STRICT;

CREATE TABLE events (
    org_id  INTEGER NOT NULL,
    seq     INTEGER NOT NULL,
    room_id BLOB,
    kind    TEXT NOT NULL,
    at      INTEGER NOT NULL,
    doc     TEXT NOT NULL,
    PRIMARY KEY (org_id, seq)
) STRICT, WITHOUT ROWID;
-- A parked room drains from here.
CREATE INDEX events_by_room ON events (org_id, room_id, seq);

-- People ------------------------------------------------------------------------------------------------------------

CREATE TABLE roles (
    org_id INTEGER NOT NULL,
    name   TEXT NOT NULL,
    doc    TEXT NOT NULL,
    PRIMARY KEY (org_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE users (
    org_id   INTEGER NOT NULL,
    user_id  BLOB NOT NULL,
    username TEXT NOT NULL,
    doc      TEXT NOT NULL,
    PRIMARY KEY (org_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX users_by_name ON users (org_id, username);

CREATE TABLE contacts (
    org_id     INTEGER NOT NULL,
    contact_id BLOB NOT NULL,
    doc        TEXT NOT NULL,
    PRIMARY KEY (org_id, contact_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE identities (
    org_id     INTEGER NOT NULL,
    channel_id BLOB NOT NULL,
    handle     TEXT NOT NULL,
    contact_id BLOB NOT NULL,
    PRIMARY KEY (org_id, channel_id, handle)
) STRICT, WITHOUT ROWID;

CREATE TABLE channels (
    org_id     INTEGER NOT NULL,
    channel_id BLOB NOT NULL,
    doc        TEXT NOT NULL,
    PRIMARY KEY (org_id, channel_id)
) STRICT, WITHOUT ROWID;

-- Conversations -----------------------------------------------------------------------------------------------------

CREATE TABLE rooms (
    org_id           INTEGER NOT NULL,
    room_id          BLOB NOT NULL,
    channel_id       BLOB NOT NULL,
    contact_id       BLOB NOT NULL,
    status           TEXT NOT NULL,
    assignee_id      BLOB,
    last_activity_at INTEGER NOT NULL,
    doc              TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX rooms_by_id ON rooms (org_id, room_id);
CREATE UNIQUE INDEX rooms_one_open ON rooms (org_id, channel_id, contact_id) WHERE status <> 'resolved';
CREATE INDEX rooms_by_contact ON rooms (org_id, contact_id);
CREATE INDEX rooms_by_status ON rooms (org_id, status, last_activity_at);
CREATE INDEX rooms_by_assignee ON rooms (org_id, assignee_id, last_activity_at) WHERE assignee_id IS NOT NULL;

CREATE TABLE room_texts (
    org_id   INTEGER NOT NULL,
    room_id  BLOB NOT NULL,
    revision INTEGER NOT NULL,
    doc      TEXT NOT NULL,
    PRIMARY KEY (org_id, room_id, revision)
) STRICT, WITHOUT ROWID;

CREATE TABLE room_tags (
    org_id  INTEGER NOT NULL,
    room_id BLOB NOT NULL,
    tag     TEXT NOT NULL,
    PRIMARY KEY (org_id, room_id, tag)
) STRICT, WITHOUT ROWID;
CREATE INDEX room_tags_by_tag ON room_tags (org_id, tag, room_id);

CREATE TABLE participants (
    org_id    INTEGER NOT NULL,
    room_id   BLOB NOT NULL,
    person_id BLOB NOT NULL,
    doc       TEXT NOT NULL,
    PRIMARY KEY (org_id, room_id, person_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE messages (
    org_id      INTEGER NOT NULL,
    message_id  BLOB NOT NULL,
    room_id     BLOB NOT NULL,
    created_at  INTEGER NOT NULL,
    internal    INTEGER NOT NULL,
    channel_id  BLOB,
    provider_id TEXT,
    author_id   BLOB,
    local_id    TEXT,
    doc         TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX messages_by_id ON messages (org_id, message_id);
CREATE UNIQUE INDEX messages_by_room ON messages (org_id, room_id, created_at);
CREATE UNIQUE INDEX messages_by_provider ON messages (org_id, channel_id, provider_id) WHERE provider_id IS NOT NULL;
CREATE UNIQUE INDEX messages_by_local ON messages (org_id, room_id, author_id, local_id) WHERE local_id IS NOT NULL;

CREATE TABLE revisions (
    org_id     INTEGER NOT NULL,
    message_id BLOB NOT NULL,
    revision   INTEGER NOT NULL,
    doc        TEXT NOT NULL,
    PRIMARY KEY (org_id, message_id, revision)
) STRICT, WITHOUT ROWID;

CREATE TABLE counters (
    org_id    INTEGER NOT NULL,
    dimension TEXT NOT NULL,
    key       TEXT NOT NULL,
    value     INTEGER NOT NULL,
    PRIMARY KEY (org_id, dimension, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE idempotency (
    org_id      INTEGER NOT NULL,
    hash        BLOB NOT NULL,
    fingerprint BLOB NOT NULL,
    at          INTEGER NOT NULL,
    receipt     TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX idempotency_by_hash ON idempotency (org_id, hash);

-- Following ---------------------------------------------------------------------------------------------------------

CREATE TABLE subscriptions (
    org_id          INTEGER NOT NULL,
    subscription_id BLOB NOT NULL,
    doc             TEXT NOT NULL,
    PRIMARY KEY (org_id, subscription_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE replays (
    org_id          INTEGER NOT NULL,
    replay_id       BLOB NOT NULL,
    subscription_id BLOB NOT NULL,
    running         INTEGER NOT NULL,
    doc             TEXT NOT NULL,
    PRIMARY KEY (org_id, replay_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE followers (
    org_id         INTEGER NOT NULL,
    follower_id    BLOB NOT NULL,
    epoch          INTEGER NOT NULL,
    cursor         INTEGER NOT NULL,
    breaker_probes INTEGER,
    breaker_at     INTEGER,
    PRIMARY KEY (org_id, follower_id)
) STRICT, WITHOUT ROWID;

-- The lane of the events of no room is the empty blob.
CREATE TABLE parked_rooms (
    org_id      INTEGER NOT NULL,
    follower_id BLOB NOT NULL,
    lane        BLOB NOT NULL,
    next_seq    INTEGER NOT NULL,
    attempt     INTEGER NOT NULL,
    next_at     INTEGER NOT NULL,
    reason      TEXT NOT NULL,
    bodies      TEXT NOT NULL,
    accepted    INTEGER NOT NULL,
    PRIMARY KEY (org_id, follower_id, lane)
) STRICT, WITHOUT ROWID;
