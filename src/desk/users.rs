//! The administrator's list of users: adding, new passwords, who may still log in.
//!
//! Never shows or journals a password. Checks of passwords at login are in `login`.

use super::login::plain;
use super::{Desk, Done, Failure, Outcome, password};
use crate::domain::forms;
use crate::domain::role::{Operation, Role};
use crate::store::{self, user::User};
use crate::validation::public_key::{PublicKey, fingerprint};
use crate::validation::{self, Checked, Draft};
use chrono::NaiveDateTime;
use sha2::{Digest, Sha256};

/// A user, as the administrator sees him.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserRow {
    pub login: String,
    pub name: String,
    pub role: Role,
    pub staff: Option<i64>,
    pub active: bool,
    /// Where he serves.
    pub station: String,
}

/// Whose a key is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyOwner {
    pub login: String,
    pub name: String,
    /// `SHA256:…`, as OpenSSH shows it.
    pub fingerprint: String,
}

/// Checks the form of a user: the table, then the alphabet of the login.
pub(super) fn check(draft: &Draft, now: NaiveDateTime) -> Outcome<Checked> {
    let login = plain(draft.get("login"));
    let form = validation::check(&forms::USER, &draft.clone().with("login", login), now)?;
    let login = form.get("login");
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '-';
    if !(2..=32).contains(&login.len()) || !login.chars().all(fits) {
        return Err(Failure::problem("login", "用户名请用2到32个小写字母、数字、_或-,如 qiantai1"));
    }
    if form.is("role", Role::Handler.code()) && form.number("staff").is_none() {
        return Err(Failure::problem("staff", "承办人要对应人员库中的一人,请选择;没有的先在人员中添加"));
    }
    Ok(form)
}

impl Desk {
    /// Adds a user with a first password.
    ///
    /// # Errors
    /// Problems of [`forms::USER`] and of `password`; a login that is taken; unknown roster entry.
    pub fn add_user(&mut self, draft: &Draft, password: &str) -> Outcome<Done> {
        self.allow(Operation::Administer)?;
        let form = check(draft, self.now())?;
        let hash = password::hash("password", password)?;
        let id = self.write(|w| {
            if store::user::load_by_login(w.tx, form.get("login"))?.is_some() {
                let text = format!("用户名“{}”已有人用,请换一个", form.get("login"));
                return Err(Failure::problem("login", text));
            }
            if let Some(staff) = form.number("staff") {
                match store::user::load_staff(w.tx, staff)? {
                    None => return Err(Failure::problem("staff", format!("人员库中没有{staff}号,请重选"))),
                    Some((name, false)) => {
                        return Err(Failure::problem("staff", format!("{name}已停用,请重选或先启用")));
                    }
                    Some(_) => {}
                }
            }
            let station = super::stations::chosen(w.tx, &form)?;
            let id = store::user::insert(w.tx, &form, &hash)?;
            if let Some(station) = station {
                store::station::update_user(w.tx, id, &station.name)?;
            }
            let change = serde_json::json!({ "login": ["", form.get("login")], "role": ["", form.get("role")] });
            w.journal("user.add", "user", id, form.get("login"), &change.to_string())?;
            Ok(id)
        })?;
        Ok(Done { text: format!("已添加用户{}", form.get("login")), id })
    }

    /// Gives a user a new password; a wait after wrong ones ends.
    pub fn set_password(&mut self, login: &str, password: &str) -> Outcome<Done> {
        self.allow(Operation::Administer)?;
        let hash = password::hash("password", password)?;
        let login = plain(login);
        let user = self.write(|w| {
            let user = find(w.tx, &login)?;
            store::user::update_password(w.tx, user.id, &hash)?;
            w.journal("user.password", "user", user.id, "管理员重设密码", "{}")?;
            Ok(user)
        })?;
        Ok(Done { text: format!("已重设{}的密码", user.login), id: user.id })
    }

    /// Lets a user log in again, or no longer. Nobody is deleted: the journal names them.
    ///
    /// # Errors
    /// A refusal for oneself and for the last administrator.
    pub fn set_user_active(&mut self, login: &str, active: bool) -> Outcome<Done> {
        self.allow(Operation::Administer)?;
        let own = self.require_actor()?.user;
        let login = plain(login);
        let word = if active { "启用" } else { "停用" };
        let user = self.write(|w| {
            let user = find(w.tx, &login)?;
            if user.active == active {
                return Ok(user);
            }
            if !active && user.id == own {
                return Err(Failure::refusal("不能停用自己", "请由另一位管理员办理"));
            }
            store::user::update_active(w.tx, user.id, active)?;
            // Two administrators could turn each other off at once; the second is refused.
            if store::user::count_active(w.tx, Role::Admin)? == 0 {
                return Err(Failure::refusal("这是最后一位管理员,不能停用", "请先添加另一位管理员"));
            }
            let change = serde_json::json!({ "active": [user.active, active] });
            w.journal("user.active", "user", user.id, word, &change.to_string())?;
            Ok(user)
        })?;
        Ok(Done { text: format!("已{word}用户{}", user.login), id: user.id })
    }

    /// Journals that a key was given to a user; whose it is now, for the line of `authorized_keys`.
    ///
    /// # Errors
    /// A refusal for whoever is no administrator, and for an unknown or inactive user.
    pub fn give_key(&mut self, login: &str, key: &PublicKey) -> Outcome<KeyOwner> {
        self.allow(Operation::Administer)?;
        let login = plain(login);
        let fingerprint = fingerprint(&Sha256::digest(key.blob()));
        let user = self.write(|w| {
            let user = find(w.tx, &login)?;
            if !user.active {
                return Err(Failure::refusal(format!("用户“{}”已停用", user.login), "先恢复这个用户,再给钥匙"));
            }
            let change = serde_json::json!({ "key": ["", fingerprint] });
            w.journal("user.ssh_key", "user", user.id, &user.login, &change.to_string())?;
            Ok(user)
        })?;
        Ok(KeyOwner { login: user.login, name: user.name, fingerprint })
    }

    /// Every user, those who may log in first.
    pub fn users(&self) -> Outcome<Vec<UserRow>> {
        self.allow(Operation::Administer)?;
        let row = |u: User| UserRow {
            login: u.login,
            name: u.name,
            role: u.role,
            staff: u.staff,
            active: u.active,
            station: u.station,
        };
        Ok(store::user::list(&self.conn)?.into_iter().map(row).collect())
    }
}

fn find(tx: &rusqlite::Transaction, login: &str) -> Outcome<User> {
    store::user::load_by_login(tx, login)?
        .ok_or_else(|| Failure::refusal(format!("没有用户“{login}”"), "请在用户列表中核对用户名"))
}

#[cfg(test)]
mod tests {
    use super::super::trial::{Office, PASSWORD};
    use super::*;

    fn field(outcome: Outcome<Done>) -> String {
        match outcome {
            Err(Failure::Problems(problems)) => problems[0].field.clone(),
            other => panic!("a problem was due: {other:?}"),
        }
    }

    fn user(login: &str, role: &str) -> Draft {
        Draft::default().with("login", login).with("name", "扎西").with("role", role)
    }

    #[test]
    fn users_are_added_with_a_plain_login_a_roster_entry_and_a_long_password() {
        let office = Office::new();
        let mut desk = office.desk("admin", "机房");
        assert_eq!(field(desk.add_user(&user("张 三", "office"), PASSWORD)), "login");
        assert_eq!(field(desk.add_user(&user("x", "office"), PASSWORD)), "login");
        assert_eq!(field(desk.add_user(&user("qiantai", "office"), PASSWORD)), "login");
        assert_eq!(field(desk.add_user(&user("banli", "handler"), PASSWORD)), "staff");
        assert_eq!(field(desk.add_user(&user("banli", "handler").with("staff", "77"), PASSWORD)), "staff");
        assert_eq!(field(desk.add_user(&user("bangong", "office"), "1234567")), "password");
        desk.add_user(&user("Bangong", "office"), PASSWORD).expect("added");
        assert!(desk.users().expect("read").iter().any(|u| u.login == "bangong" && u.role == Role::Office));
        let mut clerk = office.desk("qiantai", "1号窗口");
        assert!(matches!(clerk.add_user(&user("more", "office"), PASSWORD), Err(Failure::Refusal { .. })));
        assert!(clerk.users().is_err() && clerk.set_password("admin", PASSWORD).is_err());
    }

    #[test]
    fn who_is_turned_off_is_out_at_once_and_the_last_administrator_stays() {
        let office = Office::new();
        let mut admin = office.desk("admin", "机房");
        let mut clerk = office.desk("qiantai", "1号窗口");
        assert!(admin.set_user_active("admin", false).is_err());
        admin.set_user_active("qiantai", false).expect("off");
        assert!(clerk.renew_actor().is_err() && clerk.actor().is_none());
        let refused = clerk.login("qiantai", PASSWORD).expect_err("off").to_string();
        assert!(refused.contains("已停用"), "{refused}");
        admin.set_user_active("qiantai", true).expect("on");
        admin.set_password("qiantai", "新的 密码 22").expect("reset");
        clerk.login("qiantai", "新的 密码 22").expect("back");
        clerk.renew_actor().expect("still in");
        // The second of two administrators who turn each other off at once.
        admin.add_user(&user("admin2", "admin"), PASSWORD).expect("added");
        let mut second = office.desk("admin2", "机房2");
        admin.set_user_active("admin2", false).expect("off");
        assert!(second.set_user_active("admin", false).is_err());
    }
}
