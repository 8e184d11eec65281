//! An `sshd` of its own on a free port, and clients of it.

use crate::support::pty::Screen;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

pub struct Server {
    folder: tempfile::TempDir,
    port: u16,
    user: String,
    daemon: Child,
}

/// A key pair.
pub struct Key {
    pub private: PathBuf,
    pub public: PathBuf,
}

/// Where a program is installed; `sshd` asks to be called by its whole path.
fn find(name: &str) -> Result<PathBuf, String> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path).chain(["/usr/sbin", "/usr/local/sbin", "/sbin"].map(PathBuf::from));
    let found = folders.map(|f| f.join(name)).find(|p| p.is_file());
    found.ok_or_else(|| format!("这台机器没有 {name}(openssh)"))
}

fn make_key(file: &Path) -> Result<(), String> {
    let mut command = Command::new(find("ssh-keygen")?);
    let made = command.args(["-q", "-t", "ed25519", "-N", "", "-C", "laptop", "-f"]).arg(file).status();
    made.ok().filter(std::process::ExitStatus::success).map(drop).ok_or_else(|| "ssh-keygen 做不出钥匙".to_string())
}

impl Server {
    /// Starts the server; what keeps this machine from it, in words.
    pub fn start() -> Result<Server, String> {
        let (sshd, _) = (find("sshd")?, find("ssh")?);
        if rustix::process::geteuid().is_root() {
            // What the service's own start makes on a machine that runs one.
            let _ = fs::create_dir_all("/run/sshd");
        }
        let user = Command::new("id").arg("-un").output().map_err(|e| e.to_string())?;
        let user = String::from_utf8_lossy(&user.stdout).trim().to_string();
        let folder = tempfile::tempdir().map_err(|e| e.to_string())?;
        let at = |name: &str| folder.path().join(name);
        make_key(&at("host"))?;
        File::create(at("authorized_keys")).map_err(|e| e.to_string())?;
        // Somebody else may take a port that was free a moment ago.
        let mut said = String::new();
        for _ in 0..5 {
            let free = TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).map_err(|e| e.to_string())?;
            let config = format!(
                "Port {}\nListenAddress 127.0.0.1\nHostKey {host}\nAuthorizedKeysFile {keys}\nPidFile none\n\
                 StrictModes no\nUsePAM no\nPasswordAuthentication no\nKbdInteractiveAuthentication no\n\
                 PermitRootLogin prohibit-password\nAcceptEnv *\nAllowTcpForwarding yes\nAllowAgentForwarding yes\n\
                 GatewayPorts yes\nPrintMotd no\nSubsystem sftp internal-sftp\n",
                free.port(),
                host = at("host").display(),
                keys = at("authorized_keys").display(),
            );
            fs::write(at("config"), config).map_err(|e| e.to_string())?;
            let mut daemon = Command::new(&sshd)
                .args(["-D", "-e", "-f"])
                .arg(at("config"))
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::piped())
                .spawn()
                .map_err(|e| format!("sshd 启动不了:{e}"))?;
            let mut lines = BufReader::new(daemon.stderr.take().expect("a pipe")).lines().map_while(Result::ok);
            let mut listens = false;
            for line in lines.by_ref() {
                listens = line.contains("Server listening on");
                if listens {
                    break;
                }
                said = line;
            }
            if listens {
                // Read on, so that the server is never held up by its own words.
                std::thread::spawn(move || lines.for_each(drop));
                return Ok(Server { folder, port: free.port(), user, daemon });
            }
            let _ = daemon.wait();
        }
        Err(format!("sshd 不能在这里运行:{said}"))
    }

    /// A new key pair of that name.
    pub fn key(&self, name: &str) -> Key {
        let private = self.folder.path().join(name);
        make_key(&private).expect("a key");
        Key { public: private.with_extension("pub"), private }
    }

    /// Adds a line to `authorized_keys`.
    pub fn allow(&self, line: &str) {
        let file = File::options().append(true).open(self.folder.path().join("authorized_keys"));
        file.and_then(|mut f| f.write_all(line.as_bytes())).expect("written");
    }

    /// The options of a client with that key, then `more`.
    fn client(&self, key: &Key, more: &[&str]) -> Vec<String> {
        let known = format!("UserKnownHostsFile={}", self.folder.path().join("known").display());
        let options = [
            "BatchMode=yes",
            "IdentitiesOnly=yes",
            "IdentityAgent=none",
            "StrictHostKeyChecking=no",
            "LogLevel=ERROR",
            &known,
        ];
        let mut all = vec!["-F".to_string(), "none".into(), "-i".into(), key.private.display().to_string()];
        all.extend(options.iter().flat_map(|o| ["-o".to_string(), (*o).to_string()]));
        all.extend(more.iter().map(|m| (*m).to_string()));
        all
    }

    /// A person at a terminal, with further options of the client.
    pub fn sit(&self, key: &Key, options: &[&str]) -> Screen {
        let port = self.port.to_string();
        let host = format!("{}@127.0.0.1", self.user);
        let mut all = self.client(key, &["-tt", "-p", &port]);
        all.extend(options.iter().map(|o| (*o).to_string()));
        all.push(host);
        let words: Vec<&str> = all.iter().map(String::as_str).collect();
        Screen::start("ssh", &words, &[], (80, 24))
    }

    /// A client without a terminal: options, then the command it asks for. One that is let in where it should not
    /// be may stay for ever; it is ended, and has no exit code then.
    pub fn ask(&self, key: &Key, options: &[&str], command: &[&str]) -> Output {
        let port = self.port.to_string();
        let mut all = self.client(key, &["-p", &port]);
        all.extend(options.iter().map(|o| (*o).to_string()));
        all.extend(["--".to_string(), format!("{}@127.0.0.1", self.user)]);
        all.extend(command.iter().map(|c| (*c).to_string()));
        Command::new("timeout")
            .args(["-s", "KILL", "20", "ssh"])
            .args(all)
            .stdin(Stdio::null())
            .output()
            .expect("ssh runs")
    }

    /// Fetches a file as `sftp` does.
    pub fn fetch(&self, key: &Key, from: &Path, to: &Path) -> Output {
        let port = self.port.to_string();
        let mut all = self.client(key, &["-P", &port, "-q"]);
        all.push(format!("{}@127.0.0.1:{}", self.user, from.display()));
        all.push(to.display().to_string());
        Command::new("sftp").args(all).stdin(Stdio::null()).output().expect("sftp runs")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.daemon.kill();
        let _ = self.daemon.wait();
    }
}
