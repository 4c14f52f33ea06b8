//! Ends tests that hang: nobody would learn which one it is if whoever runs them lost patience first.

use std::io::Write as _;
use std::sync::Once;
use std::time::Duration;

/// Several times as long as all tests of one binary take together, on a slow machine.
const PATIENCE: Duration = Duration::from_mins(25);

/// Fails the whole run if it goes on for too long from the first call on. The test's runner has said by then which tests are still running.
pub(crate) fn watch() {
    static WATCHED: Once = Once::new();
    WATCHED.call_once(|| {
        std::thread::spawn(|| {
            std::thread::sleep(PATIENCE);
            // Not by a macro: what those print is shown when the test ends.
            let _ = writeln!(std::io::stderr(), "a test has hung for long: it is among those that were running for over 60 seconds");
            std::process::exit(1);
        });
    });
}
