-- Delivery: since when an endpoint fails, events that wait without their rooms, events that were given up, and named readers of the log.

ALTER TABLE followers ADD COLUMN failing_since INTEGER;

ALTER TABLE parked_rooms ADD COLUMN alone INTEGER NOT NULL DEFAULT 0;

-- Kept under the follower of the subscription's live run.
CREATE TABLE dead_letters (
    org_id      INTEGER NOT NULL,
    follower_id BLOB NOT NULL,
    seq         INTEGER NOT NULL,
    event_id    BLOB NOT NULL,
    room_id     BLOB,
    attempts    INTEGER NOT NULL,
    died_at     INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX dead_letters_by_seq ON dead_letters (org_id, follower_id, seq);
-- What is old is forgotten from here.
CREATE INDEX dead_letters_by_age ON dead_letters (died_at);

CREATE INDEX replays_by_subscription ON replays (org_id, subscription_id, replay_id);

CREATE TABLE consumers (
    org_id INTEGER NOT NULL,
    name   TEXT NOT NULL,
    doc    TEXT NOT NULL,
    PRIMARY KEY (org_id, name)
) STRICT, WITHOUT ROWID;
