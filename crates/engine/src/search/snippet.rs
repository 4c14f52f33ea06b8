//! A piece of a text around what was found in it.

use std::ops::Range;

/// Characters of the text before the first place, at the most.
const BEFORE: usize = 60;
/// Characters of the text, about, at the most.
const ALL: usize = 200;
/// Characters by which a cut is moved to the end of a word, at the most.
const WORD: usize = 24;
/// Where something was cut off.
const CUT: &str = "…";

/// A part of a snippet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The text.
    pub text: String,
    /// Whether it is what was looked for.
    pub hit: bool,
}

/// A piece of a text around the first of `hits`, which are in order and apart from each other. Joined, the parts are a piece of the
/// text, with `…` where something was cut off.
pub(super) fn snippet(text: &str, hits: &[Range<usize>]) -> Vec<Part> {
    let window = window(text, hits.first().cloned().unwrap_or(0..0));
    let mut parts = Vec::new();
    let mut add = |text: &str, hit| {
        if !text.is_empty() {
            parts.push(Part { text: text.to_owned(), hit });
        }
    };
    if window.start > 0 {
        add(CUT, false);
    }
    let mut at = window.start;
    for hit in hits {
        let (start, end) = (hit.start.max(at), hit.end.min(window.end));
        if start >= end {
            continue;
        }
        add(&text[at..start], false);
        add(&text[start..end], true);
        at = end;
    }
    add(&text[at..window.end], false);
    if window.end < text.len() {
        add(CUT, false);
    }
    joined(parts)
}

/// What of a text is shown: it begins a little before `first`, and is cut between words where there are some.
fn window(text: &str, first: Range<usize>) -> Range<usize> {
    let start = back(text, first.start, BEFORE);
    let start = if start == 0 { 0 } else { word_start(text, start, first.start) };
    let end = forth(text, start, ALL);
    let end = if end == text.len() { end } else { word_end(text, end, start.max(first.end.min(end))) };
    start..end
}

/// So many characters before `at`.
fn back(text: &str, at: usize, chars: usize) -> usize {
    text[..at].char_indices().rev().nth(chars.saturating_sub(1)).map_or(0, |(start, _)| start)
}

/// So many characters after `at`.
fn forth(text: &str, at: usize, chars: usize) -> usize {
    text[at..].char_indices().nth(chars).map_or(text.len(), |(offset, _)| at + offset)
}

/// The first beginning of a word from `at` on, if it is near and not after `most`; else `at`.
fn word_start(text: &str, at: usize, most: usize) -> usize {
    let near = forth(text, at, WORD).min(most);
    let space = text[at..near].char_indices().find(|(_, char)| char.is_whitespace());
    space.map_or(at, |(offset, char)| at + offset + char.len_utf8())
}

/// The last end of a word up to `at`, if it is near and not before `least`; else `at`.
fn word_end(text: &str, at: usize, least: usize) -> usize {
    let near = back(text, at, WORD).max(least);
    let space = text[near..at].char_indices().rev().find(|(_, char)| char.is_whitespace());
    space.map_or(at, |(offset, _)| near + offset)
}

/// Neighbours that are both no hit as one.
fn joined(parts: Vec<Part>) -> Vec<Part> {
    let mut all: Vec<Part> = Vec::new();
    for part in parts {
        match all.last_mut() {
            Some(last) if !last.hit && !part.hit => last.text.push_str(&part.text),
            _ => all.push(part),
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::{CUT, snippet};

    fn shown(text: &str, hit: &str) -> String {
        let hits: Vec<_> = text.match_indices(hit).map(|(at, hit)| at..at + hit.len()).collect();
        snippet(text, &hits).iter().map(|part| if part.hit { format!("[{}]", part.text) } else { part.text.clone() }).collect()
    }

    #[test]
    fn a_short_text_is_shown_whole() {
        assert_eq!(shown("an order, and an order", "order"), "an [order], and an [order]");
        assert_eq!(shown("order", "order"), "[order]");
    }

    #[test]
    fn a_long_text_is_cut_between_words_around_the_first_hit() {
        let text = format!("{}order {}", "before ".repeat(50), "after ".repeat(100));
        let shown = shown(&text, "order");
        assert!(shown.starts_with("…before ") && shown.ends_with(" after…") && shown.contains("before [order] after"), "{shown}");
        assert!((150..=210).contains(&shown.chars().count()), "{shown}");
    }

    #[test]
    fn a_text_without_spaces_is_cut_anywhere() {
        let text = "東".repeat(300) + "京" + &"都".repeat(300);
        let shown = shown(&text, "京");
        assert!(shown.starts_with(CUT) && shown.ends_with(CUT) && shown.contains("東[京]都"), "{shown}");
    }

    #[test]
    fn a_hit_longer_than_all_is_cut() {
        let shown = shown(&"x".repeat(1_000), &"x".repeat(1_000));
        assert_eq!(shown, format!("[{}]…", "x".repeat(200)));
    }
}
