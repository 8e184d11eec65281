//! A ledger of as many rows as the file has cases, taken into a small file: rows a second and memory.

use crate::file::{folder, watched};
use crate::table::Table;
use fastrand::Rng;
use std::io::{BufWriter, Result, Write};
use std::path::Path;

const TARGET: f64 = 25_000.0;

pub fn measure(_: &Path, table: &Table) {
    #[allow(clippy::cast_precision_loss)]
    let rows = table.cases() as f64;
    let csv = folder().join("台账.csv");
    ledger(&csv, table.cases()).expect("a ledger");
    let db = folder().join("import.db");
    let name = csv.display().to_string();
    for (what, more) in [("import judged only", Some("--dry-run")), ("import stored", None)] {
        for end in ["", "-wal", "-shm"] {
            std::fs::remove_file(db.with_extension(format!("db{end}"))).ok();
        }
        watched(&db, &["demo", "--no-open", "--cases", "20"]);
        let arguments: Vec<&str> = ["--as", "zhuren", "import", &name].into_iter().chain(more).collect();
        let (seconds, most) = watched(&db, &arguments);
        table.least(&format!("{what}: rows a second"), (rows / seconds).round(), "rows/s", TARGET);
        table.value(&format!("{what}: most memory"), most, None, "MB", None);
    }
    std::fs::remove_file(&csv).ok();
    std::fs::remove_file(&db).ok();
}

/// One open matter among five, the others over; numbers with their check digit.
fn ledger(path: &Path, rows: u64) -> Result<()> {
    let mut rng = Rng::with_seed(7);
    let mut out = BufWriter::with_capacity(1 << 20, std::fs::File::create(path)?);
    writeln!(out, "序号,姓名,身份证号,联系电话,来访时间,人数,反映事项,诉求,户籍地,住址,办理情况")?;
    let pick = |rng: &mut Rng, list: &[&'static str]| list[rng.usize(..list.len())];
    for i in 1..=rows {
        let name: String = [pick(&mut rng, SURNAMES), pick(&mut rng, GIVEN), pick(&mut rng, GIVEN)].concat();
        let (thing, wish) = (pick(&mut rng, THINGS), pick(&mut rng, WISHES));
        let day = format!("{}-{:02}-{:02}", rng.u32(2015..2026), rng.u32(1..=12), rng.u32(1..=28));
        let end = if rng.u32(..5) == 0 { "在办" } else { "已办结" };
        writeln!(
            out,
            "{i},{name},{},1{}{:09},{day},{},{name}反映第{i}号{thing}问题:{wish}。涉及{}户，自{}年起，{}另案。,{thing}{i},{},某镇某村{}组{}号,{end}",
            document(&mut rng),
            pick(&mut rng, &["3", "5", "7", "8"]),
            rng.u64(..1_000_000_000),
            rng.u32(1..4),
            rng.u32(1..30),
            rng.u32(2000..2020),
            pick(&mut rng, THINGS),
            pick(&mut rng, PLACES),
            rng.u32(1..99),
            rng.u32(1..400),
        )?;
    }
    out.flush()
}

fn document(rng: &mut Rng) -> String {
    let head =
        format!("533422{}{:02}{:02}{:03}", rng.u32(1945..2005), rng.u32(1..=12), rng.u32(1..=28), rng.u32(1..999));
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = head.bytes().zip(WEIGHTS).map(|(d, w)| u32::from(d - b'0') * w).sum();
    format!("{head}{}", char::from(b"10X98765432"[(sum % 11) as usize]))
}

const SURNAMES: &[&str] = &["和", "李", "杨", "王", "张", "赵", "陈", "刘", "余", "熊", "汪", "罗"];
const GIVEN: &[&str] =
    &["志", "强", "秀", "英", "文", "军", "丽", "华", "春", "梅", "建", "国", "玉", "兰", "永", "平"];
const THINGS: &[&str] =
    &["宅基地界线", "林地权属", "水源分配", "征地补偿款", "拖欠工资", "邻里通行", "承包地流转", "车祸赔偿", "合同货款"];
const WISHES: &[&str] = &[
    "与邻居发生争执，要求划清",
    "多年没有解决，要求给予答复",
    "村里调解两次没有结果，请求县里处理",
    "要求对方按约定支付",
    "请求查明情况后处理",
];
const PLACES: &[&str] = &["香格里拉市", "德钦县", "维西傈僳族自治县"];
