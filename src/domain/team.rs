//! Who should handle a case: reasons for each candidate, and grounds of recusal.
//!
//! Pure: the roster, the loads and the relations are handed in. It orders, it never decides.

use super::case::Case;
use super::codes;

/// A member of the roster as the choice sees him.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Member {
    pub id: i64,
    pub name: String,
    /// Code of `codes::PROFESSION`.
    pub profession: String,
    pub employer: String,
    /// Codes joined by `,`.
    pub languages: String,
    pub skills: String,
    /// Division code.
    pub place: String,
    pub document_no: String,
    pub active: bool,
    /// Open cases in hand.
    pub load: i64,
}

/// A relation declared for this case: member, ground code, detail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declared {
    pub staff: i64,
    pub ground: String,
    pub detail: String,
}

/// A side of the dispute as recusal looks at it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Party {
    pub name: String,
    pub document_no: String,
}

/// A candidate with what speaks for and what stands against him.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    pub member: Member,
    pub reasons: Vec<String>,
    /// Ground of recusal, "" when there is none: then he cannot be chosen.
    pub conflict: String,
    pub score: i64,
}

/// The ground on which a member must stand aside (信访工作条例28), "" when there is none.
pub fn conflict(member: &Member, case: &Case, parties: &[Party], declared: &[Declared]) -> String {
    let same_person = |p: &Party| {
        (!p.document_no.is_empty() && p.document_no == member.document_no)
            || ((p.document_no.is_empty() || member.document_no.is_empty()) && p.name == member.name)
    };
    if parties.iter().any(same_person) || case.respondent == member.name {
        return "本人是当事人".to_string();
    }
    let same_unit = |unit: &str| !unit.is_empty() && unit != "不明确" && unit == member.employer;
    if same_unit(&case.respondent) || same_unit(&case.unit) {
        return format!("与被访单位同一单位({})", member.employer);
    }
    match declared.iter().find(|d| d.staff == member.id) {
        Some(d) if d.detail.is_empty() => codes::label(codes::RECUSAL, &d.ground).to_string(),
        Some(d) => format!("{}({})", codes::label(codes::RECUSAL, &d.ground), d.detail),
        None => String::new(),
    }
}

/// Professions that know a kind of dispute.
fn fits(profession: &str, dispute: &str) -> bool {
    match profession {
        "05" => dispute == "15",
        "10" => matches!(dispute, "16" | "06" | "02"),
        "01" | "02" | "03" | "08" | "09" => {
            matches!(dispute, "04" | "05" | "06" | "08" | "10" | "11" | "13" | "14" | "16")
        }
        "04" | "11" => matches!(dispute, "01" | "02" | "03" | "07" | "17" | "18"),
        "06" => dispute == "01",
        "07" => matches!(dispute, "07" | "08" | "09"),
        _ => false,
    }
}

fn holds(list: &str, code: &str) -> bool {
    !code.is_empty() && list.split(',').any(|c| c == code)
}

/// Orders the roster for a case: those without conflict first, then by what speaks for them.
pub fn candidates(case: &Case, roster: Vec<Member>, parties: &[Party], declared: &[Declared]) -> Vec<Candidate> {
    let mut list: Vec<Candidate> = roster
        .into_iter()
        .filter(|m| m.active)
        .map(|member| {
            let mut reasons = Vec::new();
            let mut score = 0;
            if holds(&member.skills, &case.dispute) {
                reasons.push(format!("擅长{}", codes::label(codes::DISPUTE, &case.dispute)));
                score += 40;
            }
            if fits(&member.profession, &case.dispute) {
                reasons.push(format!("{}对口", codes::label(codes::PROFESSION, &member.profession)));
                score += 20;
            }
            if !matches!(case.language.as_str(), "" | "1") && holds(&member.languages, &case.language) {
                reasons.push(format!("会{}", codes::label(codes::LANGUAGE, &case.language)));
                score += 30;
            }
            if !member.place.is_empty() && member.place == case.place {
                reasons.push("同乡镇".to_string());
                score += 15;
            } else if member.place.len() >= 6 && case.place.len() >= 6 && member.place[..6] == case.place[..6] {
                reasons.push("同县".to_string());
                score += 5;
            }
            reasons.push(format!("在办{}", member.load));
            score -= member.load * 3;
            let conflict = conflict(&member, case, parties, declared);
            Candidate { member, reasons, conflict, score }
        })
        .collect();
    list.sort_by(|a, b| {
        (!a.conflict.is_empty(), -a.score, a.member.id).cmp(&(!b.conflict.is_empty(), -b.score, b.member.id))
    });
    list
}
