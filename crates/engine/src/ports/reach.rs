//! Which urls could be dialled at all.

/// Says which urls will never be dialled, so that they are refused when they are given, and not only when something is sent.
pub trait Reach: Send + Sync + 'static {
    /// Why `url` cannot be dialled, as far as that shows without resolving its name.
    fn refusal(&self, url: &str) -> Option<String>;
}

/// Refuses nothing: for tools that save no urls.
#[derive(Debug, Clone, Copy, Default)]
pub struct Anywhere;

impl Reach for Anywhere {
    fn refusal(&self, _: &str) -> Option<String> {
        None
    }
}
