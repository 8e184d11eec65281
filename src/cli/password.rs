//! Asking on the terminal: a line, and a password that is not shown.

use crate::desk::Failure;
use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};
use std::fs::File;
use std::io::{BufRead, IsTerminal, Read, Write};

/// Puts the terminal back as it was, whatever happens in between.
struct Quiet<'a> {
    tty: &'a File,
    before: Termios,
}

impl Drop for Quiet<'_> {
    fn drop(&mut self) {
        let _ = tcsetattr(self.tty, OptionalActions::Now, &self.before);
    }
}

fn tty() -> anyhow::Result<File> {
    Ok(File::options().read(true).write(true).open("/dev/tty")?)
}

/// Asks for a line.
pub fn line(prompt: &str) -> anyhow::Result<String> {
    let mut tty = tty()?;
    tty.write_all(prompt.as_bytes())?;
    let mut text = String::new();
    std::io::BufReader::new(&tty).read_line(&mut text)?;
    Ok(text.trim().to_string())
}

/// Asks for a password. Keys are read one by one without echo and without signals, so that the
/// terminal is put back also when the user gives up with Ctrl-C.
pub fn secret(prompt: &str) -> anyhow::Result<String> {
    let mut tty = tty()?;
    tty.write_all(prompt.as_bytes())?;
    let before = tcgetattr(&tty)?;
    let mut silent = before.clone();
    silent.local_modes.remove(LocalModes::ECHO | LocalModes::ICANON | LocalModes::ISIG);
    tcsetattr(&tty, OptionalActions::Drain, &silent)?;
    let quiet = Quiet { tty: &tty, before };
    let mut typed = Vec::new();
    let mut byte = [0];
    let finished = loop {
        if (&tty).read(&mut byte)? == 0 {
            break false;
        }
        match byte[0] {
            b'\r' | b'\n' => break true,
            0x03 | 0x04 => break false,
            0x7f | 0x08 => drop_last(&mut typed),
            0x15 => typed.clear(),
            other => typed.push(other),
        }
    };
    drop(quiet);
    tty.write_all(b"\n")?;
    if !finished {
        return Err(Failure::refusal("没有输入密码", "重新运行后输入").into());
    }
    String::from_utf8(typed).map_err(|_| Failure::refusal("密码不是UTF-8文字", "重新输入").into())
}

/// Takes back one character, however many bytes it has.
fn drop_last(typed: &mut Vec<u8>) {
    while let Some(byte) = typed.pop() {
        if byte & 0xC0 != 0x80 {
            break;
        }
    }
}

/// A new password: `FENGQIAO_NEW_PASSWORD`, a line of stdin when asked for, or typed twice.
pub fn new_secret(from_stdin: bool) -> anyhow::Result<String> {
    if from_stdin {
        let mut text = String::new();
        std::io::stdin().lock().read_line(&mut text)?;
        return Ok(text.trim_end_matches(['\r', '\n']).to_string());
    }
    if let Some(secret) = super::session::environment("FENGQIAO_NEW_PASSWORD") {
        return Ok(secret);
    }
    let first = secret("新密码: ")?;
    if secret("再输一次: ")? == first {
        Ok(first)
    } else {
        Err(Failure::problem("password", "两次输入的密码不同;请重新输入").into())
    }
}

/// The passphrase of an encrypted backup: `FENGQIAO_BACKUP_PASSPHRASE`, or typed, twice when it is new.
pub fn passphrase(new: bool) -> anyhow::Result<String> {
    if let Some(secret) = super::session::environment("FENGQIAO_BACKUP_PASSPHRASE") {
        return Ok(secret);
    }
    if !std::io::stdin().is_terminal() {
        let hint = "在终端里运行后输入,或设环境变量 FENGQIAO_BACKUP_PASSPHRASE;定时任务请用公钥(--to)";
        return Err(Failure::refusal("没有地方输入口令", hint).into());
    }
    let first = secret("备份口令: ")?;
    if !new || secret("再输一次: ")? == first {
        Ok(first)
    } else {
        Err(Failure::refusal("两次输入的口令不同", "请重新运行后输入").into())
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn backspace_takes_a_whole_character() {
        let mut typed = "a密".as_bytes().to_vec();
        super::drop_last(&mut typed);
        assert_eq!(typed, b"a");
        super::drop_last(&mut typed);
        super::drop_last(&mut typed);
        assert!(typed.is_empty());
    }
}
