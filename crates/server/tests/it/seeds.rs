//! The seeds: two pages of the vendor's documents, read as they are.

use std::path::Path;

use crate::shape::Shape;

/// A page. Panics if it is not there.
pub(crate) fn page(number: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/seeds");
    let entries = std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("the seeds are not at {}: {error}", folder.display()));
    let is_page = |path: &std::path::PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(number));
    let path = entries.filter_map(|entry| Some(entry.ok()?.path())).find(is_page);
    let path = path.unwrap_or_else(|| panic!("there is no seed {number} in {}", folder.display()));
    std::fs::read_to_string(&path).expect("the seed")
}

/// The JSON examples of a page, in its order.
fn examples(number: &str) -> Vec<Shape> {
    let text = page(number);
    let blocks = text.split("```json").skip(1).map(|rest| rest.split("```").next().expect("a block"));
    blocks.map(|block| Shape::of(block.as_bytes())).collect()
}

/// The body of `qontak.chat.room.updated`.
pub(crate) fn room_updated() -> Shape {
    let [room] = &examples("000")[..] else { panic!("seed 000 has another number of examples") };
    room.clone()
}

/// The examples of `/message_interactions`.
pub(crate) struct Interactions {
    /// The answer to PUT.
    pub(crate) settings: Shape,
    /// A contact's message.
    pub(crate) customer: Shape,
    /// An agent's message.
    pub(crate) agent: Shape,
    /// A campaign's message.
    pub(crate) campaign: Shape,
}

pub(crate) fn interactions() -> Interactions {
    let [settings, customer, agent, campaign] = &examples("003")[..] else { panic!("seed 003 has another number of examples") };
    Interactions { settings: settings.clone(), customer: customer.clone(), agent: agent.clone(), campaign: campaign.clone() }
}
