-- Columns are what is looked up, sorted by, filtered by or unique; the rest of an entity is its `doc`, JSON of the domain's type, which
-- PostgreSQL never looks into. Every key starts with org_id, but for the directory: what binds a request to an organization.
-- Times are microseconds since 1970. Text sorts and compares byte by byte, as SQLite's does.

-- The directory -----------------------------------------------------------------------------------------------------

CREATE TABLE organizations (
    org_id bigint NOT NULL PRIMARY KEY,
    doc    text NOT NULL
);

CREATE TABLE hosts (
    host   text COLLATE "C" NOT NULL PRIMARY KEY,
    org_id bigint NOT NULL
);

CREATE TABLE tokens (
    hash     bytea NOT NULL PRIMARY KEY,
    org_id   bigint NOT NULL,
    token_id uuid NOT NULL,
    revoked  boolean NOT NULL,
    doc      text NOT NULL
);
CREATE UNIQUE INDEX tokens_by_id ON tokens (org_id, token_id);

CREATE TABLE oauth_clients (
    client_id uuid NOT NULL PRIMARY KEY,
    org_id    bigint NOT NULL,
    doc       text NOT NULL
);
CREATE INDEX oauth_clients_by_org ON oauth_clients (org_id, client_id);

-- What all nodes must agree on.
CREATE TABLE deployment (
    name  text COLLATE "C" NOT NULL PRIMARY KEY,
    value text NOT NULL
);

-- The nodes that are alive until then.
CREATE TABLE nodes (
    node_id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    expires_at timestamptz NOT NULL
);

-- The log -----------------------------------------------------------------------------------------------------------

-- Written with every commit: room on the page keeps that from touching the index.
CREATE TABLE heads (
    org_id         bigint NOT NULL PRIMARY KEY,
    seq            bigint NOT NULL,
    at             bigint NOT NULL,
    person_number  bigint NOT NULL,
    room_number    bigint NOT NULL,
    message_number bigint NOT NULL
) WITH (fillfactor = 50);

CREATE TABLE events (
    org_id  bigint NOT NULL,
    seq     bigint NOT NULL,
    room_id uuid,
    kind    text COLLATE "C" NOT NULL,
    at      bigint NOT NULL,
    doc     text NOT NULL,
    PRIMARY KEY (org_id, seq)
);
-- A parked room drains from here.
CREATE INDEX events_by_room ON events (org_id, room_id, seq);

-- People ------------------------------------------------------------------------------------------------------------

CREATE TABLE roles (
    org_id bigint NOT NULL,
    name   text COLLATE "C" NOT NULL,
    doc    text NOT NULL,
    PRIMARY KEY (org_id, name)
);

CREATE TABLE users (
    org_id      bigint NOT NULL,
    user_id     uuid NOT NULL,
    number      bigint NOT NULL,
    username    text COLLATE "C" NOT NULL,
    name        text COLLATE "C",
    email       text COLLATE "C",
    roles       text[] COLLATE "C" NOT NULL,
    active      boolean NOT NULL,
    takes_rooms boolean NOT NULL,
    deleted     boolean NOT NULL,
    doc         text NOT NULL,
    PRIMARY KEY (org_id, user_id)
);
CREATE UNIQUE INDEX users_by_name ON users (org_id, username);
CREATE UNIQUE INDEX users_by_number ON users (org_id, number);
CREATE INDEX users_by_email ON users (org_id, email) WHERE email IS NOT NULL;
CREATE INDEX users_who_take_rooms ON users (org_id) WHERE takes_rooms;

CREATE TABLE contacts (
    org_id     bigint NOT NULL,
    contact_id uuid NOT NULL,
    number     bigint NOT NULL,
    name       text COLLATE "C",
    deleted    boolean NOT NULL,
    doc        text NOT NULL,
    PRIMARY KEY (org_id, contact_id)
);
CREATE UNIQUE INDEX contacts_by_number ON contacts (org_id, number);

CREATE TABLE identities (
    org_id     bigint NOT NULL,
    channel_id uuid NOT NULL,
    handle     text COLLATE "C" NOT NULL,
    contact_id uuid NOT NULL,
    PRIMARY KEY (org_id, channel_id, handle)
);

-- When somebody was last seen. Advisory: written now and then, not with every request.
CREATE TABLE presence (
    org_id       bigint NOT NULL,
    person_id    uuid NOT NULL,
    last_seen_at bigint NOT NULL,
    PRIMARY KEY (org_id, person_id)
) WITH (fillfactor = 70);

CREATE TABLE teams (
    org_id  bigint NOT NULL,
    team_id uuid NOT NULL,
    name    text COLLATE "C" NOT NULL,
    doc     text NOT NULL,
    PRIMARY KEY (org_id, team_id)
);
CREATE UNIQUE INDEX teams_by_name ON teams (org_id, name);

-- What is set -------------------------------------------------------------------------------------------------------

CREATE TABLE channels (
    org_id     bigint NOT NULL,
    channel_id uuid NOT NULL,
    builtin    text COLLATE "C",
    doc        text NOT NULL,
    PRIMARY KEY (org_id, channel_id)
);
CREATE UNIQUE INDEX channels_builtin ON channels (org_id, builtin) WHERE builtin IS NOT NULL;

CREATE TABLE slas (
    org_id bigint NOT NULL,
    sla_id uuid NOT NULL,
    name   text COLLATE "C" NOT NULL,
    doc    text NOT NULL,
    PRIMARY KEY (org_id, sla_id)
);
CREATE UNIQUE INDEX slas_by_name ON slas (org_id, name);

CREATE TABLE custom_fields (
    org_id bigint NOT NULL,
    key    text COLLATE "C" NOT NULL,
    doc    text NOT NULL,
    PRIMARY KEY (org_id, key)
);

CREATE TABLE settings (
    org_id bigint NOT NULL,
    name   text COLLATE "C" NOT NULL,
    value  text NOT NULL,
    PRIMARY KEY (org_id, name)
);

-- Conversations -----------------------------------------------------------------------------------------------------

-- A room is two rows. This one is written when the room is opened, and then seldom: it bears the many indexes.
CREATE TABLE rooms (
    org_id         bigint NOT NULL,
    room_id        uuid NOT NULL,
    number         bigint NOT NULL,
    channel_id     uuid NOT NULL,
    contact_id     uuid NOT NULL,
    kind           text COLLATE "C" NOT NULL,
    origin         text COLLATE "C" NOT NULL,
    created_at     bigint NOT NULL,
    open           boolean NOT NULL,
    team_id        uuid,
    priority       text COLLATE "C",
    established_at bigint,
    resolved_at    bigint,
    rating         smallint,
    name           text COLLATE "C",
    -- Texts only: what a list can be filtered by.
    custom_fields  jsonb NOT NULL,
    PRIMARY KEY (org_id, room_id)
) WITH (fillfactor = 90);
CREATE UNIQUE INDEX rooms_one_open ON rooms (org_id, channel_id, contact_id) WHERE open;
CREATE UNIQUE INDEX rooms_by_number ON rooms (org_id, number);
CREATE INDEX rooms_by_contact ON rooms (org_id, contact_id);
-- Vendors' lists begin with the newest room.
CREATE INDEX rooms_by_created ON rooms (org_id, created_at);

-- This one is written with every message, into every index it has: it has few.
CREATE TABLE room_heads (
    org_id           bigint NOT NULL,
    room_id          uuid NOT NULL,
    status           text COLLATE "C" NOT NULL,
    assignee_id      uuid,
    last_activity_at bigint NOT NULL,
    last_message_at  bigint,
    doc              text NOT NULL,
    PRIMARY KEY (org_id, room_id)
) WITH (fillfactor = 80);
CREATE INDEX room_heads_by_status ON room_heads (org_id, status, last_activity_at, room_id);
CREATE INDEX room_heads_by_assignee ON room_heads (org_id, assignee_id, status, last_activity_at, room_id) WHERE assignee_id IS NOT NULL;

CREATE TABLE room_texts (
    org_id   bigint NOT NULL,
    room_id  uuid NOT NULL,
    revision integer NOT NULL,
    doc      text NOT NULL,
    PRIMARY KEY (org_id, room_id, revision)
);

CREATE TABLE room_tags (
    org_id  bigint NOT NULL,
    room_id uuid NOT NULL,
    tag     text COLLATE "C" NOT NULL,
    PRIMARY KEY (org_id, room_id, tag)
);
CREATE INDEX room_tags_by_tag ON room_tags (org_id, tag, room_id);

CREATE TABLE participants (
    org_id    bigint NOT NULL,
    room_id   uuid NOT NULL,
    person_id uuid NOT NULL,
    is_user   boolean NOT NULL,
    -- Whether he takes part; else he has only looked in.
    joined    boolean NOT NULL,
    doc       text NOT NULL,
    PRIMARY KEY (org_id, room_id, person_id)
) WITH (fillfactor = 90);
CREATE INDEX participants_by_person ON participants (org_id, person_id);

CREATE TABLE messages (
    org_id      bigint NOT NULL,
    message_id  uuid NOT NULL,
    room_id     uuid NOT NULL,
    created_at  bigint NOT NULL,
    internal    boolean NOT NULL,
    author_id   uuid,
    channel_id  uuid,
    provider_id text COLLATE "C",
    local_id    text COLLATE "C",
    rc_id       text COLLATE "C",
    doc         text NOT NULL,
    PRIMARY KEY (org_id, message_id)
) WITH (fillfactor = 90);
CREATE UNIQUE INDEX messages_by_room ON messages (org_id, room_id, created_at);
CREATE UNIQUE INDEX messages_by_provider ON messages (org_id, channel_id, provider_id) WHERE provider_id IS NOT NULL;
CREATE UNIQUE INDEX messages_by_local ON messages (org_id, room_id, author_id, local_id) WHERE local_id IS NOT NULL;
CREATE UNIQUE INDEX messages_by_rc_id ON messages (org_id, rc_id) WHERE rc_id IS NOT NULL;

CREATE TABLE revisions (
    org_id     bigint NOT NULL,
    message_id uuid NOT NULL,
    revision   integer NOT NULL,
    doc        text NOT NULL,
    PRIMARY KEY (org_id, message_id, revision)
);

CREATE TABLE counters (
    org_id    bigint NOT NULL,
    dimension text COLLATE "C" NOT NULL,
    key       text COLLATE "C" NOT NULL,
    value     bigint NOT NULL,
    PRIMARY KEY (org_id, dimension, key)
) WITH (fillfactor = 50);

CREATE TABLE idempotency (
    org_id      bigint NOT NULL,
    hash        bytea NOT NULL,
    fingerprint bytea NOT NULL,
    at          bigint NOT NULL,
    receipt     text NOT NULL,
    PRIMARY KEY (org_id, hash)
);
-- What is old is forgotten from here.
CREATE INDEX idempotency_by_age ON idempotency (at);

-- Following ---------------------------------------------------------------------------------------------------------

CREATE TABLE subscriptions (
    org_id          bigint NOT NULL,
    subscription_id uuid NOT NULL,
    managed_by      text COLLATE "C",
    doc             text NOT NULL,
    PRIMARY KEY (org_id, subscription_id)
);
CREATE UNIQUE INDEX subscriptions_managed ON subscriptions (org_id, managed_by) WHERE managed_by IS NOT NULL;

-- Which node runs a subscription's followers: one row a subscription. Free without a node: a node that goes, or is found dead, loses
-- its row in `nodes`, and with it what it holds.
CREATE TABLE leases (
    org_id          bigint NOT NULL,
    subscription_id uuid NOT NULL,
    node_id         bigint REFERENCES nodes ON DELETE SET NULL,
    PRIMARY KEY (org_id, subscription_id)
);
CREATE INDEX leases_by_node ON leases (node_id);

CREATE TABLE replays (
    org_id          bigint NOT NULL,
    replay_id       uuid NOT NULL,
    subscription_id uuid NOT NULL,
    running         boolean NOT NULL,
    doc             text NOT NULL,
    PRIMARY KEY (org_id, replay_id)
);
CREATE INDEX replays_by_subscription ON replays (org_id, subscription_id);
CREATE INDEX replays_running ON replays (org_id, replay_id) WHERE running;

CREATE TABLE followers (
    org_id         bigint NOT NULL,
    follower_id    uuid NOT NULL,
    epoch          bigint NOT NULL,
    cursor         bigint NOT NULL,
    breaker_probes integer,
    breaker_at     bigint,
    PRIMARY KEY (org_id, follower_id)
) WITH (fillfactor = 50);

-- The lane of the events of no room is the id of zeros.
CREATE TABLE parked_rooms (
    org_id      bigint NOT NULL,
    follower_id uuid NOT NULL,
    lane        uuid NOT NULL,
    next_seq    bigint NOT NULL,
    attempt     integer NOT NULL,
    next_at     bigint NOT NULL,
    reason      text COLLATE "C" NOT NULL,
    bodies      text NOT NULL,
    accepted    integer NOT NULL,
    PRIMARY KEY (org_id, follower_id, lane)
);

-- What became of deliveries.
CREATE TABLE attempts (
    org_id          bigint NOT NULL,
    subscription_id uuid NOT NULL,
    attempt_id      uuid NOT NULL,
    follower_id     uuid NOT NULL,
    event_id        uuid NOT NULL,
    seq             bigint NOT NULL,
    number          integer NOT NULL,
    at              bigint NOT NULL,
    micros          bigint NOT NULL,
    outcome         text COLLATE "C" NOT NULL,
    status          integer,
    error           text,
    exchange        text,
    PRIMARY KEY (org_id, subscription_id, attempt_id)
);
-- What is old is forgotten from here.
CREATE INDEX attempts_by_age ON attempts (at);
