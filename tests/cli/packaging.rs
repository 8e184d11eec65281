//! The package: its manual page and its timers are those of this program.

use crate::support::Studio;
use std::path::{Path, PathBuf};

fn assets() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/debian")
}

fn read(name: &str) -> String {
    std::fs::read_to_string(assets().join(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
}

#[test]
fn the_manual_page_is_made_from_the_commands() {
    let page = Studio::empty().run("", &["manual", "--man"]).ends(0).out;
    let path = assets().join("fengqiao.1");
    if std::env::var("INSTA_UPDATE").is_ok_and(|v| v == "always") {
        std::fs::write(&path, &page).expect("written");
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == page, "assets/debian/fengqiao.1 is behind: fengqiao manual --man > assets/debian/fengqiao.1");
    for words in [".SH 命令", ".SS overdue", ".SS case act", "\\-\\-within <天数>", "ssh\\-key"] {
        assert!(page.contains(words), "{words}");
    }
    for line in page.lines().filter(|l| l.starts_with('.')) {
        let known = [".\\\"", ".TH", ".SH", ".SS", ".TP", ".B ", ".I ", ".PP", ".ad"];
        assert!(known.iter().any(|k| line.starts_with(k)), "{line}");
    }
}

/// What the timers run, with the settings as they are delivered, is done by this program.
#[test]
fn the_services_run_what_the_program_knows() {
    let studio = Studio::new();
    let settings: Vec<(String, String)> = read("fengqiao.conf")
        .lines()
        .filter(|l| !l.starts_with('#'))
        .filter_map(|l| l.split_once('='))
        .map(|(k, v)| (k.to_string(), v.to_string()))
        .collect();
    let target = studio.db.with_file_name("今日期限.xlsx");
    let mut runs = 0;
    for unit in ["systemd/fengqiao-backup.service", "systemd/fengqiao-overdue.service"] {
        let text = read(unit);
        assert!(text.contains("User=fengqiao") && text.contains("UMask=0077") && text.contains("LimitCORE=0"));
        for line in text.lines().filter_map(|l| l.strip_prefix("ExecStart=/usr/bin/fengqiao ")) {
            let line = settings.iter().fold(line.to_string(), |l, (k, v)| l.replace(&format!("${{{k}}}"), v));
            let words: Vec<String> = line
                .split(' ')
                .map(|w| if w.starts_with("/var/lib/") { target.display().to_string() } else { w.to_string() })
                .collect();
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let login = settings.iter().find(|(k, _)| k == "FENGQIAO_AS").expect("a user").1.clone();
            let run = studio.run(&login, &words).ends(0);
            // What a service says goes into the log of the machine.
            assert!(!run.out.contains('＊') && !run.err.contains('＊'), "{run}");
            runs += 1;
        }
    }
    assert!(runs == 3 && target.exists());
}

#[test]
fn every_file_of_the_package_is_there_and_it_is_of_this_version() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let manifest = std::fs::read_to_string(root.join("Cargo.toml")).expect("the manifest");
    let named = manifest.lines().filter_map(|l| l.trim().strip_prefix("[\"assets/debian/"));
    let names: Vec<&str> = named.filter_map(|l| l.split('"').next()).collect();
    assert!(names.len() > 6, "{names:?}");
    for name in names {
        let path = name.trim_end_matches("/*");
        assert!(assets().join(path).exists(), "{name}");
    }
    assert!(read("changelog").starts_with(&format!("fengqiao ({}", env!("CARGO_PKG_VERSION"))));
    for script in ["postinst", "prerm", "postrm"] {
        let done = std::process::Command::new("sh").arg("-n").arg(assets().join("scripts").join(script)).status();
        assert!(done.expect("a shell").success(), "{script}");
    }
}
