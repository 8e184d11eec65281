//! Case numbers without gaps or doubles, whoever asks at once.

use super::*;
use std::collections::BTreeSet;

const WINDOWS: usize = 8;
const EACH: usize = 3;

#[test]
fn eight_windows_at_once_leave_no_gap_and_no_double() {
    let studio = Studio::new();
    let numbers: Vec<(String, String)> = std::thread::scope(|scope| {
        let windows: Vec<_> = (1..=WINDOWS)
            .map(|n| {
                let studio = &studio;
                scope.spawn(move || {
                    let mut front = desk(studio, "qiantai", &format!("{n}号窗口"));
                    let mut director = desk(studio, "zhuren", &format!("{n}号主任"));
                    let one = |_| {
                        let case = assessing(&mut front);
                        let accept = flow::find("T07").expect("a move");
                        let form = acceptance(&director, case);
                        director.act(case, None, accept, &form).expect("accepted");
                        let case = director.readable_case(case).expect("the case");
                        (case.docket.expect("registered"), case.number.expect("accepted"))
                    };
                    (0..EACH).map(one).collect::<Vec<_>>()
                })
            })
            .collect();
        windows.into_iter().flat_map(|w| w.join().expect("a window")).collect()
    });
    let dockets: BTreeSet<&str> = numbers.iter().map(|n| n.0.as_str()).collect();
    let titles: BTreeSet<&str> = numbers.iter().map(|n| n.1.as_str()).collect();
    let all = WINDOWS * EACH;
    let wanted: Vec<String> = (1..=all).map(|n| format!("JT-20261123-{n:03}")).collect();
    assert_eq!(dockets.into_iter().collect::<Vec<_>>(), wanted);
    let wanted: Vec<String> = (1..=all).map(|n| format!("香格里拉信调〔2026〕{n:04}号")).collect();
    assert_eq!(titles.into_iter().collect::<Vec<_>>(), wanted);
    // Nothing was torn: the journal's chain, the counts and the search words hold.
    let bad: Vec<_> = desk(&studio, "admin", "查").check().expect("checked").into_iter().filter(|f| !f.ok).collect();
    assert_eq!(bad, []);
}

#[test]
fn a_refused_acceptance_uses_no_number() {
    let studio = Studio::new();
    let mut front = desk(&studio, "qiantai", "1号窗口");
    let mut director = desk(&studio, "zhuren", "主任");
    let (first, second) = (assessing(&mut front), assessing(&mut front));
    let accept = flow::find("T07").expect("a move");
    let refused = acceptance(&director, first).with("respondent_agrees", "0");
    assert_eq!(director.act(first, None, accept, &refused).expect_err("refused").exit_code(), 4);
    let form = acceptance(&director, second);
    director.act(second, None, accept, &form).expect("accepted");
    assert_eq!(director.readable_case(second).expect("the case").title(), "香格里拉信调〔2026〕0001号");
}
