-- Lists of rooms that somebody wants to find again.
CREATE TABLE saved_views (
    org_id   bigint NOT NULL,
    view_id  uuid NOT NULL,
    owner_id uuid NOT NULL,
    shared   boolean NOT NULL,
    doc      text NOT NULL,
    PRIMARY KEY (org_id, view_id)
);

-- Managers may share them. Admins hold what is not withheld from them.
UPDATE roles
SET doc = jsonb_insert(doc::jsonb, '{permissions,-1}', '"view.share"', true)::text
WHERE name = 'manager' AND NOT (doc::jsonb -> 'permissions') ? 'view.share';
