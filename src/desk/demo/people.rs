//! Made-up people of the synthetic studio: names as they are borne in 迪庆, well-formed identity
//! numbers (GB 11643) and telephone numbers of nobody, where they live and what they speak.
//!
//! Decides nothing about cases. All values are canonical, as validation would store them.

use chrono::{Datelike, Days, NaiveDate};
use fastrand::Rng;

/// A township with some of its villages.
pub struct Town {
    /// Nine-digit code.
    pub code: &'static str,
    pub name: &'static str,
    pub villages: &'static [&'static str],
    /// Shares of 藏, 傈僳, 纳西, 汉 in a hundred; the rest are others.
    mix: [u8; 4],
}

const fn town(code: &'static str, name: &'static str, mix: [u8; 4], villages: &'static [&'static str]) -> Town {
    Town { code, name, villages, mix }
}

/// Townships of the three counties; the first ones are nearer the studio and come up more often.
pub const TOWNS: &[Town] = &[
    town(
        "533401101",
        "建塘镇",
        [52, 4, 10, 24],
        &["红坡村", "吉迪村", "解放村", "尼史村", "诺西村", "仓房社区", "北门社区", "金龙社区"],
    ),
    town("533401102", "小中甸镇", [82, 4, 3, 7], &["联合村", "和平村", "团结村"]),
    town("533401103", "虎跳峡镇", [14, 14, 36, 22], &["桥头村", "永胜村", "松鹤村", "宝山村", "红旗村", "东坡村"]),
    town("533401104", "金江镇", [6, 10, 34, 40], &["兴文村", "车轴村", "吾竹村", "安乐村", "新建村"]),
    town("533401201", "上江乡", [5, 34, 22, 30], &["木高村", "良美村", "福库村", "格兰村", "士旺村"]),
    town("533401202", "三坝纳西族乡", [10, 8, 62, 6], &["白地村", "哈巴村", "东坝一村", "安南村", "瓦刷村"]),
    town("533401203", "洛吉乡", [34, 8, 14, 8], &["尼汝村", "九龙村", "洛吉村"]),
    town("533401204", "尼西乡", [94, 1, 1, 3], &["汤满村", "幸福村", "新阳村", "江东村"]),
    town("533401205", "格咱乡", [92, 1, 1, 4], &["格咱村", "翁上村", "翁水村", "浪都村", "木鲁村"]),
    town("533401206", "东旺乡", [97, 0, 0, 2], &["上游村", "跃进村", "中心村", "新联村", "胜利村"]),
    town("533401207", "五境乡", [34, 36, 12, 12], &["霞珠村", "仓觉村", "泽通村"]),
    town("533422101", "升平镇", [82, 4, 5, 6], &["阿东村", "巨水村", "阿敦子社区", "敦和社区"]),
    town("533422102", "奔子栏镇", [90, 2, 2, 4], &["书松村", "玉杰村", "叶日村", "夺通村", "达日村"]),
    town("533422202", "云岭乡", [94, 1, 1, 2], &["西当村", "斯农村", "果念村", "查里通村"]),
    town("533422203", "燕门乡", [72, 10, 8, 4], &["茨中村", "巴东村", "拖拉村", "石底村"]),
    town("533422204", "拖顶傈僳族乡", [18, 66, 6, 6], &["拖顶村", "洛沙村", "左力村", "念萨村"]),
    town("533422205", "霞若傈僳族乡", [12, 72, 5, 5], &["霞若村", "石茸村", "月仁村", "施坝村"]),
    town("533422206", "羊拉乡", [96, 1, 0, 2], &["甲功村", "羊拉村", "茂顶村"]),
    town("533423101", "保和镇", [6, 40, 16, 28], &["腊八底村", "兰永村", "永春村", "拉河柱村", "南路社区"]),
    town("533423102", "叶枝镇", [6, 72, 14, 4], &["同乐村", "梓里村", "巴丁村", "松洛村"]),
    town("533423103", "塔城镇", [44, 26, 18, 8], &["启别村", "其宗村", "巴珠村", "海尼村"]),
    town("533423201", "永春乡", [4, 60, 20, 10], &["菊香村", "拖枝村", "美光村", "四保村"]),
    town("533423203", "白济汛乡", [5, 74, 10, 6], &["统维村", "碧罗村", "共乐村", "永安村"]),
    town("533423204", "康普乡", [12, 68, 12, 4], &["康普村", "阿尼比村", "弄独村", "普乐村"]),
    town("533423207", "维登乡", [3, 76, 6, 8], &["北甸村", "妥洛村", "箐头村", "富川村"]),
];

/// Whose name it is; the code of GB/T 3304 follows from it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum People {
    Tibetan,
    Lisu,
    Naxi,
    Han,
    Bai,
    Yi,
    Pumi,
    Hui,
}

impl People {
    pub fn code(self) -> &'static str {
        match self {
            People::Tibetan => "04",
            People::Lisu => "20",
            People::Naxi => "27",
            People::Han => "01",
            People::Bai => "14",
            People::Yi => "07",
            People::Pumi => "40",
            People::Hui => "03",
        }
    }
}

const TIBETAN_FIRST: &[&str] = &[
    "扎西", "格桑", "次仁", "尼玛", "达娃", "洛桑", "丹增", "鲁茸", "七林", "阿茸", "农布", "江初", "此里", "斯那",
    "培楚", "知诗", "都吉", "旺堆", "益西", "白玛", "仁青", "吹批", "松吉", "拉茸", "此称", "安翁", "阿布", "提布",
    "吾金", "多吉",
];
const TIBETAN_MAN: &[&str] = &[
    "次仁", "顿珠", "扎西", "农布", "尼玛", "培楚", "定主", "江楚", "七林", "都吉", "旺堆", "品初", "吾堆", "春批",
    "恩主", "追玛", "达吉", "格茸", "取批", "桑主", "平措", "多吉", "此里", "洛桑", "罗追",
];
const TIBETAN_FIRST_WOMAN: &[&str] = &[
    "央金", "卓玛", "拉姆", "格桑", "白玛", "次里", "鲁茸", "斯那", "阿茸", "德庆", "七林", "此里", "永宗", "尼玛",
    "达娃", "江安", "扎史", "知诗", "培初", "益西",
];
const TIBETAN_WOMAN: &[&str] = &[
    "拉姆", "卓玛", "央宗", "永宗", "取宗", "初姆", "拥忠", "曲珍", "措姆", "德吉", "央金", "青措", "竹玛", "志玛",
    "安姆", "央措",
];
const LISU_SURNAME: &[&str] =
    &["余", "蜂", "和", "熊", "褚", "麻", "祝", "曹", "乔", "霜", "胡", "邓", "密", "鱼", "李", "王"];
const LISU_GIVEN: &[&str] = &[
    "阿普", "阿才", "阿邓", "阿迪", "阿南", "阿付", "阿此", "义邓", "普益", "四益", "文光", "志华", "玉花", "桂英",
    "付生", "国荣", "建军", "文学", "春花", "志强", "光明", "丽梅", "秀芳", "永生", "才生", "玉兰", "阿娜", "阿恰",
    "富英", "金花",
];
const NAXI_SURNAME: &[&str] = &["和", "和", "和", "和", "木", "杨", "李", "赵", "习"];
const NAXI_GIVEN: &[&str] = &[
    "志强", "文军", "丽英", "丽芬", "学文", "建华", "国伟", "吉红", "茂才", "秀珍", "玉兰", "耀文", "尚勇", "万宝",
    "永昌", "世荣", "桂花", "六妹", "四花", "继军", "金山", "占军", "润芝", "灿辉", "雪松", "丽军", "晓梅", "振华",
    "学光", "凤英",
];
const HAN_SURNAME: &[&str] = &[
    "李", "王", "张", "杨", "刘", "陈", "赵", "周", "吴", "孙", "马", "段", "何", "罗", "高", "唐", "袁", "彭", "谢",
    "曾", "单", "解", "尹", "施", "苏",
];
const HAN_GIVEN: &[&str] = &[
    "建国", "秀英", "志明", "桂芳", "德昌", "永红", "文华", "丽萍", "国强", "春燕", "家顺", "加才", "正荣", "学珍",
    "洪英", "兴旺", "明辉", "翠花", "绍清", "云川", "开华", "建华", "光荣", "玉珍", "红梅", "世华", "金凤", "永福",
    "自珍", "朝阳", "国平", "丽华", "志刚", "晓东", "美仙", "家荣",
];
const YI_GIVEN: &[&str] = &["沙马", "阿依", "木呷", "尔古", "史布", "金妹", "学英", "正华", "国才", "春秀"];

/// Somebody who comes to the window, or stands on the other side.
#[derive(Clone)]
pub struct Person {
    pub name: String,
    pub native: &'static str,
    pub man: bool,
    pub birth: NaiveDate,
    pub document_no: String,
    pub phone: String,
    pub people: People,
    /// Code of `codes::LANGUAGE`.
    pub language: &'static str,
    /// Index in [`TOWNS`].
    pub town: usize,
    pub village: &'static str,
    pub address: String,
}

pub fn pick<T: Copy>(rng: &mut Rng, list: &[T]) -> T {
    list[rng.usize(..list.len())]
}

/// One of a list, by its weights.
pub fn weighted<T: Copy>(rng: &mut Rng, table: &[(T, u32)]) -> T {
    let total: u32 = table.iter().map(|r| r.1).sum();
    let mut roll = rng.u32(..total);
    for (one, weight) in table {
        if roll < *weight {
            return *one;
        }
        roll -= weight;
    }
    table[0].0
}

/// True `percent` times in a hundred.
pub fn chance(rng: &mut Rng, percent: u32) -> bool {
    rng.u32(..100) < percent
}

/// A township, nearer ones more often.
pub fn any_town(rng: &mut Rng) -> usize {
    match rng.u32(..100) {
        0..=33 => 0,
        34..=69 => rng.usize(1..11),
        _ => rng.usize(11..TOWNS.len()),
    }
}

fn people_of(rng: &mut Rng, town: usize) -> People {
    let mut roll = rng.u8(..100);
    for (share, people) in TOWNS[town].mix.iter().zip([People::Tibetan, People::Lisu, People::Naxi, People::Han]) {
        if roll < *share {
            return people;
        }
        roll -= share;
    }
    pick(rng, &[People::Bai, People::Yi, People::Pumi, People::Hui, People::Han])
}

/// A name as that people bears it. Tibetan names here have no surname.
pub fn name(rng: &mut Rng, people: People, man: bool) -> String {
    loop {
        let name = any_name(rng, people, man);
        // A namesake of the roster would have to stand aside (条例28).
        if !super::roster::STAFF.iter().any(|s| s.0 == name) {
            return name;
        }
    }
}

fn any_name(rng: &mut Rng, people: People, man: bool) -> String {
    let (first, second): (&[&str], &[&str]) = match people {
        People::Tibetan if man => (TIBETAN_FIRST, TIBETAN_MAN),
        People::Tibetan => (TIBETAN_FIRST_WOMAN, TIBETAN_WOMAN),
        People::Lisu => (LISU_SURNAME, LISU_GIVEN),
        People::Naxi => (NAXI_SURNAME, NAXI_GIVEN),
        People::Han | People::Hui => (HAN_SURNAME, HAN_GIVEN),
        People::Bai => (&["杨", "段", "赵", "李", "张", "董"], HAN_GIVEN),
        People::Yi => (&["罗", "杨", "马", "李", "吉", "沙"], YI_GIVEN),
        People::Pumi => (&["和", "杨", "熊", "曹", "胡"], NAXI_GIVEN),
    };
    let first = pick(rng, first);
    let mut second = pick(rng, second);
    while second == first {
        second = if people == People::Tibetan { if man { "平措" } else { "措姆" } } else { "文华" };
    }
    let middle = if people == People::Tibetan && chance(rng, 4) { "·" } else { "" };
    format!("{first}{middle}{second}")
}

/// A well-formed number of an identity card (GB 11643) that belongs to nobody.
pub fn identity(rng: &mut Rng, division: &str, birth: NaiveDate, man: bool) -> String {
    let order = rng.u32(0..499) * 2 + u32::from(man);
    let body = format!("{division}{:04}{:02}{:02}{order:03}", birth.year(), birth.month(), birth.day());
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: usize = body.bytes().zip(weights).map(|(digit, weight)| usize::from(digit - b'0') * weight).sum();
    format!("{body}{}", &"10X98765432"[sum % 11..=sum % 11])
}

/// A mobile number in blocks of zeros that stand for no subscriber.
pub fn phone(rng: &mut Rng) -> String {
    let block = pick(rng, &["138", "139", "137", "135", "136", "150", "151", "158", "159", "187", "188", "189"]);
    format!("{block}0000{:04}", rng.u32(..10_000))
}

/// An adult on `today` who lives in `town`.
pub fn person(rng: &mut Rng, town: usize, today: NaiveDate) -> Person {
    let people = people_of(rng, town);
    let man = chance(rng, 57);
    let years = 20 + rng.u64(..32) + if chance(rng, 40) { rng.u64(..28) } else { 0 };
    let birth = today.checked_sub_days(Days::new(years * 365 + rng.u64(..365))).unwrap_or(today);
    let home = if chance(rng, 93) {
        &TOWNS[town].code[..6]
    } else {
        pick(rng, &["530102", "530702", "532901", "533325", "530103", "513330", "510104"])
    };
    let language = match people {
        People::Tibetan if chance(rng, 30) => "2",
        People::Lisu if chance(rng, 28) => "3",
        People::Naxi if chance(rng, 8) => "4",
        _ => "1",
    };
    let village = pick(rng, TOWNS[town].villages);
    let address = match rng.u32(..6) {
        0 => format!("{village}{}组{}号", rng.u32(1..14), rng.u32(1..90)),
        1 => format!("{village}村委会旁，东到{}", pick(rng, LANDMARKS)),
        2 => format!("{village}{}组，靠近{}", rng.u32(1..14), pick(rng, LANDMARKS)),
        3 => format!("{village}下村{}号", rng.u32(1..60)),
        4 => format!("{village}上村{}号", rng.u32(1..60)),
        _ => format!("{village}{}组", rng.u32(1..14)),
    };
    Person {
        name: name(rng, people, man),
        native: if people == People::Tibetan && chance(rng, 5) { pick(rng, NATIVE) } else { "" },
        man,
        birth,
        document_no: identity(rng, home, birth, man),
        phone: phone(rng),
        people,
        language,
        town,
        village,
        address,
    }
}

const NATIVE: &[&str] = &["བཀྲ་ཤིས་ཚེ་རིང་", "དབྱངས་ཅན་ལྷ་མོ་", "སྐལ་བཟང་", "ཉི་མ་", "རྡོ་རྗེ་"];

/// What people name when a place has no number.
pub const LANDMARKS: &[&str] = &[
    "老槐树",
    "白塔",
    "玛尼堆",
    "水磨房",
    "村小学",
    "青稞架",
    "大核桃树",
    "转经房",
    "吊桥",
    "观景台",
    "老供销社",
    "河边磨坊",
    "林场岔路",
    "卫生室",
    "老水井",
    "大石头",
    "水沟头",
    "晒场",
];
