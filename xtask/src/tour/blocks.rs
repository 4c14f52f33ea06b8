//! The shell blocks of a Markdown text, each with the output it is followed by.

/// A shell block.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Block {
    /// The line its fence is on, from 1.
    pub(crate) line: usize,
    /// Its lines.
    pub(crate) script: String,
    /// What it must print; none: whatever it likes.
    pub(crate) expected: Option<String>,
}

/// The blocks fenced as `sh`, in order.
pub(crate) fn blocks(markdown: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut lines = markdown.lines().enumerate();
    // Whether nothing but blank lines stands between the last shell block and here.
    let mut follows_block = false;
    while let Some((at, line)) = lines.next() {
        let Some(language) = line.strip_prefix("```") else {
            follows_block = follows_block && line.trim().is_empty();
            continue;
        };
        let body: String = lines.by_ref().map(|(_, line)| line).take_while(|line| *line != "```").flat_map(|line| [line, "\n"]).collect();
        match (language, blocks.last_mut()) {
            ("text" | "json", Some(block)) if follows_block => {
                block.expected = Some(body);
                follows_block = false;
            }
            ("sh", _) => {
                blocks.push(Block { line: at + 1, script: body, expected: None });
                follows_block = true;
            }
            _ => follows_block = false,
        }
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_is_paired_with_the_output_right_after_it() {
        let markdown = "# Title\n```console\n$ not run\n```\n\n```sh\necho 1\necho 2\n```\n\n```text\n1\n2\n```\nWords.\n```sh\ntrue\n```\nWords.\n```json\n{}\n```\n";
        let expected = [
            Block { line: 6, script: "echo 1\necho 2\n".to_owned(), expected: Some("1\n2\n".to_owned()) },
            Block { line: 16, script: "true\n".to_owned(), expected: None },
        ];
        assert_eq!(blocks(markdown), expected);
    }
}
