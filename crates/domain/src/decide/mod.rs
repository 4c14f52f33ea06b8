//! Deciding: what a command comes to, given the working set. Pure: the same working set, time and ids give the same
//! decision, and a refusal changes nothing.

mod canned_responses;
mod channels;
mod contacts;
mod custom_fields;
mod deciding;
mod messages;
mod oauth_clients;
mod roles;
mod rooms;
mod settings;
mod setup;
mod slas;
mod subscriptions;
mod teams;
mod tokens;
mod two_factor;
mod users;
mod views;

use crate::command::{Answer, Command, Envelope, Receipt};
use crate::counter::Counter;
use crate::idempotency::{IdempotencyKey, IdempotencyRecord};
use crate::message::{DeliveryStatus, Message};
use crate::organization::Head;
use crate::world::{Key, Missing, World, Write};
use crate::{Committed, Ids, MessageId, Refusal, Timestamp};

use deciding::Deciding;

/// Why deciding stopped before a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stop {
    /// The command is refused.
    Refused(Refusal),
    /// The working set must load this first.
    Missing(Key),
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<Missing> for Stop {
    fn from(missing: Missing) -> Self {
        Self::Missing(missing.0)
    }
}

/// What a command comes to.
#[derive(Debug)]
pub struct Decision {
    /// The answer to its giver.
    pub answer: Answer,
    /// Whether the answer is that of an earlier request with the same `Idempotency-Key`.
    pub replayed: bool,
    /// The entities changed.
    pub writes: Vec<Write>,
    /// The events.
    pub events: Vec<Committed>,
    /// By how much counters change.
    pub counters: Vec<(Counter, i64)>,
    /// The head of the log after it.
    pub head: Head,
}

/// Decides `envelope` in `world`. `now` is the clock's time; events get one that is later than every earlier one's.
pub fn decide(world: &World, envelope: &Envelope, now: Timestamp, ids: &dyn Ids) -> Result<Decision, Stop> {
    if let Some(key) = &envelope.idempotency
        && let Some(record) = world.idempotency(key.hash)?
    {
        let answer = repeat(world, key, record)?;
        let nothing = (Vec::new(), Vec::new(), Vec::new());
        return Ok(Decision { answer, replayed: true, writes: nothing.0, events: nothing.1, counters: nothing.2, head: world.head });
    }
    let mut deciding = Deciding::new(world, envelope, now, ids);
    let answer = dispatch(&mut deciding, &envelope.command)?;
    if let Some(key) = &envelope.idempotency {
        let record = IdempotencyRecord { fingerprint: key.fingerprint, receipt: receipt(&answer), at: deciding.now };
        deciding.write(Write::Idempotency(key.hash, record));
    }
    Ok(deciding.finish(answer))
}

fn dispatch(deciding: &mut Deciding<'_>, command: &Command) -> Result<Answer, Stop> {
    match command {
        Command::RegisterContact(command) => contacts::register(deciding, command),
        Command::EditContact(command) => contacts::edit(deciding, command),
        Command::DeleteContact(command) => contacts::delete(deciding, command),
        Command::OpenRoom(command) => rooms::open::decide(deciding, command),
        Command::EditRoom(command) => rooms::edit::decide(deciding, command),
        Command::TagRoom(command) => rooms::tag::decide(deciding, command),
        Command::AssignRoom(command) => rooms::assign::assign(deciding, command),
        Command::UnassignRoom(command) => rooms::assign::unassign(deciding, command),
        Command::ResolveRoom(command) => rooms::resolve::resolve(deciding, command),
        Command::ReopenRoom(command) => rooms::resolve::reopen(deciding, command),
        Command::SnoozeRoom(command) => rooms::snooze::snooze(deciding, command),
        Command::WakeRoom(command) => rooms::snooze::wake(deciding, command),
        Command::MarkRead(command) => rooms::participants::mark_read(deciding, command),
        Command::BlockParticipant(command) => rooms::participants::block(deciding, command),
        Command::ArchiveRoom(command) => rooms::participants::archive(deciding, command),
        Command::FlagRoom(command) => rooms::participants::flag(deciding, command),
        Command::RateRoom(command) => rooms::rate::decide(deciding, command),
        Command::SummarizeRoom(command) => rooms::summarize::decide(deciding, command),
        Command::PostMessage(command) => messages::post::decide(deciding, command),
        Command::EditMessage(command) => messages::edit::decide(deciding, command),
        Command::DeleteMessage(command) => messages::delete::decide(deciding, command),
        Command::ChangeStatus(command) => messages::status::decide(deciding, command),
        Command::CreateUser(command) => users::create(deciding, command),
        Command::EditUser(command) => users::edit(deciding, command),
        Command::DeleteUser(command) => users::delete(deciding, command),
        Command::EditRole(command) => roles::edit(deciding, command),
        Command::EditPermissions(command) => roles::edit_permissions(deciding, command),
        Command::CreateTeam(command) => teams::create(deciding, command),
        Command::EditTeam(command) => teams::edit(deciding, command),
        Command::DeleteTeam(command) => teams::delete(deciding, command),
        Command::CreateCannedResponse(command) => canned_responses::create(deciding, command),
        Command::EditCannedResponse(command) => canned_responses::edit(deciding, command),
        Command::DeleteCannedResponse(command) => canned_responses::delete(deciding, command),
        Command::CreateView(command) => views::create(deciding, command),
        Command::EditView(command) => views::edit(deciding, command),
        Command::DeleteView(command) => views::delete(deciding, command),
        Command::CreateSla(command) => slas::create(deciding, command),
        Command::EditSla(command) => slas::edit(deciding, command),
        Command::DeleteSla(command) => slas::delete(deciding, command),
        Command::SaveCustomField(command) => custom_fields::save(deciding, command),
        Command::RemoveCustomField(command) => custom_fields::remove(deciding, command),
        Command::EditSettings(command) => settings::edit(deciding, command),
        Command::CreateChannel(command) => channels::create(deciding, command),
        Command::EditChannel(command) => channels::edit(deciding, command),
        Command::SetIdentitySecret(command) => channels::set_identity_secret(deciding, command),
        Command::BeginSetup(command) => setup::begin(deciding, command),
        Command::RedeemSetup(command) => setup::redeem(deciding, command),
        Command::BeginTwoFactor(command) => two_factor::begin(deciding, command),
        Command::ConfirmTwoFactor(command) => two_factor::confirm(deciding, command),
        Command::RenewRecoveryCodes(command) => two_factor::renew(deciding, command),
        Command::EndTwoFactor(command) => two_factor::end(deciding, command),
        Command::IssueToken(command) => tokens::issue(deciding, command),
        Command::RevokeToken(command) => tokens::revoke(deciding, command),
        Command::EndSession(command) => tokens::end_session(deciding, command),
        Command::EndSessions(command) => tokens::end_sessions(deciding, command),
        Command::RedeemReset(command) => users::redeem_reset(deciding, command),
        Command::RotateTokens(command) => tokens::rotate(deciding, command),
        Command::CreateOAuthClient(command) => oauth_clients::create(deciding, command),
        Command::DeleteOAuthClient(command) => oauth_clients::delete(deciding, command),
        Command::CreateSubscription(command) => subscriptions::create(deciding, command),
        Command::EditSubscription(command) => subscriptions::edit(deciding, command),
        Command::DeleteSubscription(command) => subscriptions::delete(deciding, command),
        Command::SeekSubscription(command) => subscriptions::seek(deciding, command),
        Command::RotateSecret(command) => subscriptions::rotate_secret(deciding, command),
        Command::DisableSubscription(command) => subscriptions::disable(deciding, command),
        Command::StartReplay(command) => subscriptions::start_replay(deciding, command),
        Command::CancelReplay(command) => subscriptions::cancel_replay(deciding, command),
    }
}

fn receipt(answer: &Answer) -> String {
    let receipt = match answer {
        Answer::Message { message, created: true } => Receipt::Posted { posted: message.id },
        answer => Receipt::Whole(Box::new(answer.clone())),
    };
    serde_json::to_string(&receipt).unwrap_or_default()
}

fn repeat(world: &World, key: &IdempotencyKey, record: &IdempotencyRecord) -> Result<Answer, Stop> {
    if record.fingerprint != key.fingerprint {
        return Err(Refusal::IdempotencyMismatch.into());
    }
    match serde_json::from_str(&record.receipt) {
        Ok(Receipt::Posted { posted }) => Ok(Answer::Message { message: as_posted(world, posted)?, created: true }),
        Ok(Receipt::Whole(answer)) => Ok(*answer),
        Err(_) => Err(Refusal::IdempotencyMismatch.into()),
    }
}

/// A message as it was when it was posted.
fn as_posted(world: &World, id: MessageId) -> Result<Message, Stop> {
    let now = world.message(id)?.ok_or(Refusal::NotFound { noun: "message" })?;
    let mut message = Message::clone(now);
    if message.revision > 1 {
        let first = world.revision(id, 1)?.ok_or(Refusal::NotFound { noun: "message" })?;
        message.content = first.content.clone();
    }
    Ok(Message { revision: 1, status: DeliveryStatus::Created, status_error: None, edited_at: None, deleted_at: None, ..message })
}
