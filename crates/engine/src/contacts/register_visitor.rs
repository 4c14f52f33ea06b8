//! A visitor of a web page introduces himself: he has no token yet, and gets one for himself alone.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use switchroom_domain::channel::ChannelKind;
use switchroom_domain::command::{Command, RegisterContact};
use switchroom_domain::contact::{Contact, ContactPatch, Identity};
use switchroom_domain::{Actor, ChannelId, OrgId, Refusal};

use crate::access::{NewToken, issue_token};
use crate::channels::{SignedIdentity, identity};
use crate::{Caller, Engine, EngineError};

/// How long a visitor's token lasts, in seconds.
const TOKEN_SECONDS: i64 = 365 * 24 * 60 * 60;

/// A visitor who introduces himself.
#[derive(Debug, Clone)]
pub struct NewVisitor {
    /// The web channel of the page.
    pub channel: ChannelId,
    /// What he says of himself.
    pub details: ContactPatch,
    /// Who he is by the word of the site; none: nobody knows.
    pub identity: Option<SignedIdentity>,
}

/// A registered visitor.
#[derive(Debug, Clone)]
pub struct Visitor {
    /// The contact he is.
    pub contact: Contact,
    /// The secret of a token that speaks for him.
    pub token: String,
}

/// Registers a visitor of a web channel, and issues a token to him. Whoever is vouched for is the contact with that handle, found or made;
/// others are new contacts.
pub async fn register_visitor(engine: &Engine, org: OrgId, new: NewVisitor) -> Result<Visitor, EngineError> {
    let channel = engine.channel(org, new.channel).await?;
    let open = channel.filter(|channel| channel.kind == ChannelKind::Web && channel.active);
    let channel = open.ok_or(Refusal::NotFound { noun: "channel" })?;
    let handle = match new.identity {
        Some(identity) => {
            identity::check(engine, &channel, &identity)?;
            identity.id
        }
        None if channel.widget.identity_required => return Err(EngineError::IdentityRequired),
        None => {
            channel.widget.pre_chat.check(&new.details)?;
            random_handle(engine)
        }
    };
    let system = Caller::system(org);
    let identity = Identity { channel: new.channel, handle };
    let command = RegisterContact { id: engine.new_id(), identity: Some(identity), details: new.details };
    let (contact, _) = engine.run(&system, Command::RegisterContact(command)).await?.contact()?.value;
    let session = NewToken::session(engine, Actor::Contact(contact.id), None, TOKEN_SECONDS);
    let token = issue_token(engine, &system, session).await?.value.secret;
    Ok(Visitor { contact, token })
}

/// A handle of ours: nobody can introduce himself as somebody else.
fn random_handle(engine: &Engine) -> String {
    let mut handle = [0; 16];
    engine.ids.secret(&mut handle);
    URL_SAFE_NO_PAD.encode(handle)
}
