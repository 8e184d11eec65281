//! The words of report queries: facts, their days, columns, marks and groups, each with its SQL.
//!
//! Everything here is text known at compile time; what a user types reaches a query as a parameter
//! only. Decides no figure: which marks make a figure stands in `reports`.

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Fact {
    /// 来访, registered.
    Visits,
    /// 案件 from 登记 on, one a matter.
    Cases,
    /// 期限.
    Clocks,
    Supervisions,
    Warnings,
    /// Records of 引导 and 救助 that were not taken back: those of the table `told`.
    Records,
    /// 经费申报 that was not void.
    Claims,
    /// What one person gets of a claim.
    Shares,
    /// A closed case to which a visit returned within 90 days; counted by that closing.
    Returns,
}

/// Which day of a fact says whether it belongs to a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Day {
    Petitioned,
    Registered,
    Closed,
    Accepted,
    /// The raw due day of a clock.
    Due,
    /// When it was issued, raised, recorded or claimed.
    Done,
    Paid,
    /// No day: what runs now.
    Now,
}

/// A column that marks ask about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Col {
    People,
    Involved,
    Visits,
    Repeat,
    Form,
    Source,
    Category,
    Nature,
    Content,
    Stage,
    Outcome,
    Grade,
    Listed,
    Level,
    DeclinedFor,
    Satisfied,
    AcceptedOn,
    ClosedOn,
    Rule,
    State,
    Answered,
    Way,
    Signed,
    Disposed,
    /// What a record of 引导 or 救助 tells; the forms that have one stand in the triggers of the table `told`.
    Event,
    Kind,
    Route,
}

/// A condition of a figure; all marks of a figure hold together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mark {
    Is(Col, &'static str),
    In(Col, &'static [&'static str]),
    Not(Col, &'static str),
    /// From the first to the second, both counted.
    Between(Col, i64, i64),
    Empty(Col),
    Filled(Col),
    /// A clock that was met on its raw day or before.
    MetInTime,
    MetLate,
    /// A clock that runs, and its raw day is over.
    OpenLate,
    OpenInTime,
    /// A clock whose lights went on: overdue, red, amber.
    LightOver,
    LightRed,
    LightAmber,
    /// A supervision that was answered by its day, or is late without answer.
    AnsweredInTime,
    AnswerLate,
    /// Closed less than 90 days ago.
    Recent,
    /// Taken in at a station of these levels.
    Intake(&'static [&'static str]),
    /// Accepted so many days after it was taken in, or sooner.
    AcceptedWithin(i64),
    AcceptedAfter(i64),
    /// Not accepted, and so many days are over.
    WaitsOver(i64),
    /// Accepted, or [`Mark::WaitsOver`].
    AcceptanceDue(i64),
    /// A clock that was met or is late: what can be judged.
    Judged,
}

/// What is added up beside the number of lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Weight {
    /// 人次: people who came.
    People,
    /// 涉及人数.
    Involved,
    /// Days from 受理 to 结案.
    Days,
    /// Days from a warning to its signature.
    Response,
    /// 分.
    Money,
}

/// By what lines are grouped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Dim {
    Place,
    Respondent,
    Dispute,
    Content,
    Level,
    Rule,
    Payer,
    Person,
    SizeBand,
    Month,
}

/// Stands for a sealed line where its place or respondent would tell whom it accuses (信访工作条例30③).
pub const SEALED_KEY: &str = "密封";

/// What lies beside a case, and of the case what every count of it asks: narrow rows, where those of the table
/// itself would be read from all over a large file. The day or the form leads the walk, never the case.
macro_rules! beside {
    ($table:literal, $case:literal) => {
        concat!($table, " CROSS JOIN cases c INDEXED BY cases_report_brief ON c.id = ", $case)
    };
}

impl Fact {
    /// Tables, and what always holds.
    pub(super) fn from(self, day: Day) -> (&'static str, &'static str) {
        match (self, day) {
            (Fact::Visits, Day::Closed) => {
                ("cases c CROSS JOIN visit v INDEXED BY visit_report_case ON v.case_id = c.id", "v.registered = 1")
            }
            (Fact::Visits, _) => ("visit v", "v.registered = 1"),
            (Fact::Cases, _) => ("cases c", "c.stage <> 'S00'"),
            (Fact::Clocks, Day::Now) => (beside!("deadline d", "d.case_id"), "d.state = 'running'"),
            (Fact::Clocks, _) => (beside!("deadline d", "d.case_id"), "d.state <> 'ended'"),
            (Fact::Supervisions, _) => (beside!("supervision s", "s.case_id"), "1"),
            (Fact::Warnings, _) => (beside!("warning w", "w.case_id"), "1"),
            (Fact::Records, _) => (beside!("told r", "r.case_id"), "1"),
            (Fact::Claims, _) => ("claim k", "k.state <> 'void'"),
            (Fact::Shares, _) => ("claim k JOIN share h ON h.claim_id = k.id", "k.state <> 'void'"),
            (Fact::Returns, _) => (
                "cases c",
                "c.closed_on IS NOT NULL AND (EXISTS (SELECT 1 FROM visit v INDEXED BY visit_report_case
                   WHERE v.case_id = c.id AND v.registered = 1 AND v.repeat_answer = '2'
                   AND v.registered_on > c.closed_on AND v.registered_on <= date(c.closed_on, '+90 days'))
                 OR EXISTS (SELECT 1 FROM visit v INDEXED BY visit_again
                   WHERE v.related_case = CAST(c.id AS TEXT) AND v.related_case <> '' AND v.registered = 1
                   AND v.registered_on > c.closed_on AND v.registered_on <= date(c.closed_on, '+90 days')
                   AND v.repeat_answer = '2'))",
            ),
        }
    }

    /// The column of a day; whether it holds a time of day, too.
    pub(super) fn day(self, day: Day) -> Option<(&'static str, bool)> {
        Some(match (self, day) {
            (_, Day::Now) => return None,
            (Fact::Visits, Day::Petitioned) => ("v.petitioned_on", false),
            (Fact::Visits, Day::Closed) => ("c.closed_on", false),
            (Fact::Visits, _) => ("v.registered_on", false),
            (Fact::Cases, Day::Petitioned) => ("c.petitioned_on", false),
            (Fact::Cases, Day::Closed) => ("c.closed_on", false),
            (Fact::Cases, Day::Accepted) => ("c.accepted_on", false),
            (Fact::Cases, _) => ("c.opened", false),
            (Fact::Clocks, _) => ("d.raw", false),
            (Fact::Supervisions, _) => ("s.issued_at", true),
            (Fact::Warnings, _) => ("w.at", true),
            (Fact::Records, _) => ("r.at", true),
            (Fact::Claims | Fact::Shares, Day::Paid) => ("k.paid_on", false),
            (Fact::Claims | Fact::Shares, _) => ("k.claimed_on", false),
            (Fact::Returns, _) => ("c.closed_on", false),
        })
    }

    /// What is counted once.
    pub(super) fn line(self) -> &'static str {
        match self {
            Fact::Shares => "count(DISTINCT CASE WHEN {} THEN k.id END)",
            _ => "ifnull(sum({}), 0)",
        }
    }

    /// The case behind a line.
    pub(super) fn case(self) -> &'static str {
        match self {
            Fact::Visits => "v.case_id",
            Fact::Claims | Fact::Shares => "k.case_id",
            _ => "c.id",
        }
    }

    pub(super) fn station(self) -> &'static str {
        match self {
            // The day leads the walk, never the station: `+` keeps its index out.
            Fact::Visits => "+v.station = :station",
            Fact::Claims | Fact::Shares => "EXISTS (SELECT 1 FROM cases WHERE id = k.case_id AND intake = :station)",
            _ => "+c.intake = :station",
        }
    }

    /// What belongs to a handler: what he handles, or registered himself.
    pub(super) fn own(self) -> &'static str {
        match self {
            Fact::Visits => "(v.registrar = :user OR v.case_id IN (SELECT id FROM cases WHERE handler_id = :staff))",
            Fact::Claims => {
                "(k.claimed_by = :user OR EXISTS (SELECT 1 FROM share WHERE claim_id = k.id AND staff_id = :staff))"
            }
            Fact::Shares => "h.staff_id = :staff",
            _ => "(c.registrar = :user OR c.handler_id = :staff)",
        }
    }
}

impl Col {
    fn sql(self, fact: Fact) -> &'static str {
        let visits = fact == Fact::Visits;
        match self {
            Col::People if visits => "v.people",
            Col::People => "c.people",
            Col::Involved if visits => "v.involved",
            Col::Involved => "c.involved",
            Col::Visits => "c.visits",
            Col::Repeat if visits => "ifnull(v.repeat_answer, '')",
            Col::Repeat => "c.repeat",
            Col::Form => "ifnull(v.petition_form, '')",
            Col::Source if visits => "ifnull(v.source, '')",
            Col::Source => "c.source",
            Col::Category => "ifnull(v.category, '')",
            Col::Nature => "ifnull(v.nature, '')",
            Col::Content => "ifnull(v.content, '')",
            Col::Stage => "c.stage",
            Col::Outcome => "c.outcome",
            Col::Grade => "c.grade",
            Col::Listed => "c.listed",
            Col::Level => "c.listing_level",
            Col::DeclinedFor => "c.declined_for",
            Col::Satisfied => "c.satisfied",
            Col::AcceptedOn => "ifnull(c.accepted_on, '')",
            Col::ClosedOn => "ifnull(c.closed_on, '')",
            Col::Rule => match fact {
                Fact::Clocks => "d.rule",
                Fact::Warnings => "w.rule",
                Fact::Records => "r.form",
                _ => "k.rule",
            },
            Col::State => match fact {
                Fact::Clocks => "d.state",
                Fact::Warnings => "w.level",
                // The day leads the walk, never the state: nearly every claim there ever was is paid.
                _ => "+k.state",
            },
            Col::Answered => "ifnull(s.answered_on, '')",
            Col::Way => "w.way",
            Col::Signed => "ifnull(w.signed_on, '')",
            Col::Disposed => match fact {
                Fact::Warnings => "ifnull(w.closed_on, '')",
                _ => "ifnull(s.closed_on, '')",
            },
            Col::Event | Col::Route => "r.event",
            Col::Kind => "r.kind",
        }
    }
}

/// Codes come from tables of this program; a quote in one would be a mistake of ours.
fn quoted(code: &str) -> String {
    format!("'{}'", code.replace('\'', "''"))
}

impl Mark {
    pub(super) fn sql(self, fact: Fact) -> String {
        match self {
            Mark::Is(col, code) => format!("{} = {}", col.sql(fact), quoted(code)),
            Mark::Not(col, code) => format!("{} <> {}", col.sql(fact), quoted(code)),
            Mark::In(col, codes) => {
                let list: Vec<String> = codes.iter().map(|c| quoted(c)).collect();
                format!("{} IN ({})", col.sql(fact), list.join(", "))
            }
            Mark::Between(col, least, most) => format!("{} BETWEEN {least} AND {most}", col.sql(fact)),
            Mark::Empty(col) => format!("{} = ''", col.sql(fact)),
            Mark::Filled(col) => format!("{} <> ''", col.sql(fact)),
            Mark::MetInTime => "(d.state = 'met' AND d.ended_on <= d.raw)".to_string(),
            Mark::MetLate => "(d.state = 'met' AND d.ended_on > d.raw)".to_string(),
            Mark::OpenLate => "(d.state IN ('running', 'paused') AND d.raw < :now)".to_string(),
            Mark::OpenInTime => "(d.state IN ('running', 'paused') AND d.raw >= :now)".to_string(),
            Mark::LightOver => "d.due < :now".to_string(),
            Mark::LightRed => "(d.due >= :now AND d.red_from <= :now)".to_string(),
            Mark::LightAmber => "(d.due >= :now AND d.red_from > :now AND d.amber_from <= :now)".to_string(),
            Mark::AnsweredInTime => "(s.answered_on IS NOT NULL AND s.answered_on <= s.feedback_by)".to_string(),
            Mark::AnswerLate => "(s.answered_on IS NULL AND s.closed_on IS NULL AND s.feedback_by < :now)".to_string(),
            Mark::Intake(levels) => {
                let list: Vec<String> = levels.iter().map(|c| quoted(c)).collect();
                format!("c.intake IN (SELECT name FROM station WHERE level IN ({}))", list.join(", "))
            }
            Mark::AcceptedWithin(days) => format!("c.accepted_after <= {days}"),
            Mark::AcceptedAfter(days) => format!("c.accepted_after > {days}"),
            Mark::WaitsOver(days) => format!("(c.accepted_on IS NULL AND c.opened < date(:now, '-{days} days'))"),
            Mark::AcceptanceDue(days) => {
                format!("(c.accepted_on IS NOT NULL OR c.opened < date(:now, '-{days} days'))")
            }
            Mark::Judged => "(d.state = 'met' OR d.raw < :now)".to_string(),
            Mark::Recent => "c.closed_on >= date(:now, '-90 days')".to_string(),
        }
    }
}

impl Weight {
    pub(super) fn sql(self, fact: Fact) -> &'static str {
        match (self, fact) {
            (Weight::People, Fact::Visits) => "v.people",
            (Weight::Involved, Fact::Visits) => "v.involved",
            (Weight::Involved, _) => "c.involved",
            (Weight::Days, _) => "CAST(julianday(c.closed_on) - julianday(c.accepted_on) AS INTEGER)",
            (Weight::Response, _) => "CAST(julianday(w.signed_on) - julianday(substr(w.at, 1, 10)) AS INTEGER)",
            (Weight::Money, Fact::Shares) => "h.amount",
            (Weight::Money, Fact::Cases) => "c.amount",
            (Weight::Money, _) => "k.amount",
            (Weight::People, Fact::Claims | Fact::Shares) => "0",
            (Weight::People, _) => "c.people",
        }
    }
}

impl Dim {
    pub(super) fn sql(self, fact: Fact) -> &'static str {
        let visits = fact == Fact::Visits;
        match self {
            Dim::Place => "CASE WHEN v.category = 'B' OR v.nature = '6' THEN '密封' ELSE ifnull(v.place, '') END",
            Dim::Respondent => {
                "CASE WHEN v.category = 'B' OR v.nature = '6' THEN '密封' ELSE ifnull(v.respondent, '') END"
            }
            Dim::Dispute => "c.dispute",
            Dim::Content => "CASE WHEN v.category = 'B' OR v.nature = '6' THEN '密封' ELSE ifnull(v.content, '') END",
            Dim::Level => "c.listing_level",
            Dim::Rule => "k.rule",
            Dim::Payer => "k.payer_kind",
            Dim::Person => "CAST(h.staff_id AS TEXT)",
            Dim::SizeBand if visits => {
                "CASE WHEN v.people > 100 THEN '5' WHEN v.people > 50 THEN '4' WHEN v.people > 20 THEN '3'
                 WHEN v.people > 10 THEN '2' ELSE '1' END"
            }
            Dim::SizeBand => "'1'",
            Dim::Month if visits => "substr(v.registered_on, 1, 7)",
            Dim::Month => "substr(c.opened, 1, 7)",
        }
    }
}
