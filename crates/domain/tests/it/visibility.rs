//! Who is told of which events.

use switchroom_domain::{EventKind, Permission as P, Permissions};

fn seen(permissions: &[P]) -> Vec<&'static str> {
    let permissions = Permissions::of(permissions);
    EventKind::EVERY.iter().filter(|kind| kind.visible_with(permissions)).map(|kind| kind.as_str()).collect()
}

/// Whether every kind of a noun is among those.
fn all_of(noun: &str, among: &[&str]) -> bool {
    EventKind::EVERY.iter().map(|kind| kind.as_str()).filter(|kind| kind.starts_with(noun)).all(|kind| among.contains(&kind))
}

#[test]
fn the_whole_log_is_for_those_who_may_read_it() {
    assert_eq!(seen(&[P::EventRead]).len(), EventKind::EVERY.len());
    assert!(seen(&[P::UserView, P::ContactView, P::TeamView, P::ChannelView]).is_empty(), "without rooms there is nothing to follow");
}

#[test]
fn who_sees_rooms_is_told_of_what_he_may_see_around_them() {
    let rooms = seen(&[P::RoomView]);
    for noun in ["room.", "participant.", "message.", "sla.", "custom_field."] {
        assert!(all_of(noun, &rooms), "{noun}");
    }
    for (permission, noun) in [(P::ContactView, "contact."), (P::UserView, "user."), (P::TeamView, "team."), (P::ChannelView, "channel.")] {
        let more = seen(&[P::RoomView, permission]);
        assert!(all_of(noun, &more), "{noun}");
        let others = more.iter().filter(|kind| !kind.starts_with(noun)).copied();
        assert!(others.eq(rooms.iter().copied()), "nothing else is told to who has {}", permission.as_str());
    }
}

#[test]
fn what_runs_the_organization_is_told_to_nobody_else() {
    let everything_else: Vec<P> = P::EVERY.iter().copied().filter(|permission| *permission != P::EventRead).collect();
    for kind in seen(&everything_else) {
        let secret = ["token.", "webhook.", "role.", "oauth_client.", "settings."].iter().any(|noun| kind.starts_with(noun));
        assert!(!secret, "{kind}");
    }
}
