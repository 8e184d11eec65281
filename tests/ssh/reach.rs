//! What a key opens, and everything it does not.

use super::*;
use std::net::TcpListener;
use std::process::Output;

fn words(output: &Output) -> (Option<i32>, String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn a_key_opens_the_desk_of_its_owner_and_its_end_is_the_end_of_the_line() {
    let Some((studio, server, key)) = server("ducha") else { return };
    let mut screen = server.sit(&key, &[]);
    screen.see("枫桥 督查").see("王建国");
    // Locked, and left by the lock: no login of somebody else comes up.
    screen.keys(F10).see("已锁屏").see("Ctrl-Q断开").keys("\x11");
    assert_eq!(screen.end(), 0, "{}", screen.text());
    // Where he came from stands in the journal, and the administrator who gave the key.
    let conn = rusqlite::Connection::open(&studio.db).expect("the file");
    let told = |action: &str| {
        let sql = "SELECT actor || ' ' || terminal FROM journal WHERE action = ?1 ORDER BY seq DESC LIMIT 1";
        conn.query_row(sql, [action], |r| r.get::<_, String>(0)).expect("a row")
    };
    assert_eq!(told("logout"), "ducha SSH 127.0.0.1");
    assert_eq!(told("user.ssh_key"), "admin 命令行");
}

#[test]
fn whatever_else_is_asked_for_is_refused() {
    let Some((studio, server, key)) = server("ducha") else { return };
    let target = studio.db.with_file_name("written.csv");
    let out = arg(&target);
    let elsewhere = arg(&studio.db.with_file_name("elsewhere.db"));
    for command in [
        &["id"][..],
        &["sh", "-c", "id"],
        &["/bin/bash"],
        &["overdue;id"],
        &["$(id)"],
        &["fengqiao", "--as", "admin", "user", "list"],
        &["user", "list"],
        &["--as", "admin", "user", "list"],
        &["--db", &elsewhere, "overdue"],
        &["overdue", "--db", &elsewhere],
        &["overdue", "--as", "admin"],
        &["overdue", "--as=zhuren"],
        &["overdue", "--reveal", "看看"],
        &["find", "和", "--reveal", "看看"],
        &["report", "R03", "--out", &out],
        &["export", "cases", "--out", &out],
        &["case", "act", "#1", "T01"],
        &["backup", "/tmp"],
        &["demo", "--db", &elsewhere],
        &["ssh-key", "admin", "-"],
    ] {
        let (code, said, told) = words(&server.ask(&key, &[], command));
        assert_eq!((code, said.as_str()), (Some(4), ""), "{command:?}: {told}");
        assert!(told.contains("这把钥匙不能运行") && told.contains("overdue"), "{command:?}: {told}");
    }
    let copy = studio.db.with_file_name("copy.db");
    assert!(!server.fetch(&key, &studio.db, &copy).status.success());
    for file in [target, studio.db.with_file_name("elsewhere.db"), copy] {
        assert!(!file.exists(), "{}", file.display());
    }
}

#[test]
fn the_lists_for_scripts_are_those_of_the_keys_owner() {
    let Some((studio, server, key)) = server("ducha") else { return };
    let case = studio.full_visit();
    let (code, said, told) = words(&server.ask(&key, &[], &["find", "hzq", "--format", "json"]));
    assert_eq!(code, Some(0), "{told}");
    assert!(said.contains("和＊＊") && !said.contains("和志强"), "{said}");
    for command in ["overdue --within 30 --format json", "case list --open", "report R03"] {
        let (code, said, told) = words(&server.ask(&key, &[], &[command]));
        assert_eq!(code, Some(0), "{command}: {said} {told}");
    }
    let (code, said, _) = words(&server.ask(&key, &[], &["case", "show", &format!("'{case}'")]));
    assert!(code == Some(0) && said.contains("和＊＊"), "{said}");
    // The administrator's own key shows him no case either.
    let admin = server.key("admin");
    server.allow(&studio.run("admin", &["ssh-key", "admin", &arg(&admin.public)]).ends(0).out);
    let (code, said, told) = words(&server.ask(&admin, &[], &["case", "list"]));
    assert!(code == Some(4) && said.is_empty() && told.contains("查看案件"), "{said} {told}");
}

#[test]
fn no_variable_of_the_client_changes_who_where_or_when() {
    let Some((studio, server, key)) = server("ducha") else { return };
    let elsewhere = studio.db.with_file_name("elsewhere.db");
    for set in [
        "FENGQIAO_AS=admin".to_string(),
        format!("FENGQIAO_DB={}", elsewhere.display()),
        "FENGQIAO_NOW=2020-01-01T00:00".into(),
        "FENGQIAO_WINDOW=1号窗口".into(),
        "FENGQIAO_PASSWORD=fengqiao".into(),
        format!("XDG_DATA_HOME={}", elsewhere.display()),
    ] {
        let option = format!("SetEnv=\"{set}\"");
        let name = set.split('=').next().expect("a name");
        let mut screen = server.sit(&key, &["-o", &option]);
        screen.see(&format!("不采用环境变量 {name}"));
        assert_eq!(screen.end(), 4, "{set}: {}", screen.text());
        let (code, said, told) = words(&server.ask(&key, &["-o", &option], &["overdue"]));
        assert!(code == Some(4) && said.is_empty() && told.contains(name), "{set}: {said} {told}");
    }
    // The server's own words about the line can not be sent, either: where one comes from stays true.
    let mut screen = server.sit(&key, &["-o", "SetEnv=SSH_CONNECTION="]);
    screen.see("枫桥 督查").keys("\x11");
    assert_eq!(screen.end(), 0);
    assert!(!elsewhere.exists());
}

#[test]
fn nothing_is_forwarded() {
    let Some((_studio, server, key)) = server("ducha") else { return };
    let inside = TcpListener::bind("127.0.0.1:0").expect("a port");
    inside.set_nonblocking(true).expect("set");
    let target = inside.local_addr().expect("an address").to_string();
    let (code, said, told) = words(&server.ask(&key, &["-W", &target], &[]));
    assert!(code == Some(255) && said.is_empty() && told.contains("forwarding failed"), "{code:?} {told}");
    assert!(inside.accept().is_err(), "somebody came through");
    let back = format!("0:{target}");
    let (code, _, told) = words(&server.ask(&key, &["-o", "ExitOnForwardFailure=yes", "-N", "-R", &back], &[]));
    assert!(code == Some(255) && told.contains("remote port forwarding failed"), "{code:?} {told}");
}

#[test]
fn a_key_of_whoever_was_turned_off_opens_nothing_and_puts_out_who_sits_there() {
    let Some((studio, server, key)) = server("ducha") else { return };
    let mut screen = server.sit(&key, &[]);
    screen.see("枫桥 督查");
    studio.run("admin", &["user", "off", "ducha"]).ends(0);
    screen.see("该用户已停用");
    assert_eq!(screen.end(), 4, "{}", screen.text());
    let mut again = server.sit(&key, &[]);
    again.see("该用户已停用");
    assert_eq!(again.end(), 4);
    let refused = studio.run("admin", &["ssh-key", "ducha", &arg(&key.public)]).ends(4);
    assert!(refused.out.is_empty() && refused.err.contains("停用"), "{refused}");
}

/// Without a studio there is nobody to be, and no file is made from afar.
#[test]
fn no_studio_is_founded_over_the_line() {
    let Some((studio, server, _)) = server("ducha") else { return };
    let key = server.key("other");
    let absent = studio.db.with_file_name("absent.db");
    let public = std::fs::read_to_string(&key.public).expect("a key");
    let line = format!("command=\"{} --db {} --as ducha\",restrict,pty {public}", program(), absent.display());
    server.allow(&line);
    let mut screen = server.sit(&key, &[]);
    screen.see("找不到数据库");
    assert_eq!(screen.end(), 1);
    assert!(!absent.exists());
}
