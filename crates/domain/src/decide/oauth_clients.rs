//! Registering and forgetting programs that may log users in.

use serde_json::Map;

use super::Stop;
use super::deciding::Deciding;
use crate::command::{Answer, CreateOAuthClient, DeleteOAuthClient};
use crate::event::Subject;
use crate::oauth::OAuthClient;
use crate::world::Write;
use crate::{EventKind, Permission, Refusal, limits};

pub(super) fn create(deciding: &mut Deciding<'_>, command: &CreateOAuthClient) -> Result<Answer, Stop> {
    deciding.access.require(Permission::TokenManage)?;
    let client = OAuthClient {
        org: deciding.world.org,
        id: command.id,
        secret_hash: command.secret_hash,
        name: limits::name("name", &command.name)?,
        created_at: deciding.now,
    };
    deciding.emit(EventKind::OAuthClientCreated, Subject::OAuthClient { id: client.id }, Map::new());
    deciding.write(Write::OAuthClient(client.clone()));
    Ok(Answer::OAuthClient { client, sealed_secret: Some(command.sealed_secret.clone()) })
}

pub(super) fn delete(deciding: &mut Deciding<'_>, command: &DeleteOAuthClient) -> Result<Answer, Stop> {
    deciding.access.require(Permission::TokenManage)?;
    let found = deciding.world.oauth_client(command.id)?.ok_or(Refusal::NotFound { noun: "OAuth client" })?;
    let client = OAuthClient::clone(found);
    deciding.emit(EventKind::OAuthClientDeleted, Subject::OAuthClient { id: client.id }, Map::new());
    deciding.write(Write::OAuthClientDeleted(client.id));
    Ok(Answer::OAuthClient { client, sealed_secret: None })
}
