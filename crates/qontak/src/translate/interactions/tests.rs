//! What becomes of the subscription.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::any;
use proptest::sample::select;
use proptest::strategy::Strategy;
use proptest::{prop_assert, prop_assert_eq, proptest};
use switchroom_domain::subscription::{Dialect, Sealed, Subscription, SubscriptionOptions};
use switchroom_domain::{OrgId, SubscriptionId, Timestamp};
use uuid::Uuid;

use super::{Asked, FLAGS, MANAGED_BY, Step, is_on, step};
use crate::translate::topic::Topic;

const URL: &str = "https://a.example/hook?secret=a%2Bb&x=";

fn subscription(events: &[&str]) -> Subscription {
    Subscription {
        org: OrgId::FIRST,
        id: SubscriptionId(Uuid::nil()),
        url: URL.to_owned(),
        dialect: Dialect::Qontak,
        events: events.iter().map(|event| (*event).to_owned()).collect(),
        secret: Sealed(String::new()),
        retry_schedule_ms: None,
        managed_by: Some(MANAGED_BY.to_owned()),
        retired_secrets: Vec::new(),
        options: SubscriptionOptions::default(),
        disabled: None,
        enabled: true,
        created_at: Timestamp(0),
        updated_at: Timestamp(0),
    }
}

/// The subscription once the step is carried out, as the domain would.
fn carried_out(current: Option<Subscription>, step: Step) -> Option<Subscription> {
    match (current, step) {
        (None, Step::Create { url, events }) => {
            let events: Vec<&str> = events.iter().map(String::as_str).collect();
            Some(Subscription { url, ..subscription(&events) })
        }
        (Some(mut subscription), Step::Edit { patch, .. }) => {
            subscription.events.retain(|event| !patch.stop.contains(event));
            subscription.events.extend(patch.tell);
            subscription.enabled = patch.enabled.unwrap_or(subscription.enabled);
            subscription.url = patch.url.unwrap_or(subscription.url);
            Some(subscription)
        }
        (current, _) => current,
    }
}

fn asked(flags: &[(Topic, bool)], url: Option<&str>) -> Asked {
    Asked { flags: flags.to_vec(), url: url.map(str::to_owned) }
}

#[test]
fn without_a_url_nothing_can_be_told() {
    assert_eq!(step(None, &asked(&[(Topic::Status, true)], None)), Step::UrlMissing);
    assert_eq!(step(None, &asked(&[(Topic::Status, false)], None)), Step::Nothing);
    assert_eq!(step(None, &Asked::default()), Step::Nothing);
}

#[test]
fn the_first_url_makes_the_subscription() {
    let made = step(None, &asked(&[(Topic::Status, true), (Topic::FromAgent, false)], Some(URL)));
    assert_eq!(made, Step::Create { url: URL.to_owned(), events: vec!["status_message".to_owned()] });
    assert_eq!(step(None, &asked(&[], Some(URL))), Step::Create { url: URL.to_owned(), events: Vec::new() });
}

#[test]
fn a_flag_covered_by_a_pattern_can_be_switched_off() {
    let current = subscription(&["*"]);
    let asked = asked(&[(Topic::Status, false)], None);
    let after = carried_out(Some(current.clone()), step(Some(&current), &asked)).expect("a subscription");
    let on: Vec<Topic> = Topic::EVERY.into_iter().filter(|topic| is_on(&after, *topic)).collect();
    assert_eq!(on, [Topic::FromCustomer, Topic::FromAgent, Topic::BroadcastStatus, Topic::RoomCreated, Topic::RoomUpdated]);
}

#[test]
fn what_was_paused_goes_on_when_a_flag_is_switched_on() {
    let current = Subscription { enabled: false, ..subscription(&["status_message"]) };
    assert!(!is_on(&current, Topic::Status));
    assert_eq!(
        step(Some(&current), &asked(&[(Topic::Status, false)], None)),
        step(Some(&subscription(&["status_message"])), &asked(&[(Topic::Status, false)], None))
    );
    let after = carried_out(Some(current.clone()), step(Some(&current), &asked(&[(Topic::Status, true)], None)));
    assert!(is_on(&after.expect("a subscription"), Topic::Status));
}

fn events() -> impl Strategy<Value = Vec<&'static str>> {
    let some = ["*", "message.*", "message.created", "message.status_changed", "room.*", "room.tagged", "contact.updated"];
    let names = Topic::EVERY.map(Topic::name);
    vec(select(some.into_iter().chain(names).collect::<Vec<_>>()), 0..6).prop_map(|mut events| {
        events.sort_unstable();
        events.dedup();
        events
    })
}

proptest! {
    /// Whatever there was: afterwards every given flag is as given, every other as it was, and so is the url.
    #[test]
    fn a_call_changes_what_it_names_and_nothing_else(
        events in option::of(events()),
        enabled in any::<bool>(),
        flags in vec(option::of(any::<bool>()), FLAGS.len()),
        url in option::of(select(vec![URL, "http://b.example/?a=%20+&b"])),
    ) {
        let current = events.map(|events| Subscription { enabled, ..subscription(&events) });
        let flags: Vec<(Topic, bool)> = FLAGS.into_iter().zip(flags).filter_map(|(topic, flag)| Some((topic, flag?))).collect();
        let asked = asked(&flags, url);
        let step = step(current.as_ref(), &asked);
        let switched_on = flags.iter().any(|(_, on)| *on);
        if current.is_none() && url.is_none() {
            prop_assert_eq!(step, if switched_on { Step::UrlMissing } else { Step::Nothing });
            return Ok(());
        }
        let after = carried_out(current.clone(), step.clone()).expect("a subscription");
        for topic in Topic::EVERY {
            let given = flags.iter().find(|(given, _)| *given == topic).map(|(_, on)| *on);
            // What is paused goes on as a whole.
            let before = current.as_ref().is_some_and(|current| is_on(&Subscription { enabled: after.enabled, ..current.clone() }, topic));
            prop_assert_eq!(is_on(&after, topic), given.unwrap_or(before), "{:?} {:?}", topic, step);
        }
        prop_assert_eq!(after.url.as_str(), url.unwrap_or(URL));
        prop_assert!(after.enabled || !switched_on);
        prop_assert_eq!(super::step(Some(&after), &asked), Step::Nothing);
    }
}
