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

-- What became of deliveries lies in segments, which are begun and dropped as wholes. The first one has what there was before.
CREATE TABLE attempt_segments (
    segment  integer NOT NULL PRIMARY KEY,
    begun_at bigint NOT NULL
);
INSERT INTO attempt_segments (segment, begun_at) VALUES (0, 0);

ALTER TABLE attempts RENAME TO attempts_before;
ALTER TABLE attempts_before RENAME CONSTRAINT attempts_pkey TO attempts_before_pkey;
CREATE TABLE attempts (
    org_id          bigint NOT NULL,
    subscription_id uuid NOT NULL,
    attempt_id      uuid NOT NULL,
    follower_id     uuid NOT NULL,
    event_id        uuid NOT NULL,
    seq             bigint NOT NULL,
    room_id         uuid,
    number          integer NOT NULL,
    segment         integer NOT NULL DEFAULT 0,
    at              bigint NOT NULL,
    micros          bigint NOT NULL,
    status          integer,
    outcome         text COLLATE "C" NOT NULL,
    error           text,
    exchange        text,
    PRIMARY KEY (org_id, subscription_id, attempt_id, segment)
) PARTITION BY LIST (segment);
CREATE INDEX attempts_by_event ON attempts (org_id, subscription_id, seq);
CREATE INDEX attempts_not_delivered ON attempts (org_id, subscription_id, attempt_id) WHERE outcome <> 'delivered';
CREATE TABLE attempts_0 PARTITION OF attempts FOR VALUES IN (0);
INSERT INTO attempts (org_id, subscription_id, attempt_id, follower_id, event_id, seq, number, at, micros, status, outcome, error, exchange)
SELECT org_id, subscription_id, attempt_id, follower_id, event_id, seq, number, at, micros, status, outcome, error, exchange
FROM attempts_before;
DROP TABLE attempts_before;
