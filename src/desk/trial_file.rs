//! A file of told matters, for the tests of what is like, proposed and rising: visits with the words,
//! codes and days that a test gives them.

use super::{Clock, Desk, VisitWrite};
use crate::domain::role::{Actor, Role};
use crate::store::listing::fixture;
use crate::validation::Draft;

pub(super) struct File {
    pub desk: Desk,
    told: usize,
    _folder: tempfile::TempDir,
}

impl File {
    /// An empty file on 2026-11-23, the director at the desk.
    pub fn open() -> File {
        let folder = tempfile::tempdir().expect("a folder");
        let now = "2026-11-23T16:42:00".parse().expect("a time");
        let mut desk = Desk::create(&folder.path().join("desk.db"), Clock::Fixed(now), "1号窗").expect("a desk");
        for (id, role) in (1..).zip(Role::ALL) {
            let staff = (role == Role::Handler).then_some(1);
            fixture::user(&desk.conn, id, role.code(), role.code(), staff).expect("a user");
        }
        desk.actor = None;
        let mut file = File { desk, told: 0, _folder: folder };
        file.sit(Role::Director);
        file
    }

    /// Somebody of that role sits down.
    pub fn sit(&mut self, role: Role) {
        let user = (1..).zip(Role::ALL).find(|u| u.1 == role).map_or(0, |u| u.0);
        let staff = (role == Role::Handler).then_some(1);
        self.desk.actor = Some(Actor { user, login: role.code().into(), name: role.code().into(), role, staff });
    }

    /// A registered matter of 2026-11-10 with this narrative and these fields; returns its case.
    pub fn tell(&mut self, summary: &str, fields: &[(&str, &str)]) -> i64 {
        self.told += 1;
        let draft = Draft::default()
            .with("name", format!("来访某{}", self.told))
            .with("no_document", "2")
            .with("no_phone", "1")
            .with("people", "1")
            .with("gist", "求助")
            .with("source", "4")
            .with("category", "C")
            .with("summary", summary);
        let of_the_case = ["unit", "grade", "registered_on"];
        let typed = fields.iter().filter(|f| !of_the_case.contains(&f.0));
        let draft = typed.fold(draft, |d, (key, value)| d.with(key, *value));
        let write = VisitWrite { draft: draft.clone(), ..VisitWrite::default() };
        let was = self.desk.actor.clone();
        self.sit(Role::Director);
        let saved = self.desk.save_visit(&write).expect("saved");
        self.desk.actor = was;
        let day = fields.iter().find(|f| f.0 == "registered_on").map_or("2026-11-10", |f| f.1);
        let sql = format!("UPDATE visit SET registered = 1, registered_on = '{day}' WHERE id = {}", saved.visit);
        self.desk.conn.execute(&sql, []).expect("registered");
        let kept = ["dispute", "grade", "unit"].map(|key| {
            let value = fields.iter().find(|f| f.0 == key).map_or("", |f| f.1);
            format!("{key} = '{value}'")
        });
        self.set(saved.case, &format!("{}, stage = 'S40'", kept.join(", ")));
        saved.case
    }

    /// Sets columns of a case as later steps would.
    pub fn set(&self, case: i64, assignment: &str) {
        fixture::set(&self.desk.conn, case, assignment).expect("set");
    }

    /// A case that is over.
    pub fn close(&self, case: i64, outcome: &str, accepted: &str, closed: &str) {
        self.set(
            case,
            &format!(
                "outcome = '{outcome}', accepted_on = '{accepted}', closed_on = '{closed}', stage = 'S80', is_open = 0"
            ),
        );
    }

    /// A record of a case.
    pub fn record(&self, case: i64, form: &str, fields: &[(&str, &str)]) {
        let body = fields.iter().fold(Draft::default(), |d, (key, value)| d.with(key, *value));
        let body = serde_json::to_string(&body).expect("a body");
        self.desk
            .conn
            .execute(
                "INSERT INTO record (uid, case_id, form, move, at, user_id, body)
                 VALUES (hex(randomblob(8)), ?1, ?2, 'R03', '2026-11-12T10:00', 1, ?3)",
                (case, form, body),
            )
            .expect("a record");
    }
}
