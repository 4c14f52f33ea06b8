//! A visitor of a web page introduces himself: he has no token yet, and gets one for himself alone.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use switchroom_domain::channel::ChannelKind;
use switchroom_domain::command::{Command, RegisterContact};
use switchroom_domain::contact::{Contact, ContactPatch, Identity};
use switchroom_domain::token::TokenKind;
use switchroom_domain::{Actor, ChannelId, OrgId, Refusal};

use crate::access::{NewToken, issue_token};
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
}

/// A registered visitor.
#[derive(Debug, Clone)]
pub struct Visitor {
    /// The contact he is.
    pub contact: Contact,
    /// The secret of a token that speaks for him.
    pub token: String,
}

/// Registers a visitor of a web channel as a new contact, and issues a token to him.
pub async fn register_visitor(engine: &Engine, org: OrgId, new: NewVisitor) -> Result<Visitor, EngineError> {
    let channel = engine.store.channel(org, new.channel).await?;
    let open = channel.is_some_and(|channel| channel.kind == ChannelKind::Web && channel.active);
    if !open {
        return Err(Refusal::NotFound { noun: "channel" }.into());
    }
    let system = Caller::system(org);
    // The handle is ours and random: nobody can introduce himself as somebody else.
    let mut handle = [0; 16];
    engine.ids.secret(&mut handle);
    let identity = Identity { channel: new.channel, handle: URL_SAFE_NO_PAD.encode(handle) };
    let command = RegisterContact { id: engine.new_id(), identity: Some(identity), details: new.details };
    let (contact, _) = engine.run(&system, Command::RegisterContact(command)).await?.contact()?.value;
    let token = NewToken {
        kind: TokenKind::Session,
        actor: Actor::Contact(contact.id),
        scopes: vec![switchroom_domain::scope::Scope::All],
        name: None,
        device: None,
        expires_at: Some(engine.now().plus_seconds(TOKEN_SECONDS)),
    };
    let token = issue_token(engine, &system, token).await?.value.secret;
    Ok(Visitor { contact, token })
}
