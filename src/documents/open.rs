//! The program that shows a file: a made document, a signed scan.
//!
//! `FENGQIAO_OPEN` names one of the office's own (over a line without a screen it may copy the file to where
//! there is one); else xdg-open, where there is a screen at all.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The variable that names a program, its arguments behind it.
pub const VARIABLE: &str = "FENGQIAO_OPEN";

/// How files are shown: the program and its arguments, or why there is none and what to do.
pub type Viewer = Result<Vec<String>, String>;

/// The viewer of this process.
pub fn viewer() -> Viewer {
    let path = std::env::var_os("PATH").unwrap_or_default();
    viewer_of(
        |name| std::env::var(name).ok(),
        || std::env::split_paths(&path).map(|dir| dir.join("xdg-open")).find(|p| p.is_file()),
    )
}

fn viewer_of(var: impl Fn(&str) -> Option<String>, find: impl Fn() -> Option<PathBuf>) -> Viewer {
    let var = |name: &str| var(name).filter(|v| !v.trim().is_empty());
    if let Some(own) = var(VARIABLE) {
        return Ok(own.split_whitespace().map(str::to_string).collect());
    }
    let remedy = format!("请在有图形界面的机器上打开,或请管理员设环境变量{VARIABLE}为查看程序");
    if var("DISPLAY").or(var("WAYLAND_DISPLAY")).is_none() {
        return Err(format!("这里没有图形界面,打不开文件;{remedy}"));
    }
    match find() {
        Some(program) => Ok(vec![program.display().to_string()]),
        None => Err(format!("这台机器没有xdg-open,打不开文件;{remedy}")),
    }
}

/// Shows a file; returns once the viewer has ended, which xdg-open does at once.
///
/// # Errors
/// In the user's words.
pub fn show(viewer: &Viewer, file: &Path) -> Result<(), String> {
    let words = viewer.as_ref().map_err(|why| format!("{why}。文件在:\n{}", file.display()))?;
    let (program, arguments) = words.split_first().ok_or("没有查看程序")?;
    let ended = Command::new(program)
        .args(arguments)
        .arg(file)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .map_err(|e| {
            format!(
                "查看程序{program}启动不了:{};请核对{VARIABLE}。文件在:\n{}",
                crate::store::disk::words(&e),
                file.display()
            )
        })?;
    if ended.success() {
        return Ok(());
    }
    Err(format!("查看程序{program}没有打开文件({ended})。文件在:\n{}", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(vars: &[(&str, &str)], there: bool) -> Viewer {
        let var = |name: &str| vars.iter().find(|v| v.0 == name).map(|v| v.1.to_string());
        viewer_of(var, || there.then(|| PathBuf::from("/usr/bin/xdg-open")))
    }

    #[test]
    fn the_offices_own_program_comes_first_and_without_any_the_remedy_is_told() {
        assert_eq!(
            told(&[(VARIABLE, "scp-home -q"), ("DISPLAY", ":0")], true),
            Ok(vec!["scp-home".into(), "-q".into()])
        );
        assert_eq!(told(&[("DISPLAY", ":0")], true), Ok(vec!["/usr/bin/xdg-open".into()]));
        assert_eq!(told(&[("WAYLAND_DISPLAY", "wayland-0")], true), Ok(vec!["/usr/bin/xdg-open".into()]));
        assert!(told(&[(VARIABLE, " ")], true).is_err_and(|e| e.contains("没有图形界面") && e.contains(VARIABLE)));
        assert!(told(&[("DISPLAY", ":0")], false).is_err_and(|e| e.contains("没有xdg-open")));
    }

    #[test]
    fn a_viewer_that_fails_is_told_with_the_place_of_the_file() {
        let file = Path::new("/文书/0131-督办单.docx");
        assert_eq!(show(&Ok(vec!["true".into()]), file), Ok(()));
        for viewer in [Ok(vec!["false".into()]), Ok(vec!["/没有这个程序".into()]), Err("这里没有图形界面".into())]
        {
            assert!(show(&viewer, file).is_err_and(|e| e.contains("/文书/0131-督办单.docx")));
        }
    }
}
