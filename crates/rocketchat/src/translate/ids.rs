//! Ids. Rocket.Chat's clients treat them as opaque, so they see ours: UUIDs in lower case, compared exactly.

use uuid::Uuid;

/// The id that is written so; `None`: nothing has it.
pub(crate) fn id<T: From<Uuid>>(text: &str) -> Option<T> {
    let id = Uuid::try_parse(text).ok()?;
    (id.to_string() == text).then(|| T::from(id))
}

#[cfg(test)]
mod tests {
    use switchroom_domain::RoomId;

    use super::id;

    #[test]
    fn an_id_is_written_in_one_way() {
        let plain = "0192f0c1-2345-7abc-8def-000000000001";
        assert_eq!(id::<RoomId>(plain).expect("an id").to_string(), plain);
        for other in ["", "rbAXPnMktTFbNpwtJ", "0192F0C1-2345-7ABC-8DEF-000000000001", "0192f0c123457abc8def000000000001", "x\0"] {
            assert_eq!(id::<RoomId>(other), None, "{other}");
        }
    }
}
