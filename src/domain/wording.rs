//! The words of narratives compared and counted: pairs of characters, the words two texts share, and
//! what is no word of a matter (names of people, phrases that every petition has).
//!
//! Pure functions over text. Likeness is of matters: names are taken out before anything is compared,
//! so that nobody is found, or counted, by who he is (domain rule: no person is scored or watched).

use crate::validation::text::{fold_char, is_han};
use std::collections::{HashMap, HashSet};

/// Two adjoining characters of a run.
pub type Pair = [char; 2];

/// The text as it is compared: letters and widths alike, and each name in `names` a gap. A name is
/// taken without what stands in brackets behind it (`张三(兄长)`), with and without its separator dots.
pub fn cleared<'a>(text: &str, names: impl IntoIterator<Item = &'a str>) -> String {
    let mut out: String = text.chars().flat_map(|c| fold_char(c).to_lowercase()).collect();
    for name in names {
        let bare = name.split(['(', '（']).next().unwrap_or_default().trim();
        let folded: String = bare.chars().flat_map(|c| fold_char(c).to_lowercase()).collect();
        for form in [folded.clone(), folded.replace('·', "")] {
            if form.chars().count() >= 2 {
                out = out.replace(&form, "\n");
            }
        }
    }
    out
}

/// Runs of hanzi and letters; figures part them, as a figure says nothing of the matter.
fn runs(cleared: &str) -> impl Iterator<Item = Vec<char>> + '_ {
    let parts = |c: char| !(is_han(c) || c.is_alphabetic());
    cleared.split(parts).filter(|run| !run.is_empty()).map(|run| run.chars().collect())
}

/// How often each pair occurs in a cleared text.
pub fn pairs(cleared: &str) -> HashMap<Pair, u32> {
    let mut all = HashMap::new();
    for run in runs(cleared) {
        for pair in run.windows(2) {
            *all.entry([pair[0], pair[1]]).or_insert(0) += 1;
        }
    }
    all
}

/// Longest word shown, in characters.
const LONGEST: usize = 10;

/// Characters that stand between words and in hardly any.
const BETWEEN: &str = "的了在是我他她你们这那把被向为也都就与及且之其并";

/// Characters that a shown word does not begin or end with, though words may hold them.
const EDGES: &str = "的了在是我他她你们这那把被对向为也都就与及到还很又且之其并各该让给将从于所以因但而或不没有说要去来过着些个只再才已先后由当时和";

/// What parts words as a stop would: whose house, and the turns of any petition.
const TURNS: &[&str] =
    &["我家", "他家", "她家", "两家", "自家", "别家", "人家", "要求", "请求", "当事人", "来访人", "陈述", "材料"];

/// Phrases of any petition, which tell no matter from another.
const COMMONPLACE: &[&str] = &[
    "要求",
    "请求",
    "没有",
    "一直",
    "多次",
    "双方",
    "对方",
    "我家",
    "两家",
    "今年",
    "去年",
    "前年",
    "上个月",
    "半年前",
    "以来",
    "现在",
    "至今",
    "反映",
    "解决",
    "调解",
    "协商",
    "答复",
    "希望",
    "问题",
    "情况",
    "有关",
    "部门",
    "处理",
    "村里",
    "村委会",
    "镇里",
    "司法所",
    "派出所",
    "小组",
    "电话",
    "结果",
    "人家",
    "家里",
    "老人",
    "不认",
    "愿意",
    "前后",
    "无果",
    "未果",
    "尽快",
    "信访",
    "来访",
    "书面",
    "字据",
    "条件",
    "意见",
    "现场",
    "几次",
    "材料",
    "陈述",
    "来访人",
    "时候",
    "东西",
];

/// Given names and name parts of the peoples of the prefecture as they are written in hanzi.
const NAME_PARTS: &[&str] = &[
    "扎西", "格桑", "次仁", "尼玛", "达娃", "达瓦", "洛桑", "丹增", "鲁茸", "七林", "阿茸", "农布", "江初", "此里",
    "斯那", "培楚", "知诗", "都吉", "旺堆", "益西", "白玛", "仁青", "吹批", "松吉", "拉茸", "此称", "安翁", "提布",
    "吾金", "多吉", "顿珠", "定主", "江楚", "品初", "吾堆", "春批", "恩主", "追玛", "达吉", "格茸", "取批", "桑主",
    "平措", "罗追", "央金", "卓玛", "拉姆", "次里", "德庆", "永宗", "央宗", "取宗", "初姆", "拥忠", "曲珍", "措姆",
    "德吉", "青措", "竹玛", "志玛", "安姆", "央措", "扎史", "培初", "江安", "阿普", "阿邓", "阿迪", "阿恰", "桑珠",
    "旦增", "索南", "才让", "贡布", "旺扎", "取追",
];

/// Surnames with which a word of two to four characters may be somebody's name.
const SURNAMES: &str = "李王张杨刘陈赵周吴孙马段何罗高唐袁彭谢曾单解尹施苏和木习余蜂熊褚麻祝曹乔霜胡邓密鱼徐朱林郭梁宋郑韩冯\
     董程蔡潘杜叶魏任姜范谭廖邹邱秦史顾侯邵孟龙万钱汤黎易常武贺赖龚文蒋沈吕卢丁崔钟汪田石夏金肖于";

/// How names of offices, companies and other bodies end.
const UNIT_ENDINGS: &[&str] = &[
    "局", "所", "镇", "乡", "村", "县", "市", "州", "区", "公司", "院", "会", "厂", "站", "校", "部", "社", "队", "处",
    "府", "委", "店", "行", "中心", "组", "园", "场", "馆", "办", "室", "团", "学", "矿", "酒店", "宾馆", "户", "法院",
    "商行",
];

/// Whether a party is a body, not a person: by how its name ends.
pub fn is_unit(text: &str) -> bool {
    UNIT_ENDINGS.iter().any(|ending| text.ends_with(ending))
}

/// Characters of matters, which no given name is likely to hold.
const MATTER: &str = "地房屋厂站款费证权场工资租补偿欠扣征迁墙界沟渠管井车票药医院校果粮畜牧养殖矿污渣料队路桥账债险伤病诊订退押滴漏灌溉虫草村社";

/// Whether a word may be the name of somebody, or part of one. Rather a word too many is held back
/// than one name shown.
pub fn may_be_name(word: &str) -> bool {
    if NAME_PARTS.iter().any(|part| word.contains(part)) {
        return true;
    }
    let count = word.chars().count();
    let surname = word.chars().next().is_some_and(|c| SURNAMES.contains(c));
    surname && count <= 4 && !word.chars().skip(1).any(|c| MATTER.contains(c))
}

/// Without the characters at its ends that only hold words together; `None` when no word is left, or
/// one that every petition has.
pub fn readable(word: &str) -> Option<&str> {
    telling(word.trim_matches(|c| EDGES.contains(c)))
}

/// A word that tells something of a matter, of a length to be shown.
fn telling(word: &str) -> Option<&str> {
    let count = word.chars().count();
    let plain = COMMONPLACE.iter().any(|p| word == *p || count <= 3 && word.contains(p));
    (2..=LONGEST).contains(&count).then_some(word).filter(|_| !plain)
}

/// Pieces of a run of characters between the characters that only hold words together.
fn pieces(run: &str) -> Vec<&str> {
    let mut parts = vec![run];
    for turn in TURNS {
        parts = parts.into_iter().flat_map(|p| p.split(turn)).collect();
    }
    parts.into_iter().flat_map(|p| p.split(|c| BETWEEN.contains(c))).filter_map(readable).collect()
}

/// The words that two cleared texts share, weightiest first, at most `most`: longest common runs of
/// characters, cut to whole words by how they stand in `corpus`. `weight` is what a pair is worth.
pub fn shared(text: &str, other: &str, corpus: &mut Corpus, weight: impl Fn(&Pair) -> f64, most: usize) -> Vec<String> {
    let theirs: HashSet<Pair> = pairs(other).into_keys().collect();
    let mut found: Vec<(f64, String)> = Vec::new();
    for run in runs(text) {
        let mut at = 0;
        while at + 1 < run.len() {
            if !theirs.contains(&[run[at], run[at + 1]]) {
                at += 1;
                continue;
            }
            let mut end = at + 2;
            while end < run.len() && end - at < LONGEST + 6 {
                let longer: String = run[at..=end].iter().collect();
                if !other.contains(&longer) {
                    break;
                }
                end += 1;
            }
            let common: String = run[at..end].iter().collect();
            for piece in pieces(&common) {
                let Some(word) = corpus.cut(piece) else { continue };
                let chars: Vec<char> = word.chars().collect();
                let worth = chars.windows(2).map(|p| weight(&[p[0], p[1]])).sum();
                found.push((worth, word));
            }
            at = (end - 1).max(at + 1);
        }
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let mut words: Vec<String> = Vec::new();
    for (_, word) in found {
        if words.len() >= most {
            break;
        }
        if !words.iter().any(|w| w.contains(&word) || word.contains(w.as_str())) {
            words.push(word);
        }
    }
    words
}

/// The runs of characters that a cleared text makes of these pairs, pair by pair, in pieces.
pub fn merged(cleared: &str, wanted: &HashSet<Pair>) -> HashSet<String> {
    let mut words = HashSet::new();
    for run in runs(cleared) {
        let mut start = 0;
        for at in 0..run.len() {
            let goes_on = at + 1 < run.len() && wanted.contains(&[run[at], run[at + 1]]);
            if goes_on {
                continue;
            }
            let word: String = run[start..=at].iter().collect();
            words.extend(pieces(&word).into_iter().map(str::to_string));
            start = at + 1;
        }
    }
    words
}

/// Texts by which it is told where words begin and end: no list of words is kept.
pub struct Corpus<'a> {
    texts: Vec<&'a str>,
    known: HashMap<String, Option<String>>,
}

/// On which side of a word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

impl<'a> Corpus<'a> {
    pub fn new(texts: impl IntoIterator<Item = &'a str>) -> Corpus<'a> {
        Corpus { texts: texts.into_iter().collect(), known: HashMap::new() }
    }

    /// The whole word within a run of characters, cut from its ends; `None` when none is left.
    pub fn cut(&mut self, run: &str) -> Option<String> {
        if let Some(known) = self.known.get(run) {
            return known.clone();
        }
        let mut word = run;
        for side in [Side::Left, Side::Right] {
            while word.chars().count() >= 2 && !self.ends(word, side).0 {
                let mut rest = word.chars();
                let _ = if side == Side::Left { rest.next() } else { rest.next_back() };
                word = rest.as_str();
            }
        }
        let cut = readable(word).map(str::to_string);
        self.known.insert(run.to_string(), cut.clone());
        cut
    }

    /// The whole word of which this is a part: grown to both sides while one character goes on; `None`
    /// when it is a piece of no one word.
    pub fn grown(&self, piece: &str) -> Option<String> {
        let mut word = piece.to_string();
        for side in [Side::Left, Side::Right] {
            loop {
                let (whole, next) = self.ends(&word, side);
                if whole {
                    break;
                }
                let next = next.filter(|_| word.chars().count() < LONGEST)?;
                if side == Side::Left { word.insert(0, next) } else { word.push(next) }
            }
        }
        // It may have grown over a turn that the piece began in the middle of.
        let parts = TURNS.iter().fold(vec![word.as_str()], |parts, turn| {
            parts.into_iter().flat_map(|part| part.split(turn)).collect::<Vec<_>>()
        });
        let longest = parts.into_iter().max_by_key(|part| part.chars().count())?;
        telling(longest.trim_matches(|c| BETWEEN.contains(c))).map(str::to_string)
    }

    /// Whether a word ends on that side: often nothing follows there but what holds words together, or
    /// many things do. Else the one character that usually goes on.
    fn ends(&self, word: &str, side: Side) -> (bool, Option<char>) {
        let (mut bounds, mut all) = (0_usize, 0_usize);
        let mut beside: HashMap<char, usize> = HashMap::new();
        for text in &self.texts {
            for (at, _) in text.match_indices(word) {
                let (before, after) = (&text[..at], &text[at + word.len()..]);
                let (next, turns) = match side {
                    Side::Left => (before.chars().next_back(), TURNS.iter().any(|t| before.ends_with(t))),
                    Side::Right => (after.chars().next(), TURNS.iter().any(|t| after.starts_with(t))),
                };
                all += 1;
                match next.filter(|c| !turns && is_han(*c) && !BETWEEN.contains(*c) && *c != '和') {
                    None => bounds += 1,
                    Some(c) => *beside.entry(c).or_default() += 1,
                }
            }
        }
        let most = beside.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0))).map(|(c, n)| (*c, *n));
        let Some((next, top)) = most else { return (true, None) };
        let whole = bounds * 5 >= all || beside.len() >= 3 && top * 2 <= all;
        (whole, (top * 2 > all).then_some(next))
    }
}

/// What a pair is worth that `with` of `all` texts hold: rare ones more (Robertson, Spärck Jones).
pub fn worth(with: f64, all: f64) -> f64 {
    (1.0 + (all - with + 0.5).max(0.5) / (with + 0.5)).ln()
}

/// How well a text answers a question (BM25, k1 = 1.2, b = 0.5): `asked` holds what each pair of the
/// question is worth, `usual` is the usual number of pairs of a text.
pub fn score(asked: &HashMap<Pair, f64>, text: &HashMap<Pair, u32>, usual: f64) -> f64 {
    const K1: f64 = 1.2;
    const B: f64 = 0.5;
    let length: f64 = text.values().map(|n| f64::from(*n)).sum();
    let damped = K1 * (1.0 - B + B * length / usual.max(1.0));
    let terms = asked.iter().filter_map(|(pair, worth)| text.get(pair).map(|n| (worth, f64::from(*n))));
    terms.map(|(worth, n)| worth * n * (K1 + 1.0) / (n + damped)).sum()
}

/// Chance that, of `now + before` matters that fall by chance on two periods, so many or more fall on
/// the present one, which has `share` of the time: the exact test of two Poisson counts.
pub fn chance(now: u64, before: u64, share: f64) -> f64 {
    let n = now + before;
    if now == 0 || share <= 0.0 {
        return 1.0;
    }
    if share >= 1.0 {
        return 1.0;
    }
    #[allow(clippy::cast_precision_loss)]
    let (now, n) = (now as f64, n as f64);
    let (mut log, mut sum) = (0.0, 0.0);
    // The term of `now`, then each later one from the one before it.
    let mut k = 1.0;
    while k <= now {
        log += ((n - now + k) / k).ln();
        k += 1.0;
    }
    log += now * share.ln() + (n - now) * (1.0 - share).ln();
    let mut k = now;
    while k <= n {
        let term = log.exp();
        sum += term;
        if term < sum * 1e-12 {
            break;
        }
        log += ((n - k) / (k + 1.0)).ln() + (share / (1.0 - share)).ln();
        k += 1.0;
    }
    sum.min(1.0)
}

#[cfg(test)]
#[path = "wording_tests.rs"]
mod tests;
