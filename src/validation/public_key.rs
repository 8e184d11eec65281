//! 公钥: one line of an OpenSSH `.pub` file, read strictly.
//!
//! What is accepted ends up in a file that the SSH server obeys, so nothing of the line is passed on but a
//! known type and the key itself, written anew: no options, no second line, no comment.

use super::Problem;
use super::text::clean_line;

/// A public key that was taken apart and found whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey {
    kind: &'static str,
    blob: Vec<u8>,
}

/// The types in use; DSA and short RSA keys are no longer believed.
const KINDS: &[&str] = &[
    "ssh-ed25519",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "sk-ssh-ed25519@openssh.com",
    "sk-ecdsa-sha2-nistp256@openssh.com",
    "ssh-rsa",
];

/// Fewest bits of an RSA modulus.
const RSA_BITS: usize = 3072;
/// No key of the types above is longer; a file that is not a key is not read to its end.
pub const LONGEST: usize = 8192;

impl PublicKey {
    /// Reads the text of a `.pub` file.
    ///
    /// # Errors
    /// A problem of `key`, with what to hand in instead.
    pub fn read(text: &str) -> Result<PublicKey, Problem> {
        let bad = |text: &str| Problem::new("key", text);
        if text.contains("PRIVATE KEY") {
            return Err(bad("这是私钥,不能交给任何人;请用同名的 .pub 文件,这把私钥最好作废重做"));
        }
        let text = text.trim_matches([' ', '\t', '\r', '\n']);
        if text.is_empty() {
            return Err(bad("没有内容;请给 .pub 文件,内容如 ssh-ed25519 AAAA… 名字"));
        }
        if text.len() > LONGEST {
            return Err(bad("太长,不是一把公钥;请给 .pub 文件"));
        }
        if text.contains(['\n', '\r']) {
            return Err(bad("不止一行;一次只能给一把公钥"));
        }
        if clean_line(text) != text.replace('\t', " ") {
            return Err(bad("含有看不见的字符;请重新取一份 .pub 文件"));
        }
        let mut words = text.split([' ', '\t']).filter(|w| !w.is_empty());
        let first = words.next().unwrap_or_default();
        let Some(kind) = KINDS.iter().copied().find(|k| *k == first) else {
            return Err(bad(&format!(
                "开头“{}”不是认识的公钥类型;前面不能带选项,可用的类型:{}",
                first.chars().take(40).collect::<String>(),
                KINDS.join("、")
            )));
        };
        let encoded = words.next().ok_or_else(|| bad("只有类型,没有公钥内容;请重新取一份 .pub 文件"))?;
        let blob = decode(encoded).ok_or_else(|| bad("公钥内容不是完整的base64;请整行复制,不要断行"))?;
        match whole(kind, &blob) {
            Some(bits) if kind == "ssh-rsa" && bits < RSA_BITS => {
                Err(bad(&format!("RSA钥匙只有{bits}位,至少要{RSA_BITS}位;请用 ssh-keygen -t ed25519 另做一把")))
            }
            Some(_) => Ok(PublicKey { kind, blob }),
            None => Err(bad("公钥内容和类型不符或不完整;请重新取一份 .pub 文件")),
        }
    }

    /// As it stands in a `.pub` file, without comment.
    pub fn text(&self) -> String {
        format!("{} {}", self.kind, encode(&self.blob, true))
    }

    /// The key as it goes over the line; its SHA-256 is the fingerprint.
    pub fn blob(&self) -> &[u8] {
        &self.blob
    }
}

/// A digest as OpenSSH shows it.
pub fn fingerprint(sha256: &[u8]) -> String {
    format!("SHA256:{}", encode(sha256, false))
}

/// Takes a length-prefixed part off the front.
fn part<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let (length, after) = rest.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
    let (part, after) = after.split_at_checked(length)?;
    *rest = after;
    Some(part)
}

/// Whether the key is what its type says and ends where it should; its size in bits.
fn whole(kind: &str, blob: &[u8]) -> Option<usize> {
    let mut rest = blob;
    (part(&mut rest)? == kind.as_bytes()).then_some(())?;
    let sk = kind.starts_with("sk-");
    let bits = if matches!(kind, "ssh-ed25519" | "sk-ssh-ed25519@openssh.com") {
        (part(&mut rest)?.len() == 32).then_some(256)?
    } else if kind == "ssh-rsa" {
        let (e, n) = (part(&mut rest)?, part(&mut rest)?);
        // Positive, and written without needless zeros.
        let plain = |m: &[u8]| !m.is_empty() && m[0] < 0x80 && (m[0] != 0 || m.len() > 1 && m[1] >= 0x80);
        (plain(e) && plain(n)).then_some(())?;
        let digits = n.iter().copied().skip_while(|b| *b == 0).collect::<Vec<u8>>();
        digits.len() * 8 - usize::try_from(digits.first()?.leading_zeros()).ok()?
    } else {
        let curve = part(&mut rest)?;
        let name = kind.trim_start_matches("sk-").trim_start_matches("ecdsa-sha2-").trim_end_matches("@openssh.com");
        (curve == name.as_bytes()).then_some(())?;
        let bits = match name {
            "nistp256" => 256,
            "nistp384" => 384,
            _ => 521,
        };
        let point = part(&mut rest)?;
        (point.len() == 1 + 2 * usize::div_ceil(bits, 8) && point[0] == 4).then_some(bits)?
    };
    if sk {
        part(&mut rest)?;
    }
    rest.is_empty().then_some(bits)
}

const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Base64 with its padding; nothing else in between, no stray bits at the end.
fn decode(text: &str) -> Option<Vec<u8>> {
    let bytes = text.as_bytes();
    if bytes.is_empty() || !bytes.len().is_multiple_of(4) {
        return None;
    }
    let padding = bytes.iter().rev().take_while(|b| **b == b'=').count();
    if padding > 2 {
        return None;
    }
    let mut out = Vec::with_capacity(bytes.len() / 4 * 3);
    let (mut bits, mut held) = (0u32, 0);
    for byte in &bytes[..bytes.len() - padding] {
        let value = SIGNS.iter().position(|s| s == byte)?;
        bits = bits << 6 | u32::try_from(value).ok()?;
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push(u8::try_from(bits >> held & 0xFF).ok()?);
            bits &= (1 << held) - 1;
        }
    }
    (bits == 0).then_some(out)
}

fn encode(bytes: &[u8], padded: bool) -> String {
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let value = three.iter().fold(0u32, |v, b| v << 8 | u32::from(*b)) << (8 * (3 - three.len()));
        for place in 0..=three.len() {
            out.push(char::from(SIGNS[(value >> (18 - 6 * place) & 63) as usize]));
        }
        if padded {
            out.push_str(&"=".repeat(3 - three.len()));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const GOOD: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl";

    fn key(kind: &str, parts: &[&[u8]]) -> String {
        let mut blob = Vec::new();
        for part in [kind.as_bytes()].iter().chain(parts) {
            blob.extend(u32::try_from(part.len()).expect("short").to_be_bytes());
            blob.extend_from_slice(part);
        }
        format!("{kind} {}", encode(&blob, true))
    }

    fn rsa(bytes: usize) -> String {
        let mut n = vec![0xAB; bytes];
        n.insert(0, 0);
        key("ssh-rsa", &[&[1, 0, 1], &n])
    }

    #[test]
    fn what_ssh_keygen_makes_is_read_and_written_without_its_comment() {
        for text in [format!("{GOOD}\n"), format!("{GOOD} wang@laptop\r\n"), format!("  {GOOD}\t王 建国")] {
            assert_eq!(PublicKey::read(&text).expect(&text).text(), GOOD);
        }
        let point = |n: usize| [vec![4], vec![7; n]].concat();
        for text in [
            key("ecdsa-sha2-nistp256", &[b"nistp256", &point(64)]),
            key("ecdsa-sha2-nistp384", &[b"nistp384", &point(96)]),
            key("ecdsa-sha2-nistp521", &[b"nistp521", &point(132)]),
            key("sk-ssh-ed25519@openssh.com", &[&[9; 32], b"ssh:"]),
            key("sk-ecdsa-sha2-nistp256@openssh.com", &[b"nistp256", &point(64), b"ssh:"]),
            rsa(384),
        ] {
            assert_eq!(PublicKey::read(&text).expect(&text).text(), text);
        }
    }

    #[test]
    fn whatever_is_not_one_plain_key_is_refused_with_the_remedy() {
        let said = |text: &str| PublicKey::read(text).expect_err(text).text;
        for (text, words) in [
            ("", "没有内容"),
            ("ssh-ed25519", "没有公钥内容"),
            ("ssh-dss AAAAB3NzaC1kc3M=", "不是认识的公钥类型"),
            (&format!("no-pty {GOOD}"), "前面不能带选项"),
            (&format!("command=\"/bin/sh\" {GOOD}"), "前面不能带选项"),
            (&format!("{GOOD}\n{GOOD}"), "不止一行"),
            (&format!("{GOOD} a\rssh-rsa AAAA"), "不止一行"),
            (&format!("{GOOD} a\u{1b}[2J"), "看不见的字符"),
            (&format!("{GOOD} a\u{202e}b"), "看不见的字符"),
            (&GOOD[..GOOD.len() - 1], "base64"),
            (&GOOD[..GOOD.len() - 4], "不符或不完整"),
            (&format!("{GOOD}AAAA"), "不符或不完整"),
            (&GOOD.replace("ssh-ed25519 ", "ssh-rsa "), "不符或不完整"),
            (&rsa(256), "只有2048位"),
            (&key("ecdsa-sha2-nistp256", &[b"nistp384", &[4; 65]]), "不符或不完整"),
            ("-----BEGIN OPENSSH PRIVATE KEY-----\nabc", "私钥"),
            (&"x".repeat(LONGEST + 1), "太长"),
        ] {
            assert!(said(text).contains(words), "{text}: {}", said(text));
        }
    }

    #[test]
    fn a_fingerprint_is_written_as_openssh_writes_it() {
        assert_eq!(fingerprint(&[0; 32]), format!("SHA256:{}", "A".repeat(43)));
    }

    proptest! {
        #[test]
        fn base64_goes_there_and_back(bytes in proptest::collection::vec(any::<u8>(), 1..80)) {
            prop_assert_eq!(decode(&encode(&bytes, true)), Some(bytes));
        }

        /// Whatever is read, a line with nothing but a type and signs of base64 comes out.
        #[test]
        fn nothing_but_a_key_comes_out(before in r#"(?s).{0,6}"#, after in r#"(?s)( |\n|"|,|\\|=|.){0,12}"#) {
            if let Ok(key) = PublicKey::read(&format!("{before}{GOOD}{after}")) {
                let text = key.text();
                let (kind, blob) = text.split_once(' ').expect("two words");
                prop_assert!(KINDS.contains(&kind));
                prop_assert!(blob.bytes().all(|b| SIGNS.contains(&b) || b == b'='));
            }
        }
    }
}
