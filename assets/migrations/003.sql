-- What the whole case needs beside its steps: stations, people, money, urgent matters, the petitioner's side.

-- Stations (方案四(一)(二)(三)): who serves where, where a case was taken in and how far it went since.

-- Letters before the numbers of a station's queue: numbers are unique a day in the whole file.
ALTER TABLE station ADD COLUMN mark TEXT NOT NULL DEFAULT '';
ALTER TABLE station ADD COLUMN closed_on TEXT;
ALTER TABLE station ADD COLUMN closed_why TEXT NOT NULL DEFAULT '';
-- The county studio is there from the start, the same record in every file that may be merged.
INSERT INTO station (uid, name, level, mark) VALUES ('00000000-0000-7000-8000-000000000001', '县工作室', 'county', 'A');
CREATE UNIQUE INDEX station_mark ON station (mark);
UPDATE lead SET station_id = 1 WHERE station_id IS NULL;

ALTER TABLE user ADD COLUMN station TEXT NOT NULL DEFAULT '县工作室';

-- intake: the station that took the case in; station is where it lies now.
-- moved: how far it went: 0 never left, 1 another station of the level, 2 another level, 3 up.
ALTER TABLE cases ADD COLUMN intake TEXT NOT NULL DEFAULT '县工作室';
ALTER TABLE cases ADD COLUMN moved INTEGER NOT NULL DEFAULT 0 CHECK (moved BETWEEN 0 AND 3);
CREATE TRIGGER cases_taken_in AFTER INSERT ON cases WHEN new.station <> new.intake BEGIN
  UPDATE cases SET intake = new.station WHERE id = new.id;
END;
-- A village lies below a township, both below the county; a channel stands beside the township.
CREATE TRIGGER cases_moved AFTER UPDATE OF station ON cases WHEN new.station <> old.station AND new.station <> new.intake BEGIN
  UPDATE cases SET moved = max(moved, (
    SELECT CASE
      WHEN there.level = home.level THEN 1
      WHEN (CASE there.level WHEN 'village' THEN 1 WHEN 'county' THEN 3 ELSE 2 END)
         > (CASE home.level WHEN 'village' THEN 1 WHEN 'county' THEN 3 ELSE 2 END) THEN 3
      ELSE 2 END
    FROM station home, station there WHERE home.name = new.intake AND there.name = new.station))
  WHERE id = new.id;
END;

-- What a station took in, by day, with all that 分级统计 counts: read in this index alone.
CREATE INDEX cases_taken_in ON cases (intake, opened, stage, moved);
CREATE INDEX cases_open_station ON cases (station) WHERE is_open = 1;
CREATE INDEX visit_station ON visit (station, created_at);
CREATE INDEX lead_station ON lead (station_id, heard_on, state);
-- One open hand-over a case.
CREATE UNIQUE INDEX handover_once ON handover (case_id) WHERE state = 'sent';
CREATE INDEX handover_sender ON handover (sender);
CREATE INDEX handover_receiver ON handover (receiver);

-- people: what was entered by mistake is marked, never removed; a person signs one pledge a year.
ALTER TABLE staff_event ADD COLUMN void TEXT NOT NULL DEFAULT '';
CREATE UNIQUE INDEX staff_event_pledge ON staff_event (staff_id, year) WHERE kind = 'pledge' AND void = '';
CREATE INDEX staff_event_kind ON staff_event (kind, id);
CREATE INDEX officer_since ON officer (until, id);
-- A caseload that changed hands at once, and its cases, for the paper that both sign (交接清单).
CREATE TABLE reassignment (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, origin_id INTEGER REFERENCES staff(id),
  filter TEXT NOT NULL CHECK (json_valid(filter)), reason TEXT NOT NULL, at TEXT NOT NULL,
  user_id INTEGER NOT NULL REFERENCES user(id)
) STRICT;
CREATE TABLE reassigned_case (
  reassignment_id INTEGER NOT NULL REFERENCES reassignment(id), case_id INTEGER NOT NULL REFERENCES cases(id),
  part TEXT NOT NULL CHECK (part IN ('handler','member')), from_id INTEGER NOT NULL REFERENCES staff(id),
  to_id INTEGER REFERENCES staff(id), due TEXT,
  PRIMARY KEY (reassignment_id, case_id)
) STRICT, WITHOUT ROWID;

-- Money (方案六(四)): travel and receipts of a claim, the duty roster, sums, and the discipline sheet.
ALTER TABLE claim ADD COLUMN receipt TEXT NOT NULL DEFAULT '';
-- Days a claim covers: of a journey, of a month of duty.
ALTER TABLE claim ADD COLUMN from_on TEXT CHECK (from_on IS date(from_on));
ALTER TABLE claim ADD COLUMN to_on TEXT CHECK (to_on IS date(to_on));
UPDATE claim SET receipt = ifnull(json_extract(detail, '$.receipt'), '');
CREATE INDEX claim_receipt ON claim (receipt) WHERE receipt <> '' AND state <> 'void';
CREATE INDEX claim_voucher ON claim (voucher, paid_on) WHERE voucher <> '';
CREATE INDEX claim_rule ON claim (rule, id);
CREATE INDEX claim_under_way ON claim (payer, amount) WHERE state IN ('review','approve','pay');

-- Whoever confirmed that a person was there.
ALTER TABLE duty ADD COLUMN rev INTEGER NOT NULL DEFAULT 1;
ALTER TABLE duty ADD COLUMN served_by INTEGER REFERENCES user(id);
ALTER TABLE duty ADD COLUMN served_on TEXT CHECK (served_on IS date(served_on));
CREATE INDEX duty_day ON duty (day, id);
CREATE INDEX duty_waiting ON duty (day, id) WHERE served = 0;
CREATE INDEX duty_unpaid ON duty (day, staff_id) WHERE served = 1 AND claim_id IS NULL;
CREATE INDEX duty_claim ON duty (claim_id) WHERE claim_id IS NOT NULL;

-- What was paid, summed as it is paid: by year of payment, payer and rule. Totals and budgets read this alone.
CREATE TABLE spent (
  id INTEGER PRIMARY KEY, year INTEGER NOT NULL, payer_kind TEXT NOT NULL, payer TEXT NOT NULL, rule TEXT NOT NULL,
  claims INTEGER NOT NULL, amount INTEGER NOT NULL, UNIQUE (year, payer_kind, payer, rule)
) STRICT;
CREATE INDEX spent_payer ON spent (payer, year);
INSERT INTO spent (year, payer_kind, payer, rule, claims, amount)
  SELECT CAST(substr(paid_on, 1, 4) AS INTEGER), payer_kind, payer, rule, count(*), sum(amount)
  FROM claim WHERE state = 'paid' AND paid_on IS NOT NULL GROUP BY 1, 2, 3, 4;
-- What a person received in a year under SB1 to SB4; travel is repaid expense and no part of it.
CREATE TABLE payee (
  year INTEGER NOT NULL, staff_id INTEGER NOT NULL REFERENCES staff(id), amount INTEGER NOT NULL, PRIMARY KEY (year, staff_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX payee_amount ON payee (year, amount);
INSERT INTO payee (year, staff_id, amount)
  SELECT CAST(substr(k.paid_on, 1, 4) AS INTEGER), p.staff_id, sum(p.amount)
  FROM claim k JOIN share p ON p.claim_id = k.id
  WHERE k.state = 'paid' AND k.paid_on IS NOT NULL AND k.rule IN ('SB1','SB2','SB3','SB4') GROUP BY 1, 2;
CREATE TRIGGER claim_is_paid AFTER UPDATE OF state ON claim WHEN new.state = 'paid' AND old.state <> 'paid' BEGIN
  INSERT INTO spent (year, payer_kind, payer, rule, claims, amount)
    VALUES (CAST(substr(new.paid_on, 1, 4) AS INTEGER), new.payer_kind, new.payer, new.rule, 1, new.amount)
    ON CONFLICT (year, payer_kind, payer, rule) DO UPDATE SET claims = claims + 1, amount = amount + excluded.amount;
  INSERT INTO payee (year, staff_id, amount)
    SELECT CAST(substr(new.paid_on, 1, 4) AS INTEGER), staff_id, amount FROM share
    WHERE claim_id = new.id AND new.rule IN ('SB1','SB2','SB3','SB4')
    ON CONFLICT (year, staff_id) DO UPDATE SET amount = amount + excluded.amount;
END;

-- 纪律检查 (方案九(四)): what the rules found, to be checked by a person. subject keeps one fact from being found twice.
CREATE TABLE finding (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL DEFAULT 1, rule TEXT NOT NULL, subject TEXT NOT NULL,
  claim_id INTEGER REFERENCES claim(id), staff_id INTEGER REFERENCES staff(id), fact TEXT NOT NULL, found_on TEXT NOT NULL,
  verdict TEXT NOT NULL DEFAULT '', conclusion TEXT NOT NULL DEFAULT '', checked_by INTEGER REFERENCES user(id), checked_on TEXT,
  UNIQUE (rule, subject)
) STRICT;
CREATE INDEX finding_open ON finding (id) WHERE verdict = '';
CREATE INDEX finding_checked ON finding (id) WHERE verdict <> '';
CREATE INDEX finding_claim ON finding (claim_id) WHERE claim_id IS NOT NULL;
-- J1: a paid case subsidy whose ground went away.
CREATE TRIGGER paid_case_turns AFTER UPDATE OF stage, outcome ON cases
WHEN old.stage = 'S90' AND new.stage <> 'S90' OR old.outcome <> '' AND new.outcome <> '' AND new.outcome <> old.outcome BEGIN
  INSERT OR IGNORE INTO finding (uid, rule, subject, claim_id, fact, found_on)
    SELECT lower(hex(randomblob(16))), 'J1', k.id || ':' || new.rev, k.id,
      iif(new.stage <> 'S90' AND old.stage = 'S90', '支付后案件重开或撤回归档', '支付后案件的结案方式有变更'), substr(new.last_action_at, 1, 10)
    FROM claim k WHERE k.case_id = new.id AND k.rule IN ('SB1','SB2','SB3') AND k.state = 'paid';
END;
-- J3: one voucher under two payments of a year.
CREATE TRIGGER voucher_again AFTER UPDATE OF voucher ON claim WHEN new.voucher <> '' AND EXISTS (
  SELECT 1 FROM claim WHERE voucher = new.voucher AND voucher <> '' AND id <> new.id AND substr(paid_on, 1, 4) = substr(new.paid_on, 1, 4)) BEGIN
  INSERT OR IGNORE INTO finding (uid, rule, subject, claim_id, fact, found_on)
    VALUES (lower(hex(randomblob(16))), 'J3', 'voucher:' || new.id, new.id, '凭证' || new.voucher || '用于两笔支付', new.paid_on);
END;
-- J5: the desk refuses it; whoever writes past the desk is found here.
CREATE TRIGGER claim_hands AFTER UPDATE OF claimed_by, reviewed_by, approved_by, paid_by ON claim
WHEN new.claimed_by IN (new.reviewed_by, new.approved_by, new.paid_by) OR new.reviewed_by IN (new.approved_by, new.paid_by)
  OR new.approved_by = new.paid_by BEGIN
  INSERT OR IGNORE INTO finding (uid, rule, subject, claim_id, fact, found_on)
    VALUES (lower(hex(randomblob(16))), 'J5', new.id || ':' || new.rev, new.id, '申报、审核、审批、支付中有同一人办理',
      coalesce(new.paid_on, new.approved_on, new.reviewed_on, new.claimed_on));
END;
-- J6: found to be 公职人员 after being paid.
CREATE TRIGGER payee_is_official AFTER UPDATE OF official ON staff WHEN new.official = '1' AND old.official <> '1'
  AND EXISTS (SELECT 1 FROM share p JOIN claim k ON k.id = p.claim_id WHERE p.staff_id = new.id AND k.state = 'paid') BEGIN
  INSERT OR IGNORE INTO finding (uid, rule, subject, claim_id, staff_id, fact, found_on)
    SELECT lower(hex(randomblob(16))), 'J6', new.id || ':' || max(k.id), max(k.id), new.id,
      '支付后核为公职人员,此前已付' || count(*) || '笔', ifnull(new.verified_on, date('now', '+8 hours'))
    FROM share p JOIN claim k ON k.id = p.claim_id WHERE p.staff_id = new.id AND k.state = 'paid';
END;

-- Urgent matters and supervision.

-- 重大紧急事项 (信访工作条例25; 人民调解法25): found, reported by word of mouth and in writing, followed, closed.
CREATE TABLE urgent (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL DEFAULT 1, number TEXT NOT NULL UNIQUE,
  case_id INTEGER REFERENCES cases(id), lead_id INTEGER REFERENCES lead(id),
  found_at TEXT NOT NULL, kind TEXT NOT NULL, fact TEXT NOT NULL, place TEXT NOT NULL DEFAULT '',
  involved INTEGER, measures TEXT NOT NULL DEFAULT '',
  oral_at TEXT, oral_to TEXT NOT NULL DEFAULT '', oral_by TEXT NOT NULL DEFAULT '', oral_heard TEXT NOT NULL DEFAULT '',
  written_at TEXT, written_to TEXT NOT NULL DEFAULT '', document TEXT NOT NULL DEFAULT '',
  result TEXT NOT NULL DEFAULT '', outcome TEXT NOT NULL DEFAULT '', closed_on TEXT CHECK (closed_on IS date(closed_on)),
  at TEXT NOT NULL, user_id INTEGER NOT NULL REFERENCES user(id)
) STRICT;
CREATE INDEX urgent_unreported ON urgent (id) WHERE closed_on IS NULL AND written_at IS NULL;
CREATE INDEX urgent_open ON urgent (id) WHERE closed_on IS NULL;
CREATE INDEX urgent_of_case ON urgent (case_id) WHERE case_id IS NOT NULL;
-- One open record a matter.
CREATE UNIQUE INDEX urgent_case ON urgent (case_id) WHERE closed_on IS NULL AND case_id IS NOT NULL;
CREATE UNIQUE INDEX urgent_lead ON urgent (lead_id) WHERE closed_on IS NULL AND lead_id IS NOT NULL;
-- 续报.
CREATE TABLE urgent_note (
  id INTEGER PRIMARY KEY, urgent_id INTEGER NOT NULL REFERENCES urgent(id), at TEXT NOT NULL, body TEXT NOT NULL,
  told TEXT NOT NULL DEFAULT '', user_id INTEGER NOT NULL REFERENCES user(id)
) STRICT;
CREATE INDEX urgent_note_of ON urgent_note (urgent_id, id);

-- 督办 (信访工作条例39, 40): why, by whose decision, and what became of the advice.
ALTER TABLE supervision ADD COLUMN reason TEXT NOT NULL DEFAULT '';
ALTER TABLE supervision ADD COLUMN decided_by TEXT NOT NULL DEFAULT '';
ALTER TABLE supervision ADD COLUMN advice TEXT NOT NULL DEFAULT '';
ALTER TABLE supervision ADD COLUMN adopted TEXT NOT NULL DEFAULT '';
-- The day an answer was sent back, NULL once it is answered anew.
ALTER TABLE supervision ADD COLUMN returned_on TEXT CHECK (returned_on IS date(returned_on));

-- The petitioner's side: whose data is asked for, by whom, until when it is answered, and how it ended.
-- Document numbers are compared and never stored here.
ALTER TABLE request ADD COLUMN visit_id INTEGER REFERENCES visit(id);
ALTER TABLE request ADD COLUMN asker TEXT NOT NULL DEFAULT '1';
ALTER TABLE request ADD COLUMN agent TEXT NOT NULL DEFAULT '';
ALTER TABLE request ADD COLUMN authority TEXT NOT NULL DEFAULT '';
ALTER TABLE request ADD COLUMN due TEXT CHECK (due IS date(due));
-- '' while open: given, corrected, noted, refused or withdrawn.
ALTER TABLE request ADD COLUMN outcome TEXT NOT NULL DEFAULT '';
CREATE INDEX request_answered ON request (id) WHERE answered_on IS NOT NULL;
-- What was corrected. An archived volume is never rewritten: its correction stands here, beside it.
CREATE TABLE correction (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, request_id INTEGER NOT NULL REFERENCES request(id),
  case_id INTEGER NOT NULL REFERENCES cases(id), visit_id INTEGER NOT NULL REFERENCES visit(id), field TEXT NOT NULL,
  -- The right value where the visit keeps the old one; '' where the visit itself was amended.
  note TEXT NOT NULL DEFAULT '', ground TEXT NOT NULL, day TEXT NOT NULL CHECK (day IS date(day)),
  user_id INTEGER NOT NULL REFERENCES user(id)
) STRICT;
CREATE INDEX correction_case ON correction (case_id);
CREATE INDEX correction_request ON correction (request_id);
CREATE INDEX consultation_guidance ON consultation (guidance_id, day);

-- What lies outside the archive, the one due first before all, is told by this index alone.
DROP INDEX loan_out;
CREATE INDEX loan_out ON loan (due, id, volume_id) WHERE back_on IS NULL;
