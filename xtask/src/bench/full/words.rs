//! Words as a language has them: a few are in most texts, most are in few.

use rand::RngExt;
use rand::rngs::StdRng;

/// How many words there are.
pub(in crate::bench) const WORDS: usize = 50_000;
/// The most frequent words are about equally so.
const FLAT: f64 = 2.7;

/// Draws words by their frequency: the nth of them is drawn about n times less often than the first (Zipf's law).
pub(super) struct Words {
    all: Vec<String>,
    /// How often each word or one before it is drawn.
    sums: Vec<f64>,
}

impl Words {
    pub(super) fn new() -> Self {
        let all: Vec<String> = (0..WORDS).map(word).collect();
        let sums = (0..WORDS).scan(0.0, |sum, rank| {
            *sum += 1.0 / (rank as f64 + FLAT);
            Some(*sum)
        });
        let sums = sums.collect();
        Self { all, sums }
    }

    /// A word at random.
    pub(super) fn next(&self, random: &mut StdRng) -> &str {
        let drawn = random.random::<f64>() * self.sums.last().copied().unwrap_or_default();
        let rank = self.sums.partition_point(|sum| *sum < drawn);
        &self.all[rank.min(WORDS - 1)]
    }
}

/// The word of that rank, from 0: the frequent ones are short.
pub(in crate::bench) fn word(rank: usize) -> String {
    const BEGIN: [&str; 20] = ["b", "c", "d", "f", "g", "h", "j", "k", "l", "m", "n", "p", "r", "s", "t", "v", "w", "y", "st", "pr"];
    const REST: [&str; 10] = ["a", "e", "i", "o", "u", "an", "er", "in", "on", "al"];
    const SYLLABLES: usize = BEGIN.len() * REST.len();
    // The order of the alphabet is not that of frequency.
    let mut left = rank;
    let mut word = String::new();
    loop {
        let syllable = (left * 77 + 13) % SYLLABLES;
        word.push_str(BEGIN[syllable % BEGIN.len()]);
        word.push_str(REST[syllable / BEGIN.len()]);
        left /= SYLLABLES;
        if left == 0 {
            return word;
        }
        left -= 1;
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use rand::SeedableRng;
    use rand::rngs::StdRng;

    use super::{WORDS, Words, word};

    #[test]
    fn words_differ() {
        let all: std::collections::HashSet<String> = (0..WORDS).map(word).collect();
        assert_eq!(all.len(), WORDS);
    }

    #[test]
    fn few_words_are_frequent() {
        let (words, mut random) = (Words::new(), StdRng::seed_from_u64(1));
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for _ in 0..200_000 {
            *counts.entry(words.next(&mut random)).or_default() += 1;
        }
        let often = counts[word(0).as_str()];
        assert!((5_000..12_000).contains(&often), "{often}");
        assert!(counts.values().filter(|count| **count <= 2).count() > 5_000);
    }
}
