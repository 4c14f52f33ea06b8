-- Delivery: since when an endpoint fails, events that wait without their rooms, events that were given up, and named readers of the log.

ALTER TABLE followers ADD COLUMN failing_since bigint;

ALTER TABLE parked_rooms ADD COLUMN alone boolean NOT NULL DEFAULT false;

-- Kept under the follower of the subscription's live run.
CREATE TABLE dead_letters (
    org_id      bigint NOT NULL,
    follower_id uuid NOT NULL,
    seq         bigint NOT NULL,
    event_id    uuid NOT NULL,
    room_id     uuid,
    attempts    integer NOT NULL,
    died_at     bigint NOT NULL,
    PRIMARY KEY (org_id, follower_id, seq)
);
-- What is old is forgotten from here.
CREATE INDEX dead_letters_by_age ON dead_letters (died_at);

DROP INDEX replays_by_subscription;
CREATE INDEX replays_by_subscription ON replays (org_id, subscription_id, replay_id);

CREATE TABLE consumers (
    org_id bigint NOT NULL,
    name   text COLLATE "C" NOT NULL,
    doc    text NOT NULL,
    PRIMARY KEY (org_id, name)
);
