-- An old ledger that was taken in: one act, which can be taken back while nobody touched what it brought.
CREATE TABLE import (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL DEFAULT 1, name TEXT NOT NULL,
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64), at TEXT NOT NULL, user_id INTEGER NOT NULL REFERENCES user(id),
  -- Rows that became cases, that became past matters, and that were rejected.
  cases INTEGER NOT NULL DEFAULT 0, past INTEGER NOT NULL DEFAULT 0, rejected INTEGER NOT NULL DEFAULT 0,
  -- Ids of a batch stand together: it is written in one transaction. 0 and -1 = none.
  first_case INTEGER NOT NULL DEFAULT 0, last_case INTEGER NOT NULL DEFAULT -1,
  first_visit INTEGER NOT NULL DEFAULT 0, last_visit INTEGER NOT NULL DEFAULT -1,
  undone_at TEXT, undone_by INTEGER REFERENCES user(id)
) STRICT;
CREATE INDEX import_same ON import (sha256) WHERE undone_at IS NULL;
-- 旧案: what an old ledger says was over. No case: none of its steps was done here.
CREATE TABLE past (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, import_id INTEGER NOT NULL REFERENCES import(id), line INTEGER NOT NULL,
  happened_on TEXT NOT NULL CHECK (happened_on IS date(happened_on)), name TEXT NOT NULL, document_no TEXT NOT NULL DEFAULT '',
  phone TEXT NOT NULL DEFAULT '', gist TEXT NOT NULL, outcome TEXT NOT NULL, sealed INTEGER NOT NULL DEFAULT 0,
  body TEXT NOT NULL CHECK (json_valid(body))
) STRICT;
CREATE INDEX past_import ON past (import_id);
CREATE INDEX past_name ON past (name);
CREATE INDEX past_document ON past (document_no) WHERE document_no <> '';
CREATE INDEX past_phone ON past (phone) WHERE phone <> '';

-- Which cases were merged into one is asked when a case goes, too; without it each goes over the whole table.
CREATE INDEX cases_merged ON cases (merged_into) WHERE merged_into IS NOT NULL;
