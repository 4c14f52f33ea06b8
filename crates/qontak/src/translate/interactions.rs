//! What `PUT /message_interactions` asks, and what has to become of the organization's subscription.

use switchroom_domain::subscription::{Subscription, SubscriptionPatch};
use switchroom_domain::{EventKind, SubscriptionId};

use super::topic::Topic;
use crate::body::Fields;

/// The `managed_by` of the one subscription behind `/message_interactions`.
pub(crate) const MANAGED_BY: &str = "qontak.message_interactions";

/// The flags.
const FLAGS: [Topic; 4] = [Topic::FromAgent, Topic::FromCustomer, Topic::Status, Topic::BroadcastStatus];

/// What a call asks. What is left out stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Asked {
    /// Flags to be switched.
    flags: Vec<(Topic, bool)>,
    /// Where messages are to be told.
    url: Option<String>,
}

/// What has to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    /// Everything is as it is asked to be.
    Nothing,
    /// Something is to be told, but nobody has ever said where to.
    UrlMissing,
    /// The subscription is to be made.
    Create {
        /// Its url.
        url: String,
        /// Its filter.
        events: Vec<String>,
    },
    /// The subscription is to be changed.
    Edit {
        /// Which.
        id: SubscriptionId,
        /// To what.
        patch: Box<SubscriptionPatch>,
    },
}

impl Asked {
    /// Reads what a body asks. Fields of other names are passed over.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it.
    pub(crate) fn read(fields: &Fields) -> Result<Self, Vec<String>> {
        let mut asked = Self::default();
        let mut wrong = Vec::new();
        for topic in FLAGS {
            match fields.flag(topic.name()) {
                Ok(flag) => asked.flags.extend(flag.map(|flag| (topic, flag))),
                Err(message) => wrong.push(message),
            }
        }
        match fields.text("url") {
            // The vendor's own settings show an empty url where there is none: clients that switch off send it back.
            Ok(Some("")) if asked.only_switches_off() => {}
            Ok(url) => asked.url = url.map(str::to_owned),
            Err(message) => wrong.push(message),
        }
        if wrong.is_empty() { Ok(asked) } else { Err(wrong) }
    }

    fn only_switches_off(&self) -> bool {
        !self.flags.is_empty() && self.flags.iter().all(|(_, on)| !on)
    }

    fn is_asked(&self, topic: Topic, on: bool) -> bool {
        self.flags.contains(&(topic, on))
    }
}

/// Whether a flag is on: the subscription is told of the topic.
pub(crate) fn is_on(subscription: &Subscription, topic: Topic) -> bool {
    subscription.enabled && is_told(subscription, topic)
}

fn is_told(subscription: &Subscription, topic: Topic) -> bool {
    EventKind::EVERY.iter().any(|kind| topic.is_asked_for(subscription, *kind))
}

/// What has to become of the subscription, if there is one, for it to be as asked.
pub(crate) fn step(current: Option<&Subscription>, asked: &Asked) -> Step {
    let on: Vec<String> = asked.flags.iter().filter(|(_, on)| *on).map(|(topic, _)| topic.name().to_owned()).collect();
    let Some(subscription) = current else {
        return match &asked.url {
            Some(url) => Step::Create { url: url.clone(), events: on },
            None if on.is_empty() => Step::Nothing,
            None => Step::UrlMissing,
        };
    };
    let (tell, stop) = filter(subscription, asked);
    let patch = SubscriptionPatch {
        url: asked.url.clone().filter(|url| *url != subscription.url),
        tell,
        stop,
        // Somebody may have paused it through `/v1/webhooks`: who switches a flag on wants it told.
        enabled: (!subscription.enabled && !on.is_empty()).then_some(true),
        ..SubscriptionPatch::default()
    };
    if patch == SubscriptionPatch::default() { Step::Nothing } else { Step::Edit { id: subscription.id, patch: Box::new(patch) } }
}

/// What is to be put into the filter, and what taken out.
fn filter(subscription: &Subscription, asked: &Asked) -> (Vec<String>, Vec<String>) {
    let named = |topic: Topic| subscription.events.iter().any(|event| event == topic.name());
    // Patterns get in through `/v1/webhooks`. They cover topics without naming them, so that a flag could not be switched off:
    // then they give way to the names of whatever else they cover.
    let patterns: Vec<String> = subscription.events.iter().filter(|event| Topic::from_name(event).is_none()).cloned().collect();
    let by_patterns = Subscription { events: patterns.clone(), ..subscription.clone() };
    let covered_off = FLAGS.iter().any(|topic| asked.is_asked(*topic, false) && is_told(&by_patterns, *topic));
    let is_kept = |topic: Topic| covered_off && !named(topic) && is_told(&by_patterns, topic) && !asked.is_asked(topic, false);
    let names = |choose: &dyn Fn(Topic) -> bool| -> Vec<String> {
        Topic::EVERY.into_iter().filter(|topic| choose(*topic)).map(|topic| topic.name().to_owned()).collect()
    };
    let tell = names(&|topic| is_kept(topic) || asked.is_asked(topic, true) && !named(topic));
    let mut stop = names(&|topic| named(topic) && asked.is_asked(topic, false));
    if covered_off {
        stop.extend(patterns);
    }
    (tell, stop)
}

#[cfg(test)]
mod tests;
