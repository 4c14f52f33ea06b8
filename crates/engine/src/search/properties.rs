//! What holds for every text and everything that may be typed.

use proptest::prelude::{ProptestConfig, Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest};

use super::matching::{Field, find, terms};
use super::query::Query;
use super::snippet::snippet;
use super::tokens::tokens;
use crate::ports::{DocumentKind, Term};

/// Texts of few letters, so that something is found, and of any.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[abAé ßİ京都\u{301}\u{3099}ที่\"* :-]{0,40}",
        proptest::collection::vec(any::<char>(), 0..40).prop_map(String::from_iter),
        "([a-c]{1,4} ){0,120}",
        any::<String>(),
    ]
}

/// Whether the index leads to a text.
fn leads_to(query: &Query, text: &str) -> bool {
    let terms = terms(&[Field { name: (), text, number: false }]);
    let has = |wanted: &Term| terms.iter().any(|term| *term == wanted.text || (wanted.begins && term.starts_with(&wanted.text)));
    let query = query.of(DocumentKind::Message, [], None);
    query.wanted.iter().all(has) && !query.unwanted.iter().any(has)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn nothing_panics_and_hits_are_hits(text in text(), typed in text()) {
        let Ok(query) = Query::read(&typed) else { return Ok(()) };
        let fields = [Field { name: (), text: &text, number: true }];
        let Some(found) = find(&query, &fields) else { return Ok(()) };
        prop_assert!(!found.hits.is_empty());
        for hit in &found.hits {
            // What is marked is itself found by one of the words.
            let marked = [Field { name: (), text: &text[hit.clone()], number: true }];
            let one = query.all.iter().any(|phrase| find(&Query { all: vec![phrase.clone()], none: Vec::new() }, &marked).is_some());
            prop_assert!(one, "{:?}", &text[hit.clone()]);
        }
    }

    #[test]
    fn parts_joined_are_the_text(text in text(), typed in text()) {
        let Ok(query) = Query::read(&typed) else { return Ok(()) };
        let Some(found) = find(&query, &[Field { name: (), text: &text, number: false }]) else { return Ok(()) };
        let parts = snippet(&text, &found.hits);
        let joined: String = parts.iter().map(|part| part.text.as_str()).collect();
        if joined != text {
            let piece = joined.strip_prefix('…').unwrap_or(&joined);
            let piece = piece.strip_suffix('…').unwrap_or(piece);
            prop_assert!(text.contains(piece), "{joined:?} of {text:?}");
            prop_assert!(joined.chars().count() <= 202);
        }
        prop_assert!(parts.iter().any(|part| part.hit));
        prop_assert!(parts.iter().all(|part| !part.text.is_empty()));
    }

    #[test]
    fn the_index_leads_to_whatever_is_found(text in text(), typed in text()) {
        // What stands together in the query stands together in the text, too, for scripts without spaces.
        let Ok(query) = Query::read(&typed) else { return Ok(()) };
        let found = find(&query, &[Field { name: (), text: &text, number: false }]).is_some();
        let apart = |text: &str| tokens(text).windows(2).any(|two| two[0].alone && two[1].alone && !two[0].joins(&two[1]));
        if found && !apart(&text) {
            prop_assert!(leads_to(&query, &text));
        }
    }

    #[test]
    fn a_text_is_found_by_its_own_words(text in "[a-zA-Zéß京都 ]{1,60}") {
        for token in tokens(&text) {
            let word = &text[token.range.clone()];
            let query = Query::read(word).expect("a word");
            prop_assert!(leads_to(&query, &text), "{word:?}");
            let found = find(&query, &[Field { name: (), text: &text, number: false }]);
            prop_assert!(found.is_some());
        }
    }

    #[test]
    fn terms_are_safe_to_put_into_any_query(text in text()) {
        for term in terms(&[Field { name: (), text: &text, number: true }]) {
            prop_assert!(term.chars().all(|char| !char.is_ascii() || char.is_ascii_lowercase() || char.is_ascii_digit()), "{term:?}");
            prop_assert!(!term.contains(char::is_whitespace) && term.len() < 1_000);
        }
    }

    #[test]
    fn folding_twice_changes_nothing(text in text()) {
        for token in tokens(&text) {
            let again: Vec<String> = tokens(&token.word).into_iter().map(|token| token.word).collect();
            prop_assert_eq!(again.concat(), token.word);
        }
    }
}
