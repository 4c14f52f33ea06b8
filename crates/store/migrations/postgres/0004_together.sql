-- Working together: rooms that are snoozed.

ALTER TABLE rooms ADD COLUMN snoozed_until bigint;
-- What wakes next, in whatever organization.
CREATE INDEX rooms_by_wake ON rooms (snoozed_until) WHERE snoozed_until IS NOT NULL;
CREATE INDEX rooms_snoozed ON rooms (org_id, snoozed_until) WHERE snoozed_until IS NOT NULL;
