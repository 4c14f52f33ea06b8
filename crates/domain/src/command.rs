//! Commands: requests to change something. New ids are given with the command, so deciding needs no randomness but
//! for the ids of events and participants.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use strum::IntoStaticStr;

use crate::canned_response::{CannedResponse, CannedResponsePatch, CannedScope};
use crate::channel::widget::WidgetPatch;
use crate::channel::{Channel, ChannelKind};
use crate::contact::{Contact, ContactPatch};
use crate::custom_field::{CustomField, CustomFieldDefinition};
use crate::event::Cause;
use crate::idempotency::IdempotencyKey;
use crate::message::{Content, DeliveryStatus, Message, Visibility};
use crate::oauth::OAuthClient;
use crate::participant::{Flag, Participant};
use crate::replay::{Replay, ReplayScope};
use crate::role::Role;
use crate::room::{Origin, Room, RoomKind, RoomPatch};
use crate::scope::Scope;
use crate::sla::{Sla, SlaPatch};
use crate::subscription::{Dialect, DisabledReason, Sealed, Subscription, SubscriptionOptions, SubscriptionPatch};
use crate::team::{Team, TeamPatch};
use crate::token::{Device, Token, TokenKind};
use crate::two_factor::Proof;
use crate::user::{User, UserPatch};
use crate::view::{SavedView, ViewFilter, ViewPatch};
use crate::{
    Access, Actor, CannedResponseId, ChannelId, ContactId, FollowerId, MessageId, OAuthClientId, OrgId, Permission, Permissions, Person,
    RoomId, SlaId, SubscriptionId, TeamId, Timestamp, TokenId, TraceContext, UserId, ViewId,
};

/// A command with all that belongs to it.
#[derive(Debug, Clone)]
pub struct Envelope {
    /// The organization it is for.
    pub org: OrgId,
    /// Who gives it, and what they may.
    pub access: Access,
    /// What made them give it, where that matters.
    pub cause: Option<Cause>,
    /// The request's key, when it carries one.
    pub idempotency: Option<IdempotencyKey>,
    /// The span it is given in, if that is traced.
    pub trace: Option<TraceContext>,
    /// What to do.
    pub command: Command,
}

/// A request to change something. As text it is its name, such as `post_message`.
#[derive(Debug, Clone, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Command {
    /// Get the contact of an identity, or register one.
    RegisterContact(RegisterContact),
    /// Change a contact.
    EditContact(EditContact),
    /// Delete a contact.
    DeleteContact(DeleteContact),
    /// Get the open room of a contact on a channel, or open one.
    OpenRoom(OpenRoom),
    /// Change a room and its contact, both or neither.
    EditRoom(EditRoom),
    /// Put tags on a room and take others off.
    TagRoom(TagRoom),
    /// Assign a room.
    AssignRoom(AssignRoom),
    /// Take a room from an assignee, or from all.
    UnassignRoom(UnassignRoom),
    /// Resolve a room.
    ResolveRoom(ResolveRoom),
    /// Open a resolved room again.
    ReopenRoom(ReopenRoom),
    /// Snooze a room.
    SnoozeRoom(SnoozeRoom),
    /// Wake a snoozed room.
    WakeRoom(WakeRoom),
    /// Move the caller's read mark.
    MarkRead(MarkRead),
    /// Block somebody in a room, or no longer.
    BlockParticipant(BlockParticipant),
    /// Put a room away for oneself, or take it out again.
    ArchiveRoom(ArchiveRoom),
    /// Note what the caller has to do about a room.
    FlagRoom(FlagRoom),
    /// Rate how a room was served.
    RateRoom(RateRoom),
    /// Say in short what a room was about.
    SummarizeRoom(SummarizeRoom),
    /// Post a message.
    PostMessage(PostMessage),
    /// Change a message's content.
    EditMessage(EditMessage),
    /// Delete a message.
    DeleteMessage(DeleteMessage),
    /// Report how far a message has come.
    ChangeStatus(ChangeStatus),
    /// Create a user.
    CreateUser(CreateUser),
    /// Change a user.
    EditUser(EditUser),
    /// Delete a user.
    DeleteUser(DeleteUser),
    /// Change what a role allows.
    EditRole(EditRole),
    /// Say which roles hold some permissions.
    EditPermissions(EditPermissions),
    /// Create a team.
    CreateTeam(CreateTeam),
    /// Change a team.
    EditTeam(EditTeam),
    /// Delete a team.
    DeleteTeam(DeleteTeam),
    /// Create a canned response.
    CreateCannedResponse(CreateCannedResponse),
    /// Change a canned response.
    EditCannedResponse(EditCannedResponse),
    /// Delete a canned response.
    DeleteCannedResponse(DeleteCannedResponse),
    /// Save a view.
    CreateView(CreateView),
    /// Change a view.
    EditView(EditView),
    /// Delete a view.
    DeleteView(DeleteView),
    /// Create a service level.
    CreateSla(CreateSla),
    /// Change a service level.
    EditSla(EditSla),
    /// Delete a service level.
    DeleteSla(DeleteSla),
    /// Make or change a custom field.
    SaveCustomField(SaveCustomField),
    /// Remove a custom field.
    RemoveCustomField(RemoveCustomField),
    /// Change settings.
    EditSettings(EditSettings),
    /// Create a channel.
    CreateChannel(CreateChannel),
    /// Change a channel.
    EditChannel(EditChannel),
    /// Give a web channel a new secret that vouches for visitors.
    SetIdentitySecret(SetIdentitySecret),
    /// Say that nobody is a user yet.
    BeginSetup(BeginSetup),
    /// Claim a user whom nobody is yet.
    RedeemSetup(RedeemSetup),
    /// Make a second factor of a user's, which is not asked for yet.
    BeginTwoFactor(BeginTwoFactor),
    /// Turn a user's two factors on.
    ConfirmTwoFactor(ConfirmTwoFactor),
    /// Give a user new recovery codes.
    RenewRecoveryCodes(RenewRecoveryCodes),
    /// Turn a user's two factors off.
    EndTwoFactor(EndTwoFactor),
    /// Issue a token.
    IssueToken(IssueToken),
    /// Revoke a token.
    RevokeToken(RevokeToken),
    /// End a session.
    EndSession(EndSession),
    /// End a user's sessions.
    EndSessions(EndSessions),
    /// Set a password with what was mailed.
    RedeemReset(RedeemReset),
    /// Exchange a refresh token for new tokens.
    RotateTokens(RotateTokens),
    /// Register a program that may log users in.
    CreateOAuthClient(CreateOAuthClient),
    /// Forget such a program.
    DeleteOAuthClient(DeleteOAuthClient),
    /// Create a webhook subscription.
    CreateSubscription(CreateSubscription),
    /// Change a webhook subscription.
    EditSubscription(EditSubscription),
    /// Delete a webhook subscription.
    DeleteSubscription(DeleteSubscription),
    /// Move a webhook subscription's live cursor.
    SeekSubscription(SeekSubscription),
    /// Give a webhook subscription a new signing secret.
    RotateSecret(RotateSecret),
    /// Disable a webhook subscription that cannot be told anything: Switchroom's own command.
    DisableSubscription(DisableSubscription),
    /// Tell a part of the log to a webhook subscription once more.
    StartReplay(StartReplay),
    /// Call a replay off.
    CancelReplay(CancelReplay),
}

/// Get the contact of an identity, or register one.
#[derive(Debug, Clone)]
pub struct RegisterContact {
    /// The id of the contact, if it is new.
    pub id: ContactId,
    /// The channel and handle to look it up by; none: always a new contact.
    pub identity: Option<crate::contact::Identity>,
    /// What is known about it; put on an existing contact too.
    pub details: ContactPatch,
}

/// Change a contact.
#[derive(Debug, Clone)]
pub struct EditContact {
    /// Which.
    pub contact: ContactId,
    /// To what.
    pub patch: ContactPatch,
}

/// Delete a contact. Refused while it has an open room.
#[derive(Debug, Clone)]
pub struct DeleteContact {
    /// Which.
    pub contact: ContactId,
}

/// Whose room is to be opened.
#[derive(Debug, Clone)]
pub enum RoomContact {
    /// A registered contact.
    Known(ContactId),
    /// Whoever has this handle on the room's channel; registered if nobody has.
    Handle {
        /// The id of the contact, if it is new.
        new_id: ContactId,
        /// The handle.
        handle: String,
        /// What is known about the contact.
        details: ContactPatch,
    },
}

/// Get the open room of a contact on a channel, or open one.
#[derive(Debug, Clone)]
pub struct OpenRoom {
    /// The id of the room, if it is new.
    pub id: RoomId,
    /// The channel.
    pub channel: ChannelId,
    /// The contact.
    pub contact: RoomContact,
    /// Whether a campaign opens it.
    pub campaign: bool,
    /// Whether it is for two sides or for many.
    pub kind: RoomKind,
    /// What made it be opened; none: what the caller and the campaign tell.
    pub origin: Option<Origin>,
    /// The team it is for.
    pub team: Option<TeamId>,
    /// The user whom it goes to if he is available.
    pub prefer: Option<UserId>,
    /// Whether to refuse a new room while nobody is available.
    pub need_agent: bool,
}

impl OpenRoom {
    /// A conversation of a contact on a channel, with nothing special about it.
    #[must_use]
    pub fn of(id: RoomId, channel: ChannelId, contact: RoomContact) -> Self {
        Self {
            id,
            channel,
            contact,
            campaign: false,
            kind: RoomKind::Conversation,
            origin: None,
            team: None,
            prefer: None,
            need_agent: false,
        }
    }
}

/// Which rooms count as one's own for editing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OwnRoom {
    /// Those whose primary assignee one is.
    PrimaryAssignee,
    /// Those one is assigned to.
    Assignee,
    /// Those one takes part in.
    Participant,
}

/// Change a room and its contact, both or neither.
#[derive(Debug, Clone)]
pub struct EditRoom {
    /// Which room.
    pub room: RoomId,
    /// What to change about the room.
    pub patch: RoomPatch,
    /// What to change about the contact.
    pub contact: ContactPatch,
    /// Which contact; none: the room's own.
    pub contact_id: Option<ContactId>,
    /// Which rooms count as the caller's own.
    pub own: OwnRoom,
    /// The version the room must be at.
    pub expected_version: Option<i64>,
}

impl EditRoom {
    /// Changes nothing yet about a room.
    #[must_use]
    pub fn of(room: RoomId) -> Self {
        Self {
            room,
            patch: RoomPatch::default(),
            contact: ContactPatch::default(),
            contact_id: None,
            own: OwnRoom::Assignee,
            expected_version: None,
        }
    }
}

/// Put tags on a room and take others off.
#[derive(Debug, Clone)]
pub struct TagRoom {
    /// Which room.
    pub room: RoomId,
    /// Tags to put on.
    pub add: Vec<String>,
    /// Tags to take off.
    pub remove: Vec<String>,
}

/// Who must be assigned for an assignment to happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExpectedAssignee {
    /// Whoever, or nobody.
    Anybody,
    /// Exactly this: nobody, or this primary assignee.
    Exactly(Option<UserId>),
}

/// Assign a room.
#[derive(Debug, Clone)]
pub struct AssignRoom {
    /// Which room.
    pub room: RoomId,
    /// To whom.
    pub user: UserId,
    /// Beside those already assigned, instead of in their place.
    pub also: bool,
    /// Who must be assigned now.
    pub expected: ExpectedAssignee,
    /// The version the room must be at.
    pub expected_version: Option<i64>,
}

/// Take a room from an assignee, or from all.
#[derive(Debug, Clone)]
pub struct UnassignRoom {
    /// Which room.
    pub room: RoomId,
    /// From whom; none: from all.
    pub user: Option<UserId>,
    /// Who must be assigned now.
    pub expected: ExpectedAssignee,
    /// The version the room must be at.
    pub expected_version: Option<i64>,
}

/// Resolve a room.
#[derive(Debug, Clone)]
pub struct ResolveRoom {
    /// Which room.
    pub room: RoomId,
    /// What to say about it in the room, maybe nothing but that it is resolved; none: nothing is said.
    pub comment: Option<String>,
    /// New tags, all of them.
    pub tags: Option<Vec<String>>,
    /// Tags that come beside those.
    pub add_tags: Vec<String>,
    /// Whether to refuse a room that is resolved already, so that of two who resolve it one is told.
    pub only_open: bool,
    /// The version the room must be at.
    pub expected_version: Option<i64>,
}

impl ResolveRoom {
    /// Resolves a room without another word.
    #[must_use]
    pub fn of(room: RoomId) -> Self {
        Self { room, comment: None, tags: None, add_tags: Vec::new(), only_open: false, expected_version: None }
    }
}

/// Open a resolved room again.
#[derive(Debug, Clone)]
pub struct ReopenRoom {
    /// Which room.
    pub room: RoomId,
    /// The version the room must be at.
    pub expected_version: Option<i64>,
}

/// Snooze a room: until a time, or until its contact writes, nobody need look at it.
#[derive(Debug, Clone, Copy)]
pub struct SnoozeRoom {
    /// Which room.
    pub room: RoomId,
    /// Until when: in the future, within a year.
    pub until: Timestamp,
}

/// Wake a snoozed room. Nothing happens to one that is awake.
#[derive(Debug, Clone, Copy)]
pub struct WakeRoom {
    /// Which room.
    pub room: RoomId,
    /// Whether it is to wake only if its time has come: what Switchroom itself asks for. Else the caller wakes it.
    pub when_due: bool,
}

/// Move the caller's read mark.
#[derive(Debug, Clone)]
pub struct MarkRead {
    /// Which room.
    pub room: RoomId,
    /// The last message read; none: the last one there is.
    pub up_to: Option<MessageId>,
}

/// Block somebody in a room, or no longer.
#[derive(Debug, Clone)]
pub struct BlockParticipant {
    /// Which room.
    pub room: RoomId,
    /// Whom.
    pub person: Person,
    /// Whether to block.
    pub blocked: bool,
}

/// Put a room away for oneself, or take it out again.
#[derive(Debug, Clone)]
pub struct ArchiveRoom {
    /// Which room.
    pub room: RoomId,
    /// Whether to put it away.
    pub archived: bool,
}

/// Note what the caller has to do about a room.
#[derive(Debug, Clone)]
pub struct FlagRoom {
    /// Which room.
    pub room: RoomId,
    /// What; none: nothing.
    pub flag: Option<Flag>,
}

/// Rate how a room was served.
#[derive(Debug, Clone)]
pub struct RateRoom {
    /// Which room.
    pub room: RoomId,
    /// From 0 to 5, more is better.
    pub value: u8,
    /// In words.
    pub comment: Option<String>,
}

/// Say in short what a room was about.
#[derive(Debug, Clone)]
pub struct SummarizeRoom {
    /// Which room.
    pub room: RoomId,
    /// The summary.
    pub text: String,
    /// The number of an oddity.
    pub anomaly: Option<i64>,
    /// The number of a topic.
    pub topic: Option<i64>,
}

/// Who a message is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Author {
    /// Whoever gives the command.
    Caller,
    /// The room's contact.
    Contact,
}

/// Post a message.
#[derive(Debug, Clone)]
pub struct PostMessage {
    /// The id of the message.
    pub id: MessageId,
    /// In which room.
    pub room: RoomId,
    /// Who it is from.
    pub author: Author,
    /// Who may see it.
    pub visibility: Visibility,
    /// What it says.
    pub content: Content,
    /// Whether a campaign sends it.
    pub campaign: bool,
    /// The message it answers.
    pub reply_to: Option<MessageId>,
    /// The last public message that its giver has seen, or none: it is refused if a colleague has answered since.
    pub expected_last_message: Option<Option<MessageId>>,
    /// The provider's id.
    pub provider_id: Option<String>,
    /// The provider's time.
    pub provider_at: Option<Timestamp>,
    /// The sender's own id.
    pub local_id: Option<String>,
    /// The id that a client of Rocket.Chat's gave it.
    pub rc_id: Option<String>,
    /// What only a vendor has.
    pub ext: Map<String, Value>,
    /// Whether a contact's message opens a resolved room again; else it is refused there.
    pub reopens: bool,
}

impl PostMessage {
    /// A public message of the caller's.
    #[must_use]
    pub fn of(id: MessageId, room: RoomId, content: Content) -> Self {
        Self {
            id,
            room,
            author: Author::Caller,
            visibility: Visibility::Public,
            content,
            campaign: false,
            reply_to: None,
            expected_last_message: None,
            provider_id: None,
            provider_at: None,
            local_id: None,
            rc_id: None,
            ext: Map::new(),
            reopens: true,
        }
    }
}

/// Change a message's content.
#[derive(Debug, Clone)]
pub struct EditMessage {
    /// Which message.
    pub message: MessageId,
    /// What it says from now on.
    pub content: Content,
}

/// Delete a message.
#[derive(Debug, Clone)]
pub struct DeleteMessage {
    /// Which message.
    pub message: MessageId,
}

/// Report how far a message has come.
#[derive(Debug, Clone)]
pub struct ChangeStatus {
    /// Which message.
    pub message: MessageId,
    /// How far.
    pub status: DeliveryStatus,
    /// When, by the provider's clock.
    pub at: Option<Timestamp>,
    /// Why it failed.
    pub error: Option<String>,
}

/// Create a user.
#[derive(Debug, Clone)]
pub struct CreateUser {
    /// The id of the user.
    pub id: UserId,
    /// The name to log in with.
    pub username: String,
    /// What people call the user.
    pub name: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// The password, hashed.
    pub password_hash: Option<String>,
    /// Names of roles.
    pub roles: Vec<String>,
    /// Whether it is a program.
    pub bot: bool,
}

/// Change a user.
#[derive(Debug, Clone)]
pub struct EditUser {
    /// Which.
    pub user: UserId,
    /// To what.
    pub patch: UserPatch,
}

/// Delete a user: what is left is a name to show.
#[derive(Debug, Clone)]
pub struct DeleteUser {
    /// Which.
    pub user: UserId,
}

/// Change what a role allows.
#[derive(Debug, Clone)]
pub struct EditRole {
    /// The role's name.
    pub name: String,
    /// What it allows from now on.
    pub permissions: Permissions,
}

/// Say which roles hold some permissions, all of them or none.
#[derive(Debug, Clone)]
pub struct EditPermissions {
    /// Permissions, each with the names of the roles that hold it from now on.
    pub holders: Vec<(Permission, Vec<String>)>,
}

/// Create a team.
#[derive(Debug, Clone)]
pub struct CreateTeam {
    /// The id of the team.
    pub id: TeamId,
    /// What people call it.
    pub name: String,
    /// Who belongs to it.
    pub members: Vec<UserId>,
}

/// Change a team.
#[derive(Debug, Clone)]
pub struct EditTeam {
    /// Which.
    pub team: TeamId,
    /// To what.
    pub patch: TeamPatch,
}

/// Delete a team. Rooms that were for it keep saying so.
#[derive(Debug, Clone)]
pub struct DeleteTeam {
    /// Which.
    pub team: TeamId,
}

/// Create a canned response.
#[derive(Debug, Clone)]
pub struct CreateCannedResponse {
    /// Its id.
    pub id: CannedResponseId,
    /// What one types to say it.
    pub shortcut: String,
    /// What is said.
    pub text: String,
    /// Who may use it.
    pub scope: CannedScope,
    /// Words by which it is found.
    pub tags: Vec<String>,
}

/// Change a canned response.
#[derive(Debug, Clone)]
pub struct EditCannedResponse {
    /// Which.
    pub canned_response: CannedResponseId,
    /// To what.
    pub patch: CannedResponsePatch,
}

/// Delete a canned response.
#[derive(Debug, Clone)]
pub struct DeleteCannedResponse {
    /// Which.
    pub canned_response: CannedResponseId,
}

/// Save a view.
#[derive(Debug, Clone)]
pub struct CreateView {
    /// Its id.
    pub id: ViewId,
    /// What people call it.
    pub name: String,
    /// The name of the picture beside it.
    pub icon: Option<String>,
    /// Whether everybody sees it.
    pub shared: bool,
    /// Which rooms it shows.
    pub filter: ViewFilter,
}

/// Change a view.
#[derive(Debug, Clone)]
pub struct EditView {
    /// Which.
    pub view: ViewId,
    /// To what.
    pub patch: ViewPatch,
}

/// Delete a view.
#[derive(Debug, Clone)]
pub struct DeleteView {
    /// Which.
    pub view: ViewId,
}

/// Create a service level.
#[derive(Debug, Clone)]
pub struct CreateSla {
    /// Its id.
    pub id: SlaId,
    /// What people call it.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// Minutes until an answer is due.
    pub due_minutes: i64,
}

/// Change a service level.
#[derive(Debug, Clone)]
pub struct EditSla {
    /// Which.
    pub sla: SlaId,
    /// To what.
    pub patch: SlaPatch,
}

/// Delete a service level. Rooms that had it keep saying so.
#[derive(Debug, Clone)]
pub struct DeleteSla {
    /// Which.
    pub sla: SlaId,
}

/// Make or change a custom field.
#[derive(Debug, Clone)]
pub struct SaveCustomField {
    /// Its key.
    pub key: String,
    /// What it is like from now on.
    pub definition: CustomFieldDefinition,
}

/// Remove a custom field. Values given before stay where they are.
#[derive(Debug, Clone)]
pub struct RemoveCustomField {
    /// Its key.
    pub key: String,
}

/// Change settings, all of them or none.
#[derive(Debug, Clone)]
pub struct EditSettings {
    /// New values by name; none: the default again.
    pub values: BTreeMap<String, Option<Value>>,
}

/// Create a channel.
#[derive(Debug, Clone)]
pub struct CreateChannel {
    /// The id of the channel.
    pub id: ChannelId,
    /// What kind of way in.
    pub kind: ChannelKind,
    /// What people call it.
    pub name: String,
    /// Its name among the channels that Switchroom makes by itself: the one that is there already is answered.
    pub builtin: Option<String>,
}

/// Change a channel.
#[derive(Debug, Clone)]
pub struct EditChannel {
    /// Which.
    pub channel: ChannelId,
    /// New name.
    pub name: Option<String>,
    /// Whether new rooms can be opened through it.
    pub active: Option<bool>,
    /// What its widget is to be changed to.
    pub widget: Option<Box<WidgetPatch>>,
}

/// Give a web channel a new secret that vouches for visitors.
#[derive(Debug, Clone)]
pub struct SetIdentitySecret {
    /// Which channel.
    pub channel: ChannelId,
    /// The new secret, encrypted.
    pub secret: Sealed,
}

/// Say that nobody is a user yet: a first admin whose password was made for him.
#[derive(Debug, Clone)]
pub struct BeginSetup {
    /// Which.
    pub user: UserId,
    /// With what somebody claims him.
    pub token: IssueToken,
}

/// Claim a user whom nobody is yet, once.
#[derive(Debug, Clone)]
pub struct RedeemSetup {
    /// The token.
    pub setup: TokenId,
    /// What the user is changed to; his password among it.
    pub patch: UserPatch,
    /// What people call the organization from then on; none: it stays.
    pub organization_name: Option<String>,
}

/// Make a second factor of a user's, which is not asked for yet. Replaces one that was not turned on.
#[derive(Debug, Clone)]
pub struct BeginTwoFactor {
    /// Whose: the giver's own.
    pub user: UserId,
    /// What codes are made of, encrypted.
    pub secret: Sealed,
}

/// Turn a user's two factors on, for which he has shown a code.
#[derive(Debug, Clone)]
pub struct ConfirmTwoFactor {
    /// Whose: the giver's own.
    pub user: UserId,
    /// Of what the code was made, encrypted as it is kept.
    pub secret: Sealed,
    /// The step of the code.
    pub step: i64,
    /// SHA-256 of each recovery code.
    pub recovery: Vec<[u8; 32]>,
    /// The recovery codes, encrypted, for a repetition of the request.
    pub sealed_codes: Sealed,
}

/// Give a user new recovery codes: the old ones are good no more.
#[derive(Debug, Clone)]
pub struct RenewRecoveryCodes {
    /// Whose: the giver's own.
    pub user: UserId,
    /// SHA-256 of each recovery code.
    pub recovery: Vec<[u8; 32]>,
    /// The recovery codes, encrypted, for a repetition of the request.
    pub sealed_codes: Sealed,
}

/// Turn a user's two factors off: his own, or another's by who manages users.
#[derive(Debug, Clone)]
pub struct EndTwoFactor {
    /// Whose.
    pub user: UserId,
}

/// Issue a token.
#[derive(Debug, Clone)]
pub struct IssueToken {
    /// The id of the token.
    pub id: TokenId,
    /// SHA-256 of its secret.
    pub hash: [u8; 32],
    /// How it comes to be.
    pub kind: TokenKind,
    /// Whom it speaks for.
    pub actor: Actor,
    /// What it may be used for.
    pub scopes: Vec<Scope>,
    /// What it is for.
    pub name: Option<String>,
    /// When it stops to be taken.
    pub expires_at: Option<Timestamp>,
    /// With what the user logged in.
    pub device: Option<Device>,
    /// The secret, encrypted, for a repetition of the request.
    pub sealed_secret: Sealed,
    /// The access token that comes with this refresh token.
    pub access: Option<TokenId>,
    /// What the user showed beside his password, to be taken with it.
    pub proof: Option<Proof>,
}

/// Revoke a token.
#[derive(Debug, Clone)]
pub struct RevokeToken {
    /// Which.
    pub token: TokenId,
}

/// End a session of a user's: one's own, or anybody's by who manages users.
#[derive(Debug, Clone)]
pub struct EndSession {
    /// Its token.
    pub session: TokenId,
}

/// End a user's sessions, all but the one that the command is given with.
#[derive(Debug, Clone)]
pub struct EndSessions {
    /// Whose.
    pub user: UserId,
}

/// Set a user's password with a token that was mailed to him, once. His sessions end.
#[derive(Debug, Clone)]
pub struct RedeemReset {
    /// The token.
    pub reset: TokenId,
    /// The password, hashed.
    pub password_hash: String,
}

/// Exchange a refresh token, once, for a new access token and a new refresh token. The old ones are revoked.
#[derive(Debug, Clone)]
pub struct RotateTokens {
    /// The refresh token.
    pub refresh: TokenId,
    /// The new access token.
    pub access: IssueToken,
    /// The new refresh token.
    pub new_refresh: IssueToken,
}

/// Register a program that may log users in over OAuth.
#[derive(Debug, Clone)]
pub struct CreateOAuthClient {
    /// Its id.
    pub id: OAuthClientId,
    /// What people call it.
    pub name: String,
    /// SHA-256 of its secret.
    pub secret_hash: [u8; 32],
    /// The secret, encrypted, for a repetition of the request.
    pub sealed_secret: Sealed,
}

/// Forget a program that may log users in. Tokens it got stay good until they expire.
#[derive(Debug, Clone)]
pub struct DeleteOAuthClient {
    /// Which.
    pub id: OAuthClientId,
}

/// Create a webhook subscription.
#[derive(Debug, Clone)]
pub struct CreateSubscription {
    /// The id of the subscription.
    pub id: SubscriptionId,
    /// Where events are posted to.
    pub url: String,
    /// In whose form.
    pub dialect: Dialect,
    /// Which kinds of event.
    pub events: Vec<String>,
    /// The signing secret, encrypted.
    pub secret: Sealed,
    /// Waits between attempts.
    pub retry_schedule_ms: Option<Vec<u64>>,
    /// Start after this sequence number; none: at the head.
    pub after: Option<i64>,
    /// The vendor's call that keeps it.
    pub managed_by: Option<String>,
    /// Whether events are delivered.
    pub enabled: bool,
    /// What it is told, and how.
    pub options: SubscriptionOptions,
}

/// Change a webhook subscription.
#[derive(Debug, Clone)]
pub struct EditSubscription {
    /// Which.
    pub subscription: SubscriptionId,
    /// To what.
    pub patch: SubscriptionPatch,
    /// What becomes of the events that it was not told while it was disabled, if this enables it.
    pub missed: Missed,
}

/// What becomes of what a subscription was not told while it was disabled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Missed {
    /// It is told now.
    #[default]
    Deliver,
    /// It is left out.
    Skip,
}

/// Give a webhook subscription a new signing secret.
#[derive(Debug, Clone)]
pub struct RotateSecret {
    /// Which.
    pub subscription: SubscriptionId,
    /// The new secret, encrypted.
    pub secret: Sealed,
    /// How long the present one still signs too, in seconds.
    pub overlap_seconds: u32,
}

/// Disable a webhook subscription that cannot be told anything.
#[derive(Debug, Clone)]
pub struct DisableSubscription {
    /// Which.
    pub subscription: SubscriptionId,
    /// Why.
    pub reason: DisabledReason,
}

/// Delete a webhook subscription.
#[derive(Debug, Clone)]
pub struct DeleteSubscription {
    /// Which.
    pub subscription: SubscriptionId,
}

/// Move a webhook subscription's live cursor.
#[derive(Debug, Clone)]
pub struct SeekSubscription {
    /// Which.
    pub subscription: SubscriptionId,
    /// The next event told is the one after this.
    pub after: i64,
}

/// Tell a part of the log to a webhook subscription once more.
#[derive(Debug, Clone)]
pub struct StartReplay {
    /// The id of the job.
    pub id: FollowerId,
    /// To which subscription.
    pub subscription: SubscriptionId,
    /// From the event after this.
    pub after: i64,
    /// Up to this one; none: the latest one there is.
    pub until: Option<i64>,
    /// Which of them.
    pub scope: ReplayScope,
}

/// Call a replay off.
#[derive(Debug, Clone)]
pub struct CancelReplay {
    /// Of which subscription.
    pub subscription: SubscriptionId,
    /// The id of the job.
    pub replay: FollowerId,
}

/// What a command came to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Answer {
    /// A contact.
    Contact {
        /// As it is now.
        contact: Contact,
        /// Whether the command registered it.
        created: bool,
    },
    /// A room.
    Room {
        /// As it is now.
        room: Room,
        /// Whether the command opened it.
        created: bool,
    },
    /// Somebody's part in a room.
    Participant {
        /// As it is now.
        participant: Participant,
    },
    /// A message.
    Message {
        /// As it is now.
        message: Message,
        /// Whether the command posted it.
        created: bool,
    },
    /// A user.
    User {
        /// As it is now.
        user: User,
    },
    /// Recovery codes were made.
    RecoveryCodes {
        /// The codes, encrypted.
        sealed_codes: Sealed,
    },
    /// Roles.
    Roles {
        /// As they are now.
        roles: Vec<Role>,
    },
    /// A team.
    Team {
        /// As it is now, or was when it was deleted.
        team: Team,
    },
    /// A canned response.
    CannedResponse {
        /// As it is now, or was when it was deleted.
        canned_response: CannedResponse,
    },
    /// A view.
    View {
        /// As it is now, or was when it was deleted.
        view: SavedView,
    },
    /// A service level.
    Sla {
        /// As it is now, or was when it was deleted.
        sla: Sla,
    },
    /// A custom field.
    CustomField {
        /// As it is now, or was when it was removed.
        custom_field: CustomField,
    },
    /// Settings were changed.
    Settings,
    /// A program that may log users in.
    OAuthClient {
        /// As it is now, or was when it was deleted.
        client: OAuthClient,
        /// Its secret, encrypted: given when it is registered.
        sealed_secret: Option<Sealed>,
    },
    /// A channel.
    Channel {
        /// As it is now.
        channel: Channel,
    },
    /// A token.
    Token {
        /// As it is now.
        token: Token,
        /// Its secret, encrypted: given when it is issued.
        sealed_secret: Option<Sealed>,
    },
    /// A webhook subscription.
    Subscription {
        /// As it is now.
        subscription: Subscription,
    },
    /// A replay job.
    Replay {
        /// As it is now.
        replay: Replay,
    },
}

/// What is remembered of an [`Answer`] for a repetition of the request. A posted message is looked up again rather
/// than kept twice; it is given back as it was when it was posted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Receipt {
    /// A message was posted.
    Posted {
        /// Which.
        posted: MessageId,
    },
    /// Anything else: the answer itself.
    Whole(Box<Answer>),
}
