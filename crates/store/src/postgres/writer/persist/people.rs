//! Users, contacts, tokens.

use std::borrow::Cow;

use switchroom_domain::contact::Contact;
use switchroom_domain::world::{Changed, World};

use crate::postgres::codec::{text, to_doc};
use crate::postgres::columns::{self, ContactColumns, UserColumns};
use crate::postgres::error::PgError;
use crate::postgres::writer::statements::Statement;

pub(super) fn statements(world: &World, into: &mut Vec<Statement>) -> Result<(), PgError> {
    users(world, into)?;
    contacts(world, into)?;
    tokens(world, into)
}

fn owned(of: &str) -> String {
    text(of).into_owned()
}

fn users(world: &World, into: &mut Vec<Statement>) -> Result<(), PgError> {
    // Whoever gives up a name must have done so before somebody takes it in the same batch.
    for Changed { before, now, .. } in world.users.changed() {
        if let (Some(before), Some(now)) = (before, now)
            && before.username != now.username
        {
            let sql = "UPDATE users SET username = $3 WHERE org_id = $1 AND user_id = $2";
            into.push(Statement::new(sql).with(world.org.0).with(now.id.0).with(now.id.0.to_string()));
        }
    }
    for user in world.users.kept() {
        let columns = UserColumns::of(user);
        into.push(
            Statement::new(
                "INSERT INTO users (org_id, user_id, number, username, name, email, roles, active, takes_rooms, deleted, doc)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
                 ON CONFLICT (org_id, user_id) DO UPDATE SET username = excluded.username, name = excluded.name, email = excluded.email,
                     roles = excluded.roles, active = excluded.active, takes_rooms = excluded.takes_rooms, deleted = excluded.deleted,
                     doc = excluded.doc",
            )
            .with(world.org.0)
            .with(user.id.0)
            .with(columns.number)
            .with(columns.username.into_owned())
            .with(columns.name.into_owned())
            .with(columns.email)
            .with(columns.roles.into_iter().map(Cow::into_owned).collect::<Vec<_>>())
            .with(columns.active)
            .with(columns.takes_rooms)
            .with(columns.deleted)
            .with(to_doc(&**user)?),
        );
    }
    Ok(())
}

fn contacts(world: &World, into: &mut Vec<Statement>) -> Result<(), PgError> {
    for Changed { before, now, .. } in world.contacts.changed() {
        let gone = before.filter(|_| now.is_some_and(|now| now.identities.is_empty())).map_or(&[][..], |before| &before.identities);
        for identity in gone {
            let sql = "DELETE FROM identities WHERE org_id = $1 AND channel_id = $2 AND handle = $3";
            into.push(Statement::new(sql).with(world.org.0).with(identity.channel.0).with(owned(&identity.handle)));
        }
    }
    let contacts: Vec<&Contact> = world.contacts.kept().map(|contact| &**contact).collect();
    if contacts.is_empty() {
        return Ok(());
    }
    let columns: Vec<ContactColumns<'_>> = contacts.iter().map(|contact| ContactColumns::of(contact)).collect();
    into.push(
        Statement::new(
            "INSERT INTO contacts (org_id, contact_id, number, name, deleted, doc)
             SELECT $1, * FROM unnest($2, $3, $4, $5, $6)
             ON CONFLICT (org_id, contact_id) DO UPDATE SET name = excluded.name, deleted = excluded.deleted, doc = excluded.doc",
        )
        .with(world.org.0)
        .with(contacts.iter().map(|contact| contact.id.0).collect::<Vec<_>>())
        .with(columns.iter().map(|columns| columns.number).collect::<Vec<_>>())
        .with(columns.iter().map(|columns| columns::owned(columns.name.as_ref())).collect::<Vec<_>>())
        .with(columns.iter().map(|columns| columns.deleted).collect::<Vec<_>>())
        .with(contacts.iter().map(to_doc).collect::<Result<Vec<_>, _>>()?),
    );
    let identities = || contacts.iter().flat_map(|contact| contact.identities.iter().map(|identity| (identity, contact.id)));
    if identities().next().is_some() {
        // An edited contact's identities stand there already.
        into.push(
            Statement::new(
                "INSERT INTO identities (org_id, channel_id, handle, contact_id)
                 SELECT $1, * FROM unnest($2, $3, $4) ON CONFLICT (org_id, channel_id, handle) DO NOTHING",
            )
            .with(world.org.0)
            .with(identities().map(|(identity, _)| identity.channel.0).collect::<Vec<_>>())
            .with(identities().map(|(identity, _)| owned(&identity.handle)).collect::<Vec<_>>())
            .with(identities().map(|(_, contact)| contact.0).collect::<Vec<_>>()),
        );
    }
    Ok(())
}

fn tokens(world: &World, into: &mut Vec<Statement>) -> Result<(), PgError> {
    for token in world.tokens.kept() {
        into.push(
            Statement::new(
                "INSERT INTO tokens (hash, org_id, token_id, revoked, doc, user_id, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
                 ON CONFLICT (org_id, token_id) DO UPDATE SET revoked = excluded.revoked, doc = excluded.doc",
            )
            .with(token.hash.to_vec())
            .with(world.org.0)
            .with(token.id.0)
            .with(token.revoked_at.is_some())
            .with(to_doc(&**token)?)
            .with(token.account().map(|user| user.0))
            .with(token.expires_at.map(|end| end.0)),
        );
    }
    Ok(())
}
