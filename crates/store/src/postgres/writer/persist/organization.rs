//! What is set in an organization: channels, roles, teams, service levels, custom fields, programs, settings.

use std::hash::Hash;

use serde::Serialize;
use switchroom_domain::canned_response::CannedResponse;
use switchroom_domain::role::Role;
use switchroom_domain::world::{Changed, Table, World};
use uuid::Uuid;

use crate::postgres::codec::{text, to_doc};
use crate::postgres::error::PgError;
use crate::postgres::writer::statements::Statement;

pub(super) fn statements(world: &World, into: &mut Vec<Statement>) -> Result<(), PgError> {
    let org = world.org.0;
    for channel in world.channels.kept() {
        into.push(
            Statement::new(
                "INSERT INTO channels (org_id, channel_id, builtin, doc) VALUES ($1, $2, $3, $4)
                 ON CONFLICT (org_id, channel_id) DO UPDATE SET doc = excluded.doc",
            )
            .with(org)
            .with(channel.id.0)
            .with(channel.builtin.clone())
            .with(to_doc(&**channel)?),
        );
    }
    for role in world.roles.kept() {
        into.push(self::role(role)?);
    }
    let delete = "DELETE FROM teams WHERE org_id = $1 AND team_id = $2";
    let insert = "INSERT INTO teams (org_id, team_id, name, doc) VALUES ($1, $2, $3, $4)";
    named(org, &world.teams, delete, insert, |team| team.name.to_lowercase(), into)?;
    let delete = "DELETE FROM slas WHERE org_id = $1 AND sla_id = $2";
    let insert = "INSERT INTO slas (org_id, sla_id, name, doc) VALUES ($1, $2, $3, $4)";
    named(org, &world.slas, delete, insert, |sla| sla.name.to_lowercase(), into)?;
    let delete = "DELETE FROM canned_responses WHERE org_id = $1 AND canned_response_id = $2";
    let insert = "INSERT INTO canned_responses (org_id, canned_response_id, name, doc) VALUES ($1, $2, $3, $4)";
    named(org, &world.canned_responses, delete, insert, CannedResponse::name_key, into)?;
    for Changed { id: key, now, .. } in world.custom_fields.changed() {
        let key = text(key).into_owned();
        into.push(match now {
            Some(field) => Statement::new(
                "INSERT INTO custom_fields (org_id, key, doc) VALUES ($1, $2, $3)
                 ON CONFLICT (org_id, key) DO UPDATE SET doc = excluded.doc",
            )
            .with(org)
            .with(key)
            .with(to_doc(&**field)?),
            None => Statement::new("DELETE FROM custom_fields WHERE org_id = $1 AND key = $2").with(org).with(key),
        });
    }
    for Changed { id, now, .. } in world.views.changed() {
        into.push(match now {
            Some(view) => Statement::new(
                "INSERT INTO saved_views (org_id, view_id, owner_id, shared, doc) VALUES ($1, $2, $3, $4, $5)
                 ON CONFLICT (org_id, view_id) DO UPDATE SET shared = excluded.shared, doc = excluded.doc",
            )
            .with(org)
            .with(id.0)
            .with(view.owner.0)
            .with(view.shared)
            .with(to_doc(&**view)?),
            None => Statement::new("DELETE FROM saved_views WHERE org_id = $1 AND view_id = $2").with(org).with(id.0),
        });
    }
    for Changed { id, now, .. } in world.oauth_clients.changed() {
        into.push(match now {
            Some(client) => Statement::new("INSERT INTO oauth_clients (client_id, org_id, doc) VALUES ($1, $2, $3)")
                .with(id.0)
                .with(org)
                .with(to_doc(&**client)?),
            None => Statement::new("DELETE FROM oauth_clients WHERE client_id = $1 AND org_id = $2").with(id.0).with(org),
        });
    }
    if let Some(name) = &world.organization_name {
        let sql = "UPDATE organizations SET doc = jsonb_set(doc::jsonb, '{name}', to_jsonb($2::text))::text WHERE org_id = $1";
        into.push(Statement::new(sql).with(org).with(text(name).into_owned()));
    }
    for (name, value) in &world.settings_changed {
        into.push(match value {
            Some(value) => Statement::new(
                "INSERT INTO settings (org_id, name, value) VALUES ($1, $2, $3)
                 ON CONFLICT (org_id, name) DO UPDATE SET value = excluded.value",
            )
            .with(org)
            .with(text(name).into_owned())
            .with(to_doc(value)?),
            None => Statement::new("DELETE FROM settings WHERE org_id = $1 AND name = $2").with(org).with(text(name).into_owned()),
        });
    }
    Ok(())
}

/// Keeps a role.
pub(in crate::postgres::writer) fn role(role: &Role) -> Result<Statement, PgError> {
    let sql = "INSERT INTO roles (org_id, name, doc) VALUES ($1, $2, $3) ON CONFLICT (org_id, name) DO UPDATE SET doc = excluded.doc";
    Ok(Statement::new(sql).with(role.org.0).with(text(&role.name).into_owned()).with(to_doc(role)?))
}

/// Keeps what has an id and a name that is unique in the organization. What is gone and what gives up its name goes first,
/// so that another can take the name in the same batch.
fn named<K, V>(
    org: i64,
    rows: &Table<K, V>,
    delete: &'static str,
    insert: &'static str,
    name: impl Fn(&V) -> String,
    into: &mut Vec<Statement>,
) -> Result<(), PgError>
where
    K: Copy + Eq + Hash + Into<Uuid>,
    V: Serialize,
{
    for Changed { id, .. } in rows.changed() {
        into.push(Statement::new(delete).with(org).with((*id).into()));
    }
    for Changed { id, now, .. } in rows.changed() {
        if let Some(row) = now {
            into.push(Statement::new(insert).with(org).with((*id).into()).with(text(&name(row)).into_owned()).with(to_doc(&**row)?));
        }
    }
    Ok(())
}
