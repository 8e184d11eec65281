//! 加密备份: a proved copy as an age file (age-encryption.org/v1) for media that leave the room.
//!
//! Owns the keys and the two streams, in constant memory; what a backup is and when it is believed is
//! `backup`'s and `restore`'s. A changed, shortened or exchanged file never decrypts. The key is nowhere
//! kept: who loses it has lost the copies.

use super::backup::disk;
use super::{Failure, Outcome};
use crate::domain::backup::hex;
use crate::store;
use age::secrecy::{ExposeSecret, SecretString};
use age::{DecryptError, Decryptor, Encryptor, Identity, IdentityFile, Recipient, scrypt, x25519};
use sha2::{Digest, Sha256};
use std::fs::{File, OpenOptions};
use std::io::{BufReader, BufWriter, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::str::FromStr;

/// What an encrypted backup is called after its time.
pub const SUFFIX: &str = ".age";
/// Fewest characters of a passphrase: whoever finds the medium can try as long as he likes. 工作室默认.
pub const PASSPHRASE: usize = 12;
/// Bytes between the disk and the cipher.
const PART: usize = 1 << 18;

/// Who will be able to read a backup.
pub enum Lock {
    Passphrase(SecretString),
    /// Public keys, each alone sufficient.
    Keys(Vec<x25519::Recipient>),
}

impl Lock {
    /// # Errors
    /// A passphrase that is too short.
    pub fn passphrase(text: &str) -> Outcome<Lock> {
        if text.chars().count() < PASSPHRASE {
            return Err(Failure::refusal(
                format!("口令太短:至少{PASSPHRASE}个字符"),
                "用几个不相干的词连起来,写在纸上与备份分开存放",
            ));
        }
        Ok(Lock::Passphrase(SecretString::from(text.to_string())))
    }

    /// Public keys as they are printed: `age1…`.
    ///
    /// # Errors
    /// The first that is none.
    pub fn keys<'a>(texts: impl IntoIterator<Item = &'a str>) -> Outcome<Lock> {
        let one = |text: &str| {
            x25519::Recipient::from_str(text.trim()).map_err(|_| {
                Failure::refusal(format!("“{text}”不是公钥"), "公钥以 age1 开头,用 fengqiao backup --new-key 文件 生成")
            })
        };
        Ok(Lock::Keys(texts.into_iter().map(one).collect::<Outcome<_>>()?))
    }

    /// Whether this process can read what it has locked.
    fn key(&self) -> Option<Key> {
        match self {
            Lock::Passphrase(secret) => Some(Key::Passphrase(secret.clone())),
            Lock::Keys(_) => None,
        }
    }

    /// How it is told in the note of a backup.
    pub fn how(&self) -> &'static str {
        match self {
            Lock::Passphrase(_) => "口令",
            Lock::Keys(_) => "公钥",
        }
    }
}

/// What reads a backup.
pub enum Key {
    Passphrase(SecretString),
    File(Vec<Box<dyn Identity + Send + Sync>>),
}

impl Key {
    pub fn passphrase(text: &str) -> Key {
        Key::Passphrase(SecretString::from(text.to_string()))
    }

    /// Private keys of a file, as [`new_key`] writes it.
    ///
    /// # Errors
    /// A file that is not there or holds no key.
    pub fn file(path: &Path) -> Outcome<Key> {
        let none = |_| {
            Failure::refusal(
                format!("{} 里没有能用的私钥", path.display()),
                "请用 fengqiao backup --new-key 生成的私钥文件",
            )
        };
        let file = File::open(path).map_err(|e| disk(path, &e))?;
        let found = IdentityFile::from_buffer(BufReader::new(file)).map_err(none)?;
        let keys = found.into_identities().map_err(|_| none(std::io::Error::other("")))?;
        if keys.is_empty() {
            return Err(none(std::io::Error::other("")));
        }
        Ok(Key::File(keys))
    }
}

/// Writes a new private key to a new file of mode 0600 and returns its public key.
///
/// # Errors
/// A file that is there already.
pub fn new_key(path: &Path) -> Outcome<String> {
    let identity = x25519::Identity::generate();
    let public = identity.to_public().to_string();
    let text = format!("# public key: {public}\n{}\n", identity.to_string().expose_secret());
    let mut file =
        OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).map_err(|e| match e.kind() {
            std::io::ErrorKind::AlreadyExists => {
                Failure::refusal(format!("{}已经存在", path.display()), "换一个文件名;旧私钥丢了,旧备份就打不开了")
            }
            _ => disk(path, &e),
        })?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(|e| disk(path, &e))?;
    Ok(public)
}

/// Whether a file begins as an age file does.
///
/// # Errors
/// Of the disk.
pub fn is_encrypted(path: &Path) -> Outcome<bool> {
    let mut start = [0; 21];
    match File::open(path).and_then(|mut f| f.read_exact(&mut start)) {
        Ok(()) => Ok(&start == b"age-encryption.org/v1"),
        Err(e) if e.kind() == std::io::ErrorKind::UnexpectedEof => Ok(false),
        Err(e) => Err(disk(path, &e)),
    }
}

/// Copies what is written and reckons its SHA-256.
struct Told<W> {
    to: W,
    sha: Sha256,
    bytes: u64,
}

impl<W: Write> Write for Told<W> {
    fn write(&mut self, part: &[u8]) -> std::io::Result<usize> {
        let n = self.to.write(part)?;
        self.sha.update(&part[..n]);
        self.bytes += n as u64;
        Ok(n)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.to.flush()
    }
}

/// SHA-256 and length of the encrypted file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    pub sha256: String,
    pub bytes: u64,
}

/// Encrypts `from` into the new file `to` (mode 0600), waits for the disk and reads it back: all of it must
/// be as it was written, and with a passphrase it must decrypt to the very bytes of `from`.
///
/// # Errors
/// Of the disk; a file that does not read back as written.
pub fn encrypt(from: &Path, to: &Path, lock: &Lock, plain: &str) -> Outcome<Sealed> {
    let locked = match lock {
        Lock::Passphrase(secret) => Encryptor::with_user_passphrase(secret.clone()),
        Lock::Keys(keys) => Encryptor::with_recipients(keys.iter().map(|k| k as &dyn Recipient))
            .map_err(|_| Failure::refusal("没有写明公钥", "写 --to age1…"))?,
    };
    let written = || -> std::io::Result<Sealed> {
        let mut source = BufReader::with_capacity(PART, File::open(from)?);
        let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(to)?;
        let told = Told { to: BufWriter::with_capacity(PART, file), sha: Sha256::new(), bytes: 0 };
        let mut stream = locked.wrap_output(told)?;
        std::io::copy(&mut source, &mut stream)?;
        let Told { to, sha, bytes } = stream.finish()?;
        to.into_inner().map_err(std::io::IntoInnerError::into_error)?.sync_all()?;
        Ok(Sealed { sha256: hex(&sha.finalize()), bytes })
    };
    let sealed = written().map_err(|e| disk(to, &e))?;
    let unlike = || Failure::Fault(format!("{} 写出后读回不一样;请换一个介质重做", to.display()));
    let (sha256, bytes) = super::backup::digest(to, None)?;
    if (Sealed { sha256, bytes }) != sealed {
        return Err(unlike());
    }
    if let Some(key) = lock.key() {
        let mut back = Told { to: std::io::sink(), sha: Sha256::new(), bytes: 0 };
        decrypt_to(to, &mut back, &key)?;
        if hex(&back.sha.finalize()) != plain {
            return Err(unlike());
        }
    }
    Ok(sealed)
}

/// Decrypts `from` into `to`.
///
/// # Errors
/// A refusal: the wrong key, or a file that was changed or cut off. A fault of the disk.
pub fn decrypt_to(from: &Path, to: &mut dyn Write, key: &Key) -> Outcome<()> {
    let name = from.file_name().unwrap_or_default().to_string_lossy().to_string();
    let broken =
        || Failure::refusal(format!("备份“{name}”不能用:内容被改动过或不完整"), "换一个备份;现有的数据库没有改动");
    let wrong = || {
        let what = match key {
            Key::Passphrase(_) => "口令不对,或这份备份是用公钥加密的(要 --identity 私钥文件)",
            Key::File(_) => "这把私钥打不开它,或它是用口令加密的(不写 --identity,运行后输入口令)",
        };
        Failure::refusal(format!("备份“{name}”没有打开:{what}"), "请核对后重做;现有的数据库没有改动")
    };
    let file = BufReader::with_capacity(PART, File::open(from).map_err(|e| disk(from, &e))?);
    let decryptor = Decryptor::new_buffered(file).map_err(|_| broken())?;
    let opened = match key {
        Key::Passphrase(secret) => {
            decryptor.decrypt(std::iter::once(&scrypt::Identity::new(secret.clone()) as &dyn Identity))
        }
        Key::File(keys) => decryptor.decrypt(keys.iter().map(|k| k.as_ref() as &dyn Identity)),
    };
    let mut stream = opened.map_err(|error| match error {
        DecryptError::DecryptionFailed | DecryptError::NoMatchingKeys | DecryptError::KeyDecryptionFailed => wrong(),
        _ => broken(),
    })?;
    let mut part = vec![0; PART];
    loop {
        // An error here is the cipher's: a part that is not what was sealed, or a file that ends too early.
        match stream.read(&mut part).map_err(|_| broken())? {
            0 => return Ok(()),
            n => to
                .write_all(&part[..n])
                .map_err(|e| Failure::Fault(format!("解密时写不了:{};请检查磁盘空间", store::disk::words(&e))))?,
        }
    }
}
