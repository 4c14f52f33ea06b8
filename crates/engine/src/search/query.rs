//! What somebody looks for: words, `"words in this order"`, `-words that must not be there`. The last word may go on.

use switchroom_domain::Refusal;

use super::documents::exactly;
use super::tokens::{Token, tokens};
use crate::ports::{DocumentKind, IndexQuery, Term};

/// Characters, at the most.
const MOST_CHARS: usize = 500;
/// Words, at the most.
const MOST_WORDS: usize = 32;

/// What is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// All of these must be found.
    pub(super) all: Vec<Phrase>,
    /// None of these may be found.
    pub(super) none: Vec<Phrase>,
}

/// Words in this order; never none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Phrase {
    pub(super) tokens: Vec<Token>,
    /// Whether the last one may go on.
    pub(super) goes_on: bool,
}

impl Query {
    /// Reads what was typed. Refuses what has no word to be found, and what is too long.
    pub fn read(typed: &str) -> Result<Self, Refusal> {
        if typed.chars().count() > MOST_CHARS {
            return Err(Refusal::Invalid { field: "q", message: format!("must be at most {MOST_CHARS} characters") });
        }
        let (mut all, mut none) = (Vec::new(), Vec::new());
        let mut last_may_go_on = false;
        for piece in pieces(typed) {
            let tokens = tokens(piece.text);
            if tokens.is_empty() {
                continue;
            }
            last_may_go_on = !piece.quoted && !piece.excluded;
            if piece.excluded { &mut none } else { &mut all }.push(Phrase { tokens, goes_on: false });
        }
        let Some(last) = all.last_mut() else { return Err(Refusal::invalid("q", "must have a word to look for")) };
        // What is written without spaces goes on in any case.
        last.goes_on = last_may_go_on && last.tokens.last().is_some_and(|token| !token.alone);
        let query = Self { all, none };
        if query.all.iter().chain(&query.none).map(|phrase| phrase.tokens.len()).sum::<usize>() > MOST_WORDS {
            return Err(Refusal::Invalid { field: "q", message: format!("must have at most {MOST_WORDS} words") });
        }
        Ok(query)
    }

    /// Asks the index for things of a kind that have these terms too.
    pub(super) fn of(&self, kind: DocumentKind, filters: impl IntoIterator<Item = String>, before: Option<i64>) -> IndexQuery {
        let mut wanted = self.wanted();
        wanted.extend(filters.into_iter().map(exactly));
        IndexQuery { kind, wanted, unwanted: self.unwanted(), before, from: None, to: None, limit: 0 }
    }

    /// What whatever is found must have in the index; a little more than what is looked for may have it too.
    fn wanted(&self) -> Vec<Term> {
        let mut wanted: Vec<Term> = self.all.iter().flat_map(Phrase::terms).collect();
        wanted.sort();
        wanted.dedup();
        // Beside a word, one that has only just been begun leaves out so little that it is not worth gathering all that begins so.
        if wanted.iter().any(|term| !is_hardly_begun(term)) {
            wanted.retain(|term| !is_hardly_begun(term));
        }
        wanted
    }

    /// What nothing that is found may have in the index.
    fn unwanted(&self) -> Vec<Term> {
        // Several words may all be there in another order: that is told apart later.
        self.none.iter().map(Phrase::terms).filter_map(|mut terms| if terms.len() == 1 { terms.pop() } else { None }).collect()
    }
}

/// Whether it is a word of one or two letters that may go on.
fn is_hardly_begun(term: &Term) -> bool {
    // The first character is the kind of term.
    term.begins && term.text.chars().count() <= 3
}

impl Phrase {
    fn terms(&self) -> Vec<Term> {
        let last = self.tokens.len() - 1;
        let goes_on = |at| self.goes_on && at == last;
        let pair_at = |at: usize| self.tokens[at].joins(self.tokens.get(at + 1)?).then(|| pair(&self.tokens[at], &self.tokens[at + 1]));
        let mut terms = Vec::new();
        for (at, token) in self.tokens.iter().enumerate() {
            let in_last_pair = at > 0 && pair_at(at - 1).is_some();
            match pair_at(at) {
                Some(pair) => terms.push(Term { text: pair, begins: false }),
                None if in_last_pair => {}
                None => terms.push(Term { text: single(token), begins: goes_on(at) }),
            }
        }
        terms
    }
}

/// What the index has for a word.
pub(super) fn single(token: &Token) -> String {
    format!("w{}", token.word)
}

/// What the index has for two that are written together: one alone would be everywhere.
pub(super) fn pair(token: &Token, next: &Token) -> String {
    format!("w{}{}", token.word, next.word)
}

/// A part of what was typed.
struct Piece<'a> {
    text: &'a str,
    quoted: bool,
    excluded: bool,
}

/// Takes what was typed apart at spaces and quotation marks. A quotation that does not end ends with the text.
fn pieces(typed: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = typed.trim_start();
    while !rest.is_empty() {
        let after_minus = rest.strip_prefix('-').filter(|after| after.starts_with(|char: char| !char.is_whitespace() && char != '-'));
        let excluded = after_minus.is_some();
        let begun = after_minus.unwrap_or(rest);
        let (text, quoted, left) = match begun.strip_prefix(is_quote) {
            Some(inside) => match inside.find(is_quote) {
                Some(end) => (&inside[..end], true, inside[end..].trim_start_matches(is_quote)),
                None => (inside, true, ""),
            },
            None => {
                let end = begun.find(|char: char| char.is_whitespace() || is_quote(char)).unwrap_or(begun.len());
                (&begun[..end], false, &begun[end..])
            }
        };
        pieces.push(Piece { text, quoted, excluded });
        rest = left.trim_start();
    }
    pieces
}

fn is_quote(char: char) -> bool {
    matches!(char, '"' | '“' | '”' | '„' | '«' | '»')
}

#[cfg(test)]
mod tests {
    use super::{Phrase, Query};
    use crate::ports::Term;

    fn shown(phrases: &[Phrase]) -> Vec<String> {
        let show = |phrase: &Phrase| {
            let words: Vec<&str> = phrase.tokens.iter().map(|token| token.word.as_str()).collect();
            words.join(" ") + if phrase.goes_on { "*" } else { "" }
        };
        phrases.iter().map(show).collect()
    }

    fn read(typed: &str) -> (Vec<String>, Vec<String>) {
        let query = Query::read(typed).expect(typed);
        (shown(&query.all), shown(&query.none))
    }

    fn words(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn words_phrases_and_exclusions_are_told_apart() {
        for (typed, all, none) in [
            ("Hello", &["hello*"][..], &[][..]),
            ("  refund  ORDER ", &["refund", "order*"], &[]),
            ("\"late delivery\" box", &["late delivery", "box*"], &[]),
            ("box \"late delivery\"", &["box", "late delivery"], &[]),
            ("box -late", &["box"], &["late"]),
            ("-\"late delivery\" box", &["box*"], &["late delivery"]),
            ("“not ended", &["not ended"], &[]),
            ("a\"b c\"d", &["a", "b c", "d*"], &[]),
            ("e-mail", &["e mail*"], &[]),
            ("ann@example.com", &["ann example com*"], &[]),
            ("--x - y", &["x", "y*"], &[]),
            ("NEAR(a b) OR c:d*", &["near a", "b", "or", "c d*"], &[]),
        ] {
            assert_eq!(read(typed), (words(all), words(none)), "{typed}");
        }
    }

    #[test]
    fn without_a_word_nothing_is_looked_for() {
        for typed in ["", "  ", "\"", "*", "\"\"", "- -", "-word", "…()", ":", "'; --", "\u{301}"] {
            assert!(Query::read(typed).is_err(), "{typed}");
        }
        assert!(Query::read(&"x".repeat(501)).is_err() && Query::read(&"x ".repeat(33)).is_err());
    }

    #[test]
    fn what_is_written_without_spaces_is_looked_up_in_pairs() {
        let term = |text: &str, begins| Term { text: text.to_owned(), begins };
        assert_eq!(Query::read("東京都").expect("query").wanted(), [term("w京都", false), term("w東京", false)]);
        assert_eq!(Query::read("京").expect("query").wanted(), [term("w京", false)]);
        assert_eq!(Query::read("x京都 abc").expect("query").wanted(), [term("wabc", true), term("wx", false), term("w京都", false)]);
        assert_eq!(Query::read("x京都 ab").expect("query").wanted(), [term("wx", false), term("w京都", false)]);
        assert_eq!(Query::read("ab").expect("query").wanted(), [term("wab", true)]);
        let query = Query::read("a -b -\"c d\"").expect("query");
        assert_eq!(query.unwanted(), [term("wb", false)]);
    }
}
