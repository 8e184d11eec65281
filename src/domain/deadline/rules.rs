//! The studio's own clocks and those of the offices it works with: DL-01 to DL-23.
//!
//! Data only. Amber and red are defaults of the studio throughout. `unverified` marks a length that
//! comes from practice or is the studio's default, not from a law or the plan read in full.
//! Clocks of other offices are for information (`of`): the studio shows them and does not keep them.

use super::Length::{Agreed, Days, Minutes, Months, SameDay, WorkingDays};
use super::{Owner, Rule};

pub const STUDIO: &[Rule] = &[
    Rule::new("DL-01", "登记", "到访或收件", SameDay, "信访工作条例第22、23条（收到即应登记）").red(0).from(2022, 5, 1),
    Rule::new("DL-02", "信访部门登记后分流", "收到信访事项", Days(15), "信访工作条例第22条")
        .warn(5, 2)
        .of(Owner::PetitionOffice)
        .from(2022, 5, 1)
        .note("转送、交办、报请"),
    Rule::new("DL-03a", "书面告知（直接提出）", "收到信访事项", Days(15), "信访工作条例第23条第2款")
        .warn(5, 2)
        .of(Owner::ResponsibleUnit)
        .from(2022, 5, 1)
        .note("能当场告知的当场告知；姓名（名称）、住址不清的除外"),
    Rule::new("DL-03b", "书面告知（转送交办）", "收到转送、交办", Days(15), "信访工作条例第23条第3款")
        .warn(5, 2)
        .of(Owner::ResponsibleUnit)
        .from(2022, 5, 1),
    Rule::new("DL-04", "对转送提出异议退回", "收到转送", WorkingDays(5), "信访工作条例第23条第3款")
        .warn(2, 1)
        .of(Owner::ResponsibleUnit)
        .from(2022, 5, 1)
        .note("须说明理由"),
    Rule::new("DL-05", "评析决定受理与否", "提交评析", WorkingDays(5), "工作室默认；不晚于信访工作条例第22条的15日")
        .warn(2, 1)
        .pausable()
        .unverified()
        .note("补正期间暂停；不得晚于DL-02"),
    Rule::new("DL-06", "委托手续办结", "受理", WorkingDays(3), "工作室默认")
        .warn(1, 0)
        .once(3, "工作室主任")
        .unverified(),
    Rule::new("DL-06b", "指派承办人", "委托手续办结", WorkingDays(3), "工作室默认")
        .warn(1, 0)
        .once(3, "工作室主任")
        .unverified()
        .note("委托与指派之间不留空档"),
    Rule::new(
        "DL-07",
        "调解期限",
        "受理日（有委托的为委托办结日）",
        Months(1),
        "人民调解工作若干规定第33条（一般一个月内调结）",
    )
    .warn(7, 3)
    .by_agreement(30)
    .pausable()
    .from(2002, 11, 1)
    .note("人民调解法未定期限；双方同意可续，一般一次30日；委托办结日起算、鉴定期间暂停为工作室默认"),
    Rule::new("DL-07m", "调解期限（医疗纠纷）", "受理日", WorkingDays(30), "医疗纠纷预防和处理条例第38条")
        .warn(7, 3)
        .by_agreement(0)
        .pausable()
        .from(2018, 10, 1)
        .note("鉴定时间不计入；医患双方和调委会可约定延长；超期视为调解不成"),
    Rule::new("DL-08", "信访事项办结", "受理日", Days(60), "信访工作条例第34条")
        .warn(15, 7)
        .once(30, "本单位负责人，告知信访人延长理由")
        .of(Owner::ResponsibleUnit)
        .from(2022, 5, 1)
        .note("只适用第31条第6项的事项"),
    Rule::new("DL-08s", "简易办理", "受理日", WorkingDays(10), "信访事项简易办理办法（试行）")
        .warn(3, 1)
        .of(Owner::ResponsibleUnit)
        .unverified()
        .note("能即答即答"),
    Rule::new("DL-08t", "简易办理决定受理", "收到信访事项", WorkingDays(3), "信访事项简易办理办法（试行）")
        .warn(1, 0)
        .of(Owner::ResponsibleUnit)
        .unverified(),
    Rule::new("DL-09", "申请复查", "收到书面答复", Days(30), "信访工作条例第35条")
        .warn(10, 5)
        .of(Owner::Petitioner)
        .from(2022, 5, 1),
    Rule::new("DL-10", "复查答复", "收到复查请求", Days(30), "信访工作条例第35条")
        .warn(10, 5)
        .of(Owner::Reviewer)
        .from(2022, 5, 1),
    Rule::new("DL-11", "申请复核", "收到复查答复", Days(30), "信访工作条例第36条")
        .warn(10, 5)
        .of(Owner::Petitioner)
        .from(2022, 5, 1),
    Rule::new("DL-12", "复核意见", "收到复核请求", Days(30), "信访工作条例第36条")
        .warn(10, 5)
        .pausable()
        .of(Owner::Reviewer)
        .from(2022, 5, 1)
        .note("听证时间不计入"),
    Rule::new("DL-13", "共同申请司法确认", "协议生效日", Days(30), "人民调解法第33条；民事诉讼法第205条")
        .warn(10, 5)
        .from(2011, 1, 1)
        .note("书面协议为签章盖印齐全之日，口头协议为达成之日"),
    Rule::new("DL-14", "法院审查确认", "法院受理", Days(15), "法释〔2011〕5号第5条")
        .once(10, "院长")
        .of(Owner::Court)
        .from(2011, 3, 30),
    Rule::new("DL-14a", "法院决定是否受理确认", "法院收到申请", Days(3), "法释〔2011〕5号第4条")
        .of(Owner::Court)
        .from(2011, 3, 30),
    Rule::new("DL-14c", "特别程序审结上限", "法院受理", Days(30), "民事诉讼法第187条").of(Owner::Court),
    Rule::new("DL-15", "协议履行", "协议约定的履行日", Agreed, "人民调解法第31条")
        .warn(7, 1)
        .by_agreement(0)
        .from(2011, 1, 1)
        .note("每期各计；变更须另订协议"),
    Rule::new("DL-16", "首次回访", "履行期满或结案", Days(7), "人民调解工作若干规定第37条；人民调解法第31条第2款")
        .warn(3, 0)
        .unverified()
        .note("天数为工作室默认"),
    Rule::new("DL-16b", "再次回访", "履行期满或结案", Days(90), "人民调解工作若干规定第37条；人民调解法第31条第2款")
        .warn(3, 0)
        .unverified()
        .note("天数为工作室默认"),
    Rule::new("DL-17", "立卷归档", "结案或销号", Days(15), "方案（及时归档）；人民调解法第27条")
        .warn(5, 1)
        .unverified()
        .note("天数为工作室默认"),
    Rule::new("DL-18", "包案限时销号（一般）", "包案批准日", Days(30), "方案（限时销号）")
        .warn(10, 3)
        .once(30, "领导小组办公室")
        .unverified()
        .note("天数为工作室默认，可逐案设定"),
    Rule::new("DL-18b", "包案限时销号（疑难重大）", "包案批准日", Days(60), "方案（限时销号）")
        .warn(10, 3)
        .once(30, "领导小组办公室")
        .unverified()
        .note("天数为工作室默认，可逐案设定"),
    Rule::new("DL-19", "督办反馈", "督办单签发", Days(7), "信访工作条例第40条（督办职责）；天数依各地做法")
        .warn(2, 1)
        .unverified(),
    Rule::new("DL-20", "重大紧急事项口头报告", "发现", Minutes(30), "信访工作条例第25条；人民调解法第25条")
        .warn(0, 0)
        .unverified()
        .note("法定为及时报告，30分钟为内部要求；隐瞒、谎报、缓报依第46条第4项追责"),
    Rule::new("DL-20b", "重大紧急事项书面报告", "发现", Minutes(120), "信访工作条例第25条；人民调解法第25条")
        .warn(0, 0)
        .unverified()
        .note("法定为及时报告，2小时为内部要求"),
    Rule::new("DL-21", "法律援助审查", "法律援助机构收到申请", Days(7), "法律援助法第43条")
        .warn(2, 0)
        .pausable()
        .of(Owner::LegalAid)
        .from(2022, 1, 1)
        .note("补正期间不计"),
    Rule::new("DL-21b", "法律援助指派", "决定给予法律援助", Days(3), "法律援助法第43条")
        .warn(1, 0)
        .of(Owner::LegalAid)
        .from(2022, 1, 1),
    Rule::new("DL-21c", "法律援助异议审查", "收到异议", Days(5), "法律援助法第49条")
        .warn(2, 0)
        .of(Owner::LegalAid)
        .from(2022, 1, 1),
    Rule::new("DL-22", "公证出证", "公证受理", WorkingDays(15), "公证法第30条")
        .warn(5, 2)
        .pausable()
        .of(Owner::Notary)
        .from(2006, 3, 1)
        .note("因不可抗力、补充证明材料或者核实情况所需时间不计入"),
    Rule::new("DL-23", "国家司法救助审查", "办案机关收到申请", WorkingDays(10), "中政委〔2014〕3号")
        .of(Owner::Agency)
        .unverified(),
    Rule::new("DL-23b", "国家司法救助审批", "政法委收到报送", WorkingDays(10), "中政委〔2014〕3号")
        .of(Owner::Agency)
        .unverified(),
    Rule::new("DL-23c", "国家司法救助领款", "批准", WorkingDays(2), "中政委〔2014〕3号").of(Owner::Agency).unverified(),
    Rule::new(
        "DL-24",
        "结案",
        "达成协议、导入法定途径、终止调解或履行完毕",
        WorkingDays(10),
        "工作室默认（方案六（一）结案）",
    )
    .warn(3, 1)
    .once(10, "工作室主任")
    .unverified()
    .note("结果已定而未结案之间不留空档"),
    // The day of the answer to a request for one's own data; it runs on the request, not on the case.
    Rule::new("DL-30", "答复本人信息申请", "收到申请", Days(15), "个人信息保护法第50条（及时处理）")
        .warn(5, 2)
        .unverified()
        .note("天数为工作室默认"),
];
