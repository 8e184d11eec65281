-- 文书: each made document by its fingerprint; made again, it is a new version. The signed paper comes
-- back as a scan, told by its place and fingerprint.
CREATE TABLE document (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL DEFAULT 1, case_id INTEGER NOT NULL REFERENCES cases(id),
  -- id of the catalogue; what of several it tells: 'record:12', '' for what a case has once.
  document TEXT NOT NULL, subject TEXT NOT NULL DEFAULT '', version INTEGER NOT NULL CHECK (version >= 1),
  made_at TEXT NOT NULL, user_id INTEGER NOT NULL REFERENCES user(id),
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64), name TEXT NOT NULL,
  scan TEXT, scan_sha256 TEXT CHECK (length(scan_sha256) = 64), attached_at TEXT,
  UNIQUE (case_id, document, subject, version),
  CHECK ((scan IS NULL) = (scan_sha256 IS NULL) AND (scan IS NULL) = (attached_at IS NULL))
) STRICT;
