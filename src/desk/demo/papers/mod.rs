//! The filled forms of a synthetic case, as the desk would have kept them. One file a room of the plan.
//!
//! Texts only, in canonical form; which form is asked for when is told elsewhere.

pub mod filing;
pub mod opening;
pub mod resolving;
pub mod working;

/// A law or policy that a kind of dispute rests on: name and article, in the cells of a line.
fn law(dispute: &str) -> &'static str {
    match dispute {
        "01" => "民法典\t第一千零六十七条",
        "02" | "17" => "民法典\t第二百八十八条",
        "03" => "土地管理法\t第十四条",
        "06" => "民法典\t第一千一百六十五条",
        "07" => "农村土地承包法\t第五十五条",
        "08" => "土地管理法\t第四十八条",
        "09" => "民法典\t第一千二百二十九条",
        "10" | "11" => "劳动法\t第五十条",
        "15" => "民法典\t第一千二百一十八条",
        "16" => "道路交通安全法\t第七十六条",
        _ => "民法典\t第五百七十七条",
    }
}
