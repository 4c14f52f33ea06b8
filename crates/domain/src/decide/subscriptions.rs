//! Webhook subscriptions: creating, editing, deleting, seeking, disabling, replaying.

use serde_json::Map;

use super::Stop;
use super::deciding::{Deciding, one_change, text_changes};
use crate::command::{
    Answer, CancelReplay, CreateSubscription, DeleteSubscription, DisableSubscription, EditSubscription, Missed, RotateSecret,
    SeekSubscription, StartReplay,
};
use crate::event::{Subject, change};
use crate::replay::{Replay, ReplayState};
use crate::subscription::{Dialect, Disabled, RetiredSecret, RoomFilter, Subscription, event_patterns, retry_schedule};
use crate::unique::UniqueKey;
use crate::world::Write;
use crate::{Actor, EventKind, Permission, Refusal, SubscriptionId};

/// Characters in an endpoint's url, at the most.
const URL_CHARS: usize = 2_000;
/// Secrets that sign beside the present one, at the most.
const MOST_RETIRED_SECRETS: usize = 4;
/// How long a secret that was replaced may still sign, in seconds.
const LONGEST_OVERLAP_SECONDS: u32 = 30 * 24 * 60 * 60;

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
    command.options.check(command.dialect)?;
    known_rooms(deciding, &command.options.rooms)?;
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
        retired_secrets: Vec::new(),
        options: command.options.clone(),
        retry_schedule_ms: command.retry_schedule_ms.clone(),
        managed_by: command.managed_by.clone(),
        enabled: command.enabled,
        disabled: None,
        created_at: deciding.now,
        updated_at: deciding.now,
    };
    if let Some(key) = managed {
        deciding.write(Write::Unique(key, Some(command.id.0)));
    }
    deciding.emit(EventKind::WebhookCreated, subject(command.id), Map::new());
    let after = command.after.unwrap_or(deciding.seq());
    deciding.write(Write::Subscription(subscription.clone()));
    set_cursors(deciding, command.id, after);
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
        subscription.disabled = None;
    }
    if let Some(schedule) = &patch.retry_schedule_ms {
        schedule.as_deref().map_or(Ok(()), retry_schedule)?;
        subscription.retry_schedule_ms.clone_from(schedule);
    }
    let (options, changed_options) = patch.options.apply(&before.options);
    options.check(before.dialect)?;
    if options.rooms != before.options.rooms {
        known_rooms(deciding, &options.rooms)?;
    }
    subscription.options = options;
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
    changes.extend(text_changes(&changed_options));
    subscription.updated_at = deciding.now;
    let skips = subscription.enabled && !before.enabled && command.missed == Missed::Skip;
    if skips {
        let after = deciding.seq();
        changes.insert("after".to_owned(), change((), after));
        set_cursors(deciding, subscription.id, after);
    } else if subscription.tells_statuses() && !before.tells_statuses() {
        // It did not follow the log as long as the filter left it nothing to tell.
        deciding.write(Write::Cursor(subscription.id.campaigns(), deciding.seq()));
    }
    deciding.emit(EventKind::WebhookUpdated, subject(subscription.id), changes);
    deciding.write(Write::Subscription(subscription.clone()));
    Ok(Answer::Subscription { subscription })
}

/// The present secret signs on beside the new one for as long as the command says.
pub(super) fn rotate_secret(deciding: &mut Deciding<'_>, command: &RotateSecret) -> Result<Answer, Stop> {
    let mut subscription = found(deciding, command.subscription)?;
    if command.overlap_seconds > LONGEST_OVERLAP_SECONDS {
        return Err(Refusal::invalid("overlap_seconds", "must be at most 2592000, which is 30 days").into());
    }
    let now = deciding.now;
    let secret = std::mem::replace(&mut subscription.secret, command.secret.clone());
    subscription.retired_secrets.insert(0, RetiredSecret { secret, until: now.plus_seconds(i64::from(command.overlap_seconds)) });
    subscription.retired_secrets.retain(|retired| retired.until > now);
    subscription.retired_secrets.truncate(MOST_RETIRED_SECRETS);
    subscription.updated_at = now;
    deciding.emit(EventKind::WebhookUpdated, subject(subscription.id), text_changes(&["secret"]));
    deciding.write(Write::Subscription(subscription.clone()));
    Ok(Answer::Subscription { subscription })
}

/// Switchroom's own doing. What is disabled already stays as it is.
pub(super) fn disable(deciding: &mut Deciding<'_>, command: &DisableSubscription) -> Result<Answer, Stop> {
    let mut subscription = found(deciding, command.subscription)?;
    if deciding.actor != Actor::System {
        return Err(Refusal::Forbidden { permission: Permission::WebhookManage.as_str() }.into());
    }
    if !subscription.enabled {
        return Ok(Answer::Subscription { subscription });
    }
    subscription.enabled = false;
    subscription.disabled = Some(Disabled { reason: command.reason, at: deciding.now });
    subscription.updated_at = deciding.now;
    let mut changes = one_change("enabled", true, false);
    changes.insert("reason".to_owned(), change((), command.reason));
    deciding.emit(EventKind::WebhookDisabled, subject(subscription.id), changes);
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
    set_cursors(deciding, subscription.id, command.after);
    Ok(Answer::Subscription { subscription })
}

pub(super) fn start_replay(deciding: &mut Deciding<'_>, command: &StartReplay) -> Result<Answer, Stop> {
    let subscription = found(deciding, command.subscription)?;
    within_log(deciding, command.after)?;
    let until = command.until.unwrap_or(deciding.seq());
    if !(command.after..=deciding.seq()).contains(&until) {
        let message = format!("must be from {} to {}, the latest event's number", command.after, deciding.seq());
        return Err(Refusal::Invalid { field: "until", message }.into());
    }
    let replay = Replay {
        org: deciding.world.org,
        id: command.id,
        subscription: subscription.id,
        after: command.after,
        until,
        scope: command.scope,
        state: ReplayState::Running,
        created_at: deciding.now,
    };
    let subject = Subject::Webhook { id: subscription.id, replay: Some(replay.id) };
    deciding.emit(EventKind::WebhookReplayStarted, subject, one_change("after", (), command.after));
    deciding.write(Write::Cursor(replay.id, replay.after));
    deciding.write(Write::Replay(replay.clone()));
    Ok(Answer::Replay { replay })
}

pub(super) fn cancel_replay(deciding: &mut Deciding<'_>, command: &CancelReplay) -> Result<Answer, Stop> {
    let subscription = found(deciding, command.subscription)?;
    let replay = deciding.world.replay(command.replay)?.filter(|replay| replay.subscription == subscription.id);
    let mut replay = Replay::clone(replay.ok_or(Refusal::NotFound { noun: "replay" })?);
    if replay.state == ReplayState::Running {
        replay.state = ReplayState::Cancelled;
        let subject = Subject::Webhook { id: subscription.id, replay: Some(replay.id) };
        deciding.emit(EventKind::WebhookReplayCancelled, subject, Map::new());
        deciding.write(Write::Replay(replay.clone()));
    }
    Ok(Answer::Replay { replay })
}

/// Both of a subscription's followers go on after this.
fn set_cursors(deciding: &mut Deciding<'_>, subscription: SubscriptionId, after: i64) {
    deciding.write(Write::Cursor(subscription.live(), after));
    deciding.write(Write::Cursor(subscription.campaigns(), after));
}

/// A vendor's call may leave its subscription with nothing to tell.
fn filter(dialect: Dialect, managed_by: Option<&str>, events: &[String]) -> Result<(), Refusal> {
    if managed_by.is_some() && events.is_empty() { Ok(()) } else { event_patterns(dialect, events) }
}

/// Refuses a filter that names a channel or a team that there is not.
fn known_rooms(deciding: &Deciding<'_>, rooms: &RoomFilter) -> Result<(), Stop> {
    for channel in &rooms.channels {
        deciding.world.channel(*channel)?.ok_or(Refusal::NotFound { noun: "channel" })?;
    }
    for team in &rooms.teams {
        deciding.world.team(*team)?.ok_or(Refusal::NotFound { noun: "team" })?;
    }
    Ok(())
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
