//! `completions`: what a shell needs to complete the commands.

use super::args::{leaf, word};
use super::message::Usage;
use super::{Next, output};
use clap::{ArgMatches, Command};
use clap_complete::Shell;

const SHELLS: &[&str] = &["bash", "zsh", "fish", "elvish", "powershell"];

pub fn command() -> Command {
    leaf("completions", "completions <外壳>", "生成命令补全脚本")
        .arg(word("shell", "外壳").help("哪一种:bash、zsh、fish、elvish、powershell"))
        .after_help("例:fengqiao completions bash > ~/.local/share/bash-completion/completions/fengqiao")
}

pub fn run(here: &ArgMatches) -> anyhow::Result<Next> {
    let name = super::args::text(here, "shell");
    let shell: Shell = name.parse().map_err(|_| Usage(format!("没有外壳“{name}”,可用:{}", SHELLS.join("、"))))?;
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut super::root(), "fengqiao", &mut script);
    output::print(&String::from_utf8_lossy(&script))?;
    Ok(Next::Exit(0))
}
