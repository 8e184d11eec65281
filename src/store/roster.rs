//! The register of people (人员库, 方案六(三)): what is known of each, and its changes.
//!
//! Owns the rows of `staff`. Nobody is removed: who left stays in the history of his cases. Decides nothing.

use super::staff::{LOAD, StaffRow};
use crate::validation::Checked;
use rusqlite::{Connection, OptionalExtension, Result, Row, Transaction, named_params};

/// A person as the register of people shows him.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    pub row: StaffRow,
    pub qualification: String,
    pub industry: String,
    /// Code of `forms::OFFICIAL_GROUND`.
    pub official_ground: String,
    pub verifier: String,
    /// Days, "" when there is none.
    pub verified_on: String,
    pub joined_on: String,
    pub left_on: String,
    pub left_why: String,
    /// Signed the pledge of the year that was asked for.
    pub pledged: bool,
}

const PROFILE: &str = "SELECT s.id, s.rev, s.name, s.initials, s.profession, s.full_time, s.employer, s.languages, \
     s.skills, s.place, s.official, s.phone, s.active, s.qualification, s.industry, s.official_ground, s.verifier, \
     coalesce(s.verified_on, ''), coalesce(s.joined_on, ''), coalesce(s.left_on, ''), s.left_why";
const PLEDGED: &str = "EXISTS (SELECT 1 FROM staff_event e INDEXED BY staff_event_pledge
       WHERE e.staff_id = s.id AND e.year = :year AND e.kind = 'pledge' AND e.void = '')";

fn profile(r: &Row) -> Result<Profile> {
    Ok(Profile {
        row: StaffRow {
            id: r.get(0)?,
            rev: r.get(1)?,
            name: r.get(2)?,
            initials: r.get(3)?,
            profession: r.get(4)?,
            full_time: r.get(5)?,
            employer: r.get(6)?,
            languages: r.get(7)?,
            skills: r.get(8)?,
            place: r.get(9)?,
            official: r.get(10)?,
            phone: r.get(11)?,
            active: r.get(12)?,
            load: r.get(21)?,
        },
        qualification: r.get(13)?,
        industry: r.get(14)?,
        official_ground: r.get(15)?,
        verifier: r.get(16)?,
        verified_on: r.get(17)?,
        joined_on: r.get(18)?,
        left_on: r.get(19)?,
        left_why: r.get(20)?,
        pledged: r.get(22)?,
    })
}

/// One person; `year` is that of the pledge.
pub fn load_profile(conn: &Connection, id: i64, year: i64) -> Result<Option<Profile>> {
    conn.prepare_cached(&format!("{PROFILE}, {LOAD}, {PLEDGED} FROM staff s WHERE s.id = :id"))?
        .query_row(named_params! { ":id": id, ":year": year }, profile)
        .optional()
}

/// What a window of the roster asks for.
#[derive(Clone, Debug, Default)]
pub struct Window<'a> {
    /// `active`, `unverified`, `unpledged`, `left` or `all`.
    pub view: &'a str,
    /// Part of name, initials, employer, qualification or industry.
    pub search: &'a str,
    /// Codes whose words hold what is searched: professions and languages, as JSON arrays.
    pub professions: String,
    pub languages: String,
    /// Only the team of this case.
    pub case: Option<i64>,
    pub year: i64,
    pub after: i64,
    pub limit: i64,
}

/// A window of the roster in the order of entry: by what a person is, never by what he achieved.
pub fn window(conn: &Connection, w: &Window) -> Result<Vec<Profile>> {
    let view = match w.view {
        "unverified" => "s.active = 1 AND s.official NOT IN ('0', '1')".to_string(),
        "unpledged" => format!("s.active = 1 AND NOT {PLEDGED}"),
        "left" => "s.active = 0".to_string(),
        "all" => "1".to_string(),
        _ => "s.active = 1".to_string(),
    };
    let sql = format!(
        "{PROFILE}, {LOAD}, {PLEDGED} FROM staff s WHERE {view} AND s.id > :after
           AND (:search = '' OR instr(s.name || ' ' || s.employer || ' ' || s.qualification || ' ' || s.industry, :search)
                OR instr(lower(s.initials), lower(:search))
                OR s.profession IN (SELECT value FROM json_each(:professions))
                OR EXISTS (SELECT 1 FROM json_each(:languages) l
                           WHERE instr(',' || s.languages || ',', ',' || l.value || ',')))
           AND (:case IS NULL OR EXISTS (SELECT 1 FROM team_member t WHERE t.case_id = :case AND t.staff_id = s.id))
         ORDER BY s.id LIMIT :limit"
    );
    conn.prepare_cached(&sql)?
        .query_map(
            named_params! {
                ":search": w.search, ":professions": w.professions, ":languages": w.languages, ":case": w.case,
                ":year": w.year, ":after": w.after, ":limit": w.limit,
            },
            profile,
        )?
        .collect()
}

/// Adds a person from a checked form of `forms::STAFF`; returns the id.
pub fn add(tx: &Transaction, form: &Checked, joined_on: &str) -> Result<i64> {
    tx.prepare_cached(
        "INSERT INTO staff (uid, name, initials, profession, full_time, employer, languages, skills, place, official,
           phone, qualification, industry, joined_on)
         VALUES (:uid, :name, :initials, :profession, :full_time, :employer, :languages, :skills, :place, :official,
           :phone, :qualification, :industry, :joined)",
    )?
    .execute(named_params! {
        ":uid": super::new_uid(), ":name": form.get("name"),
        ":initials": crate::validation::pinyin::initials(form.get("name")),
        ":profession": form.get("profession"), ":full_time": form.is("full_time", "1"),
        ":employer": form.get("employer"), ":languages": form.get("languages"), ":skills": form.get("skills"),
        ":place": form.get("place"), ":official": form.get("official"), ":phone": form.get("phone"),
        ":qualification": form.get("qualification"), ":industry": form.get("industry"), ":joined": joined_on,
    })?;
    Ok(tx.last_insert_rowid())
}

/// Writes a checked form of `forms::STAFF_AMEND` over the version that was seen; false when somebody was first.
pub fn update(tx: &Transaction, id: i64, rev: i64, form: &Checked) -> Result<bool> {
    let changed = tx
        .prepare_cached(
            "UPDATE staff SET rev = rev + 1, name = :name, initials = :initials, profession = :profession,
               full_time = :full_time, employer = :employer, languages = :languages, skills = :skills, place = :place,
               phone = :phone, qualification = :qualification, industry = :industry, joined_on = nullif(:joined, '')
             WHERE id = :id AND rev = :rev",
        )?
        .execute(named_params! {
            ":id": id, ":rev": rev, ":name": form.get("name"),
            ":initials": crate::validation::pinyin::initials(form.get("name")),
            ":profession": form.get("profession"), ":full_time": form.is("full_time", "1"),
            ":employer": form.get("employer"), ":languages": form.get("languages"), ":skills": form.get("skills"),
            ":place": form.get("place"), ":phone": form.get("phone"), ":qualification": form.get("qualification"),
            ":industry": form.get("industry"), ":joined": form.get("joined_on"),
        })?;
    Ok(changed == 1)
}

/// What was found on 公职人员, and by whom.
pub fn update_official(
    tx: &Transaction,
    id: i64,
    official: &str,
    ground: &str,
    verifier: &str,
    verified_on: &str,
) -> Result<()> {
    tx.prepare_cached(
        "UPDATE staff SET rev = rev + 1, official = ?2, official_ground = ?3, verifier = ?4, verified_on = ?5
         WHERE id = ?1",
    )?
    .execute((id, official, ground, verifier, verified_on))?;
    Ok(())
}

/// Takes a person out of service, or (`left_on` none) back into it.
pub fn update_service(tx: &Transaction, id: i64, left_on: Option<&str>, why: &str) -> Result<()> {
    tx.prepare_cached(
        "UPDATE staff SET rev = rev + 1, active = ?2 IS NULL, left_on = ?2, left_why = CASE WHEN ?2 IS NULL THEN ''
           ELSE ?3 END WHERE id = ?1",
    )?
    .execute((id, left_on, why))?;
    Ok(())
}
