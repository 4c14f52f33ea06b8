//! One conversation, acted out step by step as its script says.

use rand::RngExt as _;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use switchroom_domain::channel::ChannelKind;
use switchroom_domain::command::{
    AssignRoom, ChangeStatus, EditRoom, ExpectedAssignee, MarkRead, OpenRoom, PostMessage, RateRoom, RegisterContact, ResolveRoom,
    RoomContact, TagRoom,
};
use switchroom_domain::contact::{ContactPatch, Identity};
use switchroom_domain::message::{Content, ContentKind, DeliveryStatus, Visibility};
use switchroom_domain::priority::Priority;
use switchroom_domain::room::{Room, RoomPatch, RoomStatus};
use switchroom_domain::{Access, Actor, Command, ContactId, OrgId, Permissions, RoomId};
use switchroom_engine::ports::{Activity, ActivityKind};
use switchroom_engine::{Caller, EngineError};

use super::pace::Pace;
use super::stage::{Colleague, Stage};
use super::story::{Line, Script, Who};

/// How often it is looked for an answer before the customer gives up.
const PATIENCE: u32 = 60;

/// Of so many rooms one is not resolved though all is said.
const FORGOTTEN: f64 = 0.1;

/// One conversation.
pub(super) struct Conversation<'a> {
    script: &'a Script,
    name: &'a str,
    contact: Option<ContactId>,
    room: Option<RoomId>,
    /// The line that is said next.
    line: usize,
    /// How often in a row there was nothing to do.
    waited: u32,
    /// Whether whoever says the next line types it just now.
    types: bool,
    /// Whether nobody takes it for long, so that whoever tries the demonstration out can.
    is_left: bool,
}

/// What came of a step.
pub(super) enum Step {
    /// The next one is due after so many seconds.
    In(u32),
    /// The conversation is over.
    Over,
}

impl<'a> Conversation<'a> {
    pub(super) fn new(script: &'a Script, name: &'a str, is_left: bool) -> Self {
        Self { script, name, contact: None, room: None, line: 0, waited: 0, types: false, is_left }
    }

    /// Does what is due.
    pub(super) async fn step(&mut self, stage: &Stage, pace: &Pace, random: &mut StdRng) -> Result<Step, EngineError> {
        let (Some(contact), Some(room)) = (self.contact, self.room) else {
            self.begin(stage, random).await?;
            return Ok(Step::In(pace.before_taking(random)));
        };
        let Some(room) = stage.engine.store.room(OrgId::FIRST, room).await? else { return Ok(Step::Over) };
        if room.head.status == RoomStatus::Resolved {
            self.rate(stage, contact, &room, random).await?;
            return Ok(Step::Over);
        }
        let Some(Line(who, text)) = self.script.lines.get(self.line) else {
            return self.end(stage, &room, pace, random).await;
        };
        match who {
            Who::Contact => self.customers_turn(stage, contact, &room, text, pace, random).await,
            Who::Agent => self.agents_turn(stage, &room, text, Visibility::Public, pace, random).await,
            Who::Note => self.agents_turn(stage, &room, text, Visibility::Internal, pace, random).await,
        }
    }

    /// The customer comes, and says the first line.
    async fn begin(&mut self, stage: &Stage, random: &mut StdRng) -> Result<(), EngineError> {
        let Some((channel, kind)) = stage.channels.choose(random).copied() else { return Ok(()) };
        let system = Caller::system(OrgId::FIRST);
        let slug: String = self.name.to_lowercase().chars().map(|letter| if letter.is_alphanumeric() { letter } else { '.' }).collect();
        let details = ContactPatch {
            name: Some(Some(self.name.to_owned())),
            email: Some(Some(format!("{slug}@mail.example"))),
            phone: (kind == ChannelKind::Api).then(|| Some(format!("+62 812 5550 {:04}", random.random_range(0..10_000)))),
            ..ContactPatch::default()
        };
        let identity = Some(Identity { channel, handle: slug });
        let register = RegisterContact { id: stage.engine.new_id(), identity, details };
        let (contact, _) = stage.engine.run(&system, Command::RegisterContact(register)).await?.contact()?.value;
        let team = stage.teams.iter().find(|team| team.name == self.script.team).map(|team| team.id);
        let open = OpenRoom { team, ..OpenRoom::of(stage.engine.new_id(), channel, RoomContact::Known(contact.id)) };
        let (room, _) = stage.engine.run(&system, Command::OpenRoom(open)).await?.room()?.value;
        let topic = EditRoom {
            patch: RoomPatch { topic: Some(Some(self.script.topic.clone())), ..RoomPatch::default() },
            ..EditRoom::of(room.facts.id)
        };
        stage.engine.run(&system, Command::EditRoom(topic)).await?;
        if let Some(Line(_, text)) = self.script.lines.first() {
            self.say(stage, &customer(contact.id), room.facts.id, text, Visibility::Public).await?;
        }
        (self.contact, self.room, self.line) = (Some(contact.id), Some(room.facts.id), 1);
        Ok(())
    }

    /// The customer reads what was answered, and goes on.
    async fn customers_turn(
        &mut self,
        stage: &Stage,
        contact: ContactId,
        room: &Room,
        text: &str,
        pace: &Pace,
        random: &mut StdRng,
    ) -> Result<Step, EngineError> {
        let goes_on = self.line.checked_sub(1).and_then(|before| self.script.lines.get(before)).is_some_and(|line| line.0 == Who::Contact);
        if room.head.is_unresponded() && !goes_on {
            return Ok(self.wait(pace));
        }
        let caller = customer(contact);
        if let Some(step) = self.type_first(stage, &caller, room.facts.id, ActivityKind::Typing, pace) {
            return Ok(step);
        }
        stage.engine.run(&caller, Command::MarkRead(MarkRead { room: room.facts.id, up_to: None })).await?;
        if let Some(last) = room.head.last_message.filter(|_| !room.head.is_unresponded()) {
            let read = ChangeStatus { message: last.id, status: DeliveryStatus::Read, at: None, error: None };
            stage.engine.run(&Caller::system(OrgId::FIRST), Command::ChangeStatus(read)).await?;
        }
        self.say(stage, &caller, room.facts.id, text, Visibility::Public).await?;
        Ok(self.next_line(pace.before_answering(random)))
    }

    /// Whoever has the room answers. Whoever tries the demonstration out does that himself.
    async fn agents_turn(
        &mut self,
        stage: &Stage,
        room: &Room,
        text: &str,
        visibility: Visibility,
        pace: &Pace,
        random: &mut StdRng,
    ) -> Result<Step, EngineError> {
        let Some(assignee) = room.head.primary_assignee() else {
            if self.is_left && self.waited < PATIENCE {
                return Ok(self.wait(pace));
            }
            self.take(stage, room, random).await?;
            return Ok(Step::In(pace.before_answering(random)));
        };
        let Some(colleague) = stage.colleague(assignee) else {
            if visibility == Visibility::Public && room.head.is_unresponded() {
                return Ok(self.wait(pace));
            }
            return Ok(self.next_line(pace.before_replying(random)));
        };
        let caller = &colleague.caller;
        let kind = if visibility == Visibility::Public { ActivityKind::Typing } else { ActivityKind::TypingInternally };
        if let Some(step) = self.type_first(stage, caller, room.facts.id, kind, pace) {
            return Ok(step);
        }
        stage.engine.run(caller, Command::MarkRead(MarkRead { room: room.facts.id, up_to: None })).await?;
        self.say(stage, caller, room.facts.id, text, visibility).await?;
        Ok(self.next_line(pace.before_replying(random)))
    }

    /// Somebody of the team takes the room, and sorts it.
    async fn take(&mut self, stage: &Stage, room: &Room, random: &mut StdRng) -> Result<(), EngineError> {
        let team = stage.teams.iter().find(|team| team.name == self.script.team);
        let Some(colleague) = team.and_then(|team| team.members.choose(random)).and_then(|place| stage.colleagues.get(*place)) else {
            return Ok(());
        };
        let Colleague { id, caller } = colleague;
        let (expected, room) = (ExpectedAssignee::Exactly(None), room.facts.id);
        let assign = AssignRoom { room, user: *id, also: false, expected, expected_version: None };
        match stage.engine.run(caller, Command::AssignRoom(assign)).await {
            // Somebody else was faster.
            Err(EngineError::Refused(_)) => return Ok(()),
            done => done?,
        };
        self.waited = 0;
        let tag = TagRoom { room, add: self.script.tags.clone(), remove: Vec::new() };
        stage.engine.run(caller, Command::TagRoom(tag)).await?;
        if let Some(priority) = self.script.priority.as_deref().and_then(Priority::from_name) {
            let edit = EditRoom { patch: RoomPatch { priority: Some(Some(priority)), ..RoomPatch::default() }, ..EditRoom::of(room) };
            stage.engine.run(caller, Command::EditRoom(edit)).await?;
        }
        Ok(())
    }

    /// All is said: whoever has the room resolves it.
    async fn end(&mut self, stage: &Stage, room: &Room, pace: &Pace, random: &mut StdRng) -> Result<Step, EngineError> {
        let Some(colleague) = room.head.primary_assignee().and_then(|assignee| stage.colleague(assignee)) else {
            return Ok(self.wait(pace));
        };
        let caller = &colleague.caller;
        stage.engine.run(caller, Command::MarkRead(MarkRead { room: room.facts.id, up_to: None })).await?;
        // Some rooms are forgotten, as in life.
        if random.random_bool(FORGOTTEN) {
            return Ok(Step::Over);
        }
        stage.engine.run(caller, Command::ResolveRoom(ResolveRoom::of(room.facts.id))).await?;
        Ok(Step::In(pace.before_replying(random)))
    }

    async fn rate(&self, stage: &Stage, contact: ContactId, room: &Room, random: &mut StdRng) -> Result<(), EngineError> {
        // Not everybody does.
        let Some(value) = self.script.rating.filter(|_| random.random_bool(0.6)) else { return Ok(()) };
        let rate = RateRoom { room: room.facts.id, value, comment: None };
        stage.engine.run(&customer(contact), Command::RateRoom(rate)).await?;
        Ok(())
    }

    async fn say(&self, stage: &Stage, caller: &Caller, room: RoomId, text: &str, visibility: Visibility) -> Result<(), EngineError> {
        let content = Content { kind: ContentKind::Text, text: text.to_owned(), payload: None, mentions: Vec::new() };
        let message = PostMessage { visibility, ..PostMessage::of(stage.engine.new_id(), room, content) };
        let (message, _) = stage.engine.run(caller, Command::PostMessage(message)).await?.message()?.value;
        if visibility == Visibility::Public && caller.access.actor.user().is_some() {
            let delivered = ChangeStatus { message: message.id, status: DeliveryStatus::Delivered, at: None, error: None };
            stage.engine.run(&Caller::system(OrgId::FIRST), Command::ChangeStatus(delivered)).await?;
        }
        Ok(())
    }

    /// Whoever says the next line is seen typing first, where somebody can see it.
    fn type_first(&mut self, stage: &Stage, caller: &Caller, room: RoomId, kind: ActivityKind, pace: &Pace) -> Option<Step> {
        let seconds = pace.typing()?;
        if std::mem::replace(&mut self.types, true) {
            self.types = false;
            return None;
        }
        let person = caller.access.actor.person()?;
        stage.hub.tell(Activity { org: caller.org, room, person, kind, active: true });
        Some(Step::In(seconds))
    }

    fn next_line(&mut self, seconds: u32) -> Step {
        self.line += 1;
        self.waited = 0;
        Step::In(seconds)
    }

    fn wait(&mut self, pace: &Pace) -> Step {
        self.waited += 1;
        if self.waited > PATIENCE && !self.is_left { Step::Over } else { Step::In(pace.look_again()) }
    }
}

fn customer(contact: ContactId) -> Caller {
    let access = Access { actor: Actor::Contact(contact), permissions: Permissions::NONE, credential: None };
    Caller { org: OrgId::FIRST, access, cause: None, idempotency: None }
}
