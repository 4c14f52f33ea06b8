//! What the kernel tells of the processes that are measured.

use std::fs;

use anyhow::Context;

/// A process.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Process(pub(crate) u32);

/// A process's memory in megabytes (10^6 bytes).
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Memory {
    pub(crate) resident: f64,
    pub(crate) highest_resident: f64,
}

/// What is measured: the server's nodes, and the database where that is a program of its own.
#[derive(Debug, Clone, Default)]
pub(crate) struct Processes {
    pub(crate) nodes: Vec<Process>,
    pub(crate) database: Option<Process>,
}

/// Processor time in seconds.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Cpu {
    pub(crate) nodes: f64,
    pub(crate) database: Option<f64>,
}

impl Processes {
    /// What they have taken so far, their own and the kernel's for them.
    pub(crate) fn cpu(&self) -> anyhow::Result<Cpu> {
        let nodes = self.nodes.iter().map(|node| node.cpu_seconds()).sum::<anyhow::Result<f64>>()?;
        Ok(Cpu { nodes, database: self.database.map(Process::family_cpu_seconds).transpose()? })
    }

    /// The nodes' memory, all together.
    pub(crate) fn memory(&self) -> anyhow::Result<Memory> {
        self.nodes.iter().try_fold(Memory::default(), |sum, node| {
            let Memory { resident, highest_resident } = node.memory()?;
            Ok(Memory { resident: sum.resident + resident, highest_resident: sum.highest_resident + highest_resident })
        })
    }

    /// The database's memory, in megabytes.
    pub(crate) fn database_memory(&self) -> anyhow::Result<Option<f64>> {
        self.database.map(Process::family_memory).transpose()
    }
}

/// Fields of `/proc/PID/stat`, counted from after the program's name.
struct Stat {
    parent: u32,
    /// Its own, in seconds.
    own: f64,
    /// That of its children that have ended.
    of_ended_children: f64,
}

impl Process {
    /// Seconds of processor time it has taken so far, its own and the kernel's for it.
    pub(crate) fn cpu_seconds(self) -> anyhow::Result<f64> {
        Ok(self.stat()?.own)
    }

    pub(crate) fn memory(self) -> anyhow::Result<Memory> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.0)).context("the server is gone")?;
        Ok(Memory { resident: megabytes(&status, "VmRSS:")?, highest_resident: megabytes(&status, "VmHWM:")? })
    }

    /// The processor time of a process and its children, those included that have ended.
    fn family_cpu_seconds(self) -> anyhow::Result<f64> {
        let stat = self.stat()?;
        // A child that ends meanwhile is counted by its parent from then on.
        Ok(stat.own + stat.of_ended_children + self.children()?.into_iter().filter_map(|child| child.cpu_seconds().ok()).sum::<f64>())
    }

    /// The memory of a process and its children. What they share is counted once.
    fn family_memory(self) -> anyhow::Result<f64> {
        let memory = |process: Process| -> anyhow::Result<f64> {
            megabytes(&fs::read_to_string(format!("/proc/{}/smaps_rollup", process.0)).context("the database is gone")?, "Pss:")
        };
        Ok(memory(self)? + self.children()?.into_iter().filter_map(|child| memory(child).ok()).sum::<f64>())
    }

    fn children(self) -> anyhow::Result<Vec<Process>> {
        let mut children = Vec::new();
        for entry in fs::read_dir("/proc").context("no /proc")? {
            if let Some(pid) = entry?.file_name().to_str().and_then(|name| name.parse().ok())
                && Process(pid).stat().is_ok_and(|stat| stat.parent == self.0)
            {
                children.push(Process(pid));
            }
        }
        Ok(children)
    }

    fn stat(self) -> anyhow::Result<Stat> {
        const PARENT: usize = 1;
        const USER_TIME: usize = 11;
        const SYSTEM_TIME: usize = 12;
        const CHILDRENS_USER_TIME: usize = 13;
        const CHILDRENS_SYSTEM_TIME: usize = 14;
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.0)).context("the process is gone")?;
        // The second field is the program's name in brackets and may have blanks in it: count from after it.
        let (_, rest) = stat.rsplit_once(") ").context("/proc/PID/stat without a name")?;
        let fields: Vec<&str> = rest.split(' ').collect();
        let number = |at: usize| -> anyhow::Result<u64> { Ok(fields.get(at).context("/proc/PID/stat is too short")?.parse()?) };
        let seconds = |ticks: u64| ticks as f64 / rustix::param::clock_ticks_per_second() as f64;
        Ok(Stat {
            parent: number(PARENT)?.try_into()?,
            own: seconds(number(USER_TIME)? + number(SYSTEM_TIME)?),
            of_ended_children: seconds(number(CHILDRENS_USER_TIME)? + number(CHILDRENS_SYSTEM_TIME)?),
        })
    }
}

/// The figure of that name in a file like `/proc/PID/status`.
fn megabytes(text: &str, name: &str) -> anyhow::Result<f64> {
    let line = text.lines().find_map(|line| line.strip_prefix(name)).with_context(|| format!("the kernel tells no {name}"))?;
    let kibibytes: f64 = line.trim().trim_end_matches("kB").trim().parse()?;
    Ok(kibibytes * 1024.0 / 1e6)
}
