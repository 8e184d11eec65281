//! The numbers the studio gives: their series and how they are written. Counting is the store's.

use chrono::{Datelike, NaiveDate};

/// A series of numbers. Each restarts with its period and never leaves a gap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Series {
    /// 取号, daily.
    Ticket,
    /// 接谈号, daily.
    Docket,
    /// 案号, yearly (一案一号, 方案六(一)).
    Case,
    /// 专调小组号, yearly.
    Team,
    /// 委托函, yearly.
    Entrustment,
    /// 督办号, yearly.
    Supervision,
    /// 预警号, yearly.
    Warning,
    /// 证据收据, yearly.
    Receipt,
    /// 协议书编号, yearly.
    Agreement,
    /// 卷号, yearly.
    Volume,
    /// 经费申报, yearly.
    Claim,
    /// 苗头, yearly.
    Lead,
    /// 本人信息申请, yearly.
    Request,
    /// 重大紧急事项, yearly.
    Urgent,
}

impl Series {
    pub fn code(self) -> &'static str {
        match self {
            Series::Ticket => "ticket",
            Series::Docket => "docket",
            Series::Case => "case",
            Series::Team => "team",
            Series::Entrustment => "entrustment",
            Series::Supervision => "supervision",
            Series::Warning => "warning",
            Series::Receipt => "receipt",
            Series::Agreement => "agreement",
            Series::Volume => "volume",
            Series::Claim => "claim",
            Series::Lead => "lead",
            Series::Request => "request",
            Series::Urgent => "urgent",
        }
    }
    /// The period in which a number is counted: a day or a year.
    pub fn period(self, on: NaiveDate) -> String {
        match self {
            Series::Ticket | Series::Docket => on.format("%Y%m%d").to_string(),
            _ => on.year().to_string(),
        }
    }
    /// How number `n` is written. `place` is the short name of the county, e.g. 香格里拉.
    pub fn write(self, place: &str, on: NaiveDate, n: i64) -> String {
        let year = on.year();
        match self {
            Series::Ticket => format!("A{n:03}"),
            Series::Docket => format!("JT-{}-{n:03}", on.format("%Y%m%d")),
            Series::Case => format!("{place}信调〔{year}〕{n:04}号"),
            Series::Team => format!("专调〔{year}〕{n:03}号"),
            Series::Entrustment => format!("委〔{year}〕{n:03}号"),
            Series::Supervision => format!("DB{year}{n:04}"),
            Series::Warning => format!("YJ{year}{n:04}"),
            Series::Receipt => format!("收〔{year}〕{n:03}号"),
            Series::Agreement => format!("（{year}）{place}人调字第{n:04}号"),
            Series::Volume => format!("（{year}）{place}人调卷字第{n:04}号"),
            Series::Claim => format!("经〔{year}〕{n:04}号"),
            Series::Lead => format!("苗〔{year}〕{n:04}号"),
            Series::Request => format!("信〔{year}〕{n:03}号"),
            Series::Urgent => format!("JJ{year}{n:04}"),
        }
    }
}

/// Year and serial of a 案号, the part people say: `香格里拉信调〔2026〕0131号` is (2026, 131).
pub fn case_serial(number: &str) -> Option<(i32, i64)> {
    let (_, rest) = number.split_once('〔')?;
    let (year, rest) = rest.split_once('〕')?;
    Some((year.parse().ok()?, rest.strip_suffix('号')?.parse().ok()?))
}

/// The short form in lists: `0131`; of a 接谈号 month, day and serial: `1123-012`.
pub fn short(title: &str) -> String {
    match case_serial(title) {
        Some((_, serial)) => format!("{serial:04}"),
        None => title.strip_prefix("JT-").and_then(|t| t.get(4..)).unwrap_or(title).to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_and_read_back() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 23).expect("a day");
        assert_eq!(Series::Docket.write("", day, 12), "JT-20261123-012");
        let number = Series::Case.write("香格里拉", day, 131);
        assert_eq!(number, "香格里拉信调〔2026〕0131号");
        assert_eq!(case_serial(&number), Some((2026, 131)));
        assert_eq!(short(&number), "0131");
        assert_eq!(short("JT-20261123-012"), "1123-012");
        assert_eq!(Series::Case.period(day), "2026");
        assert_eq!(Series::Ticket.period(day), "20261123");
    }
}
