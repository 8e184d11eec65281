-- The first schema. STRICT everywhere; dates are ISO text; every record has a uid that stays the
-- same when files are merged, and a rev that rises with each change.

CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE counter (
  series TEXT NOT NULL, period TEXT NOT NULL, last INTEGER NOT NULL,
  PRIMARY KEY (series, period)
) STRICT, WITHOUT ROWID;

CREATE TABLE staff (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL DEFAULT 1,
  name TEXT NOT NULL, initials TEXT NOT NULL DEFAULT '', profession TEXT NOT NULL,
  full_time INTEGER NOT NULL DEFAULT 0, employer TEXT NOT NULL DEFAULT '',
  languages TEXT NOT NULL DEFAULT '1', skills TEXT NOT NULL DEFAULT '', place TEXT NOT NULL DEFAULT '',
  official TEXT NOT NULL DEFAULT '9', phone TEXT NOT NULL DEFAULT '', document_no TEXT NOT NULL DEFAULT '',
  active INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE user (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL DEFAULT 1,
  login TEXT NOT NULL UNIQUE, name TEXT NOT NULL, role TEXT NOT NULL,
  staff_id INTEGER REFERENCES staff(id), password TEXT NOT NULL,
  failed INTEGER NOT NULL DEFAULT 0, wait_until TEXT, active INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE ticket (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL DEFAULT 1, station TEXT NOT NULL,
  day TEXT NOT NULL CHECK (day IS date(day)), number TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting','called','serving','held','left','done')),
  name TEXT NOT NULL DEFAULT '', document_no TEXT NOT NULL DEFAULT '', people INTEGER NOT NULL DEFAULT 1 CHECK (people >= 1),
  representatives INTEGER CHECK (representatives BETWEEN 1 AND 5), proxy_for TEXT NOT NULL DEFAULT '',
  priority TEXT NOT NULL DEFAULT '', language TEXT NOT NULL DEFAULT '', interpreter_needed TEXT NOT NULL DEFAULT '',
  taken_at TEXT NOT NULL, called_at TEXT, served_at TEXT, ended_at TEXT, calls INTEGER NOT NULL DEFAULT 0,
  window TEXT NOT NULL DEFAULT '', user_id INTEGER REFERENCES user(id),
  UNIQUE (day, number)
) STRICT;
CREATE INDEX ticket_open ON ticket (state, id) WHERE state IN ('waiting','called','serving','held');

CREATE TABLE cases (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL DEFAULT 1, station TEXT NOT NULL,
  stage TEXT NOT NULL, is_open INTEGER NOT NULL DEFAULT 1, docket TEXT, number TEXT,
  petitioner TEXT NOT NULL, respondent TEXT NOT NULL DEFAULT '', gist TEXT NOT NULL DEFAULT '',
  category TEXT NOT NULL DEFAULT '', nature TEXT NOT NULL DEFAULT '', dispute TEXT NOT NULL DEFAULT '',
  grade TEXT NOT NULL DEFAULT '', place TEXT NOT NULL DEFAULT '', language TEXT NOT NULL DEFAULT '',
  safety TEXT NOT NULL DEFAULT '', people INTEGER NOT NULL DEFAULT 1, involved INTEGER NOT NULL DEFAULT 1,
  visits INTEGER NOT NULL DEFAULT 1, unit TEXT NOT NULL DEFAULT '', handler_id INTEGER REFERENCES staff(id),
  team TEXT NOT NULL DEFAULT '', listed INTEGER NOT NULL DEFAULT 0, listing_level TEXT NOT NULL DEFAULT '',
  sealed INTEGER NOT NULL DEFAULT 0, opened TEXT NOT NULL CHECK (opened IS date(opened)),
  accepted_on TEXT CHECK (accepted_on IS date(accepted_on)), entrusted_on TEXT CHECK (entrusted_on IS date(entrusted_on)),
  closed_on TEXT CHECK (closed_on IS date(closed_on)), registrar INTEGER NOT NULL REFERENCES user(id),
  merged_into INTEGER REFERENCES cases(id), last_action TEXT NOT NULL DEFAULT '', last_action_at TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX cases_opened ON cases (opened, id);
CREATE INDEX cases_open_stage ON cases (stage, id) WHERE is_open = 1;
-- Windows on closed cases of one stage, however rare it is.
CREATE INDEX cases_closed_stage ON cases (stage, opened, id) WHERE is_open = 0;
-- Whose a case is, closed ones too: a handler finds his own by this alone.
CREATE INDEX cases_handler ON cases (handler_id);
CREATE INDEX cases_open_handler ON cases (handler_id) WHERE is_open = 1;
-- What somebody took in and nobody handles yet.
CREATE INDEX cases_unassigned ON cases (registrar) WHERE is_open = 1 AND handler_id IS NULL;
CREATE INDEX cases_open_unit ON cases (unit) WHERE is_open = 1;
CREATE INDEX cases_open_team ON cases (team) WHERE is_open = 1;

CREATE TABLE visit (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL DEFAULT 1, station TEXT NOT NULL,
  case_id INTEGER NOT NULL REFERENCES cases(id), ticket_id INTEGER REFERENCES ticket(id),
  docket TEXT, registered INTEGER NOT NULL DEFAULT 0, created_at TEXT NOT NULL, registrar INTEGER NOT NULL REFERENCES user(id),
  name TEXT,
  anonymous TEXT,
  document_type TEXT,
  document_no TEXT,
  no_document TEXT,
  phone TEXT,
  no_phone TEXT,
  contact TEXT,
  people INTEGER,
  gist TEXT,
  source TEXT,
  representatives TEXT,
  involved INTEGER,
  name_native TEXT,
  sex TEXT,
  birth TEXT CHECK (birth IS date(birth)),
  age INTEGER,
  ethnic TEXT,
  language TEXT,
  interpreter_needed TEXT,
  interpreter TEXT,
  household TEXT,
  residence TEXT,
  address TEXT,
  occupation TEXT,
  special TEXT,
  guardian TEXT,
  reception_method TEXT,
  petition_form TEXT,
  visited_at TEXT,
  petitioned_on TEXT CHECK (petitioned_on IS date(petitioned_on)),
  registered_on TEXT CHECK (registered_on IS date(registered_on)),
  repeat_answer TEXT,
  related_case TEXT,
  first_national TEXT,
  respondent TEXT,
  place TEXT,
  summary TEXT,
  claims TEXT,
  facts TEXT,
  category TEXT,
  purpose TEXT,
  content TEXT,
  content_detail TEXT,
  dispute TEXT,
  nature TEXT,
  sued TEXT,
  arbitrated TEXT,
  reviewed TEXT,
  concluded TEXT,
  pending TEXT,
  procedure_detail TEXT,
  known_on TEXT CHECK (known_on IS date(known_on)),
  written_reply TEXT,
  materials TEXT,
  mood TEXT,
  safety TEXT,
  threat TEXT,
  threat_words TEXT,
  report_needed TEXT,
  handling TEXT,
  receiver TEXT,
  notice_given TEXT,
  sensitive_consent TEXT
) STRICT;
CREATE INDEX visit_case ON visit (case_id, id);
CREATE INDEX visit_ticket ON visit (ticket_id) WHERE ticket_id IS NOT NULL;

-- What a person may type to find a case: exact and prefix, newest first within a key.
-- kind: 1 number, 2 name, 3 initials, 4 document, 5 document reversed, 6 phone, 7 phone reversed.
CREATE TABLE lookup (
  kind INTEGER NOT NULL, key TEXT NOT NULL, case_id INTEGER NOT NULL REFERENCES cases(id),
  PRIMARY KEY (kind, key, case_id)
) STRICT, WITHOUT ROWID;

-- Words of the narrative, two characters at a time; rowid is the visit.
CREATE VIRTUAL TABLE narrative USING fts5 (
  words, content = '', contentless_delete = 1, detail = none, prefix = '1', tokenize = 'unicode61'
);
-- A save never rewrites the words of a large file (seconds): no merging on the way, and small
-- segments are joined 64 at a time, a large one rarely with them.
INSERT INTO narrative (narrative, rank) VALUES ('automerge', 0), ('crisismerge', 64);

CREATE TABLE deadline (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL DEFAULT 1,
  case_id INTEGER NOT NULL REFERENCES cases(id), rule TEXT NOT NULL, start TEXT NOT NULL CHECK (start IS date(start)),
  -- 考核届满 and 法定届满; due is the earlier, which lights and lists use.
  raw TEXT NOT NULL CHECK (raw IS date(raw)), rolled TEXT NOT NULL CHECK (rolled IS date(rolled)),
  due TEXT NOT NULL CHECK (due IS date(due)), provisional INTEGER NOT NULL DEFAULT 0,
  amber_from TEXT NOT NULL, red_from TEXT NOT NULL,
  -- Day from which a case without any record of work counts as silent; NULL once there is one.
  silent_from TEXT, extension_days INTEGER NOT NULL DEFAULT 0, cap TEXT,
  state TEXT NOT NULL CHECK (state IN ('running','paused','met','ended')), ended_on TEXT
) STRICT;
CREATE INDEX deadline_case ON deadline (case_id, state);
-- The clocks of one case that still count, with their lights: a handler's numbers read this alone.
CREATE INDEX deadline_live ON deadline (case_id, state, due, red_from, amber_from, silent_from)
  WHERE state IN ('running','paused');
-- Overdue, red and amber are ranges of due with the lights beside it: lists and counts read this alone.
CREATE INDEX deadline_due ON deadline (due, id, red_from, amber_from, rule, case_id) WHERE state = 'running';
CREATE INDEX deadline_silent ON deadline (silent_from) WHERE state = 'running' AND silent_from IS NOT NULL;
CREATE INDEX deadline_paused ON deadline (due, id) WHERE state = 'paused';

CREATE TABLE pause (
  id INTEGER PRIMARY KEY, deadline_id INTEGER NOT NULL REFERENCES deadline(id),
  since TEXT NOT NULL CHECK (since IS date(since)), until TEXT CHECK (until IS date(until)), why TEXT NOT NULL
) STRICT;
CREATE INDEX pause_deadline ON pause (deadline_id);

CREATE TABLE extension (
  id INTEGER PRIMARY KEY, deadline_id INTEGER NOT NULL REFERENCES deadline(id), days INTEGER NOT NULL CHECK (days > 0),
  reason TEXT NOT NULL, approver TEXT NOT NULL, approved_on TEXT NOT NULL, told_on TEXT,
  applied INTEGER NOT NULL DEFAULT 0, user_id INTEGER NOT NULL REFERENCES user(id)
) STRICT;
CREATE INDEX extension_deadline ON extension (deadline_id);

CREATE TABLE team_member (
  case_id INTEGER NOT NULL REFERENCES cases(id), staff_id INTEGER NOT NULL REFERENCES staff(id),
  part TEXT NOT NULL CHECK (part IN ('handler','member')), since TEXT NOT NULL,
  -- Repeats is_open of the case, so that the load of a person is a count in an index alone.
  active INTEGER NOT NULL DEFAULT 1,
  PRIMARY KEY (case_id, staff_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX team_staff ON team_member (staff_id, case_id);
CREATE INDEX team_load ON team_member (staff_id, part) WHERE active = 1;
CREATE TRIGGER cases_team AFTER UPDATE OF is_open ON cases WHEN old.is_open <> new.is_open BEGIN
  UPDATE team_member SET active = new.is_open WHERE case_id = new.id;
END;

CREATE TABLE recusal (
  id INTEGER PRIMARY KEY, case_id INTEGER NOT NULL REFERENCES cases(id), staff_id INTEGER NOT NULL REFERENCES staff(id),
  ground TEXT NOT NULL, detail TEXT NOT NULL DEFAULT '', at TEXT NOT NULL
) STRICT;
CREATE INDEX recusal_case ON recusal (case_id);

-- The filled form of a move: what was decided, in the words it was decided in.
CREATE TABLE record (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, case_id INTEGER NOT NULL REFERENCES cases(id),
  form TEXT NOT NULL, move TEXT NOT NULL, number TEXT, at TEXT NOT NULL, user_id INTEGER NOT NULL REFERENCES user(id),
  body TEXT NOT NULL CHECK (json_valid(body))
) STRICT;
CREATE INDEX record_case ON record (case_id, id);

CREATE TABLE supervision (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL DEFAULT 1, number TEXT NOT NULL UNIQUE,
  case_id INTEGER NOT NULL REFERENCES cases(id), target TEXT NOT NULL, trigger TEXT NOT NULL, demand TEXT NOT NULL,
  issued_at TEXT NOT NULL, feedback_by TEXT NOT NULL, user_id INTEGER NOT NULL REFERENCES user(id),
  feedback TEXT NOT NULL DEFAULT '', closed_on TEXT
) STRICT;
CREATE INDEX supervision_case ON supervision (case_id);

CREATE TABLE warning (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL DEFAULT 1, number TEXT NOT NULL UNIQUE,
  case_id INTEGER NOT NULL REFERENCES cases(id), rule TEXT NOT NULL, level TEXT NOT NULL, fact TEXT NOT NULL,
  recipient TEXT NOT NULL, way TEXT NOT NULL, at TEXT NOT NULL, user_id INTEGER NOT NULL REFERENCES user(id),
  signed TEXT NOT NULL DEFAULT '', closed_on TEXT
) STRICT;
CREATE INDEX warning_case ON warning (case_id);

-- What was typed and not yet saved. subject says whose it is: 'ticket:12', 'case:7:T05', 'new'.
CREATE TABLE draft (
  id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES user(id), form TEXT NOT NULL, subject TEXT NOT NULL,
  label TEXT NOT NULL, body TEXT NOT NULL CHECK (json_valid(body)), base_rev INTEGER, at TEXT NOT NULL,
  UNIQUE (user_id, form, subject)
) STRICT;

CREATE TABLE calendar_day (
  date TEXT PRIMARY KEY CHECK (date IS date(date)), kind TEXT NOT NULL CHECK (kind IN ('放假','补班')),
  name TEXT NOT NULL, status TEXT NOT NULL CHECK (status IN ('official','provisional'))
) STRICT, WITHOUT ROWID;

-- Append only; each row's hash covers the row and the hash before it.
CREATE TABLE journal (
  seq INTEGER PRIMARY KEY, at TEXT NOT NULL, terminal TEXT NOT NULL, actor TEXT NOT NULL, role TEXT NOT NULL,
  action TEXT NOT NULL, object TEXT NOT NULL, object_id INTEGER NOT NULL, note TEXT NOT NULL DEFAULT '',
  change TEXT NOT NULL DEFAULT '{}', hash BLOB NOT NULL
) STRICT;
CREATE INDEX journal_object ON journal (object, object_id, seq);
CREATE TRIGGER journal_keeps BEFORE UPDATE ON journal BEGIN SELECT raise(abort, 'journal is append-only'); END;
CREATE TRIGGER journal_stays BEFORE DELETE ON journal BEGIN SELECT raise(abort, 'journal is append-only'); END;
