//! Users.

mod change_password;
mod create_user;
mod edit_user;
mod letters;
mod reset_password;
mod resets;
pub mod two_factor;

pub use change_password::change_password;
pub use create_user::{NewUser, PasswordRule, create_user};
pub use edit_user::{UserEdit, edit_user};
pub use reset_password::reset_password;
pub use resets::{ask_reset, can_invite, invite, redeem, send_invitation};
