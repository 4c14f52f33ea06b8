//! What ties things together that were done because of each other.

use std::fmt;

/// A span of a trace: what is done because of it belongs to the same trace. It is never stored: what is read back later begins a trace
/// of its own. Displayed, it is the header `traceparent` of W3C's Trace Context.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TraceContext {
    /// The trace; not zero.
    pub trace: u128,
    /// The span in it; not zero.
    pub span: u64,
    /// Whether the trace is kept, and so are the spans to come.
    pub sampled: bool,
}

impl fmt::Display for TraceContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { trace, span, sampled } = self;
        write!(f, "00-{trace:032x}-{span:016x}-{:02x}", u8::from(*sampled))
    }
}

#[cfg(test)]
mod tests {
    use super::TraceContext;

    #[test]
    fn it_is_displayed_as_the_recommendation_has_it() {
        let context = TraceContext { trace: 0x0af7_6519_16cd_43dd_8448_eb21_1c80_319c, span: 0x00ad_6b71_6920_3331, sampled: true };
        assert_eq!(context.to_string(), "00-0af7651916cd43dd8448eb211c80319c-00ad6b7169203331-01");
        let other = TraceContext { trace: 1, span: 2, sampled: false };
        assert_eq!(other.to_string(), "00-00000000000000000000000000000001-0000000000000002-00");
    }
}
