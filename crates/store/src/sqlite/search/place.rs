//! Where a document stands: organization, kind and number in one, so that a place alone says whose it is.

use switchroom_domain::OrgId;
use switchroom_engine::ports::DocumentKind;

const KIND_BITS: u32 = 2;
const NUMBER_BITS: u32 = 40;

/// The place of number 0.
pub(super) fn first(org: OrgId, kind: DocumentKind) -> i64 {
    ((org.0 << KIND_BITS) | i64::from(kind.number())) << NUMBER_BITS
}

/// The place after that of the highest number.
pub(super) fn end(org: OrgId, kind: DocumentKind) -> i64 {
    first(org, kind) + (1 << NUMBER_BITS)
}

/// The number at a place.
pub(super) fn number(place: i64) -> i64 {
    place & ((1 << NUMBER_BITS) - 1)
}

#[cfg(test)]
mod tests {
    use switchroom_domain::OrgId;
    use switchroom_engine::ports::DocumentKind;

    use super::{end, first, number};

    #[test]
    fn places_do_not_overlap() {
        let mut last = 0;
        for org in [1, 2, 1_000_000] {
            let mut kinds = DocumentKind::EVERY;
            kinds.sort_by_key(|kind| kind.number());
            for kind in kinds {
                let (first, end) = (first(OrgId(org), kind), end(OrgId(org), kind));
                assert!(last <= first && first < end);
                assert_eq!((number(first), number(first + 7)), (0, 7));
                last = end;
            }
        }
    }
}
