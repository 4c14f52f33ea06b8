//! To whom a new room goes: the available user with the fewest open rooms.

use crate::command::OpenRoom;
use crate::decide::Stop;
use crate::decide::deciding::Deciding;
use crate::room::Room;
use crate::setting::Setting;
use crate::team::Team;
use crate::world::AvailableAgent;
use crate::{Actor, EventKind, Person, Refusal, TeamId, UserId};

/// The team, if rooms can be given to it.
pub(super) fn active_team<'a>(deciding: &Deciding<'a>, id: TeamId) -> Result<&'a Team, Stop> {
    match deciding.world.team(id)? {
        None => Err(Refusal::NotFound { noun: "team" }.into()),
        Some(team) if !team.active => Err(Refusal::invalid("team_id", "names a team that is not active").into()),
        Some(team) => Ok(team),
    }
}

/// The user whom a new room goes to, if it goes to anybody by itself. Refuses where somebody must be available and nobody
/// is.
pub(super) fn agent_for(deciding: &Deciding<'_>, command: &OpenRoom) -> Result<Option<UserId>, Stop> {
    let automatic = !command.campaign && deciding.world.setting(Setting::RoutingMethod)? == "auto";
    if !automatic && !command.need_agent {
        return Ok(None);
    }
    let team = command.team.map(|team| active_team(deciding, team)).transpose()?;
    let belongs = |agent: &AvailableAgent| team.is_none_or(|team| team.members.contains(&agent.user));
    let rank = |agent: &AvailableAgent| (command.prefer != Some(agent.user), agent.open_rooms, agent.user);
    let chosen = deciding.world.agents()?.filter(belongs).min_by_key(rank);
    match chosen {
        None if command.need_agent => Err(Refusal::NoAgentAvailable.into()),
        chosen => Ok(chosen.map(|agent| agent.user).filter(|_| automatic)),
    }
}

/// Gives the room to the user, as Switchroom's own doing.
pub(super) fn give(deciding: &mut Deciding<'_>, room: &mut Room, user: UserId) -> Result<(), Stop> {
    let caller = std::mem::replace(&mut deciding.actor, Actor::System);
    let joined = deciding.join(room, Person::User(user));
    super::assign::set(deciding, room, vec![user], EventKind::RoomAssigned);
    deciding.actor = caller;
    joined.map(drop)
}
