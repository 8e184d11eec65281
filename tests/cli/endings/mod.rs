//! Every way a case may end, taken from the window to the archive and the money with the commands, and
//! kept as transcripts: what a clerk types, and what the program answers.

mod agreed;
mod forms;
mod listed;
mod otherwise;

use crate::support::{FULL, Studio, Transcript};
use std::fmt::Write as _;

/// A case on its way, with all that was said.
struct Walk {
    studio: Studio,
    /// The day of the office.
    day: &'static str,
    case: String,
    log: String,
}

impl Walk {
    /// A studio of seven, the roster verified, and a whole visit of the day; `changes` to what was typed.
    fn begin(changes: &[&str]) -> Walk {
        let studio = Studio::new();
        for (login, name, role) in [("caiwu", "杨洁", "finance"), ("bangongshi", "木增", "office")] {
            studio.add_user(login, name, role);
        }
        let mut walk = Walk { studio, day: "2026-11-23", case: "#1".into(), log: String::new() };
        walk.visit(changes);
        walk
    }

    /// Takes a visit in; its case is the one in hand.
    fn visit(&mut self, changes: &[&str]) -> &mut Walk {
        let key = |pair: &str| pair.split('=').next().unwrap_or_default().to_string();
        let kept = FULL.iter().filter(|pair| !changes.iter().any(|c| key(c) == key(pair)));
        let mut words = vec!["visit", "add"];
        for pair in kept.chain(changes) {
            words.extend(["--set", pair]);
        }
        let done = self.run("qiantai", &[&words[..], &["--format", "json"]].concat()).ends(0);
        self.case = format!("#{}", done.json()["case_id"]);
        let _ = writeln!(self.log, "qiantai$ fengqiao visit add (登记表) {}\n", changes.join(" "));
        self
    }

    /// The days go by.
    fn on(&mut self, day: &'static str) -> &mut Walk {
        self.day = day;
        let _ = writeln!(self.log, "-- {day} --\n");
        self
    }

    fn run(&self, login: &str, words: &[&str]) -> Transcript {
        self.studio.run_on(login, &format!("{}T16:42", self.day), words)
    }

    /// Runs, writes down, and checks the exit code.
    fn say(&mut self, login: &str, words: &[&str], code: i32) -> String {
        let done = self.run(login, words);
        let typed: Vec<String> =
            words.iter().map(|w| if w.contains([' ', '\t']) { format!("'{w}'") } else { (*w).to_string() }).collect();
        let _ = writeln!(self.log, "{login}$ fengqiao {}", typed.join(" "));
        for line in done.out.lines().chain(done.err.lines()) {
            let _ = writeln!(self.log, "  {}", line.trim_end());
        }
        let said = format!("{}{}", done.out, done.err);
        done.ends(code);
        self.log.push('\n');
        said
    }

    /// A step with its usual form, some of it otherwise; it must be done.
    fn act(&mut self, login: &str, mv: &str, changes: &[&str]) -> &mut Walk {
        self.step(login, mv, changes, 0);
        self
    }

    /// As [`Walk::act`], refused with these words.
    fn refused(&mut self, login: &str, mv: &str, changes: &[&str], why: &str) -> &mut Walk {
        let said = self.step(login, mv, changes, 4);
        assert!(said.contains(why), "{said}");
        self
    }

    fn step(&mut self, login: &str, mv: &str, changes: &[&str], code: i32) -> String {
        let case = self.case.clone();
        let pairs = forms::filled(mv, changes);
        let mut words = vec!["case", "act", &case, mv];
        for pair in &pairs {
            words.extend(["--set", pair]);
        }
        self.say(login, &words, code)
    }

    /// An act of a register; returns the id it names.
    fn register(&mut self, login: &str, words: &[&str], changes: &[&str], code: i32) -> String {
        let mut all = vec!["register", "act"];
        all.extend(words);
        for pair in changes {
            all.extend(["--set", pair]);
        }
        self.say(login, &all, code)
    }

    /// From 登记 to 指派.
    fn assigned(&mut self, accept: &[&str], assign: &[&str]) -> &mut Walk {
        self.act("qiantai", "T01", &[]).act("qiantai", "T03", &[]).act("zhuren", "T07", accept);
        self.act("qiantai", "T08", &[]).act("zhuren", "T09", assign)
    }

    /// What is looked into before an opinion.
    fn looked_into(&mut self) -> &mut Walk {
        self.act("banli", "R01", &[]).act("banli", "R02", &[]).act("banli", "R03", &[]).act("banli", "R04", &[])
    }

    /// The council that hard cases must have had, refused an opinion before it.
    fn counselled(&mut self) -> &mut Walk {
        self.refused("banli", "T12", &[], "会商").act("banli", "T11", &[]).act("zhuren", "T11b", &[])
    }

    /// From the opinion to the end of a session.
    fn in_session(&mut self, session: &[&str]) -> &mut Walk {
        self.act("banli", "R06", &[]).act("banli", "T12", &[]).act("banli", "T13", &[]).act("banli", "R11", session)
    }

    /// 满意度, 申请结案, 结案.
    fn closed(&mut self, closing: &[&str]) -> &mut Walk {
        self.act("qiantai", "R20", &[]).act("banli", "R21", &[]).act("zhuren", "T18", closing)
    }

    /// 身份证明 into the volume, 回访 where an agreement was made, 归档.
    fn filed(&mut self, revisit: bool, pages: &[&str]) -> &mut Walk {
        self.act("qiantai", "R30", &[]);
        if revisit {
            self.act("banli", "R32", &[]);
        }
        self.act("qiantai", "T20", pages)
    }

    /// 申报 by the handler, 审核, 审批, 支付 by three others; what was claimed must say `rule`.
    fn paid(&mut self, rule: &str, changes: &[&str]) -> &mut Walk {
        let case = self.case.clone();
        let claim = [&["shares=李秀英"], changes].concat();
        let said = self.register("banli", &["claims", "claim", "--case", &case], &claim, 0);
        assert!(said.contains(rule), "{said}");
        // 适当补助 has no figure in the plan: each of the two who decide names it.
        let amount = changes.iter().copied().filter(|c| rule == "SB3" && c.starts_with("amount="));
        let opinion: Vec<&str> = std::iter::once("opinion=卷宗齐全,同意").chain(amount).collect();
        self.register("zhuren", &["claims", "review", "1"], &opinion, 0);
        self.register("bangongshi", &["claims", "approve", "1"], &opinion, 0);
        self.register("caiwu", &["claims", "pay", "1"], &["voucher=记字11号", "paid_on=今天"], 0);
        let ledger = self.say("caiwu", &["register", "show", "claims", "--view", "paid"], 0);
        assert!(ledger.contains(rule) && ledger.contains("已支付"), "{ledger}");
        self
    }

    /// No subsidy for this ending, and why.
    fn unpaid(&mut self, why: &str) -> &mut Walk {
        let case = self.case.clone();
        // The handler claims; where there was none yet, whoever took the visit in has no say in money.
        let form = ["liable=2", "payer_kind=5", "payer=", "finance=1", "ground=试报", "shares=李秀英"];
        let said = self.register("banli", &["claims", "claim", "--case", &case], &form, 4);
        assert!(said.contains(why), "{said}");
        self
    }

    /// Where the case stands, and that the file is sound; then the transcript is compared.
    fn ends(&mut self, name: &str, stage: &str) {
        let case = self.case.clone();
        let shown = self.run("zhuren", &["case", "show", &case, "--format", "json"]).ends(0);
        assert_eq!(shown.json()["stage"], stage, "{shown}");
        self.say("ducha", &["check"], 0);
        crate::tables::printed::compare(&format!("ending_{name}"), &self.log);
    }
}
