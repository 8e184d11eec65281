-- alerts

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
