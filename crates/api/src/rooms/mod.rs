//! Rooms: the conversations.

mod activity;
mod archive;
mod assign;
mod block;
mod claim;
mod counts;
mod edit;
mod flag;
mod included;
mod list;
mod note;
mod open;
mod participants;
mod rate;
mod read;
mod resolve;
mod snooze;
mod summarize;
mod tag;
mod typing;
mod unassign;
mod view;
mod viewing;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::ApiState;

pub(crate) use typing::NewTyping;
pub(crate) use view::visible_room;
pub(crate) use viewing::NewViewing;

/// The routes of rooms.
pub(crate) fn router() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(open::open_room, list::list_rooms))
        .routes(routes!(counts::count_rooms))
        .routes(routes!(view::get_room, edit::edit_room))
        .routes(routes!(assign::assign_room))
        .routes(routes!(claim::claim_room))
        .routes(routes!(unassign::unassign_room))
        .routes(routes!(resolve::resolve_room))
        .routes(routes!(resolve::reopen_room))
        .routes(routes!(snooze::snooze_room, snooze::wake_room))
        .routes(routes!(read::mark_room_read))
        .routes(routes!(tag::tag_room))
        .routes(routes!(typing::say_typing))
        .routes(routes!(viewing::say_viewing))
        .routes(routes!(archive::archive_room))
        .routes(routes!(block::block_participant))
        .routes(routes!(note::put_room_note))
        .routes(routes!(flag::put_room_flag))
        .routes(routes!(rate::rate_room))
        .routes(routes!(summarize::put_room_summary))
        .routes(routes!(participants::list_participants))
}
