//! How far a copy has come, for whoever watches.

use std::io::IsTerminal as _;
use std::sync::Mutex;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use switchroom_store::copy::Progress;
use tokio::time::Instant;

/// Between two lines where there is no terminal.
const PAUSE: Duration = Duration::from_secs(5);
const STYLE: &str = "{prefix} {msg:14} [{wide_bar}] {human_pos}/{human_len} rows, {percent}%, {eta} left";

/// A bar on a terminal, else a line every few seconds.
pub(super) struct Shown {
    bar: ProgressBar,
    lines: Option<Mutex<Instant>>,
}

impl Shown {
    pub(super) fn new() -> Self {
        let is_terminal = std::io::stderr().is_terminal();
        let bar = if is_terminal { ProgressBar::new(0) } else { ProgressBar::hidden() };
        if let Ok(style) = ProgressStyle::with_template(STYLE) {
            bar.set_style(style);
        }
        Self { bar, lines: (!is_terminal).then(|| Mutex::new(Instant::now())) }
    }

    pub(super) fn show(&self, progress: Progress) {
        match progress {
            Progress::Copying { rows, before } => {
                self.begin("copying", rows, before);
                self.line(&match before {
                    0 => format!("copying {rows} rows"),
                    before => format!("copying {rows} rows, {before} of which an earlier run has copied"),
                });
            }
            Progress::Comparing { rows } => {
                self.begin("comparing", rows, 0);
                self.line("comparing both sides");
            }
            Progress::Rows { table, more } => {
                self.bar.set_message(table);
                self.bar.inc(more);
                self.line_now_and_then(table);
            }
        }
    }

    fn begin(&self, doing: &'static str, rows: u64, before: u64) {
        self.bar.reset();
        self.bar.set_prefix(doing);
        self.bar.set_length(rows);
        self.bar.set_position(before);
        self.bar.reset_eta();
    }

    /// Leaves the place to what comes after.
    pub(super) fn end(&self) {
        self.bar.finish_and_clear();
    }

    fn line_now_and_then(&self, table: &str) {
        let Some(last) = &self.lines else { return };
        let mut last = last.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if last.elapsed() >= PAUSE {
            *last = Instant::now();
            self.line(&format!("{} {table}: {} of {} rows", self.bar.prefix(), self.bar.position(), self.bar.length().unwrap_or(0)));
        }
    }

    #[expect(clippy::print_stderr, reason = "whoever waits wants to see that it goes on")]
    fn line(&self, line: &str) {
        if self.lines.is_some() {
            eprintln!("{line}");
        }
    }
}
