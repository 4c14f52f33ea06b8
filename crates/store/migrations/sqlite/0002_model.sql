-- The rest of the model: numbers to look people and rooms up by, what rooms are filtered and sorted by, and new tables.

ALTER TABLE users ADD COLUMN number INTEGER NOT NULL DEFAULT 0;
ALTER TABLE users ADD COLUMN email TEXT;
ALTER TABLE users ADD COLUMN takes_rooms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE users ADD COLUMN deleted INTEGER NOT NULL DEFAULT 0;
UPDATE users SET number = doc ->> '$.number', email = lower(doc ->> '$.email');
CREATE UNIQUE INDEX users_by_number ON users (org_id, number);
CREATE INDEX users_by_email ON users (org_id, email) WHERE email IS NOT NULL;
CREATE INDEX users_who_take_rooms ON users (org_id) WHERE takes_rooms = 1;

ALTER TABLE contacts ADD COLUMN number INTEGER NOT NULL DEFAULT 0;
ALTER TABLE contacts ADD COLUMN name TEXT;
ALTER TABLE contacts ADD COLUMN deleted INTEGER NOT NULL DEFAULT 0;
UPDATE contacts SET number = doc ->> '$.number', name = doc ->> '$.name';
CREATE UNIQUE INDEX contacts_by_number ON contacts (org_id, number);

-- When somebody was last seen. Advisory: written now and then, not with every request.
CREATE TABLE presence (
    org_id       INTEGER NOT NULL,
    person_id    BLOB NOT NULL,
    last_seen_at INTEGER NOT NULL,
    PRIMARY KEY (org_id, person_id)
) STRICT, WITHOUT ROWID;

ALTER TABLE channels ADD COLUMN builtin TEXT;
CREATE UNIQUE INDEX channels_builtin ON channels (org_id, builtin) WHERE builtin IS NOT NULL;

ALTER TABLE subscriptions ADD COLUMN managed_by TEXT;
CREATE UNIQUE INDEX subscriptions_managed ON subscriptions (org_id, managed_by) WHERE managed_by IS NOT NULL;

ALTER TABLE messages ADD COLUMN rc_id TEXT;
CREATE UNIQUE INDEX messages_by_rc_id ON messages (org_id, rc_id) WHERE rc_id IS NOT NULL;

-- The rarely changing ones stand apart from what every message writes. Only what never changes has an index: a room's row is
-- written with every message, and an index of anything else would cost every one.
ALTER TABLE rooms ADD COLUMN number INTEGER NOT NULL DEFAULT 0;
ALTER TABLE rooms ADD COLUMN kind TEXT NOT NULL DEFAULT 'conversation';
ALTER TABLE rooms ADD COLUMN origin TEXT NOT NULL DEFAULT 'api';
ALTER TABLE rooms ADD COLUMN created_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE rooms ADD COLUMN team_id BLOB;
ALTER TABLE rooms ADD COLUMN priority TEXT;
ALTER TABLE rooms ADD COLUMN established_at INTEGER;
ALTER TABLE rooms ADD COLUMN resolved_at INTEGER;
ALTER TABLE rooms ADD COLUMN rating INTEGER;
ALTER TABLE rooms ADD COLUMN last_message_at INTEGER;
ALTER TABLE rooms ADD COLUMN name TEXT;
UPDATE rooms SET
    number = doc ->> '$.facts.number',
    created_at = doc ->> '$.facts.created_at',
    established_at = doc ->> '$.head.established_at',
    resolved_at = doc ->> '$.head.resolved_at',
    last_message_at = doc ->> '$.head.last_message.at',
    name = doc ->> '$.texts.name';
CREATE UNIQUE INDEX rooms_by_number ON rooms (org_id, number);
-- Vendors' lists begin with the newest room.
CREATE INDEX rooms_by_created ON rooms (org_id, created_at);

CREATE INDEX participants_by_person ON participants (org_id, person_id);

CREATE TABLE teams (
    org_id  INTEGER NOT NULL,
    team_id BLOB NOT NULL,
    name    TEXT NOT NULL,
    doc     TEXT NOT NULL,
    PRIMARY KEY (org_id, team_id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX teams_by_name ON teams (org_id, name);

CREATE TABLE slas (
    org_id INTEGER NOT NULL,
    sla_id BLOB NOT NULL,
    name   TEXT NOT NULL,
    doc    TEXT NOT NULL,
    PRIMARY KEY (org_id, sla_id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX slas_by_name ON slas (org_id, name);

CREATE TABLE custom_fields (
    org_id INTEGER NOT NULL,
    key    TEXT NOT NULL,
    doc    TEXT NOT NULL,
    PRIMARY KEY (org_id, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE settings (
    org_id INTEGER NOT NULL,
    name   TEXT NOT NULL,
    value  TEXT NOT NULL,
    PRIMARY KEY (org_id, name)
) STRICT, WITHOUT ROWID;

-- In the directory: its id binds a request to an organization.
CREATE TABLE oauth_clients (
    client_id BLOB NOT NULL PRIMARY KEY,
    org_id    INTEGER NOT NULL,
    doc       TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX oauth_clients_by_org ON oauth_clients (org_id, client_id);
