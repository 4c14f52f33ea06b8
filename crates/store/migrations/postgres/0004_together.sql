-- Working together: rooms that are snoozed, texts that are said again and again.

ALTER TABLE rooms ADD COLUMN snoozed_until bigint;
-- What wakes next, in whatever organization.
CREATE INDEX rooms_by_wake ON rooms (snoozed_until) WHERE snoozed_until IS NOT NULL;
CREATE INDEX rooms_snoozed ON rooms (org_id, snoozed_until) WHERE snoozed_until IS NOT NULL;

-- The name is scope and shortcut, parted by a slash: `all/hello`.
CREATE TABLE canned_responses (
    org_id             bigint NOT NULL,
    canned_response_id uuid NOT NULL,
    name               text COLLATE "C" NOT NULL,
    doc                text NOT NULL,
    PRIMARY KEY (org_id, canned_response_id)
);
CREATE UNIQUE INDEX canned_responses_by_name ON canned_responses (org_id, name);
