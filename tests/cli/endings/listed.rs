//! A 包案 with its team, plan and progress, struck off the list by somebody else.

use super::Walk;

#[test]
fn a_listed_case_is_struck_in_time() {
    let mut walk = Walk::begin(&["involved=12", "source=7"]);
    let accept = ["grade=G2", "difficulty=1,7", "listed=1", "listing_level=3", "consult=1"];
    walk.act("qiantai", "T01", &[]).act("qiantai", "T03", &[]).act("zhuren", "T07", &accept).act("qiantai", "T08", &[]);
    walk.refused("zhuren", "T09", &[], "包案");
    walk.act("zhuren", "T09", &["members=扎西"]);
    walk.act(
        "zhuren",
        "R34",
        &[
            "leader=杨文华",
            "post=副市长",
            "level=3",
            "source=7",
            "approved_on=今天",
            "goal=退还所占宅基地并补偿",
            "plan=现场踏勘\t李秀英\t2026-11-30",
            "plan=组织调解\t扎西\t2026-12-15",
        ],
    );
    walk.looked_into();
    walk.counselled();
    let progress =
        ["day=今天", "progress=已现场踏勘并会商", "factual=1", "reasonable=1", "crux=四至不清", "next=组织调解"];
    walk.act("banli", "R35", &progress).in_session(&[]).act("banli", "T14", &[]);
    walk.closed(&["performed=1"]);
    walk.refused("qiantai", "T20", &[], "包案尚未销号");
    walk.refused("ducha", "T19", &["verified=1", "opinion=同意"], "还没有销号申请");
    walk.act("banli", "R33", &["result=1", "proof=调解协议书、现场交界记录"]);
    walk.refused("zhuren", "T19", &["verified=1", "opinion=同意"], "没有“销号”的权限");
    walk.act("ducha", "T19", &["verified=1", "opinion=佐证齐全,同意销号"]);
    let board = walk.say("ducha", &["register", "show", "listed", "--view", "struck"], 0);
    assert!(board.contains("杨文华"), "{board}");
    walk.filed(true, &[]).paid("SB2", &[]);
    walk.ends("listed", "S90");
}
