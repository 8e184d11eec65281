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
