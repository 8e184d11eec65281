//! `deadline` and `validate`: one answer, or one a line.

use crate::support::Studio;
use serde_json::{Value, json};

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|l| serde_json::from_str(l).expect("a JSON object a line")).collect()
}

#[test]
fn a_deadline_is_given_both_ends_and_its_basis() {
    let studio = Studio::empty();
    let run = studio.run("", &["deadline", "dl7", "2026-10-20", "--format", "json"]).ends(0);
    let found = run.json();
    let keys: Vec<&String> = found.as_object().expect("an object").keys().collect();
    assert_eq!(keys, ["basis", "provisional", "raw", "rolled", "rule", "start"], "{run}");
    assert_eq!(found["rule"], "DL-07");
    assert_eq!((&found["raw"], &found["rolled"]), (&json!("2026-11-20"), &json!("2026-11-20")));
    let refused = studio.run("", &["deadline", "DL-99", "今天"]).ends(3);
    assert!(refused.err.contains("没有编号为“DL-99”的期限"), "{refused}");
}

#[test]
fn the_calculator_answers_line_by_line_and_goes_on_after_a_bad_one() {
    let run = Studio::empty().run_with("", &["deadline"], "DL-07 2026-10-20\n\nDL-07 2-30\r\nDL-05,2026-11-20\n");
    let run = run.ends(0);
    let found = lines(&run.out);
    assert_eq!(found.len(), 4, "{run}");
    assert_eq!((&found[0]["raw"], &found[3]["rule"]), (&json!("2026-11-20"), &json!("DL-05")));
    assert!(found[1]["error"].is_string() && found[2]["error"].is_string(), "{run}");
}

#[test]
fn an_identity_number_is_judged_with_what_it_says() {
    let studio = Studio::empty();
    let good = studio.run("", &["validate", "id", "533422198506150026"]).ends(0).json();
    assert_eq!(
        (&good["ok"], &good["birth"], &good["division"]),
        (&json!(true), &json!("1985-06-15"), &json!("533422"))
    );
    let bad = studio.run("", &["validate", "id", "533422198506150027"]).ends(3);
    assert_eq!((&bad.json()["ok"], bad.err.as_str()), (&json!(false), ""));
    let run = studio.run_with("", &["validate", "date"], "3-12\n2-30\n今天\n").ends(0);
    let normal: Vec<Value> = lines(&run.out).into_iter().map(|v| v["normalized"].clone()).collect();
    assert_eq!(normal, [json!("2026-03-12"), Value::Null, json!("2026-11-23")], "{run}");
}
