//! Making claims and amending returned ones (方案六(四)1-5): each kind has its form, its rule and its payer.
//!
//! Owns what a claim consists of. The chain of its approval is in `money`; the days of duty in `duty`.

use super::access::{allow, is_own};
use super::money::{changed, in_state, note};
use super::shares::shares;
use super::{Desk, Done, Failure, Outcome, Writing};
use crate::domain::case::{Case, Facts};
use crate::domain::number::Series;
use crate::domain::role::Operation;
use crate::domain::{discipline, forms, payer, subsidy};
use crate::store;
use crate::store::claim::{Claim, Share};
use crate::store::finding::Found;
use crate::validation::{self, Checked, Draft, Kind, Table, money};
use chrono::Datelike;

/// A claim as its form tells it, before it has a number.
pub(super) struct Made {
    pub claim: Claim,
    pub shares: Vec<Share>,
    /// Days of duty it pays.
    pub days: Vec<i64>,
    /// What the discipline sheet shall look at: (rule, fact).
    pub doubts: Vec<(&'static str, String)>,
    /// What else to tell whoever claims, "" for nothing.
    pub said: String,
}

impl Made {
    pub fn new(claim: Claim, shares: Vec<Share>) -> Made {
        Made { claim, shares, days: Vec::new(), doubts: Vec::new(), said: String::new() }
    }
}

/// Makes a claim from its form; the last is the claim being amended, if any.
type Maker = fn(&Writing, &Checked, Option<&Claim>) -> Outcome<Made>;

/// The form and the maker of a rule.
pub(super) fn kind_of(rule: &str) -> (&'static Table, Maker) {
    match rule {
        "SB4" => (&forms::DUTY_PAY, super::duty::pay),
        "SB5" => (&forms::TRAVEL_CLAIM, travel),
        "SB6" | "SB7" => (&forms::FEE_CLAIM, fees),
        _ => (&forms::CLAIM, case_subsidy),
    }
}

impl Desk {
    /// Claims a case subsidy (SB1 to SB3) for an archived case; one a case.
    ///
    /// # Errors
    /// A refusal that names the rule: not archived, outside the band, a second claim, 公职人员.
    pub fn claim(&mut self, draft: &Draft) -> Outcome<Done> {
        self.make_claim("SB1", draft)
    }

    /// Claims travel (SB5) against an approval.
    pub fn claim_travel(&mut self, draft: &Draft) -> Outcome<Done> {
        self.make_claim("SB5", draft)
    }

    /// Claims fees (SB6, SB7) against a receipt.
    pub fn claim_fee(&mut self, draft: &Draft) -> Outcome<Done> {
        self.make_claim("SB6", draft)
    }

    /// Claims the duty pay (SB4) of a month: all served days that no claim pays yet.
    pub fn claim_duty(&mut self, draft: &Draft) -> Outcome<Done> {
        self.make_claim("SB4", draft)
    }

    fn make_claim(&mut self, rule: &str, draft: &Draft) -> Outcome<Done> {
        self.allow(Operation::Claim)?;
        let (table, maker) = kind_of(rule);
        let form = validation::check(table, draft, self.now())?;
        self.write(|w| {
            let made = maker(w, &form, None)?;
            let mut claim = made.claim.clone();
            claim.number = w.number(Series::Claim)?;
            claim.id = store::claim::insert(w.tx, &claim)?;
            note(w, &claim, "claim", "经费申报", "")?;
            finish(w, &claim, &made, "已申报")
        })
    }

    /// 改后重报: a returned claim, written anew, goes through the whole chain again. Its rule is found anew,
    /// too: a case that was graded otherwise since falls into another band.
    ///
    /// # Errors
    /// As for the first claim.
    pub fn amend_claim(&mut self, id: i64, draft: &Draft) -> Outcome<Done> {
        let (table, maker) = kind_of(&self.claim_of(id)?.rule);
        let form = validation::check(table, draft, self.now())?;
        self.write(|w| {
            let held = in_state(w, id, "returned")?;
            let actor = w.actor()?;
            let case = held.case.map(|c| store::case::load(w.tx, c)).transpose()?.flatten();
            let own = held.claimed_by == actor.user || case.is_some_and(|c| is_own(actor, &c));
            allow(actor, Operation::Claim, own)?;
            if held.rule == "SB4" {
                store::duty::free(w.tx, id)?;
            }
            let made = maker(w, &form, Some(&held))?;
            if made.claim.case != held.case {
                return Err(Failure::problem("case", "改后重报不能换成另一件案件;请作废后另行申报"));
            }
            let claim = Claim { id, rev: held.rev, number: held.number.clone(), ..made.claim.clone() };
            if !store::claim::amend(w.tx, &claim)? {
                return Err(changed());
            }
            let before = format!("原{} {}元", held.rule, money::format_yuan(held.amount));
            note(w, &claim, "claim.amend", "经费改后重报", &before)?;
            finish(w, &claim, &made, "已改后重报")
        })
    }

    /// The form of a returned claim as it was filled in.
    pub(super) fn claim_form(&self, id: i64) -> Outcome<Draft> {
        let held = self.claim_of(id)?;
        let (table, _) = kind_of(&held.rule);
        let mut draft: Draft = serde_json::from_str(&held.detail).unwrap_or_default();
        for field in table.fields.iter().filter(|f| matches!(f.kind, Kind::Money)) {
            draft.set(field.key, plain_yuan(held.amount));
        }
        let mut lines = Vec::new();
        for share in self.claim_shares(id)? {
            let person = self.word_for(share.staff, &share.name)?;
            match held.rule.as_str() {
                "SB4" if share.card.is_empty() => {}
                "SB4" => lines.push(format!("{person}\t{}", share.card)),
                _ => lines.push(format!("{person}\t{}\t{}", plain_yuan(share.amount), share.card)),
            }
        }
        draft.set(if held.rule == "SB4" { "cards" } else { "shares" }, lines.join("\n"));
        Ok(draft)
    }
}

/// An amount as it is typed in a cell, without marks that part cells.
fn plain_yuan(fen: i64) -> String {
    money::format_yuan(fen).replace(',', "")
}

/// What goes with a stored claim: shares, days, what the sheet shall look at, and the words.
fn finish(w: &Writing, claim: &Claim, made: &Made, done: &str) -> Outcome<Done> {
    for share in &made.shares {
        store::claim::insert_share(w.tx, claim.id, share)?;
    }
    for day in &made.days {
        store::duty::bind(w.tx, *day, claim.id)?;
    }
    for (n, (rule, fact)) in made.doubts.iter().enumerate() {
        let subject = format!("claim:{}:{n}", claim.id);
        let found = Found { rule, subject: &subject, claim: Some(claim.id), staff: None, fact };
        store::finding::insert(w.tx, &found, &w.today().to_string())?;
    }
    let mut text = format!(
        "{done}{},{} {}元,{}付,待主任审核",
        claim.number,
        claim.rule,
        money::format_yuan(claim.amount),
        super::mask::payer(&claim.payer_kind, &claim.payer)
    );
    for more in [&made.said, &super::budget::beyond(w.tx, claim, w.today())?] {
        if !more.is_empty() {
            text = format!("{text};{more}");
        }
    }
    Ok(Done { text, id: claim.id })
}

/// A claim to review, of whoever writes; the rest is put in by its maker.
pub(super) fn begun(w: &Writing, rule: &str, form: &Checked) -> Outcome<Claim> {
    // Shares are kept as rows of their own, and nowhere twice.
    let mut detail = form.values().clone();
    for key in ["shares", "cards"] {
        detail.set(key, "");
    }
    Ok(Claim {
        id: 0,
        rev: 1,
        number: String::new(),
        year: w.today().year(),
        rule: rule.to_string(),
        case: None,
        amount: 0,
        factors: String::new(),
        payer_kind: String::new(),
        payer: String::new(),
        ground: String::new(),
        detail: serde_json::to_string(&detail).expect("invariant: a map of texts is JSON"),
        receipt: String::new(),
        from_on: String::new(),
        to_on: String::new(),
        state: "review".to_string(),
        claimed_by: w.actor()?.user,
        claimed_on: w.today().to_string(),
        reviewed_by: None,
        approved_by: None,
        paid_by: None,
        paid_on: String::new(),
        voucher: String::new(),
        note: String::new(),
    })
}

/// The case of a form, which the actor may claim for.
fn own_case(w: &Writing, form: &Checked) -> Outcome<Case> {
    let actor = w.actor()?;
    let id = form.number("case").unwrap_or_default();
    let case = store::case::load(w.tx, id)?.ok_or_else(|| Failure::refusal("没有这件案件", "用F3重新查找"))?;
    super::cases::check_readable(actor, &case)?;
    allow(actor, Operation::Claim, is_own(actor, &case))?;
    Ok(case)
}

/// Puts the payer in, and refuses to bill a petitioner.
fn charge(w: &Writing, claim: &mut Claim, case: &Case, form: &Checked, payer: String) -> Outcome<()> {
    let kind = form.get("payer_kind");
    let came: Vec<String> = store::staff::parties(w.tx, case)?
        .into_iter()
        .map(|p| p.name)
        .filter(|name| *name == case.petitioner || *name != case.respondent)
        .collect();
    if kind != payer::FINANCE && payer::bills_a_petitioner(kind, &payer, &came) {
        return Err(Failure::refusal(
            "付款方是信访人;人民调解不收费,任何费用都不得由信访人承担(人民调解法4;方案六(四))",
            "责任主体改选不明确或“是信访人本人”,由同级财政承担",
        ));
    }
    claim.case = Some(case.id);
    claim.payer_kind = kind.to_string();
    claim.payer = payer;
    claim.ground = form.get("ground").to_string();
    Ok(())
}

/// Points of the five factors, 0 to 100.
fn points(form: &Checked) -> i64 {
    ["quantity", "quality", "difficulty", "impact", "standard"].iter().filter_map(|k| form.number(k)).sum()
}

/// SB1 to SB3.
fn case_subsidy(w: &Writing, form: &Checked, held: Option<&Claim>) -> Outcome<Made> {
    let case = own_case(w, form)?;
    let but = held.map_or(0, |h| h.id);
    if let Some(other) = store::claim::subsidy_of(w.tx, case.id)?.filter(|c| c.id != but) {
        return Err(Failure::refusal(
            format!("本案已申报过{},一案一结(方案六(四))", other.number),
            "退回的选“改后重报”,或作废后重报",
        ));
    }
    let facts = super::cases::facts(w.tx, &case, None, w.now)?;
    let (rule, least, most) = subsidy::of_case(&case, &facts, form.is("to_beijing", "1"))
        .map_err(|(what, remedy)| Failure::refusal(what, remedy))?;
    let score = points(form);
    // Within the band by the points, to whole 元.
    let proposed = (least + (most - least) * score / 100) / 100 * 100;
    let amount = form.number("amount").unwrap_or(proposed.max(least));
    subsidy::within(amount, (least, most)).map_err(|what| Failure::problem("amount", format!("{rule}{what}")))?;
    let mut claim = begun(w, rule, form)?;
    claim.amount = amount;
    claim.factors = ["quantity", "quality", "difficulty", "impact", "standard"]
        .iter()
        .zip(["数量", "质量", "难易", "影响", "规范"])
        .fold(format!("评分{score}/100"), |words, (key, label)| format!("{words} {label}{}", form.get(key)));
    charge(w, &mut claim, &case, form, payer::of_case(form).map_err(|p| vec![p])?)?;
    let mut made = Made::new(claim, shares(w, form, amount)?);
    made.doubts = doubts(w, &made.claim, &case, &facts, form, but)?;
    Ok(made)
}

/// What the sheet shall look at in a case subsidy.
fn doubts(
    w: &Writing,
    claim: &Claim,
    case: &Case,
    facts: &Facts,
    form: &Checked,
    but: i64,
) -> Outcome<Vec<(&'static str, String)>> {
    let mut doubts = Vec::new();
    let by_level = form.is("to_beijing", "1") || case.listed && case.listing_level == "1";
    if claim.rule == "SB2" && !by_level {
        let fact = discipline::doubtful_grade(case, facts);
        if !fact.is_empty() {
            doubts.push(("J2", fact));
        }
    }
    let before = if but == 0 { i64::MAX } else { but };
    if let Some(number) = store::claim::voided_of(w.tx, case.id, before)? {
        doubts.push(("J3", format!("本案作废{number}后再次申报")));
    }
    Ok(doubts)
}

/// A case that was accepted: money goes with the case (费随案走).
fn accepted(case: &Case) -> Outcome<()> {
    if case.number.is_some() {
        return Ok(());
    }
    Err(Failure::refusal("案件还没有案号,费随案走(方案六(四))", "先受理,再申报费用"))
}

/// The receipt of a claim, used once.
fn receipt(w: &Writing, form: &Checked, label: &str, held: Option<&Claim>) -> Outcome<String> {
    let receipt = form.get("receipt");
    match store::claim::receipt_used(w.tx, receipt, held.map_or(0, |h| h.id))? {
        None => Ok(receipt.to_string()),
        Some(number) => Err(Failure::problem(
            "receipt",
            format!("{label}: {receipt}已在{number}申报过,不重复申报(方案九(四));请核对"),
        )),
    }
}

/// SB5.
fn travel(w: &Writing, form: &Checked, held: Option<&Claim>) -> Outcome<Made> {
    let case = own_case(w, form)?;
    accepted(&case)?;
    if !form.is("agreed", "1") {
        return Err(Failure::refusal(
            "外地办案出差须经主管部门审核同意(方案六(四)4)",
            "先报主管部门审核,同意后凭审批单号申报",
        ));
    }
    let (from, to) = (form.date("from_on").unwrap_or_default(), form.date("to_on").unwrap_or_default());
    let most = (to - from).num_days() + 1;
    if most < 1 {
        return Err(Failure::problem("to_on", "返回日期: 早于出发日期,请核对"));
    }
    if form.number("days").unwrap_or_default() > most {
        return Err(Failure::problem("days", format!("天数: {from}至{to}共{most}天,请核对")));
    }
    let mut claim = begun(w, "SB5", form)?;
    claim.amount = form.number("amount").unwrap_or_default();
    claim.receipt = receipt(w, form, "审批单号", held)?;
    (claim.from_on, claim.to_on) = (from.to_string(), to.to_string());
    charge(w, &mut claim, &case, form, payer::of_case(form).map_err(|p| vec![p])?)?;
    if let Some(subsidy) = store::claim::subsidy_of(w.tx, case.id)?.filter(|s| s.payer != claim.payer) {
        return Err(Failure::problem(
            "payer",
            format!("付款方: 差旅与案件补助同一渠道(方案六(四)4),本案{}由{}承担;请改正", subsidy.number, subsidy.payer),
        ));
    }
    let mut made = Made::new(claim, shares(w, form, form.number("amount").unwrap_or_default())?);
    for share in &made.shares {
        if let Some(day) = store::duty::served_within(w.tx, share.staff, &made.claim.from_on, &made.claim.to_on)? {
            made.doubts.push(("J3", format!("{}{day}既值班又出差", share.name)));
        }
    }
    Ok(made)
}

/// SB6 and SB7.
fn fees(w: &Writing, form: &Checked, held: Option<&Claim>) -> Outcome<Made> {
    let case = own_case(w, form)?;
    accepted(&case)?;
    let mut claim = begun(w, form.get("rule"), form)?;
    claim.amount = form.number("amount").unwrap_or_default();
    claim.receipt = receipt(w, form, "票据号", held)?;
    charge(w, &mut claim, &case, form, payer::of_fees(form).map_err(|p| vec![p])?)?;
    Ok(Made::new(claim, Vec::new()))
}

/// Whether a case subsidy still stands on what it was claimed on: the case may have been graded otherwise,
/// or opened again, since.
pub(super) fn still_holds(w: &Writing, held: &Claim) -> Outcome<()> {
    if !matches!(held.rule.as_str(), "SB1" | "SB2" | "SB3") {
        return Ok(());
    }
    let Some(case) = held.case.map(|c| store::case::load(w.tx, c)).transpose()?.flatten() else { return Ok(()) };
    let facts = super::cases::facts(w.tx, &case, None, w.now)?;
    let form: Draft = serde_json::from_str(&held.detail).unwrap_or_default();
    let now = subsidy::of_case(&case, &facts, form.get("to_beijing") == "1").map_err(|(what, _)| {
        Failure::refusal(format!("{}的依据已变:{what}", held.number), "退回,待案件再归档后改后重报")
    })?;
    if now.0 != held.rule || subsidy::within(held.amount, (now.1, now.2)).is_err() {
        return Err(Failure::refusal(
            format!("案件现在应按{}申报,{}是按{}申报的(方案六(四)1)", now.0, held.number, held.rule),
            "退回,由申报人改后重报,重新审核审批",
        ));
    }
    Ok(())
}
