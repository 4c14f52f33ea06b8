-- Files. Where their bytes lie is not known here.

-- `due_at`: from when on the file is to be removed; none: it stays.
CREATE TABLE files (
    org_id  INTEGER NOT NULL,
    file_id BLOB NOT NULL,
    due_at  INTEGER,
    doc     TEXT NOT NULL,
    PRIMARY KEY (org_id, file_id)
) STRICT, WITHOUT ROWID;
-- What is removed next, in whatever organization.
CREATE INDEX files_by_due ON files (due_at) WHERE due_at IS NOT NULL;
