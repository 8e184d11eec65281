//! Work that would hold up the desk, done beside it: PDFs by LibreOffice, and the program that shows a file.
//!
//! Documents are made here at the desk, in its one thread; only what needs no desk (converting) runs in a
//! thread. One conversion at a time, the others wait in their order. Dropped, it stops what runs: LibreOffice
//! is ended, its folder removed, and no half file is left.

use crate::desk::{Desk, Failure, Outcome};
use crate::documents::open::{Viewer, show, viewer};
use crate::documents::{self, Making, pdf, volume};
use crate::domain::number;
use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};
use std::thread::JoinHandle;

/// Work that is done beside the desk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Work {
    /// Every document of a case, as PDF.
    Volume {
        case: i64,
    },
    Pdf {
        docx: PathBuf,
    },
    /// Shows a file with the program of the system.
    Open {
        file: PathBuf,
    },
    /// Stops what runs; what waits goes on.
    Stop,
    StopAll,
}

/// How the work beside the desk stands.
#[derive(Debug)]
pub struct JobNews {
    /// What runs and how far it is, "" for nothing.
    pub line: String,
    /// What has ended, and how; its first line is its name. "" for nothing.
    pub told: String,
    /// What is told at once, "" for nothing; or why the work was not taken on.
    pub now: Result<String, Failure>,
}

/// Documents that lie as PDF, with their pages, or why they do not.
type Pdfs = Result<Vec<(PathBuf, usize)>, String>;

/// What is converted.
enum Task {
    Volume(Box<Making>),
    One(PathBuf),
}

struct Job {
    /// `0131全卷`.
    label: String,
    task: Task,
}

/// A conversion that runs.
struct Running {
    job: Job,
    done: Arc<AtomicUsize>,
    stop: Arc<AtomicBool>,
    answer: Receiver<Pdfs>,
    thread: Option<JoinHandle<()>>,
}

/// The jobs of a desk.
pub struct Jobs {
    converter: Option<PathBuf>,
    viewer: Viewer,
    running: Option<Running>,
    waiting: VecDeque<Job>,
    /// What viewers had to say.
    shown: (Sender<String>, Receiver<String>),
    /// Viewers that have not answered yet, and what others said.
    viewing: usize,
    said: Vec<String>,
    told: String,
}

impl Jobs {
    /// With the LibreOffice and the viewer of this machine.
    pub fn new() -> Jobs {
        Jobs::with(pdf::program(), viewer())
    }

    /// With these programs.
    pub fn with(converter: Option<PathBuf>, viewer: Viewer) -> Jobs {
        Jobs {
            converter,
            viewer,
            running: None,
            waiting: VecDeque::new(),
            shown: channel(),
            viewing: 0,
            said: Vec::new(),
            told: String::new(),
        }
    }

    pub fn is_busy(&self) -> bool {
        self.running.is_some()
    }

    /// Takes work on.
    pub fn work(&mut self, desk: &mut Desk, work: Work) -> JobNews {
        let now = match work {
            Work::Volume { case } => self.volume(desk, case),
            Work::Pdf { docx } => self.one(docx),
            Work::Open { file } => self.open(file),
            Work::Stop => {
                if let Some(running) = &self.running {
                    running.stop.store(true, Ordering::SeqCst);
                }
                Ok(String::new())
            }
            Work::StopAll => {
                self.end();
                self.told.clear();
                Ok(String::new())
            }
        };
        JobNews { line: self.line(), told: String::new(), now }
    }

    fn volume(&mut self, desk: &mut Desk, case: i64) -> Outcome<String> {
        let title = desk.case_title(case)?;
        let folder = documents::folder_of(desk.path(), &title);
        let mut making = Making::begin(desk, case, &folder)?;
        if self.converter.is_none() {
            making.take(Err(pdf::NONE.to_string()));
            making.close(desk)?;
            return Ok(told(&mut making));
        }
        let label = format!("{}全卷", number::short(&title));
        self.waiting.push_back(Job { label, task: Task::Volume(Box::new(making)) });
        self.start();
        Ok(String::new())
    }

    fn one(&mut self, docx: PathBuf) -> Outcome<String> {
        if self.converter.is_none() {
            return Err(Failure::refusal(
                "这台机器没有LibreOffice,没有转PDF",
                ".docx可用WPS打开打印,或请管理员安装 libreoffice-writer",
            ));
        }
        let label = docx.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        self.waiting.push_back(Job { label, task: Task::One(docx) });
        self.start();
        Ok(String::new())
    }

    /// The viewer may take its time; what it says is told when it has ended.
    fn open(&mut self, file: PathBuf) -> Outcome<String> {
        if let Err(why) = &self.viewer {
            return Ok(format!("{why}\n\n文件在:\n{}", file.display()));
        }
        let (viewer, sender) = (self.viewer.clone(), self.shown.0.clone());
        let spawned = std::thread::Builder::new().name("viewer".into()).spawn(move || {
            // Nobody listens once the desk is closed.
            let _ = sender.send(show(&viewer, &file).err().unwrap_or_default());
        });
        spawned.map_err(|e| Failure::Fault(format!("查看程序启动不了:{}", crate::store::disk::words(&e))))?;
        self.viewing += 1;
        Ok(String::new())
    }

    fn start(&mut self) {
        let (None, Some(program)) = (&self.running, &self.converter) else { return };
        let Some(job) = self.waiting.pop_front() else { return };
        self.running = Some(run(program.clone(), job));
    }

    /// What became of the work since last asked, `None` when nothing changed.
    pub fn poll(&mut self, desk: &mut Desk) -> Option<JobNews> {
        let mut news = JobNews { line: String::new(), told: String::new(), now: Ok(String::new()) };
        // Told in the line of status: a box would take the keys of whoever is typing.
        let before = self.said.len();
        self.said.extend(self.shown.1.try_iter());
        self.viewing = self.viewing.saturating_sub(self.said.len() - before);
        if let Some(said) = self.said.drain(..).find(|said| !said.is_empty()) {
            news.told = format!("打开文件没有成功\n{said}");
        }
        if let Some(running) = &mut self.running {
            let answer = match running.answer.try_recv() {
                Ok(pdfs) => Some(pdfs),
                Err(TryRecvError::Disconnected) => Some(Err("转PDF中断;.docx可用,请用WPS打开打印".to_string())),
                Err(TryRecvError::Empty) => None,
            };
            if let Some(pdfs) = answer
                && let Some(running) = self.running.take()
            {
                news.told = self.ended(desk, running, pdfs);
            }
        }
        news.line = self.line();
        let same = news.told.is_empty() && news.line == self.told;
        self.told.clone_from(&news.line);
        (!same).then_some(news)
    }

    /// A conversion has ended: the volume goes on to its cover, or all is done and the next begins.
    fn ended(&mut self, desk: &mut Desk, mut running: Running, pdfs: Pdfs) -> String {
        if let Some(thread) = running.thread.take() {
            let _ = thread.join();
        }
        let stopped = running.stop.load(Ordering::SeqCst);
        let mut job = running.job;
        let text = match &mut job.task {
            Task::One(docx) => match pdfs {
                Ok(list) => {
                    let places: Vec<String> = list.iter().map(|(p, n)| format!("{}页:\n{}", n, whole(p))).collect();
                    format!("已转成PDF,{}", places.join("\n"))
                }
                Err(why) => format!("{why}。文件在:\n{}", whole(docx)),
            },
            Task::Volume(making) => {
                making.take(pdfs);
                let closing = if making.is_closed() { Ok(()) } else { making.close(desk) };
                match closing {
                    Err(failure) => format!("没有做完:{failure}\n已做好的.docx在:\n{}", whole(&making.folder)),
                    Ok(()) if !making.is_without() && !stopped && !making.files().is_empty() => {
                        self.waiting.push_front(job);
                        self.start();
                        return String::new();
                    }
                    Ok(()) => told(making),
                }
            }
        };
        self.start();
        let how = if stopped { "已停止" } else { "已结束" };
        format!("打印{}{how}\n{text}", job.label)
    }

    /// `正在打印0131全卷:转PDF 3/23,另有1件等着`.
    fn line(&self) -> String {
        let Some(running) = &self.running else { return String::new() };
        let now = running.done.load(Ordering::SeqCst);
        let (done, of) = match &running.job.task {
            Task::Volume(making) => (making.converted() + now, making.count()),
            Task::One(_) => (now, 1),
        };
        let more =
            if self.waiting.is_empty() { String::new() } else { format!(",另有{}件等着", self.waiting.len()) };
        format!("正在打印{}:转PDF {done}/{of}{more}", running.job.label)
    }

    /// What is left undone by leaving now, "" when nothing is.
    pub fn left(&self) -> String {
        let running = self.running.iter().map(|r| r.job.label.as_str());
        let labels: Vec<&str> = running.chain(self.waiting.iter().map(|j| j.label.as_str())).collect();
        if labels.is_empty() {
            return String::new();
        }
        format!("{}没有做完,已停止转PDF;做好的.docx还在,再按Ctrl+P重做。", labels.join("、"))
    }

    fn end(&mut self) {
        self.waiting.clear();
        if let Some(mut running) = self.running.take() {
            running.stop.store(true, Ordering::SeqCst);
            if let Some(thread) = running.thread.take() {
                let _ = thread.join();
            }
        }
    }

    /// Waits until what runs has said something. For tests.
    #[doc(hidden)]
    pub fn wait(&mut self) {
        if let Some(thread) = self.running.as_mut().and_then(|r| r.thread.take()) {
            let _ = thread.join();
        }
        while self.viewing > 0 {
            self.said.extend(self.shown.1.recv());
            self.viewing -= 1;
        }
    }
}

impl Drop for Jobs {
    fn drop(&mut self) {
        self.end();
    }
}

fn run(program: PathBuf, job: Job) -> Running {
    let (files, folder) = match &job.task {
        Task::Volume(making) => (making.files(), making.folder.clone()),
        Task::One(docx) => (vec![docx.clone()], docx.parent().unwrap_or(Path::new(".")).to_path_buf()),
    };
    let (done, stop) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicBool::new(false)));
    let (sender, answer) = channel();
    let (count, ends) = (done.clone(), stop.clone());
    let work = move || {
        let mut watch = |n: usize| {
            count.store(n, Ordering::SeqCst);
            !ends.load(Ordering::SeqCst)
        };
        // Nobody listens once the desk is closed.
        let _ = sender.send(volume::to_pdf(&program, &files, &folder, &mut watch));
    };
    // Without a thread the answer is cut off, which the next look tells.
    let thread = std::thread::Builder::new().name("pdf".into()).spawn(work).ok();
    Running { job, done, stop, answer, thread }
}

/// What was made of a volume, and where it lies.
fn told(making: &mut Making) -> String {
    let folder = whole(&making.folder);
    let volume = making.volume();
    let count = volume.pieces.len();
    let pages: usize = volume.pieces.iter().filter_map(|p| p.pdf.as_ref()).map(|(_, n)| n).sum();
    let rest = match volume.without.as_str() {
        "" => format!("都已转成PDF,共{pages}页,页号已写进卷内目录。"),
        why => format!("{why}。卷内目录没有页号,装订后手写。"),
    };
    format!("已按卷内目录制作{count}份文书,放在:\n{folder}\n\n{rest}")
}

fn whole(path: &Path) -> String {
    std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf()).display().to_string()
}
