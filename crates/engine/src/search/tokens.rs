//! The words of a text.

use std::ops::Range;

use super::fold::{Class, class, fold_into};

/// Bytes of a word that are compared, about: whatever is longer counts as the same word.
const MOST_BYTES: usize = 96;

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    /// What it is compared as; never empty.
    pub(super) word: String,
    /// Where it stands in the text, in bytes.
    pub(super) range: Range<usize>,
    /// Whether it is of a script that writes no spaces.
    pub(super) alone: bool,
}

impl Token {
    /// Whether this and `next` are written without a space: together they may be a word.
    pub(super) fn joins(&self, next: &Token) -> bool {
        self.alone && next.alone && self.range.end == next.range.start
    }
}

/// The words of a text, in order.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut all: Vec<Token> = Vec::new();
    // The word that may go on, if there is one.
    let mut open: Option<Token> = None;
    for (start, char) in text.char_indices() {
        let end = start + char.len_utf8();
        let class = class(char);
        match (&mut open, class) {
            (Some(token), Class::Word) if !token.alone => {
                token.range.end = end;
                if token.word.len() < MOST_BYTES {
                    fold_into(&mut token.word, char);
                }
            }
            (Some(token), Class::Mark) => token.range.end = end,
            (_, Class::Word | Class::Alone) => {
                all.extend(open.take());
                let mut word = String::new();
                fold_into(&mut word, char);
                open = Some(Token { word, range: start..end, alone: class == Class::Alone });
            }
            (None, Class::Mark) => {}
            (_, Class::Gap) => all.extend(open.take()),
        }
    }
    all.extend(open);
    // Some letters are nothing but marks once they are taken apart.
    all.retain(|token| !token.word.is_empty());
    all
}

/// Only the digits of a text, as one word: a phone number, however it is written. None if there are too few.
pub(super) fn digits(text: &str) -> Option<Token> {
    const LEAST: usize = 5;
    let mut word = String::new();
    for char in text.chars().filter(|char| char.is_numeric()) {
        fold_into(&mut word, char);
    }
    word.truncate(word.char_indices().nth(MOST_BYTES).map_or(word.len(), |(at, _)| at));
    (word.len() >= LEAST).then_some(Token { word, range: 0..text.len(), alone: false })
}

#[cfg(test)]
mod tests {
    use super::{digits, tokens};

    fn words(text: &str) -> Vec<String> {
        tokens(text).into_iter().map(|token| token.word).collect()
    }

    #[test]
    fn words_are_what_stands_between_gaps() {
        assert_eq!(words("Hello, World! 3.14 l'été"), ["hello", "world", "3", "14", "l", "ete"]);
        assert_eq!(words("ann@Example.com"), ["ann", "example", "com"]);
        assert_eq!(words("東京タワー2号"), ["東", "京", "タ", "ワ", "ー", "2", "号"]);
        assert_eq!(words("한국어 검색"), [words("한국어").concat(), words("검색").concat()]);
        assert!(words(" \u{301}…—\0").is_empty());
    }

    #[test]
    fn a_word_says_where_it_stands() {
        let text = "¡Cafe\u{301}s!";
        let found = tokens(text);
        assert_eq!((found.len(), &text[found[0].range.clone()]), (1, "Cafe\u{301}s"));
    }

    #[test]
    fn endless_words_are_cut() {
        let long = "x".repeat(100_000);
        assert!(words(&long)[0].len() < 200);
        assert_eq!(words(&long), words(&long[..50_000]));
    }

    #[test]
    fn a_phone_number_is_one_word_too() {
        assert_eq!(digits("+62 (812) 34-56").expect("digits").word, "628123456");
        assert_eq!(digits("12-34"), None);
    }
}
