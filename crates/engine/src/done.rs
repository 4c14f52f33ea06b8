//! What a command came to.

use switchroom_domain::canned_response::CannedResponse;
use switchroom_domain::channel::Channel;
use switchroom_domain::command::Answer;
use switchroom_domain::contact::Contact;
use switchroom_domain::custom_field::CustomField;
use switchroom_domain::message::Message;
use switchroom_domain::oauth::OAuthClient;
use switchroom_domain::participant::Participant;
use switchroom_domain::replay::Replay;
use switchroom_domain::role::Role;
use switchroom_domain::room::Room;
use switchroom_domain::sla::Sla;
use switchroom_domain::subscription::{Sealed, Subscription};
use switchroom_domain::team::Team;
use switchroom_domain::token::Token;
use switchroom_domain::user::User;
use switchroom_domain::view::SavedView;

use crate::EngineError;

/// What a command came to.
#[derive(Debug, Clone)]
pub struct Done<T> {
    /// The answer.
    pub value: T,
    /// Whether it is the answer to an earlier request with the same `Idempotency-Key`.
    pub replayed: bool,
}

impl<T> Done<T> {
    /// The same, of another value.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Done<U> {
        Done { value: f(self.value), replayed: self.replayed }
    }
}

macro_rules! answers {
    ($($(#[$meta:meta])* $name:ident: $pattern:pat => $value:expr, $type:ty;)*) => {
        impl Done<Answer> {
            $(
                $(#[$meta])*
                pub fn $name(self) -> Result<Done<$type>, EngineError> {
                    match self.value {
                        $pattern => Ok(Done { value: $value, replayed: self.replayed }),
                        _ => Err(EngineError::UnexpectedAnswer),
                    }
                }
            )*
        }
    };
}

answers! {
    /// The contact it answers with, and whether it was created.
    contact: Answer::Contact { contact, created } => (contact, created), (Contact, bool);
    /// The room it answers with, and whether it was created.
    room: Answer::Room { room, created } => (room, created), (Room, bool);
    /// The part in a room it answers with.
    participant: Answer::Participant { participant } => participant, Participant;
    /// The message it answers with, and whether it was created.
    message: Answer::Message { message, created } => (message, created), (Message, bool);
    /// The user it answers with.
    user: Answer::User { user } => user, User;
    /// The recovery codes it answers with, encrypted.
    recovery_codes: Answer::RecoveryCodes { sealed_codes } => sealed_codes, Sealed;
    /// The channel it answers with.
    channel: Answer::Channel { channel } => channel, Channel;
    /// The roles it answers with.
    roles: Answer::Roles { roles } => roles, Vec<Role>;
    /// The team it answers with.
    team: Answer::Team { team } => team, Team;
    /// The canned response it answers with.
    canned_response: Answer::CannedResponse { canned_response } => canned_response, CannedResponse;
    /// The view it answers with.
    view: Answer::View { view } => view, SavedView;
    /// The service level it answers with.
    sla: Answer::Sla { sla } => sla, Sla;
    /// The custom field it answers with.
    custom_field: Answer::CustomField { custom_field } => custom_field, CustomField;
    /// Settings were changed.
    settings: Answer::Settings => (), ();
    /// The program it answers with, and its encrypted secret if it was just registered.
    oauth_client: Answer::OAuthClient { client, sealed_secret } => (client, sealed_secret), (OAuthClient, Option<Sealed>);
    /// The token it answers with, and its encrypted secret if it was just issued.
    token: Answer::Token { token, sealed_secret } => (token, sealed_secret), (Token, Option<Sealed>);
    /// The webhook subscription it answers with.
    subscription: Answer::Subscription { subscription } => subscription, Subscription;
    /// The replay job it answers with.
    replay: Answer::Replay { replay } => replay, Replay;
}
