//! How much is found at one time.

use crate::cursor;
use crate::problem::Problem;

const DEFAULT: u32 = 20;
const MOST: u32 = 50;

/// How many a page holds.
pub(super) fn limit(given: Option<u32>) -> Result<usize, Problem> {
    cursor::limit_within(given, DEFAULT, MOST)
}
