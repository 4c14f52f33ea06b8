//! Webhook subscriptions: creating, editing, deleting, seeking, replaying.

use serde_json::Map;

use super::Stop;
use super::deciding::{Deciding, one_change, text_changes};
use crate::command::{Answer, CreateSubscription, DeleteSubscription, EditSubscription, SeekSubscription, StartReplay};
use crate::event::{Subject, change};
use crate::replay::{Replay, ReplayState};
use crate::subscription::{Dialect, Subscription, event_patterns, retry_schedule};
use crate::unique::UniqueKey;
use crate::world::Write;
use crate::{EventKind, FollowerId, Permission, Refusal, SubscriptionId};

/// Characters in an endpoint's url, at the most.
const URL_CHARS: usize = 2_000;

pub(super) fn create(deciding: &mut Deciding<'_>, command: &CreateSubscription) -> Result<Answer, Stop> {
    deciding.access.require(Permission::WebhookManage)?;
    url(&command.url)?;
    filter(command.dialect, command.managed_by.as_deref(), &command.events)?;
    let managed = command.managed_by.clone().map(UniqueKey::ManagedSubscription);
    if let Some(key) = &managed
        && deciding.world.unique(key)?.is_some()
    {
        return Err(Refusal::Taken { field: "managed_by" }.into());
    }
    command.retry_schedule_ms.as_deref().map_or(Ok(()), retry_schedule)?;
    if let Some(after) = command.after {
        within_log(deciding, after)?;
    }
    let subscription = Subscription {
        org: deciding.world.org,
        id: command.id,
        url: command.url.clone(),
        dialect: command.dialect,
        events: command.events.clone(),
        secret: command.secret.clone(),
        retry_schedule_ms: command.retry_schedule_ms.clone(),
        managed_by: command.managed_by.clone(),
        enabled: command.enabled,
        created_at: deciding.now,
        updated_at: deciding.now,
    };
    if let Some(key) = managed {
        deciding.write(Write::Unique(key, Some(command.id.0)));
    }
    deciding.emit(EventKind::WebhookCreated, subject(command.id), Map::new());
    let after = command.after.unwrap_or(deciding.seq());
    deciding.write(Write::Subscription(subscription.clone()));
    deciding.write(Write::Cursor(FollowerId(command.id.0), after));
    Ok(Answer::Subscription { subscription })
}

pub(super) fn edit(deciding: &mut Deciding<'_>, command: &EditSubscription) -> Result<Answer, Stop> {
    let before = found(deciding, command.subscription)?;
    let patch = &command.patch;
    let mut subscription = before.clone();
    if let Some(new) = &patch.url {
        url(new)?;
        subscription.url.clone_from(new);
    }
    let events = patch.filter(&before.events);
    if patch.events.is_some() || events != before.events {
        filter(before.dialect, before.managed_by.as_deref(), &events)?;
        subscription.events = events;
    }
    if let Some(enabled) = patch.enabled {
        subscription.enabled = enabled;
    }
    if let Some(schedule) = &patch.retry_schedule_ms {
        schedule.as_deref().map_or(Ok(()), retry_schedule)?;
        subscription.retry_schedule_ms.clone_from(schedule);
    }
    if subscription == before {
        return Ok(Answer::Subscription { subscription });
    }
    let mut changes = Map::new();
    if subscription.url != before.url {
        changes.extend(text_changes(&["url"]));
    }
    if subscription.events != before.events {
        changes.insert("events".to_owned(), change(&before.events, &subscription.events));
    }
    if subscription.enabled != before.enabled {
        changes.insert("enabled".to_owned(), change(before.enabled, subscription.enabled));
    }
    if subscription.retry_schedule_ms != before.retry_schedule_ms {
        changes.insert("retry_schedule_ms".to_owned(), change(&before.retry_schedule_ms, &subscription.retry_schedule_ms));
    }
    subscription.updated_at = deciding.now;
    deciding.emit(EventKind::WebhookUpdated, subject(subscription.id), changes);
    deciding.write(Write::Subscription(subscription.clone()));
    Ok(Answer::Subscription { subscription })
}

pub(super) fn delete(deciding: &mut Deciding<'_>, command: &DeleteSubscription) -> Result<Answer, Stop> {
    let subscription = found(deciding, command.subscription)?;
    if let Some(name) = &subscription.managed_by {
        deciding.write(Write::Unique(UniqueKey::ManagedSubscription(name.clone()), None));
    }
    deciding.emit(EventKind::WebhookDeleted, subject(subscription.id), Map::new());
    deciding.write(Write::SubscriptionDeleted(subscription.id));
    Ok(Answer::Subscription { subscription })
}

pub(super) fn seek(deciding: &mut Deciding<'_>, command: &SeekSubscription) -> Result<Answer, Stop> {
    let subscription = found(deciding, command.subscription)?;
    within_log(deciding, command.after)?;
    deciding.emit(EventKind::WebhookSought, subject(subscription.id), one_change("after", (), command.after));
    deciding.write(Write::Cursor(FollowerId(subscription.id.0), command.after));
    Ok(Answer::Subscription { subscription })
}

pub(super) fn start_replay(deciding: &mut Deciding<'_>, command: &StartReplay) -> Result<Answer, Stop> {
    let subscription = found(deciding, command.subscription)?;
    within_log(deciding, command.after)?;
    let replay = Replay {
        org: deciding.world.org,
        id: command.id,
        subscription: subscription.id,
        after: command.after,
        until: deciding.seq(),
        state: ReplayState::Running,
        created_at: deciding.now,
    };
    let subject = Subject::Webhook { id: subscription.id, replay: Some(replay.id) };
    deciding.emit(EventKind::WebhookReplayStarted, subject, one_change("after", (), command.after));
    deciding.write(Write::Cursor(replay.id, replay.after));
    deciding.write(Write::Replay(replay.clone()));
    Ok(Answer::Replay { replay })
}

/// A vendor's call may leave its subscription with nothing to tell.
fn filter(dialect: Dialect, managed_by: Option<&str>, events: &[String]) -> Result<(), Refusal> {
    if managed_by.is_some() && events.is_empty() { Ok(()) } else { event_patterns(dialect, events) }
}

fn found(deciding: &Deciding<'_>, id: SubscriptionId) -> Result<Subscription, Stop> {
    deciding.access.require(Permission::WebhookManage)?;
    Ok(Subscription::clone(deciding.world.subscription(id)?.ok_or(Refusal::NotFound { noun: "webhook" })?))
}

fn subject(id: SubscriptionId) -> Subject {
    Subject::Webhook { id, replay: None }
}

fn within_log(deciding: &Deciding<'_>, after: i64) -> Result<(), Refusal> {
    let head = deciding.world.head.seq;
    if (0..=head).contains(&after) {
        Ok(())
    } else {
        Err(Refusal::Invalid { field: "after", message: format!("must be from 0 to {head}, the latest event's number") })
    }
}

fn url(url: &str) -> Result<(), Refusal> {
    if url.chars().count() > URL_CHARS {
        return Err(Refusal::Invalid { field: "url", message: format!("must be at most {URL_CHARS} characters") });
    }
    Ok(())
}
