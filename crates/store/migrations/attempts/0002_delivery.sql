-- Attempts are found by event and room too, and those that came to nothing apart from the many others.
ALTER TABLE attempts ADD COLUMN room_id BLOB;
CREATE INDEX attempts_by_event ON attempts (org_id, subscription_id, seq);
CREATE INDEX attempts_not_delivered ON attempts (org_id, subscription_id, attempt_id) WHERE outcome <> 'delivered';
