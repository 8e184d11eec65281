-- Counts that every screen shows are kept, so that they cost the same however large the file grows: triggers add and
-- take away, views reckon the same from the rows. The views fill the tables here and after a bulk load, and `check`
-- compares the two. Clocks of other offices are due on 9999-12-31 and stand in no count.

-- Running clocks by the day on which each turns amber, red, late, silent: of all cases (staff 0) and of each handler.
-- Each stays what it turned into until it turns again: red on a day are all that turned red by then less those that
-- turned late.
CREATE TABLE clock_day (
  staff INTEGER NOT NULL, day TEXT NOT NULL, amber INTEGER NOT NULL DEFAULT 0, red INTEGER NOT NULL DEFAULT 0,
  late INTEGER NOT NULL DEFAULT 0, silent INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (staff, day)
) STRICT, WITHOUT ROWID;
-- How many there are of a name: clocks `running` and `paused` by rule, `paused_of` by handler, open cases by `stage`,
-- cases with a clock by `unit`, `team`, `handler`.
CREATE TABLE tally (
  kind TEXT NOT NULL, name TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (kind, name)
) STRICT, WITHOUT ROWID;

-- In whose numbers the clocks of a case stand.
CREATE VIEW clock_staff (case_id, staff) AS
SELECT id, 0 FROM cases UNION ALL SELECT id, handler_id FROM cases WHERE handler_id IS NOT NULL;

-- The days of each running clock. What is never red is late at once, what is never amber is red at once.
CREATE VIEW clock_turns (staff, amber, red, late, silent) AS
SELECT s.staff, min(amber_from, red_from, date(due, '+1 day')), min(red_from, date(due, '+1 day')), date(due, '+1 day'), silent_from
FROM deadline d CROSS JOIN clock_staff s ON s.case_id = d.case_id WHERE d.state = 'running' AND d.due < '9999-12-31';

CREATE VIEW clock_day_reckoned (staff, day, amber, red, late, silent) AS
SELECT staff, day, sum(amber), sum(red), sum(late), sum(silent) FROM (
  SELECT staff, amber AS day, 1 AS amber, 0 AS red, 0 AS late, 0 AS silent FROM clock_turns
  UNION ALL SELECT staff, red, 0, 1, 0, 0 FROM clock_turns
  UNION ALL SELECT staff, late, 0, 0, 1, 0 FROM clock_turns
  UNION ALL SELECT staff, silent, 0, 0, 0, 1 FROM clock_turns WHERE silent IS NOT NULL
) GROUP BY staff, day;

CREATE VIEW tally_reckoned (kind, name, n) AS
SELECT state, rule, count(*) FROM deadline WHERE state IN ('running', 'paused') AND due < '9999-12-31' GROUP BY state, rule
UNION ALL SELECT 'paused_of', CAST(s.staff AS TEXT), count(*) FROM deadline d CROSS JOIN clock_staff s ON s.case_id = d.case_id
  WHERE d.state = 'paused' AND d.due < '9999-12-31' AND s.staff > 0 GROUP BY s.staff
UNION ALL SELECT 'stage', stage, count(*) FROM cases WHERE is_open = 1 GROUP BY stage
UNION ALL SELECT 'unit', unit, count(*) FROM cases WHERE clocked = 1 AND unit > '' GROUP BY unit
UNION ALL SELECT 'team', team, count(*) FROM cases WHERE clocked = 1 AND team > '' GROUP BY team
UNION ALL SELECT 'handler', CAST(handler_id AS TEXT), count(*) FROM cases WHERE clocked = 1 AND handler_id IS NOT NULL GROUP BY handler_id;

INSERT INTO clock_day SELECT * FROM clock_day_reckoned;
INSERT INTO tally SELECT * FROM tally_reckoned;

-- A clock comes (n = 1) into the numbers of somebody or goes (-1). Nothing is stored under this name.
CREATE VIEW clock_change (n, staff, state, rule, due, amber_from, red_from, silent_from) AS
SELECT 0, 0, '', '', '', '', '', '' WHERE 0;
CREATE TRIGGER clock_changes INSTEAD OF INSERT ON clock_change
WHEN new.state IN ('running', 'paused') AND new.due < '9999-12-31' BEGIN
  INSERT INTO tally SELECT new.state, new.rule, new.n WHERE new.staff = 0 ON CONFLICT DO UPDATE SET n = n + excluded.n;
  INSERT INTO tally SELECT 'paused_of', CAST(new.staff AS TEXT), new.n WHERE new.staff > 0 AND new.state = 'paused'
    ON CONFLICT DO UPDATE SET n = n + excluded.n;
  INSERT INTO clock_day (staff, day, amber) SELECT new.staff, min(new.amber_from, new.red_from, date(new.due, '+1 day')), new.n
    WHERE new.state = 'running' ON CONFLICT DO UPDATE SET amber = amber + excluded.amber;
  INSERT INTO clock_day (staff, day, red) SELECT new.staff, min(new.red_from, date(new.due, '+1 day')), new.n
    WHERE new.state = 'running' ON CONFLICT DO UPDATE SET red = red + excluded.red;
  INSERT INTO clock_day (staff, day, late) SELECT new.staff, date(new.due, '+1 day'), new.n
    WHERE new.state = 'running' ON CONFLICT DO UPDATE SET late = late + excluded.late;
  INSERT INTO clock_day (staff, day, silent) SELECT new.staff, new.silent_from, new.n
    WHERE new.state = 'running' AND new.silent_from IS NOT NULL ON CONFLICT DO UPDATE SET silent = silent + excluded.silent;
END;
CREATE TRIGGER clock_comes AFTER INSERT ON deadline WHEN new.state IN ('running', 'paused') BEGIN
  INSERT INTO clock_change SELECT 1, staff, new.state, new.rule, new.due, new.amber_from, new.red_from, new.silent_from
    FROM clock_staff WHERE case_id = new.case_id;
END;
CREATE TRIGGER clock_goes AFTER DELETE ON deadline WHEN old.state IN ('running', 'paused') BEGIN
  INSERT INTO clock_change SELECT -1, staff, old.state, old.rule, old.due, old.amber_from, old.red_from, old.silent_from
    FROM clock_staff WHERE case_id = old.case_id;
END;
CREATE TRIGGER clock_moves AFTER UPDATE OF state, rule, due, amber_from, red_from, silent_from ON deadline
WHEN (old.state, old.rule, old.due, old.amber_from, old.red_from, old.silent_from)
  IS NOT (new.state, new.rule, new.due, new.amber_from, new.red_from, new.silent_from) BEGIN
  INSERT INTO clock_change SELECT -1, staff, old.state, old.rule, old.due, old.amber_from, old.red_from, old.silent_from
    FROM clock_staff WHERE case_id = old.case_id;
  INSERT INTO clock_change SELECT 1, staff, new.state, new.rule, new.due, new.amber_from, new.red_from, new.silent_from
    FROM clock_staff WHERE case_id = new.case_id;
END;
CREATE TRIGGER clock_hands AFTER UPDATE OF handler_id ON cases WHEN old.handler_id IS NOT new.handler_id BEGIN
  INSERT INTO clock_change SELECT -1, old.handler_id, state, rule, due, amber_from, red_from, silent_from
    FROM deadline WHERE case_id = old.id AND old.handler_id IS NOT NULL;
  INSERT INTO clock_change SELECT 1, new.handler_id, state, rule, due, amber_from, red_from, silent_from
    FROM deadline WHERE case_id = new.id AND new.handler_id IS NOT NULL;
END;

CREATE VIEW case_change (n, is_open, stage, clocked, unit, team, handler_id) AS SELECT 0, 0, '', 0, '', '', 0 WHERE 0;
CREATE TRIGGER case_changes INSTEAD OF INSERT ON case_change BEGIN
  INSERT INTO tally SELECT 'stage', new.stage, new.n WHERE new.is_open = 1 ON CONFLICT DO UPDATE SET n = n + excluded.n;
  INSERT INTO tally SELECT 'unit', new.unit, new.n WHERE new.clocked = 1 AND new.unit > ''
    ON CONFLICT DO UPDATE SET n = n + excluded.n;
  INSERT INTO tally SELECT 'team', new.team, new.n WHERE new.clocked = 1 AND new.team > ''
    ON CONFLICT DO UPDATE SET n = n + excluded.n;
  INSERT INTO tally SELECT 'handler', CAST(new.handler_id AS TEXT), new.n WHERE new.clocked = 1 AND new.handler_id IS NOT NULL
    ON CONFLICT DO UPDATE SET n = n + excluded.n;
END;
CREATE TRIGGER case_comes AFTER INSERT ON cases BEGIN
  INSERT INTO case_change VALUES (1, new.is_open, new.stage, new.clocked, new.unit, new.team, new.handler_id);
END;
CREATE TRIGGER case_goes AFTER DELETE ON cases BEGIN
  INSERT INTO case_change VALUES (-1, old.is_open, old.stage, old.clocked, old.unit, old.team, old.handler_id);
END;
CREATE TRIGGER case_moves AFTER UPDATE OF is_open, stage, clocked, unit, team, handler_id ON cases
WHEN (old.is_open, old.stage, old.clocked, old.unit, old.team, old.handler_id)
  IS NOT (new.is_open, new.stage, new.clocked, new.unit, new.team, new.handler_id) BEGIN
  INSERT INTO case_change VALUES (-1, old.is_open, old.stage, old.clocked, old.unit, old.team, old.handler_id);
  INSERT INTO case_change VALUES (1, new.is_open, new.stage, new.clocked, new.unit, new.team, new.handler_id);
END;

-- The clocks of one rule, in the order in which lists show them.
CREATE INDEX deadline_rule ON deadline (rule, due, id, red_from, amber_from) WHERE state = 'running';
