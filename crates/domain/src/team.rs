//! Teams: groups of users.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use crate::{OrgId, Refusal, TeamId, Timestamp, UserId, limits};

/// Members of a team, at the most.
pub const MEMBERS: usize = 1_000;

/// A group of users.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Team {
    /// The organization.
    pub org: OrgId,
    /// The team's id.
    pub id: TeamId,
    /// What people call it: unique in the organization.
    pub name: String,
    /// Who belongs to it.
    pub members: Vec<UserId>,
    /// Whether rooms can be given to it.
    pub active: bool,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it was last edited.
    pub updated_at: Timestamp,
}

/// What a team is to be changed to. An absent field stays.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct TeamPatch {
    /// New name.
    pub name: Option<String>,
    /// New members, all of them.
    pub members: Option<Vec<UserId>>,
    /// Whether rooms can be given to it.
    pub active: Option<bool>,
}

/// Checks and tidies a list of members: no duplicates, order kept.
pub fn members(given: &[UserId]) -> Result<Vec<UserId>, Refusal> {
    let mut members = Vec::with_capacity(given.len().min(MEMBERS));
    let mut known = HashSet::with_capacity(members.capacity());
    for user in given {
        if known.insert(*user) {
            members.push(*user);
        }
        if members.len() > MEMBERS {
            return Err(Refusal::Invalid { field: "members", message: format!("must be at most {MEMBERS}") });
        }
    }
    Ok(members)
}

/// The form in which names of teams are compared.
pub fn name_key(name: &str) -> Result<String, Refusal> {
    Ok(limits::name("name", name)?.to_lowercase())
}
