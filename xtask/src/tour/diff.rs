//! A diff of two lists of lines, where the expected ones are patterns.

/// None if every printed line is what its pattern says; otherwise the lines, with `-` before patterns that nothing
/// matches and `+` before printed lines that no pattern expects.
pub(crate) fn diff(expected: &[&str], printed: &[&str], matches: fn(&str, &str) -> bool) -> Option<String> {
    let common = common_after(expected, printed, matches);
    let (mut at_expected, mut at_printed) = (0, 0);
    let mut text = String::new();
    let mut differs = false;
    while at_expected < expected.len() || at_printed < printed.len() {
        let pair = expected.get(at_expected).zip(printed.get(at_printed));
        let (sign, line) = if let Some((_, line)) = pair.filter(|(pattern, line)| matches(pattern, line)) {
            at_expected += 1;
            at_printed += 1;
            (' ', *line)
        } else if at_printed == printed.len()
            || at_expected < expected.len() && common[at_expected + 1][at_printed] >= common[at_expected][at_printed + 1]
        {
            at_expected += 1;
            ('-', expected[at_expected - 1])
        } else {
            at_printed += 1;
            ('+', printed[at_printed - 1])
        };
        differs |= sign != ' ';
        text.push_str(&format!("{sign} {line}\n"));
    }
    differs.then_some(text)
}

/// For every pair of places, how many lines the rest of both lists has in common at the most.
fn common_after(expected: &[&str], printed: &[&str], matches: fn(&str, &str) -> bool) -> Vec<Vec<usize>> {
    let mut common = vec![vec![0; printed.len() + 1]; expected.len() + 1];
    for at_expected in (0..expected.len()).rev() {
        for at_printed in (0..printed.len()).rev() {
            common[at_expected][at_printed] = if matches(expected[at_expected], printed[at_printed]) {
                common[at_expected + 1][at_printed + 1] + 1
            } else {
                common[at_expected + 1][at_printed].max(common[at_expected][at_printed + 1])
            };
        }
    }
    common
}

#[cfg(test)]
mod tests {
    use super::diff;
    use crate::tour::pattern::matches;

    #[test]
    fn equal_lists_have_no_diff() {
        assert_eq!(diff(&["a", "<number>"], &["a", "5"], matches), None);
    }

    #[test]
    fn differences_are_shown_among_what_is_equal() {
        let shown = diff(&["a", "<number>", "c"], &["a", "x", "c", "d"], matches);
        assert_eq!(shown.as_deref(), Some("  a\n- <number>\n+ x\n  c\n+ d\n"));
    }
}
