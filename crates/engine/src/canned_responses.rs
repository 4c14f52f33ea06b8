//! Finding canned responses.

use switchroom_domain::canned_response::{CannedResponse, CannedScope};
use switchroom_domain::{Permission, Refusal, UserId};
use uuid::Uuid;

use crate::ports::Page;
use crate::{Caller, Engine, EngineError};

/// Rows that are looked at in one read.
const PAGE: usize = 200;

/// Which canned responses to find: among those that the caller may use.
#[derive(Debug, Clone, Default)]
pub struct CannedSearch {
    /// With a shortcut or a text that begins so, in whatever case.
    pub text: Option<String>,
    /// After the one of this id.
    pub after: Option<Uuid>,
    /// How many at the most.
    pub limit: usize,
}

/// A page of the canned responses that the caller may use: his own, those of his teams, those for all; every one there is, if he sees
/// all.
pub async fn find(engine: &Engine, caller: &Caller, search: CannedSearch) -> Result<Page<CannedResponse>, EngineError> {
    let scopes = scopes(engine, caller).await?;
    let begins = search.text.as_deref().map(str::to_lowercase);
    let wanted = |found: &CannedResponse| {
        let begins_so = |text: &str, start: &str| text.trim_start().to_lowercase().starts_with(start);
        begins.as_deref().is_none_or(|start| begins_so(&found.shortcut, start) || begins_so(&found.text, start))
    };
    let (mut items, mut after) = (Vec::new(), search.after);
    loop {
        let page = engine.store.canned_responses(caller.org, scopes.clone(), after, PAGE).await?;
        after = page.items.last().map(|last| last.id.0);
        items.extend(page.items.into_iter().filter(wanted));
        if items.len() > search.limit {
            items.truncate(search.limit);
            return Ok(Page { items, more: true });
        }
        if !page.more {
            return Ok(Page { items, more: false });
        }
    }
}

/// The scopes whose canned responses the caller may use; none: of all.
async fn scopes(engine: &Engine, caller: &Caller) -> Result<Option<Vec<String>>, EngineError> {
    let access = &caller.access;
    access.require(Permission::CannedResponseView).or_else(|_| access.require(Permission::CannedResponseViewAgent))?;
    if access.permissions.contains(Permission::CannedResponseViewAll) {
        return Ok(None);
    }
    let user = access.actor.user().ok_or(Refusal::Forbidden { permission: Permission::CannedResponseView.as_str() })?;
    let mut scopes = teams_of(engine, caller, user).await?;
    scopes.extend([CannedScope::Personal(user).key(), CannedScope::All.key()]);
    Ok(Some(scopes))
}

async fn teams_of(engine: &Engine, caller: &Caller, user: UserId) -> Result<Vec<String>, EngineError> {
    let (mut scopes, mut after) = (Vec::new(), None);
    loop {
        let page = engine.store.teams(caller.org, after, PAGE).await?;
        after = page.items.last().map(|last| last.id.0);
        let own = page.items.iter().filter(|team| team.members.contains(&user));
        scopes.extend(own.map(|team| CannedScope::Team(team.id).key()));
        if !page.more {
            return Ok(scopes);
        }
    }
}
