//! Who and what a case is about, from its seed alone, and the filled registration form of a visit.
//!
//! The values are canonical, as `Visit::check` gives them back; a test compares the two.

use super::matters::{self, Fill, Kind, Story};
use super::people::{self, People, Person, TOWNS, chance, pick};
use super::plot::{Course, is_accepted};
use crate::domain::case::Stage;
use crate::validation::Draft;
use crate::validation::date::canonical_time;
use chrono::{Datelike, NaiveDate, NaiveDateTime};
use fastrand::Rng;

/// The people and the matter of a case.
pub struct Cast {
    pub petitioner: Person,
    pub kind: &'static Kind,
    pub story: &'static Story,
    pub neighbour: String,
    pub respondent: String,
    pub gist: &'static str,
    pub category: &'static str,
    pub nature: &'static str,
    pub anonymous: bool,
    pub people: i64,
    pub involved: i64,
    pub safety: &'static str,
    pub source: &'static str,
    /// Of [`crate::domain::codes::DECLINE_REASON`], for a case that was not accepted.
    pub reason: &'static str,
    pub grade: &'static str,
    pub difficulty: &'static str,
    pub unit: String,
}

/// A case with the same seed and opening day has the same cast.
pub fn cast(course: &Course) -> Cast {
    let rng = &mut Rng::with_seed(course.seed);
    let town = people::any_town(rng);
    let petitioner = people::person(rng, town, course.opened);
    let kind = if course.traits.medical {
        matters::KINDS.iter().find(|k| k.dispute == "15").unwrap_or(&matters::KINDS[0])
    } else {
        loop {
            let kind = matters::any_kind(rng);
            if kind.dispute != "15" || !is_accepted(course) {
                break kind;
            }
        }
    };
    let story = &kind.stories[rng.usize(..kind.stories.len())];
    let man = rng.bool();
    let neighbour = people::name(rng, petitioner.people, man);
    let fill = Fill { town, village: petitioner.village, neighbour: &neighbour };
    let mut respondent = matters::against(rng, story, &fill);
    let (mut category, mut nature, mut reason) = ("C", if chance(rng, 84) { "1" } else { "2" }, "");
    let mut gist = story.gist;
    match course.stage {
        Stage::Declined if !course.traits.sealed => {
            (reason, nature) = pick(
                rng,
                &[
                    ("N03", "4"),
                    ("N04", "3"),
                    ("N05", "1"),
                    ("N02", "1"),
                    ("N10", "1"),
                    ("N09", "7"),
                    ("N06", "5"),
                    ("N07", "1"),
                    ("N11", "8"),
                ],
            );
            if reason == "N09" {
                category = "A";
                gist = pick(
                    rng,
                    &["建议加强松茸山防火管理", "建议修通村组入户路", "建议增设旅游旺季停车点", "建议统一虫草采集时间"],
                );
            }
        }
        Stage::Transferred => nature = pick(rng, &["3", "4", "8"]),
        Stage::Answered => nature = "8",
        _ => {}
    }
    if course.traits.sealed {
        (category, nature) = ("B", "6");
        reason = if course.stage == Stage::Declined { "N08" } else { "" };
        respondent = format!("{}村组干部", petitioner.village);
        gist = pick(rng, &["反映村干部虚报补助", "反映低保评定优亲厚友", "反映村组账目不清", "反映工程款去向不明"]);
    }
    let anonymous = course.traits.sealed && chance(rng, 40);
    let people = if anonymous {
        1
    } else if course.traits.group {
        rng.i64(5..18)
    } else if chance(rng, 12) {
        rng.i64(2..5)
    } else {
        1
    };
    let involved = people
        + if course.traits.group {
            rng.i64(0..40)
        } else if chance(rng, 10) {
            rng.i64(0..6)
        } else {
            0
        };
    let (grade, difficulty) = if involved >= 10 {
        (if chance(rng, 25) { "G3" } else { "G2" }, "7")
    } else if chance(rng, 16) {
        pick(rng, &[("G2", "1,2"), ("G2", "1,3,4"), ("G2", "6"), ("G3", "1,2,4"), ("G2", "5")])
    } else {
        ("G1", if chance(rng, 25) { pick(rng, &["1", "2", "4"]) } else { "" })
    };
    let unclear = chance(rng, 8);
    Cast {
        unit: if unclear || !is_accepted(course) { String::new() } else { respondent.clone() },
        neighbour,
        kind,
        story,
        respondent,
        gist,
        category,
        nature,
        anonymous,
        people,
        involved,
        safety: pick(rng, &["1", "1", "1", "1", "2", "2", "3", "5", "4"]),
        source: pick(rng, &["4", "4", "4", "4", "4", "8", "8", "5", "6", "2", "1", "7", "3"]),
        reason,
        grade,
        difficulty,
        petitioner,
    }
}

/// What differs between the visits on one matter.
pub struct Occasion {
    pub at: NaiveDateTime,
    /// The case this visit repeats.
    pub repeats: Option<i64>,
    /// Only what the quick save asks for.
    pub quick: bool,
}

/// The registration form of a visit.
pub fn form(rng: &mut Rng, course: &Course, cast: &Cast, occasion: &Occasion) -> Draft {
    let p = &cast.petitioner;
    let day = occasion.at.date().to_string();
    let mut d = Draft::default()
        .with("people", cast.people.to_string())
        .with("gist", cast.gist)
        .with("source", cast.source)
        .with("involved", cast.involved.to_string())
        .with("reception_method", if chance(rng, 12) { "2" } else { "1" })
        .with("petition_form", pick(rng, &["2", "2", "2", "2", "2", "2", "2", "4", "1", "3", "6"]))
        .with("visited_at", canonical_time(occasion.at))
        .with("petitioned_on", day.as_str())
        .with("registered_on", day);
    identity(rng, &mut d, cast, occasion.at.date());
    if occasion.quick {
        return d;
    }
    let interpreted = p.language != "1" && chance(rng, 60);
    d.set("name_native", p.native);
    d.set("ethnic", p.people.code());
    d.set("language", p.language);
    d.set("interpreter_needed", if interpreted { "1" } else { "0" });
    if interpreted {
        let man = rng.bool();
        d.set(
            "interpreter",
            match p.language {
                "2" if chance(rng, 60) => "格桑卓玛".to_string(),
                "2" => people::name(rng, People::Tibetan, man),
                "3" => people::name(rng, People::Lisu, man),
                _ => people::name(rng, People::Naxi, man),
            },
        );
    }
    d.set("household", if p.document_no.len() > 6 { &p.document_no[..6] } else { TOWNS[p.town].code });
    d.set("residence", TOWNS[p.town].code);
    d.set("address", p.address.as_str());
    if chance(rng, 70) {
        d.set("occupation", pick(rng, &["01", "01", "01", "01", "03", "04", "02", "15", "16"]));
    }
    let old = occasion.at.year() - p.birth.year() > 60;
    if old {
        d.set("special", "6");
    } else if chance(rng, 14) {
        d.set("special", pick(rng, &["1", "2", "4", "9", "5", "1,9"]));
    }
    d.set(
        "repeat_answer",
        if occasion.repeats.is_some() {
            "2"
        } else if chance(rng, 4) {
            "3"
        } else {
            "1"
        },
    );
    d.set("related_case", occasion.repeats.map(|id| id.to_string()).unwrap_or_default());
    d.set("respondent", cast.respondent.as_str());
    d.set("place", TOWNS[p.town].code);
    matter(rng, &mut d, course, cast);
    d
}

/// Name, document and telephone, or the reasons why there is none.
fn identity(rng: &mut Rng, d: &mut Draft, cast: &Cast, day: NaiveDate) {
    let p = &cast.petitioner;
    if cast.anonymous {
        for (key, value) in [("name", "匿名"), ("anonymous", "1"), ("no_document", "3"), ("no_phone", "2")] {
            d.set(key, value);
        }
        return;
    }
    d.set("name", p.name.as_str());
    if p.document_no.ends_with('7') && p.phone.ends_with('3') {
        d.set("no_document", if p.phone.ends_with("33") { "3" } else { "1" });
        d.set("sex", if p.man { "1" } else { "2" });
    } else {
        d.set("document_type", "01");
        d.set("document_no", p.document_no.as_str());
        d.set("sex", if p.man { "1" } else { "2" });
        d.set("birth", p.birth.to_string());
        d.set("age", day.years_since(p.birth).unwrap_or(0).to_string());
        d.set("household", &p.document_no[..6]);
    }
    if p.phone.ends_with("55") {
        d.set("no_phone", "1");
        d.set("contact", format!("{} 13800001{:03}", cast.neighbour, rng.u32(..1000)));
    } else {
        d.set("phone", p.phone.as_str());
    }
    if cast.people > 1 {
        let mut lines = Vec::new();
        for i in 0..(cast.people - 1).min(4) {
            let man = rng.bool();
            let name = people::name(rng, p.people, man);
            let phone = if i == 0 { people::phone(rng) } else { String::new() };
            lines.push(format!("{name}\t\t{phone}"));
        }
        d.set("representatives", lines.join("\n"));
    }
}

/// The matter itself, other procedures, mood and handling.
fn matter(rng: &mut Rng, d: &mut Draft, course: &Course, cast: &Cast) {
    let kind = cast.kind;
    let fill = Fill { town: cast.petitioner.town, village: cast.petitioner.village, neighbour: &cast.neighbour };
    let summary = if course.traits.sealed {
        format!(
            "{}，{}有人{}，村民多次询问没有公开账目。为免误会，请转有权机关核实，并为反映人保密。",
            pick(rng, &["去年以来", "近两年", "今年上半年"]),
            cast.petitioner.village,
            pick(rng, &["虚报退耕补助户数", "把低保名额给了亲属", "用集体林地款没有开会", "把道路工程包给熟人"])
        )
    } else {
        matters::narrative(rng, cast.story, &fill)
    };
    d.set("summary", summary);
    let ask = pick(
        rng,
        &["依法依规调处", "尽快给出书面答复", "请工作室组织双方协商", "按政策和协议兑现", "查清事实，公平处理"],
    );
    let amount = if kind.money.1 > 0 && cast.category == "C" && chance(rng, 75) {
        format!("{}", rng.u64(kind.money.0..kind.money.1) / 100 * 100)
    } else {
        String::new()
    };
    d.set("claims", if amount.is_empty() { format!("{ask}\t") } else { format!("{ask}\t{}", money(&amount)) });
    d.set(
        "facts",
        pick(
            rng,
            &[
                "有当事人陈述和所附材料为据",
                "以当事人口述为准，材料后补",
                "双方说法不一，待调查核实",
                "村组出具过证明，详见附件",
                "当事人称有证人在场，愿意作证",
            ],
        ),
    );
    d.set("category", cast.category);
    d.set(
        "purpose",
        match (cast.category, course.stage) {
            ("A", _) => "4",
            ("B", _) => "3",
            (_, Stage::Answered) => "5",
            _ => "2",
        },
    );
    d.set("content", if cast.category == "B" { "16" } else { kind.content });
    if cast.category == "C" {
        d.set("content_detail", kind.detail);
        d.set("dispute", kind.dispute);
    }
    d.set("nature", cast.nature);
    let sued = cast.nature == "4";
    let concluded = cast.nature == "5" || cast.reason == "N06";
    for (key, yes) in [
        ("sued", sued),
        ("arbitrated", false),
        ("reviewed", false),
        ("concluded", concluded),
        ("pending", cast.reason == "N07"),
    ] {
        d.set(
            key,
            if yes {
                "1"
            } else if chance(rng, 3) {
                "9"
            } else {
                "0"
            },
        );
    }
    if sued || concluded || cast.reason == "N07" {
        d.set(
            "procedure_detail",
            pick(rng, &["市人民法院已立案，尚未判决", "已有复核意见书", "市住建局正在办理", "州中级人民法院二审中"]),
        );
    }
    if chance(rng, 35) {
        let lines =
            kind.papers.iter().take(1 + rng.usize(..kind.papers.len())).map(|p| {
                format!("{p}\t{}\t{}\t{}", if chance(rng, 30) { "1" } else { "2" }, rng.u32(1..3), rng.u32(1..9))
            });
        let lines: Vec<String> = lines.collect();
        d.set("materials", lines.join("\n"));
    }
    d.set("mood", pick(rng, &["1", "1", "1", "2", "2", "3"]));
    d.set("safety", cast.safety);
    let threat = cast.safety == "4" && chance(rng, 50);
    d.set("threat", if threat { "1" } else { "0" });
    if threat {
        d.set(
            "threat_words",
            pick(rng, &["再不解决我就把路堵死", "他再动我家的界石就别怪我动手", "拿不到工钱就睡在工地不走"]),
        );
        d.set("report_needed", "1");
    }
    d.set(
        "handling",
        match course.stage {
            Stage::Answered => "2",
            Stage::Transferred => "3",
            Stage::Declined => "5",
            _ => "1",
        },
    );
    if chance(rng, 10) {
        d.set("receiver", pick(rng, &["和丽英", "格桑卓玛", "马兴旺"]));
    }
    d.set("notice_given", "1");
    if kind.dispute == "15" {
        d.set("sensitive_consent", "1");
    }
}

/// Whole yuan in the stored form of money.
pub fn money(yuan: &str) -> String {
    format!("{yuan}00")
}
