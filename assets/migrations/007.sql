-- Reports of a file that is not in memory: each count walks narrow rows alone. A column reckoned at reading, and a
-- body of JSON, send the walk to the wide rows of the table after all; what is counted is therefore kept.

-- What records of 引导 and 救助 tell, without those that were taken back: the route or event, and the kind of 救助.
CREATE TABLE told (
  form TEXT NOT NULL, at TEXT NOT NULL, record_id INTEGER NOT NULL, case_id INTEGER NOT NULL,
  event TEXT NOT NULL, kind TEXT NOT NULL, PRIMARY KEY (form, at, record_id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER record_told AFTER INSERT ON record
WHEN new.form IN ('guide', 'legal_aid', 'notarisation', 'confirmation', 'relief') AND new.voided = 0 BEGIN
  INSERT INTO told (form, at, record_id, case_id, event, kind) VALUES (new.form, new.at, new.id, new.case_id,
    ifnull(json_extract(new.body, iif(new.form = 'guide', '$.route', '$.event')), ''),
    iif(new.form = 'relief', ifnull(json_extract(new.body, '$.kind'), ''), ''));
END;
-- A step taken back, and a correction.
CREATE TRIGGER record_retold AFTER UPDATE OF form, at, case_id, body, voided ON record
WHEN old.form IN ('guide', 'legal_aid', 'notarisation', 'confirmation', 'relief')
  OR new.form IN ('guide', 'legal_aid', 'notarisation', 'confirmation', 'relief') BEGIN
  DELETE FROM told WHERE form = old.form AND at = old.at AND record_id = old.id;
  INSERT INTO told (form, at, record_id, case_id, event, kind) SELECT new.form, new.at, new.id, new.case_id,
    ifnull(json_extract(new.body, iif(new.form = 'guide', '$.route', '$.event')), ''),
    iif(new.form = 'relief', ifnull(json_extract(new.body, '$.kind'), ''), '')
  WHERE new.form IN ('guide', 'legal_aid', 'notarisation', 'confirmation', 'relief') AND new.voided = 0;
END;
CREATE TRIGGER record_untold AFTER DELETE ON record
WHEN old.form IN ('guide', 'legal_aid', 'notarisation', 'confirmation', 'relief') BEGIN
  DELETE FROM told WHERE form = old.form AND at = old.at AND record_id = old.id;
END;
INSERT INTO told (form, at, record_id, case_id, event, kind)
SELECT form, at, id, case_id, ifnull(json_extract(body, iif(form = 'guide', '$.route', '$.event')), ''),
  iif(form = 'relief', ifnull(json_extract(body, '$.kind'), ''), '')
FROM record WHERE form IN ('guide', 'legal_aid', 'notarisation', 'confirmation', 'relief') AND voided = 0
ORDER BY form, at, id;

-- Days from taking in to 受理; in place of accept_days, which is reckoned at reading and stays unused. A case that
-- comes in accepted learns them with its first visit, by the write that it needs anyway.
DROP INDEX cases_report_opened;
ALTER TABLE cases ADD COLUMN accepted_after INTEGER;
DROP TRIGGER visit_opens;
CREATE TRIGGER visit_opens AFTER INSERT ON visit BEGIN
  UPDATE cases SET first_visit = new.id, petitioned_on = coalesce(new.petitioned_on, new.registered_on, opened),
    source = ifnull(new.source, ''), repeat = ifnull(new.repeat_answer, ''),
    accepted_after = CAST(julianday(accepted_on) - julianday(opened) AS INTEGER)
  WHERE id = new.case_id AND first_visit IS NULL;
END;
CREATE TRIGGER case_accepted AFTER UPDATE OF accepted_on, opened ON cases
WHEN new.accepted_on IS NOT old.accepted_on OR new.opened IS NOT old.opened BEGIN
  UPDATE cases SET accepted_after = CAST(julianday(new.accepted_on) - julianday(new.opened) AS INTEGER) WHERE id = new.id;
END;
UPDATE cases SET accepted_after = CAST(julianday(accepted_on) - julianday(opened) AS INTEGER) WHERE accepted_on IS NOT NULL;
CREATE INDEX cases_report_opened ON cases (opened, stage, outcome, intake, repeat, source, grade, dispute, people, involved,
  amount, visits, declined_for, satisfied, accepted_on, closed_on, listed, listing_level, handler_id, registrar, accepted_after);

-- What a count asks of the case behind a clock, a warning or a record: some eighty cases a page, and not eight.
CREATE INDEX cases_report_brief ON cases (id, people, involved, repeat, intake, handler_id, registrar);
-- Visits of the cases that were closed in a period.
CREATE INDEX visit_report_case ON visit (case_id, registered_on, people, repeat_answer, station, place, category, nature,
  content, petition_form, source, involved, respondent, registrar) WHERE registered = 1;
