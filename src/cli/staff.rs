//! `staff`: the roster (人员库).

use super::args::{flag, format, group, leaf, word};
use super::output::{Cell, Column, Format};
use super::team::profession;
use super::{Next, case, draft, output, session};
use crate::desk::StaffRow;
use crate::desk::mask;
use crate::domain::{codes, forms};
use crate::validation::display::display;
use clap::{ArgMatches, Command};

pub fn command() -> Command {
    let person = || word("person", "人员").help("人员编号或姓名");
    group("staff", "人员库:列表、加入、停用、恢复")
        .subcommand(
            leaf("list", "staff list [选项]", "名单和在办件数").arg(flag("all").help("连同已停用的")).arg(format()),
        )
        .subcommand(
            leaf("add", "staff add --set 键=值...", "加入一人")
                .args(draft::options())
                .after_help("各项:fengqiao case form staff"),
        )
        .subcommand(leaf("off", "staff off <人员>", "停用;还有在办案件的先改派").arg(person()))
        .subcommand(leaf("on", "staff on <人员>", "恢复").arg(person()))
}

const COLUMNS: &[Column] = &[
    ("id", "编号"),
    ("name", "姓名"),
    ("profession", "身份"),
    ("full_time", "专职"),
    ("load", "在办"),
    ("languages", "语言"),
    ("skills", "擅长"),
    ("employer", "单位"),
    ("place", "所在地"),
    ("official", ""),
    ("phone", "电话"),
    ("active", "在岗"),
];

pub fn run(here: &ArgMatches) -> anyhow::Result<Next> {
    let (name, here) = here.subcommand().expect("invariant: a group has a command");
    let mut desk = session::desk(here)?;
    match name {
        "list" => {
            let all = here.get_flag("all");
            let rows: Vec<Vec<Cell>> = desk.roster()?.iter().filter(|s| all || s.active).map(row).collect();
            output::list(Format::of(here), COLUMNS, &rows)?;
        }
        "add" => {
            let filled = draft::read(here, &forms::STAFF, forms::STAFF.blank(), &desk)?;
            output::print(&format!("{}\n", desk.add_staff(&filled)?.text))?;
        }
        switch => {
            let id = case::staff_id(&desk, super::args::text(here, "person"))?;
            output::print(&format!("{}\n", desk.set_staff_active(id, switch == "on")?.text))?;
        }
    }
    Ok(Next::Exit(0))
}

fn row(s: &StaffRow) -> Vec<Cell> {
    let words = |key: &str, value: &str| forms::STAFF.field(key).map_or(String::new(), |f| display(f, value));
    vec![
        s.id.into(),
        s.name.clone().into(),
        profession(&s.profession),
        s.full_time.into(),
        s.load.into(),
        Cell::coded(&s.languages, &words("languages", &s.languages)),
        Cell::coded(&s.skills, &words("skills", &s.skills)),
        s.employer.clone().into(),
        Cell::coded(&s.place, &words("place", &s.place)),
        Cell::coded(&s.official, codes::label(codes::OFFICIAL, &s.official)),
        mask::phone(&s.phone).into(),
        s.active.into(),
    ]
}
