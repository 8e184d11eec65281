//! What people come about in 迪庆: kinds of matter with the parts that a petition is told in.
//!
//! Owns words only. A narrative is put together from a time, a happening, its consequence, what was
//! tried before and what is asked, so that no two read quite alike and search finds its words.

use super::people::{LANDMARKS, TOWNS, chance, pick};
use fastrand::Rng;

/// A kind of matter.
pub struct Kind {
    /// Codes of `codes::DISPUTE` and `codes::CONTENT`.
    pub dispute: &'static str,
    pub content: &'static str,
    pub detail: &'static str,
    /// How often among a hundred or so.
    pub weight: u32,
    /// Whom it is about; `{镇}` is the township, `{人}` a neighbour.
    pub against: &'static [&'static str],
    pub gists: &'static [&'static str],
    pub happened: &'static [&'static str],
    pub since: &'static [&'static str],
    pub asks: &'static [&'static str],
    /// Claims with money, in yuan from and to; (0, 0) when none is asked.
    pub money: (u64, u64),
    pub papers: &'static [&'static str],
}

#[rustfmt::skip]
pub const KINDS: &[Kind] = &[
    Kind { dispute: "03", content: "02", detail: "宅基地", weight: 11, against: &["{人}", "{镇}人民政府", "{人}"],
        gists: &["宅基地边界被邻居占用", "邻居建房占了我家宅基地", "宅基地四至不清起争议", "老宅滴水地被围墙圈走"],
        happened: &["邻居{人}翻建藏房时把院墙向我家一侧移了约{n}米", "{人}家砌围墙占用两家共用的滴水地", "{人}修牛圈时越过老地界石，占我家宅基地约{n}平方米", "分家时写明以{标}为界，{人}现在不认原来的分单"],
        since: &["现在我家大车进不了门", "雨季积水直灌堂屋", "原界石已被挖走", "双方老人都能指认原来的界线"],
        asks: &["要求恢复原界并拆除越界部分", "请求重新丈量确定四至", "要求退还占用的宅基地"], money: (0, 0), papers: &["土地使用证", "分家单", "现场照片"] },
    Kind { dispute: "07", content: "01", detail: "虫草松茸采集地", weight: 8, against: &["{人}", "{村}村民小组", "{村}村民委员会"],
        gists: &["松茸山采集界线有争议", "虫草采集证费用分配不公", "外村人到我组松茸山采集", "虫草山轮采顺序被打乱"],
        happened: &["今年松茸季{人}等人越过{标}到我组山上采松茸", "{村}收取虫草采集管理费后没有按户公布", "两个村民小组为{标}以上的松茸山争执，双方堵住上山的路", "按老规矩轮到我组采虫草，{人}带外地人先上了山"],
        since: &["我组{n}户一季少收入不少", "为此已吵过两次，差点动手", "村规民约写明的界线没有人执行", "采集证已发但山上无人管理"],
        asks: &["请求明确采集界线和轮采顺序", "要求公布收费并按户退还", "请求调解，保证明年正常采集"], money: (800, 30_000), papers: &["村规民约复印件", "采集证", "收费收据"] },
    Kind { dispute: "08", content: "02", detail: "水电移民补偿", weight: 8, against: &["{镇}人民政府", "市搬迁安置办公室", "华瑞水电开发有限公司"],
        gists: &["水电站移民补偿少算果树", "移民安置房面积与协议不符", "淹没线以上耕地未补偿", "移民后期扶持款停发"],
        happened: &["电站蓄水淹没我家{标}旁耕地{n}亩，核桃树、花椒树登记时漏算", "移民搬迁协议写明安置房{n}平方米，实际交付少了许多", "水库蓄水后我家淹没线以上的地出现塌岸，不能再种", "后期扶持款从去年起没有打到卡上，户口还在{村}"],
        since: &["实物指标调查表上没有我家签字", "同组其他户都已补算", "老房子开裂不敢住人", "问过几次都说在核实"],
        asks: &["要求补登漏算的果树和耕地", "请求按协议补足面积或折价补偿", "要求补发扶持款"], money: (6_000, 260_000), papers: &["搬迁安置协议", "实物指标表", "银行流水"] },
    Kind { dispute: "10", content: "04", detail: "拖欠工资", weight: 11, against: &["云岭建筑工程有限公司", "迪庆宏达劳务有限公司", "{人}(包工头)", "金沙路桥第三项目部"],
        gists: &["工地拖欠民工工资", "包工头欠砌墙工钱不给", "修路工程完工一年未付工资", "酒店装修工资被拖欠"],
        happened: &["我和{n}名老乡在{镇}通村公路工地做工，完工后工资一直没有结清", "包工头{人}打了欠条后电话不接", "在{村}安置房工地砌墙，说好每平方米单价，结账时又压价", "酒店装修做了四个月，只发了生活费"],
        since: &["考勤表和欠条都还在", "劳务公司说工程款没有拨下来", "总包和分包互相推", "家里老人看病等着用钱"],
        asks: &["要求一次结清拖欠的工资", "请求总包先行垫付工资", "要求按欠条支付工钱"], money: (3_000, 180_000), papers: &["欠条", "考勤表", "工资结算单"] },
    Kind { dispute: "07", content: "01", detail: "草场", weight: 6, against: &["{人}", "{村}村民小组", "{人}"],
        gists: &["夏季草场放牧界线争议", "牦牛越界吃了承包草场", "草场围栏被人剪断", "高山牧场使用权说不清"],
        happened: &["{人}家牦牛{n}头越过围栏到我家承包草场放牧", "{标}以上的高山牧场历来两家共用，{人}今年单独围了起来", "草场承包到户时图上的线和实地走的线不一样", "我家草场围栏被剪断{n}处，牛马走散"],
        since: &["冬草不够，只好买饲料", "走散的牛马至今没有找齐", "承包证上写的四至对不上", "两家小孩都不来往了"],
        asks: &["请求按承包证划清草场界线", "要求赔偿草料损失", "请求恢复共用的老规矩"], money: (500, 20_000), papers: &["草原承包证", "照片", "证人证言"] },
    Kind { dispute: "15", content: "05", detail: "医患纠纷", weight: 4, against: &["州人民医院", "市人民医院", "{镇}卫生院", "康宁民营医院"],
        gists: &["对住院治疗结果有异议", "手术后留下后遗症", "卫生院误诊耽误治疗", "产后大出血处理不及时"],
        happened: &["家人因腹痛到医院住院，手术后第{n}天转院，上级医院说处理晚了", "骨折手术后手指活动受限，医院说是正常恢复", "在卫生院打针后出现过敏，抢救不及时", "产妇大出血转院途中耽误，现在身体很差"],
        since: &["病历复印件只拿到一部分", "先后花去不少医药费", "医院只愿减免部分费用", "家里缺了主要劳力"],
        asks: &["要求封存病历并进行鉴定", "请求赔偿医疗费和误工费", "要求医院说明治疗经过"], money: (8_000, 350_000), papers: &["病历复印件", "费用清单", "转院证明"] },
    Kind { dispute: "12", content: "11", detail: "旅游包车", weight: 5, against: &["雪域旅行社", "{人}(包车司机)", "梅里客栈", "迪庆蓝月旅游服务有限公司"],
        gists: &["旅游包车费用结算争议", "马队牵马费分配不均", "客栈退订不退押金", "旅行社拖欠包车款"],
        happened: &["我家的车给旅行社跑梅里雪山线路{n}趟，包车款一直拖着", "景区牵马按轮次排班，{人}多次插队拉客", "客人因道路塌方退订，客栈押金不退，要我这个司机承担", "和旅行社口头约好每天包车价，结算时扣了油费"],
        since: &["微信聊天记录都在", "旺季都过了钱还没有到", "为排班的事马队里吵了几回", "行程单上有客人签字"],
        asks: &["要求按行程单结清包车款", "请求重新定排班办法", "要求退还押金"], money: (600, 48_000), papers: &["行程单", "聊天记录打印件", "收据"] },
    Kind { dispute: "07", content: "01", detail: "林权", weight: 6, against: &["{人}", "{村}村民委员会", "市林业和草原局"],
        gists: &["林权证四至与实地不符", "自留山被登记到别人名下", "公益林补偿款发错户", "核桃树归属有争议"],
        happened: &["林改时我家{标}旁的自留山被登记到{人}名下", "公益林生态补偿款连续{n}年发到别人卡上", "两家的林权证在{标}一带重了{n}亩", "{人}砍了我家自留山上的松木{n}棵"],
        since: &["老山照上写得清楚", "林业站说要村里先出证明", "树已经成材，两家都说是自己栽的", "档案里的图看不清"],
        asks: &["请求核对林权档案重新勘界", "要求退还错发的补偿款", "要求赔偿被砍的树"], money: (300, 26_000), papers: &["林权证", "老山照", "补偿款明细"] },
    Kind { dispute: "08", content: "02", detail: "征地补偿", weight: 9, against: &["{镇}人民政府", "市自然资源局", "丽香铁路项目协调办", "{村}村民委员会"],
        gists: &["征地补偿款分配不公开", "修路占地青苗费没有给", "铁路征地面积量少了", "外嫁女没有分到征地款"],
        happened: &["修建公路征用我家{标}旁承包地{n}亩，丈量面积比承包证少", "村民小组分配征地款时以外嫁为由不给我家", "工程便道压坏青稞地{n}亩，说好的青苗费没有兑现", "弃土场的渣石冲进我家水田，无法耕种"],
        since: &["公示只贴了一天", "施工队已经撤走", "同样的地别组补偿标准更高", "小组会议没有通知我家"],
        asks: &["要求复核丈量并补足补偿款", "请求公开分配方案", "要求补付青苗费并清理渣石"], money: (1_200, 160_000), papers: &["承包经营权证", "征地公告照片", "丈量表"] },
    Kind { dispute: "02", content: "10", detail: "道路占地", weight: 7, against: &["{人}", "{村}村民小组", "{人}"],
        gists: &["入户路被邻居堵住", "机耕路占了我家的地", "修路后自家出行被断", "巷道堆放石料不让通行"],
        happened: &["{人}在入户路口砌了石坎，三轮车过不去", "村组修机耕路占我家地{n}分，没有商量", "{人}把柴堆和石料放在巷道里，说路是他家的地", "硬化道路抬高后，雨水都流进我家院子"],
        since: &["孩子上学要绕{标}走一大圈", "老人看病抬都抬不出来", "两家为此打过架，派出所来过", "组长来说了两次没有说成"],
        asks: &["请求恢复通行", "要求给占地补偿或换地", "请求确定路宽并立字据"], money: (0, 0), papers: &["现场照片", "村组证明"] },
    Kind { dispute: "17", content: "03", detail: "物业服务", weight: 4, against: &["安居物业服务有限公司", "独克宗花园业主委员会", "康珠物业管理处"],
        gists: &["小区停暖停水物业不修", "物业费上涨没有征求意见", "电梯停用两个月无人修", "公共收益没有公示"],
        happened: &["小区供暖管道冻裂{n}天没有修好，{n}户人家受冻", "物业公司没有开业主大会就涨了物业费", "电梯停用，楼上老人下不来", "小区地下车位租给外面的人，收益从未公示"],
        since: &["打物业电话没有人接", "业主群里意见很大", "有人开始不交物业费", "物业说维修资金动不了"],
        asks: &["要求尽快修复并减免物业费", "请求公开账目", "要求按合同提供服务"], money: (300, 12_000), papers: &["物业合同", "缴费收据", "照片"] },
    Kind { dispute: "01", content: "07", detail: "赡养继承", weight: 5, against: &["{人}", "{人}(兄长)", "{人}(儿子)"],
        gists: &["老人赡养费兄弟分摊不均", "离婚后子女抚养费未付", "继承老房子兄妹有争议", "彩礼退还说不拢"],
        happened: &["父母年迈，兄弟{n}人对轮流赡养说不拢", "离婚时说好每月给抚养费，{人}已经{n}个月没有给", "父亲留下的藏房由{人}一人占住，其他姊妹没有份", "订婚后退婚，{人}家不退彩礼和耳环"],
        since: &["老人现在住在亲戚家", "孩子上学的钱都是借的", "家族长辈调解过没有结果", "过节都不来往"],
        asks: &["请求确定赡养办法", "要求按月付抚养费", "请求公平分配老房子"], money: (500, 60_000), papers: &["户口册", "离婚协议", "证人证言"] },
    Kind { dispute: "06", content: "08", detail: "人身财产损害", weight: 5, against: &["{人}", "{人}", "鑫源砂石料场"],
        gists: &["被邻居家狗咬伤要求赔偿", "打架受伤医药费未付", "放炮震裂房屋要求赔偿", "牲畜踩坏庄稼"],
        happened: &["{人}家的藏獒没有拴，咬伤我的小腿，缝了{n}针", "喝酒后发生口角，{人}用石头打伤我", "砂石料场放炮，我家墙体裂缝{n}处", "{人}家马群进了我家青稞地，踩坏{n}亩"],
        since: &["住院半个月，对方只来看过一次", "对方说自己也受了伤", "料场说裂缝是老房子的问题", "正是抽穗的时候"],
        asks: &["要求赔偿医药费和误工费", "请求鉴定房屋并赔偿", "要求赔偿庄稼损失"], money: (400, 45_000), papers: &["病历", "照片", "派出所证明"] },
    Kind { dispute: "04", content: "09", detail: "合同", weight: 5, against: &["{人}", "高原葡萄种植专业合作社", "香巴拉药材有限公司"],
        gists: &["葡萄收购款一直没有付", "土地流转租金拖欠", "药材订单不按保底价收", "借款到期不还"],
        happened: &["合作社流转我家土地{n}亩种葡萄，租金只付了第一年", "公司和我们签了当归、秦艽保底收购，收的时候压价", "{人}借款时写了借条，到期后一再拖", "卖给{人}牦牛{n}头，说好秋后给钱"],
        since: &["葡萄地现在荒着", "药材堆在家里快要发霉", "电话打通就说没有钱", "合同书只有一份在公司手里"],
        asks: &["要求付清租金或退还土地", "请求按合同价收购", "要求还本付息"], money: (1_000, 120_000), papers: &["合同", "借条", "转账记录"] },
    Kind { dispute: "09", content: "13", detail: "环境污染", weight: 3, against: &["鑫源砂石料场", "高山矿业有限公司", "{镇}养殖场"],
        gists: &["矿山废水流进饮水沟", "养殖场粪水污染水源", "砂石场粉尘影响庄稼", "河道采砂冲坏田埂"],
        happened: &["矿山洗选的浑水流进{村}饮水沟，{n}户人家没有水吃", "养殖场粪水下雨就往{标}流", "砂石场昼夜开机，粉尘落满苹果树", "河道采砂后河岸塌了{n}米"],
        since: &["牲口喝了水拉肚子", "今年果子卖不出价", "检测报告没有给我们看", "夜里吵得睡不着"],
        asks: &["要求停止排放并修复水源", "请求赔偿果树损失", "要求公开检测结果"], money: (2_000, 80_000), papers: &["照片", "水样照片", "联名信"] },
    Kind { dispute: "16", content: "10", detail: "交通事故", weight: 4, against: &["{人}", "天顺运输有限公司", "{人}"],
        gists: &["摩托车被撞赔偿谈不拢", "货车刮倒围墙不赔", "交通事故后续治疗费", "拖拉机翻车受伤赔偿"],
        happened: &["在{镇}路口被{人}的皮卡车撞倒，住院{n}天", "货车倒车刮倒我家围墙{n}米", "坐{人}的农用车下山翻车，腰椎受伤", "夜里骑摩托车与{人}相撞，责任认定双方都不服"],
        since: &["保险只赔了一部分", "后续还要取钢板", "对方车没有买保险", "伤好后干不了重活"],
        asks: &["要求赔偿后续治疗费", "请求按责任比例赔偿", "要求修复围墙"], money: (1_500, 98_000), papers: &["事故认定书", "住院发票", "保险单"] },
    Kind { dispute: "11", content: "04", detail: "劳动争议", weight: 3, against: &["藏域酒店管理有限公司", "高山矿业有限公司", "香格里拉天创商贸有限公司"],
        gists: &["酒店辞退不给补偿", "没有签合同不给买社保", "工伤后公司不管", "试用期工资被克扣"],
        happened: &["在酒店做客房工作{n}年，淡季被口头辞退", "在矿上受伤，公司付了头一次医药费后就不管", "商场一直没有签合同，辞工时扣了押金和工资", "公司把我们{n}人转到劳务公司，工龄不算"],
        since: &["工作证和工资条都在", "工伤认定没有人去报", "找过经理，说要等总部", "现在干不了重活"],
        asks: &["要求支付经济补偿", "请求协助申报工伤", "要求退还押金和工资"], money: (1_500, 65_000), papers: &["工资条", "工作证", "诊断证明"] },
    Kind { dispute: "05", content: "11", detail: "生产经营", weight: 2, against: &["{人}", "独克宗古城商户{人}", "城投资产经营有限公司"],
        gists: &["古城铺面转租起纠纷", "农家乐合伙账目不清", "铺面租金减免未兑现", "合伙买挖机分账争议"],
        happened: &["在独克宗古城租的铺面被{人}转租，押金不退", "和{人}合伙开农家乐{n}年，账目一直不清", "公告说减免的铺面租金没有兑现", "和{人}合伙买挖机，修路的钱他一人收了"],
        since: &["装修投入都在里面", "流水本在对方手上", "已经贴了封条", "亲戚之间不好撕破脸"],
        asks: &["要求退还押金和装修款", "请求算清合伙账", "要求兑现减免"], money: (2_000, 150_000), papers: &["租赁合同", "流水账", "转账记录"] },
    Kind { dispute: "02", content: "01", detail: "水源灌溉", weight: 5, against: &["{人}", "{村}村民小组", "{村}村民委员会"],
        gists: &["灌溉水沟被人截断", "饮水管被挖断没有人修", "轮流放水顺序有争议", "两村争用山泉水"],
        happened: &["{人}在水沟头截水浇自家葡萄地，我家{n}亩地干着", "饮水管被施工挖断{n}天没有人修", "两村共用{标}的山泉水，上村修水池后下村断水", "栽秧放水按老规矩排到我家，{人}夜里改了水"],
        since: &["青苗已经发黄", "全组{n}户都受影响", "为放水的事吵了一夜", "水管所说不归他们管"],
        asks: &["请求定下轮流放水的办法", "要求尽快修复水管", "请求两村坐下来商量"], money: (0, 0), papers: &["村组证明", "照片"] },
];

/// What a narrative is filled with.
pub struct Fill<'a> {
    pub town: usize,
    pub village: &'a str,
    /// Somebody on the other side.
    pub neighbour: &'a str,
}

const WHEN: &[&str] = &[
    "今年开春以来",
    "去年秋收后",
    "前年冬天",
    "今年五月",
    "去年雨季",
    "今年初",
    "三年前",
    "上个月",
    "去年十月",
    "今年松茸季前后",
    "过完藏历年",
    "从前年起",
    "今年阔时节后",
    "半年前",
    "入夏以来",
    "国庆节前后",
];
const TRIED: &[&str] = &[
    "村委会调解过两次没有结果",
    "找过镇里，答复说再等等",
    "到司法所登记过，对方没有来",
    "村里老人出面说和也没有说成",
    "多次上门都没有谈拢",
    "书面反映过，一直没有收到答复",
    "派出所出过警，建议调解",
    "曾写过字据，对方不认",
    "小组开会讨论过，意见不一",
    "电话里答应得好，见面又变了",
    "驻村工作队来看过现场",
    "对方提出的条件我家不能接受",
];

/// Replaces the marks of a phrase.
fn filled(out: &mut String, rng: &mut Rng, phrase: &str, fill: &Fill) {
    let mut rest = phrase;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let (mark, after) = after.split_once('}').unwrap_or((after, ""));
        match mark {
            "人" => out.push_str(fill.neighbour),
            "村" => out.push_str(fill.village),
            "镇" => out.push_str(TOWNS[fill.town].name),
            "标" => out.push_str(pick(rng, LANDMARKS)),
            _ => out.push_str(itoa(rng.usize(2..19))),
        }
        rest = after;
    }
    out.push_str(rest);
}

fn itoa(n: usize) -> &'static str {
    const WORDS: [&str; 19] =
        ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16", "17", "18"];
    WORDS[n]
}

/// The other side, as the form writes it.
pub fn against(rng: &mut Rng, kind: &Kind, fill: &Fill) -> String {
    let mut out = String::with_capacity(48);
    let phrase = pick(rng, kind.against);
    filled(&mut out, rng, phrase, fill);
    out
}

/// A narrative of about 60 to 110 characters.
pub fn narrative(rng: &mut Rng, kind: &Kind, fill: &Fill) -> String {
    let mut out = String::with_capacity(340);
    out.push_str(pick(rng, WHEN));
    if chance(rng, 55) {
        out.push_str("，在");
        out.push_str(TOWNS[fill.town].name);
        out.push_str(fill.village);
    }
    out.push('，');
    let parts = [pick(rng, kind.happened), pick(rng, kind.since), pick(rng, TRIED), pick(rng, kind.asks)];
    filled(&mut out, rng, parts[0], fill);
    out.push_str(if chance(rng, 60) { "，" } else { "。" });
    filled(&mut out, rng, parts[1], fill);
    out.push('。');
    filled(&mut out, rng, parts[2], fill);
    out.push_str("。现");
    filled(&mut out, rng, parts[3], fill);
    out.push('。');
    out
}

/// A kind, as often as it comes up.
pub fn any_kind(rng: &mut Rng) -> &'static Kind {
    let total: u32 = KINDS.iter().map(|k| k.weight).sum();
    let mut roll = rng.u32(..total);
    for kind in KINDS {
        if roll < kind.weight {
            return kind;
        }
        roll -= kind.weight;
    }
    &KINDS[0]
}
