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
