-- Rooms of an assignee are listed a status at a time, as all rooms are: without the status here, each would be read through whole.
DROP INDEX rooms_by_assignee;
CREATE INDEX rooms_by_assignee ON rooms (org_id, assignee_id, status, last_activity_at) WHERE assignee_id IS NOT NULL;
