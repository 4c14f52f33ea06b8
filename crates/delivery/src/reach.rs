//! Which urls webhooks may have.

use switchroom_egress::Egress;
use switchroom_engine::ports::Reach;

/// Refuses urls that the way out would refuse, as far as that shows without resolving their names.
#[derive(Clone)]
pub struct Dialable(pub Egress);

impl Reach for Dialable {
    fn refusal(&self, url: &str) -> Option<String> {
        self.0.refusal(url)
    }
}
