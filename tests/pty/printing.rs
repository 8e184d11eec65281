//! Printing a whole volume at the terminal: the desk goes on meanwhile, and leaving leaves nothing half done.

use super::*;
use std::os::unix::fs::PermissionsExt;

/// A registered case and a LibreOffice that never ends; PATH with it in front.
fn office() -> (Studio, String) {
    let studio = Studio::new();
    let case = studio.full_visit();
    studio.run("qiantai", &["case", "act", &case, "T01"]).ends(0);
    let folder = studio.db.with_file_name("bin");
    std::fs::create_dir(&folder).expect("a folder");
    let program = folder.join("soffice");
    std::fs::write(&program, "#!/bin/sh\necho $$ > \"$0.pid\"\nexec sleep 600\n").expect("written");
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).expect("executable");
    let path = format!("{}:/usr/bin:/bin", folder.display());
    (studio, path)
}

#[test]
fn leaving_while_a_volume_is_printed_ends_libreoffice_and_says_so() {
    let (studio, path) = office();
    let mut screen = window_with(&studio, "zhuren", "1号窗口", SMALL, &[], &[("PATH", &path)]);
    screen.see("没有人等候").keys(F3).see("查找").keys("和志强").see("JT-20261123-001").keys(ENTER).see("1概览");
    screen.keys("\x10").see("打印全卷");
    let line = screen.line("打印全卷");
    let number: String = line.chars().take_while(|c| *c != '打').filter(char::is_ascii_digit).collect();
    screen.keys(&number).see("正在打印").see("转PDF 0/");
    // The desk goes on: back to the search.
    screen.keys(ESC).see("查找  和志强").see("正在打印");
    let pid = studio.db.with_file_name("bin").join("soffice.pid");
    screen.until("LibreOffice", || std::fs::read_to_string(&pid).is_ok_and(|t| t.ends_with('\n')));
    let process = format!("/proc/{}", std::fs::read_to_string(&pid).expect("a number").trim());
    assert!(std::path::Path::new(&process).exists());
    screen.keys("\x11");
    assert_eq!(screen.end(), 0);
    assert!(screen.text().contains("全卷没有做完,已停止转PDF"), "{}", screen.text());
    assert!(!std::path::Path::new(&process).exists(), "LibreOffice is ended");
    let made = std::fs::read_dir(studio.db.with_file_name("文书")).expect("papers").flatten().next().expect("a case");
    for file in std::fs::read_dir(made.path()).expect("files").flatten() {
        assert!(file.path().extension().is_some_and(|e| e == "docx"), "{}", file.path().display());
        fengqiao::documents::text_of(&std::fs::read(file.path()).expect("a file")).expect("a whole document");
    }
}
