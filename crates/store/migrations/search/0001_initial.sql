-- The index of words: made anew whenever it is missing or of another format, so no step ever changes it.

-- How far each organization's index is: of what format, up to which event; `filling`: the kind, and `after`: the id that it has come to.
CREATE TABLE positions (
    org_id  INTEGER PRIMARY KEY,
    seq     INTEGER NOT NULL,
    filling INTEGER,
    after   BLOB
) STRICT;

-- What can be found. `place` is organization, kind and number by age. `terms` are kept so that exactly they can be taken out again.
CREATE TABLE documents (
    place  INTEGER PRIMARY KEY,
    org_id INTEGER NOT NULL,
    kind   INTEGER NOT NULL,
    id     BLOB NOT NULL,
    terms  TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX documents_by_id ON documents (org_id, kind, id);

-- Their terms, each behind the name of its block. Terms come as letters and digits with spaces between.
CREATE VIRTUAL TABLE words USING fts5(terms, content = '', detail = none, columnsize = 0, tokenize = 'ascii');
INSERT INTO words (words, rank) VALUES ('secure-delete', 1);
