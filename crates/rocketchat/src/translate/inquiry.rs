//! Inquiries.

use switchroom_domain::room::Room;
use switchroom_engine::{Engine, EngineError};

use super::room;
use crate::wire;

/// A room as the queue has it.
pub(crate) async fn inquiry(engine: &Engine, of: &Room) -> Result<wire::Inquiry, EngineError> {
    let room = room::room(engine, of).await?;
    Ok(wire::Inquiry {
        id: room.id.clone(),
        rid: room.id,
        name: room.fname,
        ts: room.ts,
        status: if of.head.assignees.is_empty() { "queued" } else { "taken" },
        t: room.t,
        v: room.v,
        department: room.department_id,
        source: room.source,
        priority_weight: room.priority_weight,
        estimated_waiting_time_queue: room.estimated_waiting_time_queue,
        updated_at: room.updated_at,
    })
}
