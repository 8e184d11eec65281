//! `ssh-key`: the line of `authorized_keys` by which a person's key opens his own desk, and nothing else.

use super::args::{given, leaf, option, text, word};
use super::message::{Usage, say};
use super::{Next, output, session};
use crate::validation::public_key::{LONGEST, PublicKey};
use clap::{ArgMatches, Command};
use std::io::Read;
use std::path::Path;

pub fn command() -> Command {
    leaf("ssh-key", "ssh-key [选项] <用户名> <公钥文件>", "给一个人的SSH钥匙做一行 authorized_keys,只能进他自己的前台")
        .arg(word("login", "用户名").display_order(1).help("这把钥匙是谁的"))
        .arg(word("file", "公钥文件").display_order(2).help(".pub 文件;- 从标准输入读"))
        .arg(option("window", "窗口").help("前台显示的窗口名;不写是SSH和来处的地址"))
        .after_help(
            "由管理员办理,记入流水。把打印的一行加到服务账户的 ~/.ssh/authorized_keys,一人一行;\n\
             停用用户后钥匙即失效,仍请把那一行删去",
        )
}

pub fn run(here: &ArgMatches) -> anyhow::Result<Next> {
    let file = text(here, "file");
    let mut typed = Vec::new();
    let most = u64::try_from(LONGEST).unwrap_or(u64::MAX) * 2;
    let read = if file == "-" {
        std::io::stdin().lock().take(most).read_to_end(&mut typed)
    } else {
        std::fs::File::open(file).and_then(|f| f.take(most).read_to_end(&mut typed))
    };
    read.map_err(|e| Usage(format!("读不了公钥文件 {file}:{};请核对路径", crate::store::disk::words(&e))))?;
    let typed = String::from_utf8(typed).map_err(|_| Usage(format!("{file} 不是文字;请给 .pub 文件")))?;
    let key = PublicKey::read(&typed).map_err(|problem| crate::desk::Failure::Problems(vec![problem]))?;

    let program = std::env::current_exe()?;
    let db = std::fs::canonicalize(session::path(here)?).or_else(|_| session::path(here))?;
    let mut words = vec![shell(&program)?, "--db".to_string(), shell(&db)?];
    if let Some(window) = given(here, "window") {
        words.extend(["--window".to_string(), shell(Path::new(&window))?]);
    }
    let owner = session::desk(here)?.give_key(text(here, "login"), &key)?;
    words.extend(["--as".to_string(), owner.login.clone()]);
    let command = words.join(" ").replace('"', "\\\"");
    let line = format!("command=\"{command}\",restrict,pty {} {}", key.text(), owner.login);
    output::print(&format!("{line}\n"))?;
    say(&format!("{}({})的钥匙,指纹 {}", owner.name, owner.login, owner.fingerprint));
    say("请与本人核对指纹,再把这一行加到服务账户的 ~/.ssh/authorized_keys");
    Ok(Next::Exit(0))
}

/// A word of the command as the account's shell reads it back.
fn shell(word: &Path) -> anyhow::Result<String> {
    let bad = || Usage(format!("路径或窗口名含有不能写进 authorized_keys 的字符:{}", word.display()));
    let text = word.to_str().ok_or_else(bad)?;
    if text.is_empty() || text.chars().any(char::is_control) {
        return Err(bad().into());
    }
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-+:".contains(c);
    Ok(if text.chars().all(plain) { text.to_string() } else { format!("'{}'", text.replace('\'', "'\\''")) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_comes_back_from_the_shell_as_it_was() {
        for word in ["/usr/bin/fengqiao", "/srv/枫 桥/d'e\"s$k.db", "a`b`;c\\"] {
            let quoted = shell(Path::new(word)).expect("words");
            let out = std::process::Command::new("sh").arg("-c").arg(format!("printf %s {quoted}")).output();
            let out = out.expect("a shell").stdout;
            assert_eq!(String::from_utf8_lossy(&out), word);
        }
        assert!(shell(Path::new("a\nb")).is_err() && shell(Path::new("")).is_err());
    }
}
