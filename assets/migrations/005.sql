-- Reports (R01-R15): what they count stands beside the case, and each count reads one index alone.

-- From the visit that opened the case, kept by triggers so that every way in tells the same.
ALTER TABLE cases ADD COLUMN first_visit INTEGER;
ALTER TABLE cases ADD COLUMN petitioned_on TEXT;
ALTER TABLE cases ADD COLUMN source TEXT NOT NULL DEFAULT '';
ALTER TABLE cases ADD COLUMN repeat TEXT NOT NULL DEFAULT '';
-- From the latest record that holds: 不予受理理由, 满意度评价, 协议金额 (分).
ALTER TABLE cases ADD COLUMN declined_for TEXT NOT NULL DEFAULT '';
ALTER TABLE cases ADD COLUMN satisfied TEXT NOT NULL DEFAULT '';
ALTER TABLE cases ADD COLUMN amount INTEGER NOT NULL DEFAULT 0;
-- Days from taking in to 受理, reckoned once a write and not once a report.
ALTER TABLE cases ADD COLUMN accept_days INTEGER
  GENERATED ALWAYS AS (CAST(julianday(accepted_on) - julianday(opened) AS INTEGER)) VIRTUAL;

CREATE TRIGGER visit_opens AFTER INSERT ON visit BEGIN
  UPDATE cases SET first_visit = new.id, petitioned_on = coalesce(new.petitioned_on, new.registered_on, opened),
    source = ifnull(new.source, ''), repeat = ifnull(new.repeat_answer, '')
  WHERE id = new.case_id AND first_visit IS NULL;
END;
CREATE TRIGGER visit_reopens AFTER UPDATE OF petitioned_on, registered_on, source, repeat_answer ON visit BEGIN
  UPDATE cases SET petitioned_on = coalesce(new.petitioned_on, new.registered_on, opened),
    source = ifnull(new.source, ''), repeat = ifnull(new.repeat_answer, '')
  WHERE id = new.case_id AND first_visit = new.id;
END;

-- The amounts of 履行计划: lines parted by line ends, cells by tabs, the fourth is 分.
CREATE TRIGGER record_tells AFTER INSERT ON record WHEN new.form IN ('decline', 'satisfaction', 'agreement') BEGIN
  UPDATE cases SET declined_for = ifnull(json_extract(new.body, '$.reason'), '')
  WHERE id = new.case_id AND new.form = 'decline';
  UPDATE cases SET satisfied = ifnull(json_extract(new.body, '$.level'), '')
  WHERE id = new.case_id AND new.form = 'satisfaction';
  UPDATE cases SET amount = (
    SELECT ifnull(sum(CAST(json_extract('[' || replace(json_quote(line.value), '\t', '","') || ']', '$[3]') AS INTEGER)), 0)
    FROM json_each('[' || replace(json_quote(ifnull(json_extract(new.body, '$.obligations'), '')), '\n', '","') || ']') line)
  WHERE id = new.case_id AND new.form = 'agreement';
END;
-- Taken back: what was said before it holds again.
CREATE TRIGGER record_untells AFTER UPDATE OF voided ON record WHEN new.voided = 1 AND old.voided = 0
  AND new.form IN ('decline', 'satisfaction', 'agreement') BEGIN
  UPDATE cases SET declined_for = '' WHERE id = new.case_id AND new.form = 'decline';
  UPDATE cases SET satisfied = ifnull((SELECT json_extract(body, '$.level') FROM record
    WHERE case_id = new.case_id AND form = 'satisfaction' AND voided = 0 ORDER BY id DESC LIMIT 1), '')
  WHERE id = new.case_id AND new.form = 'satisfaction';
  UPDATE cases SET amount = 0 WHERE id = new.case_id AND new.form = 'agreement';
END;

UPDATE cases SET (first_visit, petitioned_on, source, repeat) = (
  SELECT id, coalesce(petitioned_on, registered_on, cases.opened), ifnull(source, ''), ifnull(repeat_answer, '')
  FROM visit WHERE case_id = cases.id ORDER BY id LIMIT 1)
WHERE EXISTS (SELECT 1 FROM visit WHERE case_id = cases.id);
UPDATE cases SET petitioned_on = opened WHERE petitioned_on IS NULL;
UPDATE cases SET declined_for = ifnull((SELECT json_extract(body, '$.reason') FROM record
  WHERE case_id = cases.id AND form = 'decline' AND voided = 0 ORDER BY id DESC LIMIT 1), '')
WHERE stage = 'S29';
UPDATE cases SET satisfied = ifnull((SELECT json_extract(body, '$.level') FROM record
    WHERE case_id = cases.id AND form = 'satisfaction' AND voided = 0 ORDER BY id DESC LIMIT 1), ''),
  amount = ifnull((SELECT (
      SELECT sum(CAST(json_extract('[' || replace(json_quote(line.value), '\t', '","') || ']', '$[3]') AS INTEGER))
      FROM json_each('[' || replace(json_quote(ifnull(json_extract(body, '$.obligations'), '')), '\n', '","') || ']') line)
    FROM record WHERE case_id = cases.id AND form = 'agreement' AND voided = 0 ORDER BY id DESC LIMIT 1), 0)
WHERE accepted_on IS NOT NULL;

CREATE INDEX cases_report_opened ON cases (opened, stage, outcome, intake, repeat, source, grade, dispute, people, involved,
  amount, visits, declined_for, satisfied, accepted_on, closed_on, listed, listing_level, handler_id, registrar, accept_days);
CREATE INDEX cases_report_petitioned ON cases (petitioned_on, stage, outcome, intake, repeat, source, grade, dispute, people,
  involved, amount, visits, declined_for, satisfied, accepted_on, closed_on, listed, listing_level, handler_id, registrar);
CREATE INDEX cases_report_closed ON cases (closed_on, stage, outcome, intake, repeat, source, grade, dispute, people, involved,
  amount, visits, declined_for, satisfied, accepted_on, opened, listed, listing_level, handler_id, registrar)
  WHERE closed_on IS NOT NULL;
CREATE INDEX cases_report_accepted ON cases (accepted_on, stage, intake, people, handler_id, registrar)
  WHERE accepted_on IS NOT NULL;
CREATE INDEX visit_report_registered ON visit (registered_on, people, repeat_answer, station, place, category, nature, content,
  petition_form, source, involved, respondent, registrar, case_id) WHERE registered = 1;
CREATE INDEX visit_report_petitioned ON visit (petitioned_on, people, repeat_answer, station, place, category, nature, content,
  petition_form, source, involved, respondent, registrar, case_id) WHERE registered = 1;
CREATE INDEX visit_again ON visit (related_case, registered_on) WHERE registered = 1 AND related_case <> '';
CREATE INDEX deadline_report ON deadline (rule, raw, state, ended_on, case_id);
CREATE INDEX record_report ON record (form, at, voided, case_id);
CREATE INDEX supervision_report ON supervision (issued_at, case_id, answered_on, feedback_by, closed_on);
CREATE INDEX warning_report ON warning (at, rule, level, case_id, way, signed_on, closed_on);
CREATE INDEX claim_report_claimed ON claim (claimed_on, state, rule, payer_kind, amount, case_id, claimed_by);
CREATE INDEX claim_report_paid ON claim (paid_on, state, rule, payer_kind, amount, case_id, claimed_by) WHERE paid_on IS NOT NULL;
