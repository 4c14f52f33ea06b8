//! Whether a text is what somebody looks for, and where.

use std::ops::Range;

use super::query::{Phrase, Query, pair, single};
use super::tokens::{Token, digits, tokens};

/// A text of something that can be found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Field<'a, Name> {
    /// What the text is.
    pub(super) name: Name,
    /// The text.
    pub(super) text: &'a str,
    /// Whether its digits are one word too.
    pub(super) number: bool,
}

/// Where a query was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Match<'a, Name> {
    /// The first field in which something was found.
    pub(super) field: Name,
    /// Its text.
    pub(super) text: &'a str,
    /// The places in it, in order, apart from each other; never none.
    pub(super) hits: Vec<Range<usize>>,
}

/// What the index has for some texts together: sorted, each once.
pub(super) fn terms<Name>(fields: &[Field<'_, Name>]) -> Vec<String> {
    let mut terms = Vec::new();
    for field in fields {
        let found = tokens(field.text);
        terms.extend(found.iter().map(single));
        terms.extend(found.windows(2).filter(|two| two[0].joins(&two[1])).map(|two| pair(&two[0], &two[1])));
        terms.extend(number(field).as_ref().map(single));
    }
    terms.sort_unstable();
    terms.dedup();
    terms
}

/// Where a query is found in some texts together; none: not all that is looked for is there, or what must not be.
pub(super) fn find<'a, Name: Copy>(query: &Query, fields: &[Field<'a, Name>]) -> Option<Match<'a, Name>> {
    let texts: Vec<(Vec<Token>, Option<Token>)> = fields.iter().map(|field| (tokens(field.text), number(field))).collect();
    let places = |phrase: &Phrase, (tokens, number): &(Vec<Token>, Option<Token>)| {
        let mut places = places(phrase, tokens);
        places.extend(number.iter().flat_map(|number| self::places(phrase, std::slice::from_ref(number))));
        places
    };
    let is_found = |phrase: &Phrase| texts.iter().any(|text| !places(phrase, text).is_empty());
    if !query.all.iter().all(is_found) || query.none.iter().any(is_found) {
        return None;
    }
    fields.iter().zip(&texts).find_map(|(field, text)| {
        let hits = apart(query.all.iter().flat_map(|phrase| places(phrase, text)).collect());
        (!hits.is_empty()).then_some(Match { field: field.name, text: field.text, hits })
    })
}

fn number<Name>(field: &Field<'_, Name>) -> Option<Token> {
    if field.number { digits(field.text) } else { None }
}

/// Where a phrase stands in a text.
fn places(phrase: &Phrase, text: &[Token]) -> Vec<Range<usize>> {
    let Phrase { tokens, goes_on } = phrase;
    let last = tokens.len() - 1;
    let is_there = |window: &&[Token]| {
        window.iter().zip(tokens).enumerate().all(|(at, (there, wanted))| {
            if *goes_on && at == last { there.word.starts_with(&wanted.word) } else { there.word == wanted.word }
        })
    };
    let whole = |window: &[Token]| Some(window.first()?.range.start..window.last()?.range.end);
    text.windows(tokens.len()).filter(is_there).filter_map(whole).collect()
}

/// The same places in order, those that overlap as one.
fn apart(mut places: Vec<Range<usize>>) -> Vec<Range<usize>> {
    places.sort_by_key(|place| (place.start, place.end));
    let mut apart: Vec<Range<usize>> = Vec::new();
    for place in places {
        match apart.last_mut() {
            Some(last) if place.start < last.end => last.end = last.end.max(place.end),
            _ => apart.push(place),
        }
    }
    apart
}

#[cfg(test)]
mod tests {
    use super::{Field, find};
    use crate::search::Query;

    fn found<'a>(typed: &str, texts: &[&'a str]) -> Option<Vec<&'a str>> {
        let fields: Vec<Field<'a, usize>> = texts.iter().enumerate().map(|(name, text)| Field { name, text, number: name == 1 }).collect();
        let found = find(&Query::read(typed).expect(typed), &fields)?;
        Some(found.hits.iter().map(|hit| &found.text[hit.clone()]).collect())
    }

    #[test]
    fn all_words_must_be_there() {
        let text = ["The order has not come; I ordered twice."];
        assert_eq!(found("order", &text), Some(vec!["order", "ordered"]));
        assert_eq!(found("order come", &text), Some(vec!["order", "come"]));
        assert_eq!(found("order gone", &text), None);
        assert_eq!(found("\"order\"", &text), Some(vec!["order"]));
        assert_eq!(found("\"has not\"", &text), Some(vec!["has not"]));
        assert_eq!(found("\"not has\"", &text), None);
        assert_eq!(found("order -twice", &text), None);
        assert_eq!(found("order -\"twice i\"", &text), Some(vec!["order"]));
    }

    #[test]
    fn words_may_stand_in_several_texts() {
        let texts = ["Ann Lee", "+62 812-3456"];
        assert_eq!(found("lee 812", &texts), Some(vec!["Lee"]));
        assert_eq!(found("628123", &texts), Some(vec!["+62 812-3456"]));
        assert_eq!(found("\"lee 62\"", &texts), None, "a phrase is within one");
    }

    #[test]
    fn chinese_is_found_within_a_sentence() {
        assert_eq!(found("北京", &["我住在北京市"]), Some(vec!["北京"]));
        assert_eq!(found("北市", &["我住在北京市"]), None);
    }
}
