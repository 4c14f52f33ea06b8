//! Notices on their way to other nodes: gathered for a moment, so that a busy node sends few messages.

use std::collections::HashMap;
use std::time::Duration;

use switchroom_domain::OrgId;
use tokio::sync::mpsc;
use tokio::time::Instant;

use crate::ports::Notice;

/// How long notices are gathered.
const GATHERED_FOR: Duration = Duration::from_millis(1);
/// Notices gathered, at the most.
const MOST: usize = 64;
/// Notices that wait to be sent, at the most: others are lost.
const WAITING: usize = 4_096;

/// The notices of a node that wait to be sent: whoever takes them gets all of the last millisecond, of each log only the latest.
#[derive(Debug)]
pub struct Outbox {
    inbox: mpsc::Receiver<Notice>,
    gathered: Vec<Notice>,
    /// When those gathered are due.
    due: Option<Instant>,
}

/// Where notices are put in. Clones are the same.
#[derive(Debug, Clone)]
pub struct Inlet(mpsc::Sender<Notice>);

/// A new, empty outbox.
#[must_use]
pub fn outbox() -> (Inlet, Outbox) {
    let (sender, receiver) = mpsc::channel(WAITING);
    (Inlet(sender), Outbox { inbox: receiver, gathered: Vec::new(), due: None })
}

impl Inlet {
    /// Puts a notice in. Answers whether there was room for it. Never blocks.
    #[must_use]
    pub fn put(&self, notice: Notice) -> bool {
        self.0.try_send(notice).is_ok()
    }
}

impl Outbox {
    /// The next notices, as soon as there are any. None: nobody can put in any more. Nothing is lost if it is not waited for.
    pub async fn next(&mut self) -> Option<Vec<Notice>> {
        if self.gathered.is_empty() {
            self.gathered.push(self.inbox.recv().await?);
            self.due = None;
        }
        let due = *self.due.get_or_insert_with(|| Instant::now() + GATHERED_FOR);
        while self.gathered.len() < MOST
            && let Ok(Some(notice)) = tokio::time::timeout_at(due, self.inbox.recv()).await
        {
            self.gathered.push(notice);
        }
        Some(merged(std::mem::take(&mut self.gathered)))
    }

    /// What waits just now.
    pub fn rest(&mut self) -> Vec<Notice> {
        while let Ok(notice) = self.inbox.try_recv() {
            self.gathered.push(notice);
        }
        merged(std::mem::take(&mut self.gathered))
    }
}

/// The notices that a message holds. What another version says and this one does not know is passed over.
#[must_use]
pub fn said(payload: &[u8]) -> Vec<Notice> {
    let said: Vec<serde_json::Value> = serde_json::from_slice(payload).unwrap_or_default();
    said.into_iter().filter_map(|notice| serde_json::from_value(notice).ok()).collect()
}

/// Of each log only the latest, in the place of the first.
fn merged(notices: Vec<Notice>) -> Vec<Notice> {
    let mut places: HashMap<OrgId, usize> = HashMap::new();
    let mut merged: Vec<Notice> = Vec::with_capacity(notices.len());
    for notice in notices {
        if let Notice::Committed { org, seq } = notice {
            if let Some(Notice::Committed { seq: latest, .. }) = places.get(&org).and_then(|place| merged.get_mut(*place)) {
                *latest = seq.max(*latest);
                continue;
            }
            places.insert(org, merged.len());
        }
        merged.push(notice);
    }
    merged
}

#[cfg(test)]
mod tests {
    use switchroom_domain::OrgId;

    use super::{outbox, said};
    use crate::ports::Notice;

    fn committed(org: i64, seq: i64) -> Notice {
        Notice::Committed { org: OrgId(org), seq }
    }

    #[test]
    fn what_another_version_says_is_passed_over() {
        let payload = br#"[{"notice":"hosts_changed"},{"notice":"moon_rose","phase":3},{"notice":"committed","org":1,"seq":5}]"#;
        assert_eq!(said(payload), [Notice::HostsChanged, committed(1, 5)]);
        assert_eq!(said(b"no JSON"), []);
    }

    #[tokio::test(start_paused = true)]
    async fn of_each_log_only_the_latest_is_sent() {
        let (inlet, mut outbox) = outbox();
        for notice in [committed(1, 3), committed(2, 9), Notice::HostsChanged, committed(1, 5), committed(1, 4)] {
            assert!(inlet.put(notice));
        }
        assert_eq!(outbox.next().await, Some(vec![committed(1, 5), committed(2, 9), Notice::HostsChanged]));
        drop(inlet);
        assert_eq!(outbox.next().await, None);
    }

    #[tokio::test(start_paused = true)]
    async fn nothing_is_lost_if_it_is_not_waited_for() {
        let (inlet, mut outbox) = outbox();
        for notice in [committed(1, 1), committed(2, 1)] {
            assert!(inlet.put(notice));
            tokio::select! {
                biased;
                _ = outbox.next() => panic!("too soon"),
                () = tokio::task::yield_now() => {}
            }
        }
        assert_eq!(outbox.rest(), [committed(1, 1), committed(2, 1)]);
    }
}
