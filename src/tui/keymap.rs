//! Keys, declared once: a row dispatches, fills the footer and makes the help.
//!
//! An input method is usually on, so every action has a key that is no bare letter; and since some
//! terminals keep F1, F10 or F11 for themselves, Alt and the digit stand for each F-key.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// Where a key holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Everywhere but on the lock, login and first-start screens.
    Global,
    /// The desk with its four panes.
    Desk,
    /// A list that has the focus.
    List,
    /// The queue of visitors.
    Queue,
    /// The registration form.
    Registration,
    /// The team of the case in hand.
    Team,
    /// An empty field of a form for which something is proposed.
    Proposal,
    /// The deadlines of the case in hand.
    Deadlines,
    CaseFile,
    Supervise,
    Find,
    Cases,
    Manage,
    Register,
    Reports,
    Hotspots,
    /// A ledger being taken in, at every step.
    Ledger,
    LedgerFile,
    LedgerColumns,
    LedgerVerdicts,
    /// The judged rows, before and after they are stored.
    LedgerRows,
    LedgerWorking,
}

/// What a key does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    Help,
    Save,
    Find,
    Moves,
    NewVisitor,
    CallNext,
    Assign,
    Deadlines,
    Lock,
    Quit,
    Redraw,
    Back,
    NextPane,
    PreviousPane,
    Pane(u8),
    Open,
    NewForm,
    Attach,
    TakenDrafts,
    Supervision,
    Extend,
    Pause,
    Reassign,
    Filter,
    Reveal,
    NextTab,
    PreviousTab,
    Recusal,
    Supervised,
    Manage,
    Overview,
    AddUser,
    AddStaff,
    ImportCalendar,
    Cases,
    Registers,
    NewLine,
    OpenCase,
    Search,
    Undo,
    Slips,
    Paper,
    DayPaper,
    Jobs,
    Earlier,
    Later,
    Period,
    Axis,
    Definitions,
    Chart,
    Trend,
    Export,
    TakeProposal,
    Similar,
    StoreAll,
    StoreGood,
    Mapping,
    Over,
}

/// A key with its modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    F(u8),
    Ctrl(char),
    Alt(char),
    Code(KeyCode),
    /// A bare digit or sign, in command position only.
    Sign(char),
}

impl Key {
    pub fn matches(self, key: KeyEvent) -> bool {
        let bare = key.modifiers.is_empty() || key.modifiers == KeyModifiers::SHIFT;
        match self {
            Key::F(n) => key.code == KeyCode::F(n),
            Key::Ctrl(c) => key.modifiers.contains(KeyModifiers::CONTROL) && key.code == KeyCode::Char(c),
            Key::Alt(c) => key.modifiers.contains(KeyModifiers::ALT) && key.code == KeyCode::Char(c),
            Key::Code(code) => bare && key.code == code,
            Key::Sign(c) => bare && key.code == KeyCode::Char(c),
        }
    }
    /// As the footer and the help write it.
    pub fn name(self) -> String {
        match self {
            Key::F(n) => format!("F{n}"),
            Key::Ctrl(c) => format!("^{}", c.to_ascii_uppercase()),
            Key::Alt(c) => format!("Alt+{c}"),
            Key::Code(KeyCode::Enter) => "Enter".into(),
            Key::Code(KeyCode::Esc) => "Esc".into(),
            Key::Code(KeyCode::Left) => "←".into(),
            Key::Code(KeyCode::Right) => "→".into(),
            Key::Code(KeyCode::Tab) => "Tab".into(),
            Key::Code(KeyCode::BackTab) => "Shift+Tab".into(),
            Key::Code(code) => format!("{code:?}"),
            Key::Sign(c) => c.to_string(),
        }
    }
}

/// A row of the key map.
pub struct Binding {
    pub scope: Scope,
    pub keys: &'static [Key],
    pub action: Action,
    /// The footer's word, "" = not in the footer.
    pub label: &'static str,
    pub long: &'static str,
    /// Place in the footer: low comes first.
    pub rank: u8,
}

/// An F-key and its second way: Alt and the digit, or a control key beyond ten.
const fn function_key(n: u8) -> [Key; 2] {
    let second = match n {
        10 => Key::Alt('0'),
        11 => Key::Ctrl('o'),
        12 => Key::Ctrl('b'),
        digit => Key::Alt((b'0' + digit) as char),
    };
    [Key::F(n), second]
}

macro_rules! fkey {
    ($n:literal) => {
        &function_key($n)
    };
}

const ENTER: &[Key] = &[Key::Code(KeyCode::Enter)];
const ESC: &[Key] = &[Key::Code(KeyCode::Esc)];

use Action as A;
use Scope as S;

/// Place of the help in the footer.
const HELP_RANK: u8 = 90;

/// Every key of the desk.
#[rustfmt::skip]
pub const KEYS: &[Binding] = &[
    Binding { scope: S::Global, keys: fkey!(1), action: A::Help, label: "帮助", long: "按键和使用手册", rank: HELP_RANK },
    Binding { scope: S::Global, keys: fkey!(3), action: A::Find, label: "查找", long: "按案号、姓名、首字母、证件、电话或内容查找", rank: 60 },
    Binding { scope: S::Global, keys: fkey!(10), action: A::Lock, label: "锁屏", long: "锁住屏幕,内容不丢", rank: 80 },
    Binding { scope: S::Global, keys: &[Key::Ctrl('q')], action: A::Quit, label: "", long: "退出程序,输入的内容留作草稿", rank: 95 },
    Binding { scope: S::Global, keys: &[Key::Ctrl('l')], action: A::Redraw, label: "", long: "重画屏幕", rank: 99 },
    Binding { scope: S::Global, keys: fkey!(12), action: A::Overview, label: "", long: "前台与督查两个画面之间切换", rank: 85 },
    Binding { scope: S::Global, keys: fkey!(11), action: A::Cases, label: "案件", long: "在办案件一览", rank: 70 },

    Binding { scope: S::Global, keys: &[Key::Ctrl('k')], action: A::Jobs, label: "", long: "打印的进度和结果;在那一行按Esc停止", rank: 96 },
    Binding { scope: S::Global, keys: fkey!(9), action: A::Registers, label: "台账", long: "台账:包案、卷宗等;在案卷中只列本案的", rank: 65 },

    Binding { scope: S::Desk, keys: fkey!(2), action: A::Save, label: "保存", long: "保存登记表", rank: 10 },
    Binding { scope: S::Desk, keys: fkey!(4), action: A::Moves, label: "办理", long: "本案现在能办的事;在队列中是叫号、暂离等", rank: 20 },
    Binding { scope: S::Desk, keys: fkey!(5), action: A::NewVisitor, label: "新来访", long: "取号", rank: 30 },
    Binding { scope: S::Desk, keys: fkey!(6), action: A::CallNext, label: "叫下一位", long: "叫下一位来访人到本窗口", rank: 40 },
    Binding { scope: S::Desk, keys: fkey!(7), action: A::Assign, label: "指派", long: "转到专调小组,选承办人", rank: 45 },
    Binding { scope: S::Desk, keys: fkey!(8), action: A::Deadlines, label: "期限", long: "转到期限", rank: 50 },
    Binding { scope: S::Desk, keys: &[Key::Ctrl('n')], action: A::NextPane, label: "", long: "下一格", rank: 72 },
    Binding { scope: S::Desk, keys: &[Key::Ctrl('p')], action: A::PreviousPane, label: "", long: "上一格", rank: 73 },
    Binding { scope: S::Desk, keys: &[Key::Ctrl('t')], action: A::NewForm, label: "", long: "空白登记表(不取号)", rank: 74 },
    Binding { scope: S::Desk, keys: &[Key::Ctrl('d')], action: A::TakenDrafts, label: "", long: "未完成的草稿", rank: 75 },
    Binding { scope: S::Desk, keys: &[Key::Ctrl('g')], action: A::Attach, label: "", long: "把本次来访并入来访记录中的在办案件", rank: 76 },

    Binding { scope: S::Proposal, keys: &[Key::Ctrl('y')], action: A::TakeProposal, label: "采用建议", long: "采用提示行里的建议;不按就不填", rank: 5 },

    Binding { scope: S::List, keys: ENTER, action: A::Open, label: "", long: "打开所选", rank: 55 },
    Binding { scope: S::List, keys: &[Key::Sign('1')], action: A::Pane(0), label: "", long: "来访队列", rank: 77 },
    Binding { scope: S::List, keys: &[Key::Sign('2')], action: A::Pane(1), label: "", long: "登记", rank: 77 },
    Binding { scope: S::List, keys: &[Key::Sign('3')], action: A::Pane(2), label: "", long: "专调小组", rank: 77 },
    Binding { scope: S::List, keys: &[Key::Sign('4')], action: A::Pane(3), label: "", long: "期限", rank: 77 },
    Binding { scope: S::List, keys: &[Key::Sign('?')], action: A::Help, label: "", long: "帮助", rank: 91 },

    Binding { scope: S::List, keys: &[Key::Ctrl('y')], action: A::DayPaper, label: "日结单", long: "打印今天的日结单,带流水末条", rank: 79 },

    Binding { scope: S::Queue, keys: &[Key::Ctrl('e')], action: A::Paper, label: "取号单", long: "打印所选的取号单;刚取的号也是", rank: 57 },
    Binding { scope: S::Registration, keys: &[Key::Ctrl('e')], action: A::Paper, label: "材料收据", long: "打印材料收据;办完一步后,是状态行所说的那一份", rank: 57 },
    Binding { scope: S::Team, keys: &[Key::Ctrl('e')], action: A::Paper, label: "委托函", long: "打印本案的委托函", rank: 57 },
    Binding { scope: S::Deadlines, keys: &[Key::Ctrl('e')], action: A::Paper, label: "期限提示单", long: "打印所选案件的期限提示单", rank: 58 },
    Binding { scope: S::Deadlines, keys: &[Key::Ctrl('x')], action: A::Extend, label: "延期", long: "为所选期限办延期", rank: 56 },
    Binding { scope: S::Deadlines, keys: &[Key::Ctrl('w')], action: A::Pause, label: "暂停", long: "暂停或恢复所选期限", rank: 57 },

    Binding { scope: S::CaseFile, keys: fkey!(4), action: A::Moves, label: "办理", long: "本案现在能办的事", rank: 20 },
    Binding { scope: S::CaseFile, keys: fkey!(5), action: A::Supervision, label: "督办单", long: "写督办单", rank: 30 },
    Binding { scope: S::CaseFile, keys: &[Key::F(6), Key::Alt('6'), Key::Ctrl('x')], action: A::Extend, label: "延期", long: "为所选期限办延期", rank: 35 },
    Binding { scope: S::CaseFile, keys: fkey!(7), action: A::Reassign, label: "改派", long: "改派承办人", rank: 40 },
    Binding { scope: S::CaseFile, keys: fkey!(8), action: A::Reveal, label: "明文", long: "写明理由后查看证件电话,记入流水", rank: 50 },
    Binding { scope: S::CaseFile, keys: &[Key::Ctrl('f')], action: A::Similar, label: "类案", long: "与本案相近的案件:怎样结的、多久、依据;Enter打开", rank: 55 },
    Binding { scope: S::CaseFile, keys: &[Key::Code(KeyCode::Right), Key::Code(KeyCode::Tab)], action: A::NextTab, label: "", long: "下一页", rank: 70 },
    Binding { scope: S::CaseFile, keys: &[Key::Code(KeyCode::Left), Key::Code(KeyCode::BackTab)], action: A::PreviousTab, label: "", long: "上一页", rank: 71 },
    Binding { scope: S::CaseFile, keys: &[Key::Ctrl('r')], action: A::Recusal, label: "", long: "申报回避关系", rank: 72 },
    Binding { scope: S::CaseFile, keys: &[Key::Ctrl('w')], action: A::Pause, label: "", long: "暂停或恢复所选期限", rank: 73 },
    Binding { scope: S::CaseFile, keys: &[Key::Ctrl('p')], action: A::Slips, label: "", long: "提示单和文书:制作、打印全卷", rank: 76 },
    Binding { scope: S::CaseFile, keys: &[Key::Ctrl('e')], action: A::Paper, label: "出单", long: "打印这一页的文书:登记页材料收据、办理页证据收据、小组页委托函、期限页期限提示单", rank: 67 },
    Binding { scope: S::CaseFile, keys: &[Key::Ctrl('z')], action: A::Undo, label: "", long: "撤回刚办的一步(30分钟内,写明原因)", rank: 75 },
    Binding { scope: S::CaseFile, keys: &[Key::Ctrl('d')], action: A::Supervised, label: "", long: "延期告知信访人的日期", rank: 74 },
    Binding { scope: S::CaseFile, keys: ESC, action: A::Back, label: "返回", long: "返回", rank: 65 },

    Binding { scope: S::Supervise, keys: fkey!(4), action: A::Moves, label: "办理", long: "所选案件现在能办的事", rank: 20 },
    Binding { scope: S::Supervise, keys: fkey!(5), action: A::Supervision, label: "督办单", long: "写督办单", rank: 30 },
    Binding { scope: S::Supervise, keys: fkey!(6), action: A::Extend, label: "延期", long: "为所选期限办延期", rank: 35 },
    Binding { scope: S::Supervise, keys: fkey!(7), action: A::Reassign, label: "改派", long: "改派承办人", rank: 40 },
    Binding { scope: S::Supervise, keys: fkey!(8), action: A::Filter, label: "筛选", long: "按灯、单位、承办、期限筛选", rank: 50 },
    Binding { scope: S::Supervise, keys: &[Key::Ctrl('e')], action: A::Paper, label: "出单", long: "打印所选案件最近的督办单", rank: 57 },
    Binding { scope: S::Supervise, keys: &[Key::Ctrl('y')], action: A::DayPaper, label: "", long: "打印今天的日结单,带流水末条", rank: 79 },
    Binding { scope: S::Supervise, keys: ENTER, action: A::Open, label: "案卷", long: "打开案卷(只读,遮盖)", rank: 55 },

    Binding { scope: S::Find, keys: ENTER, action: A::Open, label: "打开", long: "打开案卷", rank: 20 },
    Binding { scope: S::Find, keys: ESC, action: A::Back, label: "返回", long: "返回", rank: 65 },

    Binding { scope: S::Cases, keys: ENTER, action: A::Open, label: "打开", long: "打开案卷", rank: 20 },
    Binding { scope: S::Cases, keys: &[Key::Code(KeyCode::Tab), Key::Code(KeyCode::Right)], action: A::NextTab, label: "换一类", long: "下一类案件(也可按编号)", rank: 30 },
    Binding { scope: S::Cases, keys: &[Key::Code(KeyCode::BackTab), Key::Code(KeyCode::Left)], action: A::PreviousTab, label: "", long: "上一类案件", rank: 71 },
    Binding { scope: S::Cases, keys: ESC, action: A::Back, label: "返回", long: "返回", rank: 65 },

    Binding { scope: S::Register, keys: fkey!(4), action: A::Moves, label: "办理", long: "所选的一行现在能办的事", rank: 20 },
    Binding { scope: S::Register, keys: fkey!(5), action: A::NewLine, label: "新增", long: "新增一行", rank: 25 },
    Binding { scope: S::Register, keys: fkey!(7), action: A::OpenCase, label: "案卷", long: "打开所选一行的案件", rank: 40 },
    Binding { scope: S::Register, keys: &[Key::Ctrl('f'), Key::Sign('/')], action: A::Search, label: "筛选", long: "只列含有所输入文字的", rank: 45 },
    Binding { scope: S::Register, keys: &[Key::Ctrl('e')], action: A::Paper, label: "出单", long: "打印所选一行的预警通报函、督办单", rank: 67 },
    Binding { scope: S::Register, keys: ENTER, action: A::Open, label: "详情", long: "所选一行的全部内容", rank: 35 },
    Binding { scope: S::Register, keys: &[Key::Code(KeyCode::Tab), Key::Code(KeyCode::Right)], action: A::NextTab, label: "换一类", long: "下一个视图(也可按编号)", rank: 50 },
    Binding { scope: S::Register, keys: &[Key::Code(KeyCode::BackTab), Key::Code(KeyCode::Left)], action: A::PreviousTab, label: "", long: "上一个视图", rank: 71 },
    Binding { scope: S::Register, keys: ESC, action: A::Back, label: "返回", long: "返回", rank: 66 },

    Binding { scope: S::Reports, keys: ENTER, action: A::Open, label: "打开", long: "打开报表;在表中列出所选数字背后的案件", rank: 20 },
    Binding { scope: S::Reports, keys: &[Key::Code(KeyCode::Left)], action: A::Earlier, label: "上期", long: "前一期", rank: 25 },
    Binding { scope: S::Reports, keys: &[Key::Code(KeyCode::Right)], action: A::Later, label: "下期", long: "后一期", rank: 26 },
    Binding { scope: S::Reports, keys: &[Key::Code(KeyCode::Tab)], action: A::NextTab, label: "下一列", long: "右边一列,列多时随之横移", rank: 30 },
    Binding { scope: S::Reports, keys: &[Key::Code(KeyCode::BackTab)], action: A::PreviousTab, label: "", long: "左边一列", rank: 71 },
    Binding { scope: S::Reports, keys: fkey!(4), action: A::Trend, label: "走势", long: "所选数字最近12期的走势", rank: 50 },
    Binding { scope: S::Reports, keys: fkey!(5), action: A::Period, label: "期间", long: "输入期间,如 2026-11、2026-W47、上月", rank: 35 },
    Binding { scope: S::Reports, keys: fkey!(6), action: A::Axis, label: "口径", long: "换日期口径:信访日期、登记日期、结案日", rank: 40 },
    Binding { scope: S::Reports, keys: fkey!(7), action: A::Definitions, label: "说明", long: "指标的算法和口径", rank: 42 },
    Binding { scope: S::Reports, keys: fkey!(8), action: A::Chart, label: "图", long: "所选一列的条形图", rank: 45 },
    Binding { scope: S::Reports, keys: fkey!(2), action: A::Export, label: "导出", long: "把报表写成文件:xlsx(打印)、csv 或 json", rank: 28 },
    Binding { scope: S::Reports, keys: ESC, action: A::Back, label: "返回", long: "返回", rank: 66 },

    Binding { scope: S::Hotspots, keys: ENTER, action: A::Open, label: "案件", long: "所选热点背后的案件;再按打开案卷", rank: 20 },
    Binding { scope: S::Hotspots, keys: &[Key::Code(KeyCode::Left)], action: A::Earlier, label: "上月", long: "前一个月", rank: 25 },
    Binding { scope: S::Hotspots, keys: &[Key::Code(KeyCode::Right)], action: A::Later, label: "下月", long: "后一个月", rank: 26 },
    Binding { scope: S::Hotspots, keys: ESC, action: A::Back, label: "返回", long: "返回", rank: 66 },
    Binding { scope: S::LedgerFile, keys: ENTER, action: A::Open, label: "看列", long: "打开文件,看它的列", rank: 15 },
    Binding { scope: S::LedgerFile, keys: &[Key::Code(KeyCode::Tab), Key::Code(KeyCode::Right)], action: A::NextTab, label: "补全", long: "补全路径", rank: 50 },
    Binding { scope: S::LedgerColumns, keys: fkey!(2), action: A::Save, label: "核对", long: "对好列后逐行核对,不存", rank: 10 },
    Binding { scope: S::LedgerColumns, keys: ENTER, action: A::Open, label: "对应", long: "选一列是登记表的哪一项", rank: 15 },
    Binding { scope: S::LedgerColumns, keys: fkey!(7), action: A::Over, label: "旧案", long: "整份都是已办结的:全部存为旧案,再按一次取消", rank: 67 },
    Binding { scope: S::LedgerVerdicts, keys: fkey!(2), action: A::Save, label: "重新核对", long: "改好文件后重新核对,不存", rank: 10 },
    Binding { scope: S::LedgerVerdicts, keys: fkey!(4), action: A::Mapping, label: "对应列", long: "回到列的对应", rank: 20 },
    Binding { scope: S::LedgerVerdicts, keys: fkey!(5), action: A::StoreAll, label: "全部导入", long: "没有错的行时整份导入", rank: 25 },
    Binding { scope: S::LedgerVerdicts, keys: fkey!(6), action: A::StoreGood, label: "只导合格", long: "有错的行连同原因另存一份,其余导入", rank: 30 },
    Binding { scope: S::LedgerRows, keys: ENTER, action: A::Open, label: "看一行", long: "看一行的全部问题", rank: 15 },
    Binding { scope: S::LedgerRows, keys: &[Key::Code(KeyCode::Tab), Key::Code(KeyCode::Right)], action: A::NextTab, label: "换一类", long: "错、警告、全部各行之间切换", rank: 50 },
    Binding { scope: S::LedgerRows, keys: &[Key::Code(KeyCode::BackTab), Key::Code(KeyCode::Left)], action: A::PreviousTab, label: "", long: "上一类的行", rank: 71 },
    Binding { scope: S::LedgerWorking, keys: ESC, action: A::Back, label: "停下", long: "停下,不存", rank: 45 },
    Binding { scope: S::Ledger, keys: fkey!(2), action: A::Save, label: "", long: "选好文件后看列", rank: 70 },
    Binding { scope: S::Ledger, keys: fkey!(5), action: A::StoreAll, label: "", long: "核对以后才能导入", rank: 70 },
    Binding { scope: S::Ledger, keys: fkey!(6), action: A::StoreGood, label: "", long: "核对以后才能导入", rank: 70 },
    Binding { scope: S::Ledger, keys: ESC, action: A::Back, label: "返回", long: "返回上一步", rank: 45 },

    Binding { scope: S::Manage, keys: fkey!(5), action: A::AddUser, label: "新用户", long: "新增用户", rank: 20 },
    Binding { scope: S::Manage, keys: fkey!(6), action: A::AddStaff, label: "新人员", long: "新增人员库人员", rank: 30 },
    Binding { scope: S::Manage, keys: fkey!(7), action: A::ImportCalendar, label: "导入日历", long: "导入新一年的放假安排", rank: 40 },
    Binding { scope: S::Manage, keys: &[Key::Ctrl('y')], action: A::DayPaper, label: "日结单", long: "打印今天的日结单,带流水末条", rank: 50 },
    Binding { scope: S::Manage, keys: &[Key::Code(KeyCode::Right), Key::Code(KeyCode::Tab)], action: A::NextTab, label: "", long: "下一页", rank: 70 },
    Binding { scope: S::Manage, keys: &[Key::Code(KeyCode::Left), Key::Code(KeyCode::BackTab)], action: A::PreviousTab, label: "", long: "上一页", rank: 71 },
];

/// The words of a scope, as headings of the help.
pub fn scope_label(scope: Scope) -> &'static str {
    match scope {
        Scope::Global => "到处",
        Scope::Desk => "前台",
        Scope::List => "列表",
        Scope::Queue => "来访队列",
        Scope::Registration => "登记表",
        Scope::Team => "专调小组",
        Scope::Proposal => "填表建议",
        Scope::Deadlines => "期限",
        Scope::CaseFile => "案卷",
        Scope::Supervise => "督查",
        Scope::Find => "查找",
        Scope::Cases => "案件一览",
        Scope::Manage => "管理",
        Scope::Register => "台账",
        Scope::Reports => "报表",
        Scope::Hotspots => "热点",
        Scope::Ledger => "导入",
        Scope::LedgerFile => "选台账",
        Scope::LedgerColumns => "对列",
        Scope::LedgerVerdicts => "核对后",
        Scope::LedgerRows => "各行",
        Scope::LedgerWorking => "导入中",
    }
}

/// The action of a key in the scopes that hold, the first scope first.
pub fn resolve(scopes: &[Scope], key: KeyEvent) -> Option<Action> {
    scopes.iter().find_map(|scope| {
        KEYS.iter().filter(|b| b.scope == *scope).find(|b| b.keys.iter().any(|k| k.matches(key))).map(|b| b.action)
    })
}

/// What the footer may show, in order: `(rank, key, word)`; the lowest rank is kept longest. A key that means
/// something else in an earlier scope is shown with that alone.
pub fn hints(scopes: &[Scope]) -> Vec<(u8, String, &'static str)> {
    let mut taken = Vec::new();
    let mut over = Vec::new();
    for scope in scopes {
        let here = KEYS.iter().enumerate().filter(|(_, b)| b.scope == *scope);
        over.extend(here.clone().filter(|(_, b)| taken.contains(&b.keys[0])).map(|(at, _)| at));
        taken.extend(here.map(|(_, b)| b.keys[0]));
    }
    let mut list: Vec<_> = KEYS
        .iter()
        .enumerate()
        .filter(|(at, b)| scopes.contains(&b.scope) && !b.label.is_empty() && !over.contains(at))
        .map(|(_, b)| (b.rank, b.keys[0].name(), b.label))
        .collect();
    list.sort_by_key(|h| h.0);
    // Help stands last and is dropped last.
    for hint in &mut list {
        if hint.0 == HELP_RANK {
            hint.0 = 0;
        }
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_stands_twice_where_both_would_hold() {
        for (i, a) in KEYS.iter().enumerate() {
            assert!(!a.long.is_empty() && !a.keys.is_empty());
            for b in &KEYS[i + 1..] {
                let meet = a.scope == b.scope || a.scope == Scope::Global || b.scope == Scope::Global;
                if meet {
                    assert!(a.keys.iter().all(|k| !b.keys.contains(k)), "{:?} and {:?}", a.action, b.action);
                }
            }
        }
    }

    #[test]
    fn every_function_key_has_a_second_way() {
        for b in KEYS.iter().filter(|b| matches!(b.keys[0], Key::F(_))) {
            assert!(b.keys.len() >= 2, "{:?}", b.action);
        }
    }
}
