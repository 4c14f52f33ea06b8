-- The index of words. It can be made anew from everything else at any time, and is when its format is another.

-- How far each organization's index is: of what format, up to which event; `filling`: the kind, and `after`: the id that it has come to.
-- Who writes it, and until when nobody else may.
CREATE TABLE search_positions (
    org_id     bigint NOT NULL PRIMARY KEY,
    format     integer,
    seq        bigint,
    filling    smallint,
    after      uuid,
    holder     uuid,
    held_until timestamptz
) WITH (fillfactor = 50);

-- What can be found, numbered by age. Its terms stand each behind the name of its block: so no list of the index is longer than a block.
CREATE TABLE search_documents (
    org_id bigint NOT NULL,
    kind   smallint NOT NULL,
    number bigint NOT NULL,
    id     uuid NOT NULL,
    terms  tsvector NOT NULL,
    PRIMARY KEY (org_id, kind, number)
);
-- Without the kind: of two indexes that begin alike, PostgreSQL may take the wrong one until it knows what is in the table.
CREATE UNIQUE INDEX search_documents_by_id ON search_documents (org_id, id);
-- What a transaction writes is gathered first, and put in its place at the transaction's end: each term once.
CREATE INDEX search_documents_by_terms ON search_documents USING gin (terms) WITH (fastupdate = on, gin_pending_list_limit = 65536);
