//! What the kernel tells of the server's process.

use std::fs;

use anyhow::Context;

/// A process.
#[derive(Clone, Copy)]
pub(crate) struct Process(pub(crate) u32);

/// A process's memory in megabytes (10^6 bytes).
#[derive(Debug, Clone, Copy)]
pub(crate) struct Memory {
    pub(crate) resident: f64,
    pub(crate) highest_resident: f64,
}

impl Process {
    /// Seconds of processor time it has taken so far, its own and the kernel's for it.
    pub(crate) fn cpu_seconds(self) -> anyhow::Result<f64> {
        const USER_TIME: usize = 11;
        const SYSTEM_TIME: usize = 12;
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.0)).context("the server is gone")?;
        // The second field is the program's name in brackets and may have blanks in it: count from after it.
        let (_, rest) = stat.rsplit_once(") ").context("/proc/PID/stat without a name")?;
        let ticks = |at: usize| -> anyhow::Result<u64> { Ok(rest.split(' ').nth(at).context("/proc/PID/stat is too short")?.parse()?) };
        Ok((ticks(USER_TIME)? + ticks(SYSTEM_TIME)?) as f64 / rustix::param::clock_ticks_per_second() as f64)
    }

    pub(crate) fn memory(self) -> anyhow::Result<Memory> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.0)).context("the server is gone")?;
        let megabytes = |name: &str| -> anyhow::Result<f64> {
            let line = status.lines().find_map(|line| line.strip_prefix(name)).with_context(|| format!("no {name} in /proc/PID/status"))?;
            let kibibytes: f64 = line.trim().trim_end_matches("kB").trim().parse()?;
            Ok(kibibytes * 1024.0 / 1e6)
        };
        Ok(Memory { resident: megabytes("VmRSS:")?, highest_resident: megabytes("VmHWM:")? })
    }
}
