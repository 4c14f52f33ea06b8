//! What a conversation is acted on: the organization's people and ways in.

use std::sync::Arc;

use anyhow::Context;
use switchroom_domain::canned_response::CannedScope;
use switchroom_domain::channel::ChannelKind as Kind;
use switchroom_domain::command::{AssignRoom, CreateCannedResponse, CreateChannel, CreateTeam, EditSettings, EditUser, ExpectedAssignee};
use switchroom_domain::role::{self, Role};
use switchroom_domain::room::RoomStatus;
use switchroom_domain::setting::Setting;
use switchroom_domain::user::{User, UserPatch};
use switchroom_domain::{Access, ChannelId, Command, OrgId, TeamId, UserId};
use switchroom_engine::accounts::{self, NewUser, PasswordRule};
use switchroom_engine::ports::RoomsQuery;
use switchroom_engine::{Caller, Engine};
use switchroom_realtime::Hub;

use super::USERNAME;
use super::story::{ChannelKind, Story};

/// The demonstration's organization.
const ORG: OrgId = OrgId::FIRST;

/// The organization's people and ways in.
pub(super) struct Stage {
    pub(super) engine: Arc<Engine>,
    /// Who listens just now.
    pub(super) hub: Arc<Hub>,
    /// Those who answer by themselves.
    pub(super) colleagues: Vec<Colleague>,
    pub(super) teams: Vec<Team>,
    pub(super) channels: Vec<(ChannelId, Kind)>,
}

/// Somebody who answers by himself.
#[derive(Clone)]
pub(super) struct Colleague {
    pub(super) id: UserId,
    pub(super) caller: Caller,
}

/// A team, with the places of its members among the colleagues.
pub(super) struct Team {
    pub(super) id: TeamId,
    pub(super) name: String,
    pub(super) members: Vec<usize>,
}

impl Stage {
    /// Makes them in an organization that has nothing yet but its first admin. `password` is for those whom one can log in as.
    pub(super) async fn set_up(engine: Arc<Engine>, hub: Arc<Hub>, story: &Story, password: &str) -> anyhow::Result<Self> {
        let system = Caller::system(ORG);
        // New conversations wait for somebody to take them: else there would be nothing left to do.
        let manual = EditSettings { values: [(Setting::RoutingMethod.name().to_owned(), Some("manual".into()))].into() };
        engine.run(&system, Command::EditSettings(manual)).await?;
        let roles = engine.store.roles(ORG).await?;
        let mut colleagues = Vec::new();
        for user in &story.users {
            let new = NewUser {
                username: user.username.clone(),
                name: Some(user.name.clone()),
                email: Some(user.email.clone()),
                password: user.password.then(|| password.to_owned()),
                password_rule: PasswordRule::AsGiven,
                roles: vec![user.role.clone()],
                bot: false,
            };
            let made: User = accounts::create_user(&engine, &system, new).await?.value;
            let access = Access { actor: made.actor(), permissions: role::held(&roles, &made.roles), credential: None };
            let caller = Caller { org: ORG, access, cause: None, idempotency: None };
            let available = EditUser { user: made.id, patch: UserPatch { available: Some(true), ..UserPatch::default() } };
            engine.run(&system, Command::EditUser(available)).await?;
            colleagues.push(Colleague { id: made.id, caller });
        }
        let mut teams = Vec::new();
        for team in &story.teams {
            let is_member = |username: &String| team.members.contains(username);
            let places: Vec<usize> =
                (0..).zip(&story.users).filter(|(_, user)| is_member(&user.username)).map(|(place, _)| place).collect();
            let members = places.iter().filter_map(|place| colleagues.get(*place)).map(|colleague: &Colleague| colleague.id).collect();
            let id = engine.new_id();
            engine.run(&system, Command::CreateTeam(CreateTeam { id, name: team.name.clone(), members })).await?;
            teams.push(Team { id, name: team.name.clone(), members: places });
        }
        let mut channels = Vec::new();
        for channel in &story.channels {
            let id = engine.new_id();
            let kind = match channel.kind {
                ChannelKind::Api => Kind::Api,
                ChannelKind::Web => Kind::Web,
            };
            engine.run(&system, Command::CreateChannel(CreateChannel { id, kind, name: channel.name.clone(), builtin: None })).await?;
            channels.push((id, kind));
        }
        let stage = Self { engine, hub, colleagues, teams, channels };
        stage.can(&stage.newcomer(&roles).await?, story).await?;
        Ok(stage)
    }

    /// Whoever tries the demonstration out.
    async fn newcomer(&self, roles: &[Role]) -> anyhow::Result<Caller> {
        let user = self.engine.store.user_by_name(ORG, USERNAME).await?.context("nobody to try the demonstration out")?;
        let access = Access { actor: user.actor(), permissions: role::held(roles, &user.roles), credential: None };
        Ok(Caller { org: ORG, access, cause: None, idempotency: None })
    }

    /// Keeps what is said again and again, for all.
    async fn can(&self, author: &Caller, story: &Story) -> anyhow::Result<()> {
        for canned in &story.canned_responses {
            let command = CreateCannedResponse {
                id: self.engine.new_id(),
                shortcut: canned.shortcut.clone(),
                text: canned.text.clone(),
                scope: CannedScope::All,
                tags: Vec::new(),
            };
            self.engine.run(author, Command::CreateCannedResponse(command)).await?;
        }
        Ok(())
    }

    /// Gives some of the rooms that wait to whoever tries the demonstration out, so that there is something to answer.
    pub(super) async fn hand_over(&self, count: usize) -> anyhow::Result<()> {
        let system = Caller::system(ORG);
        let Some(newcomer) = self.engine.store.user_by_name(ORG, USERNAME).await? else { return Ok(()) };
        let waiting = RoomsQuery { statuses: vec![RoomStatus::Queued], limit: count, ..RoomsQuery::default() };
        for room in self.engine.store.rooms(ORG, waiting).await?.items {
            let (room, expected) = (room.facts.id, ExpectedAssignee::Exactly(None));
            let assign = AssignRoom { room, user: newcomer.id, also: false, expected, expected_version: None };
            self.engine.run(&system, Command::AssignRoom(assign)).await?;
        }
        Ok(())
    }

    /// The colleague with this id; none: it is whoever tries the demonstration out.
    pub(super) fn colleague(&self, id: UserId) -> Option<&Colleague> {
        self.colleagues.iter().find(|colleague| colleague.id == id)
    }
}
