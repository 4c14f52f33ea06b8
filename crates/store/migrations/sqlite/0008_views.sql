-- Lists of rooms that somebody wants to find again.
CREATE TABLE saved_views (
    org_id   INTEGER NOT NULL,
    view_id  BLOB NOT NULL,
    owner_id BLOB NOT NULL,
    shared   INTEGER NOT NULL,
    doc      TEXT NOT NULL,
    PRIMARY KEY (org_id, view_id)
) STRICT, WITHOUT ROWID;

-- Managers may share them. Admins hold what is not withheld from them.
UPDATE roles
SET doc = json_insert(doc, '$.permissions[#]', 'view.share')
WHERE name = 'manager' AND NOT EXISTS (SELECT 1 FROM json_each(doc, '$.permissions') WHERE value = 'view.share');
