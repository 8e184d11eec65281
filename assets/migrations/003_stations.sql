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
