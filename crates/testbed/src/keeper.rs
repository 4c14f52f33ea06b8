//! What outlives us by a moment, to clean up: even when we are killed, even what a static holds.

use std::io::Write as _;
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};

use anyhow::Context as _;

/// Reads who is to be stopped, line by line, until nobody holds the other end of its input any more. `$1` is the signal, `$2` the folder.
/// In a container there may be nobody who asks after orphans: then they keep their id, but run no more.
const SCRIPT: &str = r#"
trap '' HUP INT TERM
runs() { kill -0 "$1" 2>/dev/null && ! grep -q ') Z ' "/proc/$1/stat" 2>/dev/null; }
pid=
while read -r line; do pid=$line; done
if [ -n "$pid" ] && kill -s "$1" "$pid" 2>/dev/null; then
    tries=0
    while [ $tries -lt 100 ] && runs "$pid"; do sleep 0.1; tries=$((tries + 1)); done
    [ $tries -lt 100 ] || kill -s KILL "$pid" 2>/dev/null
fi
[ -z "$2" ] || rm -rf -- "$2"
"#;

/// A small shell that waits until our process is gone, then stops a server and removes its folder.
pub(crate) struct Keeper {
    shell: Child,
    /// None only while it is dropped.
    orders: Option<ChildStdin>,
}

impl Keeper {
    /// Keeps watch over a folder, if one is to be removed. `signal` stops the server at once.
    pub(crate) fn start(signal: &str, removed: Option<&Path>) -> anyhow::Result<Self> {
        let mut command = Command::new("sh");
        command.args(["-c", SCRIPT, "keeper", signal]).arg(removed.unwrap_or_else(|| Path::new("")));
        // In a group of its own: whoever stops us by Ctrl-C does not stop it. Without our output: whoever reads that does not wait for it.
        command.process_group(0).current_dir("/").stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut shell = command.spawn().context("could not start sh")?;
        let orders = shell.stdin.take();
        Ok(Self { shell, orders })
    }

    /// From now on this process is to be stopped; none, if there is none.
    pub(crate) fn watch(&mut self, pid: Option<u32>) -> anyhow::Result<()> {
        let line = pid.map_or_else(|| "\n".to_owned(), |pid| format!("{pid}\n"));
        let orders = self.orders.as_mut().context("the keeper is gone")?;
        orders.write_all(line.as_bytes()).context("the keeper is gone")
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        drop(self.orders.take());
        // It was killed, then: there is nothing left to wait for.
        let _ = self.shell.wait();
    }
}
