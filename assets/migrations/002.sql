-- The whole case: what the eight steps, the people and the money need beyond the desk.

-- A record that was taken back stays, marked; nothing is erased.
ALTER TABLE record ADD COLUMN voided INTEGER NOT NULL DEFAULT 0;
-- Tells clocks of one rule apart: 第1期, the number of a 督办.
ALTER TABLE deadline ADD COLUMN note TEXT NOT NULL DEFAULT '';
ALTER TABLE cases ADD COLUMN leader TEXT NOT NULL DEFAULT '';
ALTER TABLE cases ADD COLUMN outcome TEXT NOT NULL DEFAULT '';

-- Whether a clock of the case runs or stands still: a closed case waits for filing and revisits, too.
-- Lists of clocks by handler, unit and team start from these few.
ALTER TABLE cases ADD COLUMN clocked INTEGER NOT NULL DEFAULT 0;
UPDATE cases SET clocked = 1 WHERE id IN (SELECT case_id FROM deadline WHERE state IN ('running','paused'));
CREATE TRIGGER deadline_starts AFTER INSERT ON deadline WHEN new.state IN ('running','paused') BEGIN
  UPDATE cases SET clocked = 1 WHERE id = new.case_id AND clocked = 0;
END;
CREATE TRIGGER deadline_turns AFTER UPDATE OF state ON deadline WHEN old.state <> new.state BEGIN
  UPDATE cases SET clocked = EXISTS (SELECT 1 FROM deadline WHERE case_id = new.case_id AND state IN ('running','paused'))
  WHERE id = new.case_id;
END;
CREATE INDEX cases_clock_handler ON cases (handler_id) WHERE clocked = 1;
CREATE INDEX cases_clock_unit ON cases (unit) WHERE clocked = 1;
CREATE INDEX cases_clock_team ON cases (team) WHERE clocked = 1;

-- Requests that wait for a decision.
CREATE TABLE pending (
  record_id INTEGER PRIMARY KEY REFERENCES record(id), case_id INTEGER NOT NULL REFERENCES cases(id), form TEXT NOT NULL,
  at TEXT NOT NULL, user_id INTEGER NOT NULL REFERENCES user(id)
) STRICT;
CREATE INDEX pending_form ON pending (form, record_id);
CREATE INDEX pending_case ON pending (case_id);

-- How a case stood before its latest revocable move, to take a slip of the hand back.
CREATE TABLE undo (
  record_id INTEGER PRIMARY KEY REFERENCES record(id), case_id INTEGER NOT NULL REFERENCES cases(id),
  seq INTEGER NOT NULL, at TEXT NOT NULL, user_id INTEGER NOT NULL REFERENCES user(id),
  before TEXT NOT NULL CHECK (json_valid(before)), used_at TEXT
) STRICT;
CREATE INDEX undo_case ON undo (case_id, record_id);

-- 包案 (方案六(一)): one row a listed case, for the board.
CREATE TABLE listing (
  case_id INTEGER PRIMARY KEY REFERENCES cases(id), uid TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL DEFAULT 1,
  team_number TEXT NOT NULL DEFAULT '', leader TEXT NOT NULL DEFAULT '', post TEXT NOT NULL DEFAULT '',
  level TEXT NOT NULL DEFAULT '', source TEXT NOT NULL DEFAULT '', approved_on TEXT CHECK (approved_on IS date(approved_on)),
  goal TEXT NOT NULL DEFAULT '', plan TEXT NOT NULL DEFAULT '', posted_by TEXT NOT NULL DEFAULT '',
  budget INTEGER NOT NULL DEFAULT 0, progress_on TEXT, struck_on TEXT CHECK (struck_on IS date(struck_on))
) STRICT;
CREATE INDEX listing_leader ON listing (leader, case_id);
CREATE INDEX listing_open ON listing (case_id) WHERE struck_on IS NULL;
-- Listed cases are few: the board starts from them, planned or not.
CREATE INDEX cases_listed ON cases (stage, id) WHERE listed = 1;
CREATE INDEX cases_listed_all ON cases (id) WHERE listed = 1;

-- 卷宗: one a filing; a reopened case gets a second volume, the old one is kept.
CREATE TABLE volume (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL DEFAULT 1, case_id INTEGER NOT NULL REFERENCES cases(id),
  number TEXT NOT NULL UNIQUE, retention TEXT NOT NULL, place TEXT NOT NULL, pages INTEGER NOT NULL, filed_on TEXT NOT NULL,
  filer TEXT NOT NULL, checker TEXT NOT NULL, contents TEXT NOT NULL DEFAULT '[]', note TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX volume_case ON volume (case_id);
CREATE TABLE loan (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL DEFAULT 1, volume_id INTEGER NOT NULL REFERENCES volume(id),
  kind TEXT NOT NULL, borrower TEXT NOT NULL, unit TEXT NOT NULL DEFAULT '', purpose TEXT NOT NULL, approver TEXT NOT NULL DEFAULT '',
  out_on TEXT NOT NULL, due TEXT, back_on TEXT, state TEXT NOT NULL DEFAULT '', user_id INTEGER NOT NULL REFERENCES user(id)
) STRICT;
CREATE INDEX loan_volume ON loan (volume_id);
CREATE INDEX loan_out ON loan (due) WHERE back_on IS NULL;

-- 预警 and 督办: receipt, what was done, closing.
ALTER TABLE warning ADD COLUMN signed_on TEXT;
ALTER TABLE warning ADD COLUMN disposal TEXT NOT NULL DEFAULT '';
-- What the rule saw, so that one fact warns once.
ALTER TABLE warning ADD COLUMN subject TEXT NOT NULL DEFAULT '';
ALTER TABLE warning ADD COLUMN due TEXT;
CREATE INDEX warning_open ON warning (id) WHERE closed_on IS NULL;
CREATE INDEX warning_subject ON warning (rule, subject, at) WHERE subject <> '';
-- A unit's matters of a week or a month are counted in this alone; sealed ones are not counted.
CREATE INDEX cases_respondent ON cases (respondent, opened, stage) WHERE sealed = 0 AND respondent <> '';
ALTER TABLE supervision ADD COLUMN kind TEXT NOT NULL DEFAULT '督办单';
ALTER TABLE supervision ADD COLUMN answered_on TEXT;
ALTER TABLE supervision ADD COLUMN closing TEXT NOT NULL DEFAULT '';
CREATE INDEX supervision_open ON supervision (id) WHERE closed_on IS NULL;

-- 苗头 (矛盾纠纷排查): heard before there is a case.
CREATE TABLE lead (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL DEFAULT 1, number TEXT NOT NULL UNIQUE,
  station_id INTEGER REFERENCES station(id), reporter TEXT NOT NULL, phone TEXT NOT NULL DEFAULT '', heard_on TEXT NOT NULL,
  place TEXT NOT NULL DEFAULT '', parties TEXT NOT NULL DEFAULT '', gist TEXT NOT NULL, dispute TEXT NOT NULL DEFAULT '',
  involved INTEGER NOT NULL DEFAULT 1, safety TEXT NOT NULL DEFAULT '', handling TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL CHECK (state IN ('new','watched','case','settled','closed')), case_id INTEGER REFERENCES cases(id),
  outcome TEXT NOT NULL DEFAULT '', closed_on TEXT, user_id INTEGER NOT NULL REFERENCES user(id)
) STRICT;
CREATE INDEX lead_open ON lead (id) WHERE state IN ('new','watched');

-- Stations: 县工作室, 乡镇接待窗口, 村联系点, 行业绿色通道.
CREATE TABLE station (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL DEFAULT 1, name TEXT NOT NULL UNIQUE,
  level TEXT NOT NULL CHECK (level IN ('county','township','village','channel')), industry TEXT NOT NULL DEFAULT '',
  place TEXT NOT NULL DEFAULT '', address TEXT NOT NULL DEFAULT '', phone TEXT NOT NULL DEFAULT '', keeper TEXT NOT NULL DEFAULT '',
  active INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE TABLE handover (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL DEFAULT 1, case_id INTEGER NOT NULL REFERENCES cases(id),
  sender TEXT NOT NULL, receiver TEXT NOT NULL, reason TEXT NOT NULL, papers TEXT NOT NULL DEFAULT '', at TEXT NOT NULL,
  user_id INTEGER NOT NULL REFERENCES user(id), state TEXT NOT NULL CHECK (state IN ('sent','received','returned')),
  answered_at TEXT, answered_by TEXT NOT NULL DEFAULT '', answer TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX handover_case ON handover (case_id);
CREATE INDEX handover_open ON handover (id) WHERE state = 'sent';

-- The roster of 方案六(三).
ALTER TABLE staff ADD COLUMN qualification TEXT NOT NULL DEFAULT '';
ALTER TABLE staff ADD COLUMN industry TEXT NOT NULL DEFAULT '';
ALTER TABLE staff ADD COLUMN official_ground TEXT NOT NULL DEFAULT '';
ALTER TABLE staff ADD COLUMN verifier TEXT NOT NULL DEFAULT '';
ALTER TABLE staff ADD COLUMN verified_on TEXT;
ALTER TABLE staff ADD COLUMN joined_on TEXT;
ALTER TABLE staff ADD COLUMN left_on TEXT;
ALTER TABLE staff ADD COLUMN left_why TEXT NOT NULL DEFAULT '';
-- 遴选, 考核, 培训, 承诺书, 核验, 离任: what happened to a person's standing.
CREATE TABLE staff_event (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, staff_id INTEGER NOT NULL REFERENCES staff(id),
  kind TEXT NOT NULL CHECK (kind IN ('selection','appraisal','training','pledge','verification','leave','return')),
  day TEXT NOT NULL CHECK (day IS date(day)), year INTEGER NOT NULL, hours INTEGER NOT NULL DEFAULT 0,
  body TEXT NOT NULL CHECK (json_valid(body)), at TEXT NOT NULL, user_id INTEGER NOT NULL REFERENCES user(id)
) STRICT;
CREATE INDEX staff_event_person ON staff_event (staff_id, kind, year);
-- 领导小组 and its 办公室 (方案六(一)).
CREATE TABLE officer (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL DEFAULT 1, body TEXT NOT NULL, post TEXT NOT NULL,
  name TEXT NOT NULL, employer TEXT NOT NULL, duty TEXT NOT NULL DEFAULT '', phone TEXT NOT NULL DEFAULT '',
  since TEXT NOT NULL, until TEXT
) STRICT;
-- 值班: a person once a day.
CREATE TABLE duty (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, day TEXT NOT NULL CHECK (day IS date(day)), staff_id INTEGER NOT NULL REFERENCES staff(id),
  station TEXT NOT NULL DEFAULT '', served INTEGER NOT NULL DEFAULT 0, note TEXT NOT NULL DEFAULT '',
  claim_id INTEGER REFERENCES claim(id), at TEXT NOT NULL, user_id INTEGER NOT NULL REFERENCES user(id), UNIQUE (day, staff_id)
) STRICT;
CREATE INDEX duty_person ON duty (staff_id, day);

-- 经费台账 (方案六(四)). Money in 分. One case subsidy a case: a partial unique index holds it.
CREATE TABLE claim (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL DEFAULT 1, number TEXT NOT NULL UNIQUE,
  year INTEGER NOT NULL, rule TEXT NOT NULL CHECK (rule IN ('SB1','SB2','SB3','SB4','SB5','SB6','SB7')),
  case_id INTEGER REFERENCES cases(id), amount INTEGER NOT NULL CHECK (amount >= 0), factors TEXT NOT NULL DEFAULT '',
  payer_kind TEXT NOT NULL, payer TEXT NOT NULL, ground TEXT NOT NULL, detail TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(detail)),
  state TEXT NOT NULL CHECK (state IN ('draft','review','approve','pay','paid','returned','void')),
  claimed_by INTEGER NOT NULL REFERENCES user(id), claimed_on TEXT NOT NULL,
  reviewed_by INTEGER REFERENCES user(id), reviewed_on TEXT, approved_by INTEGER REFERENCES user(id), approved_on TEXT,
  paid_by INTEGER REFERENCES user(id), paid_on TEXT, voucher TEXT NOT NULL DEFAULT '', note TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE UNIQUE INDEX claim_once ON claim (case_id) WHERE rule IN ('SB1','SB2','SB3') AND state <> 'void';
CREATE INDEX claim_state ON claim (state, id);
CREATE INDEX claim_year ON claim (year, rule, state);
CREATE INDEX claim_by ON claim (claimed_by);
CREATE INDEX claim_case ON claim (case_id) WHERE case_id IS NOT NULL;
CREATE TABLE share (
  claim_id INTEGER NOT NULL REFERENCES claim(id), staff_id INTEGER NOT NULL REFERENCES staff(id),
  amount INTEGER NOT NULL CHECK (amount >= 0), card TEXT NOT NULL DEFAULT '', PRIMARY KEY (claim_id, staff_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX share_person ON share (staff_id, claim_id);
CREATE TABLE budget (
  year INTEGER PRIMARY KEY, rev INTEGER NOT NULL DEFAULT 1, granted INTEGER NOT NULL CHECK (granted >= 0), source TEXT NOT NULL,
  document TEXT NOT NULL DEFAULT '', note TEXT NOT NULL DEFAULT '', user_id INTEGER NOT NULL REFERENCES user(id), at TEXT NOT NULL
) STRICT;

-- The petitioner's own data: copies and corrections asked for, and what was answered (个人信息保护法44-47).
CREATE TABLE request (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL DEFAULT 1, number TEXT NOT NULL UNIQUE,
  case_id INTEGER NOT NULL REFERENCES cases(id), kind TEXT NOT NULL, asked_on TEXT NOT NULL, identified TEXT NOT NULL,
  detail TEXT NOT NULL DEFAULT '', answer TEXT NOT NULL DEFAULT '', answered_on TEXT, user_id INTEGER NOT NULL REFERENCES user(id)
) STRICT;
CREATE INDEX request_case ON request (case_id);
CREATE INDEX request_open ON request (id) WHERE answered_on IS NULL;
-- 法律咨询: the office's own summaries, and each time one was given.
CREATE TABLE guidance (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL DEFAULT 1, dispute TEXT NOT NULL DEFAULT '',
  title TEXT NOT NULL, initials TEXT NOT NULL DEFAULT '', office TEXT NOT NULL, bring TEXT NOT NULL, clock TEXT NOT NULL,
  article TEXT NOT NULL, body TEXT NOT NULL, verified INTEGER NOT NULL DEFAULT 0, active INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE TABLE consultation (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, day TEXT NOT NULL, guidance_id INTEGER REFERENCES guidance(id),
  case_id INTEGER REFERENCES cases(id), people INTEGER NOT NULL DEFAULT 1, note TEXT NOT NULL DEFAULT '',
  user_id INTEGER NOT NULL REFERENCES user(id)
) STRICT;
CREATE INDEX consultation_day ON consultation (day);
