//! Organizations and the hosts that mean them.

mod bind_host;
mod create;
mod first_run;
mod hosts;
mod setup;

pub use bind_host::organization_of_host;
pub use create::{CreatedOrganization, NewAdmin, create};
pub use first_run::{FirstRun, first_run};
pub use hosts::{add_host, remove_host};
pub use setup::{Claim, begin_setup, claim, is_claimed};
