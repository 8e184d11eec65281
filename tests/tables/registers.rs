//! Registers and warning rules: unique, explained, each with its basis, and printed for review.

use super::printed::compare;
use fengqiao::desk::register::REGISTERS;
use fengqiao::desk::slips::SLIPS;
use fengqiao::domain::role::label;
use fengqiao::domain::{forms, warning};
use std::fmt::Write as _;

#[test]
fn every_row_is_unique_and_has_its_basis() {
    for (i, r) in REGISTERS.iter().enumerate() {
        assert!(!r.basis.is_empty() && !r.title.is_empty() && !r.views.is_empty(), "{}", r.id);
        assert!(REGISTERS[..i].iter().all(|o| o.id != r.id && o.title != r.title), "{} twice", r.id);
        // At most one column takes the rest of the width.
        assert!(r.columns.iter().filter(|c| c.width == 0).count() <= 1, "{}", r.id);
        for (n, act) in r.acts.iter().enumerate() {
            assert!(!act.basis.is_empty() && !act.label.is_empty(), "{} {}", r.id, act.id);
            assert!(r.acts[..n].iter().all(|o| o.id != act.id && o.label != act.label), "{} {}", r.id, act.id);
            assert!(forms::all().any(|t| t.name == act.form.name), "{} asks {}", act.id, act.form.name);
        }
    }
    // One digit chooses: groups stand together, and neither menu is longer than nine.
    let groups: Vec<_> = REGISTERS.chunk_by(|a, b| a.group == b.group).collect();
    assert!(groups.len() <= 9 && groups.iter().all(|g| g.len() <= 9));
    for (i, g) in groups.iter().enumerate() {
        assert!(groups[..i].iter().all(|o| o[0].group != g[0].group), "{} stands apart", g[0].group);
    }
    for slip in SLIPS {
        assert!(!slip.basis.is_empty(), "{}", slip.id);
    }
}

#[test]
fn the_registers() {
    let mut out = String::new();
    for r in REGISTERS {
        let columns: Vec<&str> = r.columns.iter().map(|c| c.label).collect();
        let views: Vec<&str> = r.views.iter().map(|v| v.1).collect();
        let _ = writeln!(out, "{}: {} {} ({})", r.group, r.id, r.title, r.basis);
        let _ = writeln!(out, "    视图  {}\n    栏目  {}", views.join("、"), columns.join("、"));
        for a in r.acts {
            let _ = writeln!(out, "    {} {}  {}  依据 {}", a.id, a.label, label(a.operation), a.basis);
        }
    }
    compare("registers", &out);
}

#[test]
fn the_warnings() {
    let mut out = String::new();
    for r in warning::RULES {
        let checked = if r.verified { "已核" } else { "待核" };
        let _ = writeln!(
            out,
            "{} {}({}): {}\n    通报  {}\n    依据  {}({checked})",
            r.id, r.label, r.level, r.trigger, r.to, r.basis
        );
    }
    compare("warnings", &out);
}
