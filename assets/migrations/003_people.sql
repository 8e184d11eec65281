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
