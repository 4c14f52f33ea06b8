//! Webhook subscriptions and their followers.

use switchroom_domain::world::World;
use switchroom_domain::{OrgId, SubscriptionId};

use crate::postgres::codec::{text, to_doc};
use crate::postgres::error::PgError;
use crate::postgres::writer::statements::Statement;

pub(super) fn statements(world: &World, into: &mut Vec<Statement>) -> Result<(), PgError> {
    let org = world.org.0;
    let gone: Vec<SubscriptionId> =
        world.subscriptions.changed().filter(|changed| changed.now.is_none()).map(|changed| *changed.id).collect();
    gone.iter().for_each(|id| forget(world.org, *id, into));
    for subscription in world.subscriptions.kept() {
        into.push(
            Statement::new(
                "INSERT INTO subscriptions (org_id, subscription_id, managed_by, doc) VALUES ($1, $2, $3, $4)
                 ON CONFLICT (org_id, subscription_id) DO UPDATE SET doc = excluded.doc",
            )
            .with(org)
            .with(subscription.id.0)
            .with(subscription.managed_by.as_deref().map(|by| text(by).into_owned()))
            .with(to_doc(&**subscription)?),
        );
        let sql = "INSERT INTO leases (org_id, subscription_id) VALUES ($1, $2) ON CONFLICT DO NOTHING";
        into.push(Statement::new(sql).with(org).with(subscription.id.0));
    }
    for replay in world.replays.kept() {
        into.push(
            Statement::new(
                "INSERT INTO replays (org_id, replay_id, subscription_id, running, doc) VALUES ($1, $2, $3, true, $4)
                 ON CONFLICT (org_id, replay_id) DO UPDATE SET doc = excluded.doc",
            )
            .with(org)
            .with(replay.id.0)
            .with(replay.subscription.0)
            .with(to_doc(&**replay)?),
        );
    }
    for (follower, after) in &world.cursors {
        into.push(
            Statement::new(
                "INSERT INTO followers (org_id, follower_id, epoch, cursor) VALUES ($1, $2, 1, $3)
                 ON CONFLICT (org_id, follower_id) DO UPDATE SET epoch = followers.epoch + 1, cursor = excluded.cursor,
                     breaker_probes = NULL, breaker_at = NULL, failing_since = NULL",
            )
            .with(org)
            .with(follower.0)
            .with(*after),
        );
        let sql = "DELETE FROM parked_rooms WHERE org_id = $1 AND follower_id = $2";
        into.push(Statement::new(sql).with(org).with(follower.0));
    }
    // What was set of them earlier in the same batch goes with them.
    gone.iter().for_each(|id| forget(world.org, *id, into));
    Ok(())
}

fn forget(org: OrgId, id: SubscriptionId, into: &mut Vec<Statement>) {
    // In the order in which rows are locked by whoever takes a lease (lease, followers) and keeps positions (followers, parked rooms):
    // so that nobody waits in a circle.
    into.push(Statement::new("DELETE FROM leases WHERE org_id = $1 AND subscription_id = $2").with(org.0).with(id.0));
    for sql in [
        "DELETE FROM followers WHERE org_id = $1 AND (follower_id = ANY($3)
             OR follower_id IN (SELECT replay_id FROM replays WHERE org_id = $1 AND subscription_id = $2))",
        "DELETE FROM parked_rooms WHERE org_id = $1 AND (follower_id = ANY($3)
             OR follower_id IN (SELECT replay_id FROM replays WHERE org_id = $1 AND subscription_id = $2))",
    ] {
        into.push(Statement::new(sql).with(org.0).with(id.0).with(vec![id.live().0, id.campaigns().0]));
    }
    for sql in [
        "DELETE FROM dead_letters WHERE org_id = $1 AND follower_id = $2",
        "DELETE FROM replays WHERE org_id = $1 AND subscription_id = $2",
        "DELETE FROM subscriptions WHERE org_id = $1 AND subscription_id = $2",
    ] {
        into.push(Statement::new(sql).with(org.0).with(id.0));
    }
}
