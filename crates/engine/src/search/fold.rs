//! What counts as the same letter: case and diacritics do not matter, nor do the many forms in which Unicode knows a letter.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// What a character is to search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// Part of a word.
    Word,
    /// A word of its own: of a script that writes no spaces.
    Alone,
    /// A diacritic: as if it were not there.
    Mark,
    /// Between words.
    Gap,
}

/// What a character is to search.
pub(super) fn class(char: char) -> Class {
    if char.is_ascii() {
        return if char.is_ascii_alphanumeric() { Class::Word } else { Class::Gap };
    }
    if is_diacritic(char) {
        Class::Mark
    } else if writes_no_spaces(char) {
        Class::Alone
    } else if char.is_alphanumeric() || is_combining_mark(char) {
        Class::Word
    } else {
        Class::Gap
    }
}

/// Adds what a character of a word or one that stands alone is compared as.
pub(super) fn fold_into(folded: &mut String, char: char) {
    if char.is_ascii() {
        folded.push(char.to_ascii_lowercase());
    } else if writes_no_spaces(char) {
        // Its marks make another sound of it, or another word: only its width does not matter.
        folded.extend(std::iter::once(char).nfkc().filter(|char| class(*char) != Class::Gap).flat_map(char::to_lowercase));
    } else {
        std::iter::once(char).nfkd().filter(|char| !is_diacritic(*char)).for_each(|char| fold_letter(folded, char));
    }
}

/// Adds a letter without diacritics in lower case.
fn fold_letter(folded: &mut String, char: char) {
    for lower in char.to_lowercase() {
        match lower {
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'ø' => folded.push('o'),
            'đ' | 'ð' => folded.push('d'),
            'ł' => folded.push('l'),
            'ħ' => folded.push('h'),
            'ı' => folded.push('i'),
            'ς' => folded.push('σ'),
            _ if is_diacritic(lower) || class(lower) == Class::Gap => {}
            _ => folded.push(lower),
        }
    }
}

/// Marks that people leave out: accents, the vowels of Arabic and Hebrew, joiners and what chooses a glyph.
fn is_diacritic(char: char) -> bool {
    matches!(u32::from(char),
        0x00AD | 0x0300..=0x036F | 0x0483..=0x0489 | 0x0591..=0x05BD | 0x05BF..=0x05C7 | 0x0610..=0x061A | 0x0640 | 0x064B..=0x065F | 0x0670
        | 0x1AB0..=0x1AFF | 0x1DC0..=0x1DFF | 0x200B..=0x200F | 0x2060 | 0x20D0..=0x20FF | 0xFE00..=0xFE0F | 0xFE20..=0xFE2F
        | 0xFEFF | 0xE0100..=0xE01EF)
}

/// Letters of Thai, Lao, Burmese, Khmer, Chinese and Japanese.
fn writes_no_spaces(char: char) -> bool {
    let of_such_a_script = matches!(u32::from(char),
        0x0E01..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x3005..=0x3007 | 0x3021..=0x3029 | 0x3041..=0x309A | 0x309D..=0x309F
        | 0x30A1..=0x30FA | 0x30FC..=0x30FF | 0x31F0..=0x31FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF
        | 0xFF66..=0xFF9F | 0x20000..=0x323AF);
    of_such_a_script && (char.is_alphanumeric() || is_combining_mark(char))
}

#[cfg(test)]
mod tests {
    use super::{Class, class, fold_into};

    fn folded(text: &str) -> String {
        let mut folded = String::new();
        text.chars().for_each(|char| fold_into(&mut folded, char));
        folded
    }

    #[test]
    fn case_and_diacritics_do_not_matter() {
        for (one, other) in [
            ("Été", "ete"),
            ("e\u{301}", "é"),
            ("STRASSE", "straße"),
            ("Œuvre", "oeuvre"),
            ("İstanbul", "istanbul"),
            ("Đà Nẵng", "da nang"),
            ("Łódź", "lodz"),
            ("Ａｂｃ１", "abc1"),
            ("ﬁne", "fine"),
            ("ΛΌΓΟΣ", "λογος"),
            ("مُحَمَّد", "محمد"),
            ("ｶﾅ", "カナ"),
        ] {
            assert_eq!(folded(one), folded(other), "{one} {other}");
        }
    }

    #[test]
    fn marks_that_make_another_word_are_kept() {
        assert_ne!(folded("が"), folded("か"));
        assert_ne!(folded("ที่"), folded("ท"));
        assert_ne!(folded("कि"), folded("का"));
    }

    #[test]
    fn characters_are_told_apart() {
        for (char, expected) in [
            ('a', Class::Word),
            ('7', Class::Word),
            ('_', Class::Gap),
            ('é', Class::Word),
            ('\u{301}', Class::Mark),
            ('한', Class::Word),
            ('京', Class::Alone),
            ('カ', Class::Alone),
            ('ท', Class::Alone),
            ('。', Class::Gap),
            ('・', Class::Gap),
            ('😀', Class::Gap),
            ('\u{a0}', Class::Gap),
            ('\0', Class::Gap),
        ] {
            assert_eq!(class(char), expected, "{char:?}");
        }
    }
}
