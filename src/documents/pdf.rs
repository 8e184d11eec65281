//! PDF by an installed LibreOffice, and the number of pages of one. Without it documents stay .docx.

use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A first start of LibreOffice makes a profile; a whole volume takes some seconds.
const LONGEST: Duration = Duration::from_secs(180);

/// What is said where there is none.
pub const NONE: &str = "这台机器没有LibreOffice,没有转PDF;.docx可用WPS打开打印,或请管理员安装 libreoffice-writer";

/// The program, if it is installed.
pub fn program() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let names = ["soffice", "libreoffice"];
    std::env::split_paths(&path).flat_map(|dir| names.map(|n| dir.join(n))).find(|p| p.is_file())
}

/// Why a conversion ended before its end.
pub const STOPPED: &str = "已停止转PDF";

/// Converts documents; each PDF comes to lie in `folder` beside its name, all of them or none. `watch` is
/// told how many are done, some times a second; false stops the work.
///
/// # Errors
/// In the user's words: too slow, stopped, or what it said.
pub fn convert(
    program: &Path,
    documents: &[PathBuf],
    folder: &Path,
    watch: &mut dyn FnMut(usize) -> bool,
) -> Result<(), String> {
    // Its own profile: an open LibreOffice of the user would take the job and forget it.
    let profile = Profile::new().map_err(|e| format!("建不了临时文件夹:{}", crate::store::disk::words(&e)))?;
    let out = profile.0.join("pdf");
    std::fs::create_dir(&out).map_err(|e| format!("建不了临时文件夹:{}", crate::store::disk::words(&e)))?;
    let mut child = Command::new(program)
        .arg(format!("-env:UserInstallation=file://{}", profile.0.display()))
        .args(["--headless", "--norestore", "--convert-to", "pdf", "--outdir"])
        // Whole paths: a name that begins with - is no option.
        .arg(&out)
        .args(documents.iter().map(|d| whole(d)))
        .env("HOME", &profile.0)
        .env("FONTCONFIG_FILE", profile.0.join("fonts.conf"))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        // The starter has a child of its own: a group is stopped as one.
        .process_group(0)
        .spawn()
        .map_err(|e| format!("LibreOffice启动不了:{}", crate::store::disk::words(&e)))?;
    let begun = Instant::now();
    loop {
        let done = documents.iter().filter(|d| pdf_of(d, &out).is_file()).count();
        let why = if watch(done) { "LibreOffice三分钟没有转完,已停止" } else { STOPPED };
        match child.try_wait() {
            Ok(Some(_)) => break,
            Ok(None) if why == STOPPED || begun.elapsed() > LONGEST => {
                end(&mut child);
                return Err(format!("{why};.docx可用,请用WPS打开打印"));
            }
            Ok(None) => std::thread::sleep(Duration::from_millis(50)),
            Err(e) => return Err(format!("LibreOffice:{}", crate::store::disk::words(&e))),
        }
    }
    let absent: Vec<String> =
        documents.iter().map(|d| pdf_of(d, &out)).filter(|p| !p.is_file()).map(|p| short(&p)).collect();
    if !absent.is_empty() {
        return Err(format!("LibreOffice没有转出:{}", absent.join("、")));
    }
    documents.iter().try_for_each(|d| hand_over(&pdf_of(d, &out), &pdf_of(d, folder)))
}

/// Ends LibreOffice and what it started.
fn end(child: &mut Child) {
    if let Some(group) = i32::try_from(child.id()).ok().and_then(rustix::process::Pid::from_raw) {
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
    let _ = child.kill();
    let _ = child.wait();
}

/// Puts a whole file where it belongs, private: never half a file under its name.
fn hand_over(from: &Path, to: &Path) -> Result<(), String> {
    use std::os::unix::fs::PermissionsExt;
    let part = to.with_extension("pdf.part");
    let put = || {
        std::fs::copy(from, &part)?;
        std::fs::set_permissions(&part, std::fs::Permissions::from_mode(0o600))?;
        std::fs::File::open(&part)?.sync_all()?;
        std::fs::rename(&part, to)
    };
    put().map_err(|e: std::io::Error| {
        let _ = std::fs::remove_file(&part);
        format!("写不了 {}:{};.docx可用,请用WPS打开打印", to.display(), crate::store::disk::words(&e))
    })
}

fn whole(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf())
}

/// Where the PDF of a document comes to lie.
pub fn pdf_of(document: &Path, folder: &Path) -> PathBuf {
    folder.join(document.file_name().unwrap_or_default()).with_extension("pdf")
}

fn short(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Pages of a PDF that LibreOffice wrote: its page objects are not packed. `None` for another kind.
pub fn pages(pdf: &[u8]) -> Option<usize> {
    let word = b"/Type/Page";
    let spaced = b"/Type /Page";
    let count = |word: &[u8]| {
        pdf.windows(word.len() + 1).filter(|w| w.starts_with(word) && !w[word.len()].is_ascii_alphanumeric()).count()
    };
    Some(count(word) + count(spaced)).filter(|n| *n > 0)
}

/// What stands in for the fonts of 公文 on a machine that has them not; those it has come first.
const FONTS: &str = r#"<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <alias binding="same"><family>仿宋_GB2312</family><prefer><family>仿宋_GB2312</family><family>FangSong</family><family>STFangsong</family><family>SimSun</family><family>Noto Serif CJK SC</family></prefer></alias>
  <alias binding="same"><family>方正小标宋简体</family><prefer><family>方正小标宋简体</family><family>FZXiaoBiaoSong-B05S</family><family>SimSun</family><family>Noto Serif CJK SC</family></prefer></alias>
  <alias binding="same"><family>黑体</family><prefer><family>黑体</family><family>SimHei</family><family>Noto Sans CJK SC</family></prefer></alias>
</fontconfig>
"#;

/// A folder of its own that goes when done.
struct Profile(PathBuf);

impl Profile {
    fn new() -> std::io::Result<Profile> {
        use std::os::unix::fs::DirBuilderExt;
        let name = format!("fengqiao-{}", uuid::Uuid::now_v7());
        let path = std::env::temp_dir().join(name);
        std::fs::DirBuilder::new().mode(0o700).create(&path)?;
        std::fs::write(path.join("fonts.conf"), FONTS)?;
        Ok(Profile(path))
    }
}

impl Drop for Profile {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_counted_and_their_tree_is_not() {
        let pdf =
            b"1 0 obj<</Type/Pages/Kids[2 0 R 3 0 R]>> 2 0 obj<</Type/Page/Parent 1 0 R>> 3 0 obj<</Type /Page\n>>";
        assert_eq!(pages(pdf), Some(2));
        assert_eq!(pages(b"%PDF-1.7"), None);
    }
}
