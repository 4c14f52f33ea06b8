-- The sessions of a user, and what sets his password: found by the user, to list them and to end them together.
ALTER TABLE tokens ADD COLUMN user_id uuid;
ALTER TABLE tokens ADD COLUMN expires_at bigint;
UPDATE tokens
SET user_id = (doc::json -> 'actor' ->> 'id')::uuid, expires_at = (doc::json ->> 'expires_at')::bigint
WHERE doc::json ->> 'kind' = 'session' AND doc::json -> 'actor' ->> 'kind' IN ('user', 'bot');
CREATE INDEX tokens_by_user ON tokens (org_id, user_id, token_id) WHERE user_id IS NOT NULL AND NOT revoked;
