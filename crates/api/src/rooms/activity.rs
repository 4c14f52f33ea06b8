//! How what somebody does in a room just now is told.

use switchroom_engine::Caller;
use switchroom_engine::activity::{self, SayActivity};
use switchroom_engine::ports::Notice;

use crate::problem::Problem;
use crate::state::ApiState;

/// Tells whoever listens to the room, here and at other nodes. What says nothing new is passed over.
pub(super) async fn tell(state: &ApiState, caller: &Caller, said: SayActivity) -> Result<(), Problem> {
    let said = said.of(caller)?;
    let hub = state.feeds().hub();
    // What was told a moment ago was permitted a moment ago, and costs nothing said again.
    if hub.is_repeated(&said) {
        return Ok(());
    }
    activity::check(state.engine(), caller, &said).await?;
    if hub.tell(said) {
        state.engine().bus.publish(Notice::Activity(said));
    }
    Ok(())
}
