//! Users.

mod create_user;
mod edit_user;
mod reset_password;

pub use create_user::{NewUser, PasswordRule, create_user};
pub use edit_user::{UserEdit, edit_user};
pub use reset_password::reset_password;
