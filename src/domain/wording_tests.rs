use super::*;

#[test]
fn names_and_figures_are_no_part_of_what_is_compared() {
    let text = cleared("邻居扎西·次仁砌墙２米,扎西次仁不认", ["扎西·次仁(邻居)", "和"]);
    assert_eq!(text, "邻居\n砌墙2米,\n不认");
    assert!(pairs(&text).contains_key(&['砌', '墙']));
    assert!(!pairs(&text).keys().any(|p| p.contains(&'扎') || p.contains(&'2')));
}

#[test]
fn shared_words_are_readable_and_the_rarest_first() {
    let worth = |p: &Pair| if *p == ['滴', '水'] { 9.0 } else { 1.0 };
    let (mine, theirs) = ("他家占了我的宅基地和滴水,要求拆除", "宅基地的滴水被占了,要求赔偿");
    let mut corpus = Corpus::new([mine, theirs]);
    assert_eq!(shared(mine, theirs, &mut corpus, worth, 3), ["滴水", "宅基地"]);
    assert!(shared("矿山废水", "离婚抚养", &mut corpus, worth, 3).is_empty());
}

#[test]
fn pairs_become_words_again() {
    let wanted: HashSet<Pair> = [['水', '电'], ['电', '站'], ['站', '的'], ['移', '民'], ['民', '款']].into();
    let words = merged("水电站的移民款没有发", &wanted);
    assert_eq!(words, HashSet::from(["水电站".to_string(), "移民款".to_string()]));
}

#[test]
fn pieces_grow_to_the_words_they_stand_in_or_go() {
    let texts = ["赔偿医药费", "赔偿医疗费", "来回路费花去不少", "来回路费,花去", "移民的补偿"];
    let mut corpus = Corpus::new(texts);
    assert_eq!(corpus.grown("回路"), Some("来回路费".to_string()));
    assert_eq!(corpus.grown("移民"), Some("移民".to_string()));
    assert_eq!(corpus.grown("偿医"), None, "two words go on from there");
    assert_eq!(corpus.cut("付工资"), Some("付工资".to_string()), "unknown here: as it is");
    assert_eq!(corpus.cut("回路费"), None, "no word begins within it");
    assert_eq!(Corpus::new(["占我家宅基地", "我家宅基地被占"]).cut("宅基地"), Some("宅基地".to_string()));
    let mut wages = Corpus::new(["支付工资", "结清工资", "拖欠工资", "工资没有付"]);
    assert_eq!(wages.cut("付工资"), Some("工资".to_string()));
}

#[test]
fn names_are_held_back_and_matters_are_not() {
    for name in ["和志强", "扎西", "次仁拉姆", "李秀英", "张家", "老扎西", "马建国"] {
        assert!(may_be_name(name), "{name}");
    }
    for word in ["宅基地", "水电站", "高山牧场", "石料场", "马队", "林权证", "拖欠工资", "金沙江堤防工程"]
    {
        assert!(!may_be_name(word), "{word}");
    }
}

#[test]
fn small_numbers_do_not_cry_wolf() {
    // Of Bin(n, 1/2): 3 of 3 is 1/8, 5 of 5 is 1/32, 8 of 10 is 56/1024.
    for (now, before, p) in [(3, 0, 0.125), (5, 0, 0.031_25), (8, 2, 56.0 / 1024.0), (0, 9, 1.0)] {
        assert!((chance(now, before, 0.5) - p).abs() < 1e-9, "{now} {before}: {}", chance(now, before, 0.5));
    }
    assert!(chance(60_000, 50_000, 0.5) < 1e-9);
    assert!((chance(50_000, 50_000, 0.5) - 0.5).abs() < 0.01);
}

#[test]
fn a_rare_pair_is_worth_more_and_a_text_that_holds_it_scores_higher() {
    assert!(worth(3.0, 1000.0) > worth(300.0, 1000.0));
    let asked: HashMap<Pair, f64> = [(['宅', '基'], 5.0), (['要', '求'], 0.5)].into();
    let near = score(&asked, &pairs("占用宅基地,要求恢复"), 10.0);
    let far = score(&asked, &pairs("拖欠工资,要求支付"), 10.0);
    assert!(near > far && far > 0.0);
}
