//! First start, login, lock and unlock: who sits at the desk.
//!
//! The one place that sets the actor. A password is checked here and nowhere else, counted and
//! journalled whether it was right or wrong. What a user may do is the permission table's.

use super::{Desk, Done, Failure, Outcome, Writing, password};
use crate::domain::forms;
use crate::domain::role::Actor;
use crate::store::{self, user::User};
use crate::validation::{self, Draft, Problem};
use chrono::NaiveDateTime;
use std::os::unix::fs::{MetadataExt, PermissionsExt};

/// What a password check came to, decided inside the transaction that counts it.
enum Verdict {
    Right(User),
    Wrong { failed: i64, wait: Option<NaiveDateTime> },
    Waiting(NaiveDateTime),
    Inactive,
}

fn actor_of(user: &User) -> Actor {
    Actor { user: user.id, login: user.login.clone(), name: user.name.clone(), role: user.role, staff: user.staff }
}

/// A login as it is stored: the input method may leave it full-width or in capitals.
pub(super) fn plain(login: &str) -> String {
    validation::text::fold_width(login).trim().to_ascii_lowercase()
}

fn inactive() -> Failure {
    Failure::refusal("该用户已停用", "请联系管理员启用")
}

impl Desk {
    /// Whether the three questions of the first start were answered.
    pub fn is_set_up(&self) -> Outcome<bool> {
        Ok(!store::user::is_empty(&self.conn)?)
    }

    /// First start: the studio, its county and the administrator, who is then logged in. The file is
    /// readable by its owner alone from here on.
    ///
    /// # Errors
    /// Problems of the form [`forms::STUDIO`]; a refusal when the studio exists.
    pub fn set_up(&mut self, draft: &Draft) -> Outcome<Done> {
        if self.is_set_up()? {
            return Err(already());
        }
        let now = self.now();
        let form = validation::check(&forms::STUDIO, draft, now)?;
        let division = form.get("division");
        if division.len() != 6 || division.ends_with("0000") {
            return Err(Failure::problem("division", "请选到县、市、区一级,不要选省或乡镇"));
        }
        let admin = Draft::default().with("login", form.get("admin")).with("name", "管理员").with("role", "admin");
        let user = super::users::check(&admin, now).map_err(|failure| rename(failure, "login", "admin"))?;
        // The password is taken as it was typed: the form's cleaning would change it.
        let hash = password::hash("password", draft.get("password"))?;
        std::fs::set_permissions(&self.path, std::fs::Permissions::from_mode(0o600)).map_err(|e| {
            Failure::Fault(format!(
                "无法收紧数据库文件的权限({});请用文件所有者的账户启动",
                crate::store::disk::words(&e)
            ))
        })?;
        let stored = self.write(|w| {
            if !store::user::is_empty(w.tx)? {
                return Err(already());
            }
            store::setting::set(w.tx, "studio", form.get("studio"))?;
            store::setting::set(w.tx, "division", form.get("division"))?;
            let id = store::user::insert(w.tx, &user, &hash)?;
            let stored = reload(w, id)?;
            as_actor(w, &actor_of(&stored), |w| {
                w.journal("studio.set_up", "user", id, form.get("studio"), "{}")?;
                w.journal("login", "user", id, "首次启动", "{}")
            })?;
            Ok(stored)
        })?;
        self.actor = Some(actor_of(&stored));
        self.refresh()?;
        Ok(Done { text: format!("工作室已建立,已用{}登录", stored.login), id: stored.id })
    }

    /// Logs in with a password.
    ///
    /// # Errors
    /// A refusal for a wrong login or password (the two are not told apart), for an inactive user, and
    /// while waiting after five wrong passwords, with the time left.
    pub fn login(&mut self, login: &str, password: &str) -> Outcome<Actor> {
        let user = self.check_password(login, password, "login")?;
        let actor = actor_of(&user);
        self.actor = Some(actor.clone());
        Ok(actor)
    }

    /// Logs in without a password (`--as`): the key that opened the service account has proved who it is.
    ///
    /// # Errors
    /// A refusal unless [`Desk::may_trust_as`], and for an unknown or inactive user.
    pub fn login_as(&mut self, login: &str) -> Outcome<Actor> {
        if !self.may_trust_as()? {
            return Err(Failure::refusal("本进程不是数据库文件的所有者,--as不算数", "请用密码登录"));
        }
        let login = plain(login);
        let user = store::user::load_by_login(&self.conn, &login)?
            .ok_or_else(|| Failure::refusal(format!("没有用户“{login}”"), "请核对--as后的用户名"))?;
        if !user.active {
            return Err(inactive());
        }
        let actor = actor_of(&user);
        self.write(|w| as_actor(w, &actor, |w| w.journal("login", "user", actor.user, "--as", "{}")))?;
        self.actor = Some(actor.clone());
        Ok(actor)
    }

    /// Whether `--as` is to be believed: the process owns the database file.
    pub fn may_trust_as(&self) -> Outcome<bool> {
        let owner = std::fs::metadata(&self.path)
            .map_err(|e| {
                Failure::Fault(format!("看不到数据库文件({});请检查路径和权限", crate::store::disk::words(&e)))
            })?
            .uid();
        Ok(rustix::process::geteuid().as_raw() == owner)
    }

    /// Journals that the screen was locked. The actor stays, so that drafts can still be kept.
    pub fn lock(&mut self) -> Outcome<()> {
        let user = self.require_actor()?.user;
        self.write(|w| w.journal("lock", "user", user, "", "{}").map(drop))
    }

    /// Opens the locked screen with the password of the one who locked it; counted as at login.
    pub fn unlock(&mut self, password: &str) -> Outcome<()> {
        let login = self.require_actor()?.login.clone();
        let user = self.check_password(&login, password, "unlock")?;
        self.actor = Some(actor_of(&user));
        Ok(())
    }

    /// Leaves the desk. Nobody is logged in afterwards, even when the journal could not be written.
    pub fn logout(&mut self) -> Outcome<()> {
        let Some(user) = self.actor.as_ref().map(|a| a.user) else { return Ok(()) };
        let done = self.write(|w| w.journal("logout", "user", user, "", "{}").map(drop));
        self.actor = None;
        done
    }

    /// One's own new password, against the present one.
    pub fn change_password(&mut self, present: &str, new: &str) -> Outcome<Done> {
        let login = self.require_actor()?.login.clone();
        let hash = password::hash("password", new)?;
        let user = self.check_password(&login, present, "user.confirm")?;
        self.write(|w| {
            store::user::update_password(w.tx, user.id, &hash)?;
            w.journal("user.password", "user", user.id, "本人修改密码", "{}")
        })?;
        Ok(Done { text: "密码已修改".to_string(), id: user.id })
    }

    /// Reads the actor again after somebody else wrote: a user made inactive is logged out.
    pub fn renew_actor(&mut self) -> Outcome<()> {
        let Some(id) = self.actor.as_ref().map(|a| a.user) else { return Ok(()) };
        match store::user::load(&self.conn, id)?.filter(|u| u.active) {
            Some(user) => self.actor = Some(actor_of(&user)),
            None => {
                self.logout()?;
                return Err(inactive());
            }
        }
        Ok(())
    }

    /// Checks and counts a password. The slow hash is made outside the transaction; inside it the row
    /// is read again, so that several windows trying at once get no more than the five.
    fn check_password(&mut self, login: &str, password: &str, action: &str) -> Outcome<User> {
        let now = self.now();
        let Some(seen) = store::user::load_by_login(&self.conn, &plain(login))? else {
            password::spend_time(password);
            // What was typed may be the password by mistake, so it is not written down.
            self.write(|w| w.journal(&format!("{action}.failed"), "user", 0, "没有这个用户名", "{}"))?;
            return Err(wrong());
        };
        let waiting = |user: &User| user.wait_until.filter(|until| *until > now);
        let right = waiting(&seen).is_none() && password::matches(password, &seen.password);
        let verdict = self.write(|w| {
            let user = reload(w, seen.id)?;
            let failed = |note: &str| w.journal(&format!("{action}.failed"), "user", user.id, note, "{}");
            if let Some(until) = waiting(&user) {
                failed("等候期内再试")?;
                return Ok(Verdict::Waiting(until));
            }
            if !(right && user.password == seen.password) {
                let count = user.failed + 1;
                let wait = password::wait_after(count, w.now);
                store::user::update_failed(w.tx, user.id, count, wait)?;
                failed(&format!("密码不对,第{count}次"))?;
                return Ok(Verdict::Wrong { failed: count, wait });
            }
            if !user.active {
                failed("用户已停用")?;
                return Ok(Verdict::Inactive);
            }
            if user.failed > 0 || user.wait_until.is_some() {
                store::user::update_failed(w.tx, user.id, 0, None)?;
            }
            as_actor(w, &actor_of(&user), |w| w.journal(action, "user", user.id, "", "{}"))?;
            Ok(Verdict::Right(user))
        })?;
        let told = |until| format!("请等{}再试;忘记密码请管理员重设", password::wait_words(now, until));
        match verdict {
            Verdict::Right(user) => Ok(user),
            Verdict::Wrong { wait: None, .. } => Err(wrong()),
            Verdict::Wrong { failed, wait: Some(until) } => {
                Err(Failure::refusal(format!("密码已连续错{failed}次"), told(until)))
            }
            Verdict::Waiting(until) => Err(Failure::refusal("密码错得太多,现在不能登录", told(until))),
            Verdict::Inactive => Err(inactive()),
        }
    }
}

fn reload(w: &Writing, id: i64) -> Outcome<User> {
    store::user::load(w.tx, id)?.ok_or_else(wrong)
}

/// Runs a step of a write in the name of whoever is just logging in.
fn as_actor<T>(w: &Writing, actor: &Actor, step: impl FnOnce(&Writing) -> Outcome<T>) -> Outcome<T> {
    step(&Writing { actor: Some(actor), ..*w })
}

fn already() -> Failure {
    Failure::refusal("工作室已经建立", "请用管理员或本人的用户名登录")
}

fn wrong() -> Failure {
    Failure::refusal("用户名或密码不对", "请核对后再输;连续错5次要等候")
}

/// The administrator's form is part of another one, where its field has another key.
fn rename(failure: Failure, from: &str, to: &str) -> Failure {
    match failure {
        Failure::Problems(problems) => {
            let rename = |p: Problem| if p.field == from { Problem::new(to, p.text) } else { p };
            Failure::Problems(problems.into_iter().map(rename).collect())
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::super::trial::{Office, PASSWORD, now, studio};
    use super::super::{Clock, Desk};
    use super::*;
    use chrono::TimeDelta;

    fn text(failure: &Failure) -> String {
        failure.to_string()
    }

    fn notes(desk: &Desk, user: i64) -> Vec<String> {
        let rows = store::journal::list(&desk.conn, "user", user, 100).expect("read");
        rows.into_iter().map(|r| r.action).collect()
    }

    #[test]
    fn the_first_start_makes_the_studio_and_its_administrator_once() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("desk.db");
        std::fs::write(&path, "").expect("an empty file that everybody may read");
        let mut desk = Desk::create(&path, Clock::Fixed(now()), "机房").expect("opened");
        let mut other = Desk::create(&path, Clock::Fixed(now()), "机房2").expect("opened");
        assert!(!desk.is_set_up().expect("read"));
        let bad = desk.set_up(&studio().with("admin", "管理").with("password", "短")).expect_err("no login");
        assert!(matches!(&bad, Failure::Problems(p) if p[0].field == "admin"), "{bad}");
        let short = desk.set_up(&studio().with("password", "7654321")).expect_err("too short");
        assert!(matches!(&short, Failure::Problems(p) if p[0].field == "password"), "{short}");
        assert!(!desk.is_set_up().expect("read"));

        desk.set_up(&studio()).expect("set up");
        assert_eq!(desk.actor().map(|a| (a.login.as_str(), a.role.label())), Some(("admin", "管理员")));
        assert_eq!((desk.studio(), desk.place.as_str()), ("香格里拉市人民调解工作室", "香格里拉"));
        let mode = std::fs::metadata(&path).expect("file").permissions().mode() & 0o777;
        assert_eq!(mode, 0o600);
        for again in [desk.set_up(&studio()), other.set_up(&studio().with("admin", "second"))] {
            assert!(matches!(again, Err(Failure::Refusal { .. })), "{again:?}");
        }
        assert_eq!(desk.users().expect("read").len(), 1);
    }

    #[test]
    fn a_login_is_found_however_the_input_method_wrote_it() {
        let office = Office::new();
        let mut desk = office.closed("1号窗口");
        assert_eq!(desk.login(" Ｑiantai ", PASSWORD).expect("logged in").name, "和丽英");
        assert!(desk.login("qiantai", &format!("{PASSWORD} ")).is_err());
        desk.logout().expect("left");
        assert!(desk.actor().is_none() && desk.lock().is_err());
        assert_eq!(notes(&desk, 2), ["logout", "login.failed", "login", "user.add"]);
    }

    #[test]
    fn five_wrong_passwords_make_wait_longer_each_time_and_the_time_is_told() {
        let office = Office::new();
        let at = |seconds: i64| {
            let later = now() + TimeDelta::seconds(seconds);
            Desk::open(&office.path(), Clock::Fixed(later), "1号窗口").expect("opened")
        };
        for _ in 0..4 {
            assert!(text(&at(0).login("qiantai", "不是这个").expect_err("wrong")).contains("用户名或密码不对"));
        }
        assert!(text(&at(0).login("qiantai", "不是这个").expect_err("fifth")).contains("请等1分钟再试"));
        let early = text(&at(50).login("qiantai", PASSWORD).expect_err("still waiting"));
        assert!(early.contains("请等10秒再试"), "{early}");
        assert!(text(&at(60).login("qiantai", "又不是").expect_err("sixth")).contains("请等2分钟再试"));
        assert!(at(60 + 119).login("qiantai", PASSWORD).is_err());
        at(60).login("zhuren", PASSWORD).expect("nobody else waits");
        at(60 + 120).login("qiantai", PASSWORD).expect("the wait is over");
        let again = text(&at(200).login("qiantai", "不是这个").expect_err("wrong"));
        assert!(again.contains("用户名或密码不对"), "counting starts again: {again}");
        assert_eq!(notes(&at(0), 2).iter().filter(|a| *a == "login.failed").count(), 9);
        assert_eq!(store::journal::first_break(&at(0).conn).expect("read"), None);
    }

    #[test]
    fn an_unknown_login_is_refused_in_the_same_words_and_never_written_down() {
        let office = Office::new();
        let mut desk = office.closed("1号窗口");
        let known = text(&desk.login("qiantai", "不是这个").expect_err("wrong"));
        assert_eq!(text(&desk.login("my-secret-typed-here", "x").expect_err("unknown")), known);
        let rows = store::journal::list(&desk.conn, "user", 0, 9).expect("read");
        assert_eq!((rows.len(), rows[0].note.as_str()), (1, "没有这个用户名"));
    }

    #[test]
    fn a_locked_screen_opens_with_its_own_password_only() {
        let office = Office::new();
        let mut desk = office.desk("qiantai", "1号窗口");
        desk.lock().expect("locked");
        assert!(desk.unlock("不是这个").is_err());
        desk.unlock(PASSWORD).expect("open");
        assert_eq!(notes(&desk, 2), ["unlock", "unlock.failed", "lock", "login", "user.add"]);
        desk.change_password(PASSWORD, "另一个 密码 2").expect("changed");
        assert!(desk.unlock(PASSWORD).is_err());
        desk.unlock("另一个 密码 2").expect("open");
    }

    #[test]
    fn only_the_owner_of_the_file_is_believed() {
        let office = Office::new();
        let mut desk = office.closed("ssh");
        assert!(desk.may_trust_as().expect("read"));
        assert!(desk.login_as("nobody").is_err());
        assert_eq!(desk.login_as("ducha").expect("believed").role.label(), "督查");
        // A file of somebody else: given away where we may, else one that belongs to the system.
        if std::os::unix::fs::chown(&desk.path, Some(65_533), None).is_err() {
            desk.path = std::path::PathBuf::from("/");
            if std::fs::metadata("/").expect("a folder").uid() == rustix::process::geteuid().as_raw() {
                return; // root of a namespace with one user: nobody else's file exists
            }
        }
        assert!(!desk.may_trust_as().expect("read"));
        let refused = desk.login_as("ducha").expect_err("not the owner").to_string();
        assert!(refused.contains("请用密码登录"), "{refused}");
    }
}
