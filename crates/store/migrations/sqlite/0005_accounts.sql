-- The sessions of a user, and what sets his password: found by the user, to list them and to end them together.
ALTER TABLE tokens ADD COLUMN user_id BLOB;
ALTER TABLE tokens ADD COLUMN expires_at INTEGER;
UPDATE tokens
SET user_id = unhex(replace(doc ->> '$.actor.id', '-', '')), expires_at = doc ->> '$.expires_at'
WHERE doc ->> '$.kind' = 'session' AND doc ->> '$.actor.kind' IN ('user', 'bot');
CREATE INDEX tokens_by_user ON tokens (org_id, user_id, token_id) WHERE user_id IS NOT NULL AND revoked = 0;
