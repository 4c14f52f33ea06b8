-- What became of deliveries. A file of its own, so that this never competes with conversations.
CREATE TABLE attempts (
    org_id          INTEGER NOT NULL,
    subscription_id BLOB NOT NULL,
    attempt_id      BLOB NOT NULL,
    follower_id     BLOB NOT NULL,
    event_id        BLOB NOT NULL,
    seq             INTEGER NOT NULL,
    number          INTEGER NOT NULL,
    at              INTEGER NOT NULL,
    micros          INTEGER NOT NULL,
    outcome         TEXT NOT NULL,
    status          INTEGER,
    error           TEXT,
    exchange        TEXT
) STRICT;
CREATE INDEX attempts_by_subscription ON attempts (org_id, subscription_id, attempt_id);
