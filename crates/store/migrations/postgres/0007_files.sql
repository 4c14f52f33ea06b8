-- Files. Where their bytes lie is not known here.

-- `due_at`: from when on the file is to be removed; none: it stays.
CREATE TABLE files (
    org_id  bigint NOT NULL,
    file_id uuid NOT NULL,
    due_at  bigint,
    doc     text NOT NULL,
    PRIMARY KEY (org_id, file_id)
);
-- What is removed next, in whatever organization.
CREATE INDEX files_by_due ON files (due_at) WHERE due_at IS NOT NULL;
