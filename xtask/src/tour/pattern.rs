//! Lines that differ from run to run, written with placeholders.
//!
//! | placeholder | stands for |
//! |---|---|
//! | `<uuid>` | a UUID |
//! | `<time>` | a time as RFC 3339 writes it |
//! | `<number>` | digits |
//! | `<token>` | 16 or more letters, digits, `_`, `-`, `+`, `/`, `=` |
//! | `…` | anything, on the same line |

/// Whether a printed line is what the pattern says.
pub(crate) fn matches(pattern: &str, line: &str) -> bool {
    if let Some(rest) = pattern.strip_prefix('…') {
        return line.char_indices().map(|(at, _)| at).chain([line.len()]).any(|at| matches(rest, &line[at..]));
    }
    for (placeholder, length) in PLACEHOLDERS {
        if let Some(rest) = pattern.strip_prefix(placeholder) {
            return length(line).is_some_and(|length| matches(rest, &line[length..]));
        }
    }
    let mut rest = pattern.chars();
    match rest.next() {
        None => line.is_empty(),
        Some(character) => line.strip_prefix(character).is_some_and(|line| matches(rest.as_str(), line)),
    }
}

/// How many bytes at the start of a line a placeholder stands for.
type Length = fn(&str) -> Option<usize>;

const PLACEHOLDERS: [(&str, Length); 4] = [("<uuid>", uuid), ("<time>", time), ("<number>", number), ("<token>", token)];

fn uuid(line: &str) -> Option<usize> {
    const HYPHENS: [usize; 4] = [8, 13, 18, 23];
    let bytes = line.as_bytes().get(..36)?;
    let is_part = |(at, byte): (usize, &u8)| if HYPHENS.contains(&at) { *byte == b'-' } else { byte.is_ascii_hexdigit() };
    bytes.iter().enumerate().all(is_part).then_some(36)
}

fn time(line: &str) -> Option<usize> {
    const SHAPE: &[u8] = b"dddd-dd-ddTdd:dd:dd";
    let is_part = |(shape, byte): (&u8, &u8)| if *shape == b'd' { byte.is_ascii_digit() } else { byte == shape };
    let seconds = line.as_bytes().get(..SHAPE.len())?;
    if !SHAPE.iter().zip(seconds).all(is_part) {
        return None;
    }
    let fraction = run(&line[SHAPE.len()..], |byte| byte.is_ascii_digit() || byte == b'.');
    let end = SHAPE.len() + fraction;
    line[end..].starts_with('Z').then_some(end + 1)
}

fn number(line: &str) -> Option<usize> {
    Some(run(line, |byte| byte.is_ascii_digit())).filter(|length| *length > 0)
}

fn token(line: &str) -> Option<usize> {
    Some(run(line, |byte| byte.is_ascii_alphanumeric() || b"_-+/=".contains(&byte))).filter(|length| *length >= 16)
}

fn run(line: &str, is_part: fn(u8) -> bool) -> usize {
    line.bytes().take_while(|byte| is_part(*byte)).count()
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn plain_lines_match_themselves_only() {
        assert!(matches(r#"{"a":1}"#, r#"{"a":1}"#));
        assert!(!matches("a", "ab"));
        assert!(!matches("ab", "a"));
    }

    #[test]
    fn placeholders_match_their_kind_only() {
        assert!(matches(r#"{"id":"<uuid>"}"#, r#"{"id":"0192f0c1-2f4e-7a3b-9c1d-0123456789ab"}"#));
        assert!(!matches("<uuid>", "0192f0c1-2f4e-7a3b-9c1d-0123456789a"));
        assert!(matches("at <time>.", "at 2026-11-22T12:00:00.123Z."));
        assert!(!matches("<time>", "2026-11-22"));
        assert!(matches("<number> rooms", "12 rooms"));
        assert!(!matches("<number> rooms", " rooms"));
        assert!(matches("whsec_<token>", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
        assert!(!matches("<token>", "short"));
    }

    #[test]
    fn an_ellipsis_matches_anything_on_the_line() {
        assert!(matches(r#"{"id":…,"text":"hi"}"#, r#"{"id":"1","at":2,"text":"hi"}"#));
        assert!(matches("…", ""));
        assert!(!matches("a…z", "a"));
    }
}
