//! What a panic said.

use std::any::Any;

/// What a panic said, for the log.
#[must_use]
pub fn panic_text(panic: &(dyn Any + Send)) -> &str {
    let texts = (panic.downcast_ref::<&str>().copied(), panic.downcast_ref::<String>().map(String::as_str));
    texts.0.or(texts.1).unwrap_or("without a message")
}

#[cfg(test)]
mod tests {
    use std::any::Any;

    use super::panic_text;

    #[test]
    fn both_kinds_of_text_are_read() {
        let panics: [(Box<dyn Any + Send>, &str); 3] =
            [(Box::new("fixed"), "fixed"), (Box::new("made".to_owned()), "made"), (Box::new(7), "without a message")];
        for (panic, text) in &panics {
            assert_eq!(panic_text(&**panic), *text);
        }
    }
}
