//! Words with a fixed choice of values, on the wire as in the domain.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

macro_rules! mirrored {
    ($($(#[$meta:meta])* $name:ident = $domain:path { $($(#[$variant_meta:meta])* $variant:ident,)* })*) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub(crate) enum $name { $($(#[$variant_meta])* $variant,)* }

        impl From<$domain> for $name {
            fn from(word: $domain) -> Self {
                use $domain as Word;
                match word { $(Word::$variant => Self::$variant,)* }
            }
        }
    )*};
}

/// Words that clients give too.
macro_rules! taken {
    ($($name:ident = $domain:path { $($variant:ident,)* })*) => {$(
        impl From<$name> for $domain {
            fn from(word: $name) -> Self {
                use $domain as Word;
                match word { $($name::$variant => Word::$variant,)* }
            }
        }
    )*};
}

mirrored! {
    /// What kind of way in a channel is.
    ChannelKind = switchroom_domain::channel::ChannelKind {
        /// A program relays what contacts write, through the API.
        Api,
        /// Visitors of a web page write for themselves.
        Web,
    }

    /// Who says something.
    AuthorKind = switchroom_engine::search::AuthorKind {
        /// A customer.
        Contact,
        /// A person who answers.
        User,
        /// A program that answers.
        Bot,
    }

    /// What of a contact was found.
    ContactField = switchroom_engine::search::ContactField {
        /// Its name.
        Name,
        /// Its e-mail address.
        Email,
        /// Its phone number.
        Phone,
        /// How a channel knows it.
        Handle,
        /// The value of a custom field.
        CustomField,
    }

    /// What of a room was found.
    RoomField = switchroom_engine::search::RoomField {
        /// The name of its contact.
        Contact,
        /// A name of its own.
        Name,
        /// What it is about.
        Topic,
        /// A remark for colleagues.
        Note,
        /// What it was about, in short.
        Summary,
        /// A tag.
        Tag,
        /// Its number.
        Number,
        /// The value of a custom field.
        CustomField,
    }

    /// What kind of thing a message is.
    ContentKind = switchroom_domain::message::ContentKind {
        /// Words.
        Text,
        /// A picture.
        Image,
        /// A sound.
        Audio,
        /// A film.
        Video,
        /// A file.
        Document,
        /// A place.
        Location,
        /// Somebody's address card.
        ContactCard,
        /// Buttons or a list to choose from, or the choice made.
        Interactive,
        /// Something the room itself says.
        System,
    }

    /// Why a snoozed room woke.
    WakeReason = switchroom_domain::room::WakeReason {
        /// Its time had come.
        Time,
        /// The contact wrote.
        Message,
        /// A user woke it.
        User,
    }

    /// Who may see a message.
    Visibility = switchroom_domain::message::Visibility {
        /// Everybody in the room.
        Public,
        /// Only whoever answers: the contact never sees it.
        Internal,
    }

    /// How far a message has come: created < sent < delivered < read; failed only from the first two.
    DeliveryStatus = switchroom_domain::message::DeliveryStatus {
        /// Kept here.
        Created,
        /// Handed to the provider.
        Sent,
        /// Arrived at the reader's device.
        Delivered,
        /// Seen by the reader.
        Read,
        /// It will not arrive.
        Failed,
    }

    /// Where a room stands.
    RoomStatus = switchroom_domain::room::RoomStatus {
        /// Opened by a campaign; nobody has answered it yet.
        Campaign,
        /// Waits for somebody to take it.
        Queued,
        /// Somebody is assigned.
        Assigned,
        /// Done.
        Resolved,
    }

    /// Whether a room is for two sides or for many.
    RoomKind = switchroom_domain::room::RoomKind {
        /// A customer and whoever answers.
        Conversation,
        /// A customer and a whole group.
        Group,
    }

    /// What made a room be opened.
    Origin = switchroom_domain::room::Origin {
        /// The contact opened it.
        Direct,
        /// The contact came from a waiting list.
        Queue,
        /// Somebody picked the contact from a list of promising ones.
        HotList,
        /// A campaign opened it.
        Campaign,
        /// A program or a colleague opened it.
        Api,
    }

    /// How urgent a room is.
    Priority = switchroom_domain::priority::Priority {
        /// Before all others.
        Highest,
        /// Soon.
        High,
        /// As usual.
        Medium,
        /// Later.
        Low,
        /// When there is nothing else.
        Lowest,
    }

    /// What somebody has to do about a room.
    Flag = switchroom_domain::participant::Flag {
        /// Something is to be done.
        Todo,
        /// It is done.
        Done,
    }

    /// What a user lets others know of himself.
    UserStatus = switchroom_domain::user::UserStatus {
        /// There.
        Online,
        /// Not at the desk.
        Away,
        /// Not to be disturbed.
        Busy,
        /// Not there.
        Offline,
    }

    /// What a custom field is of.
    CustomFieldScope = switchroom_domain::custom_field::CustomFieldScope {
        /// Rooms.
        Room,
        /// Contacts.
        Contact,
    }

    /// How a custom field is filled in.
    CustomFieldKind = switchroom_domain::custom_field::CustomFieldKind {
        /// With words.
        Text,
        /// By choosing.
        Choice,
    }

    /// A bound on what a token may be used for. Its actor's roles bound it too.
    Scope = switchroom_domain::scope::Scope {
        /// Everything its actor may do in the organization; not `operator`.
        All,
        /// Create organizations and their hosts. Only the organization numbered 1 can issue it.
        Operator,
        /// Read the log of events, with its sequence numbers.
        #[serde(rename = "events:read")]
        EventsRead,
        /// See rooms and messages.
        #[serde(rename = "rooms:read")]
        RoomsRead,
        /// See and change rooms and messages.
        #[serde(rename = "rooms:write")]
        RoomsWrite,
        /// See contacts.
        #[serde(rename = "contacts:read")]
        ContactsRead,
        /// See and change contacts.
        #[serde(rename = "contacts:write")]
        ContactsWrite,
        /// Manage webhooks.
        #[serde(rename = "webhooks:manage")]
        WebhooksManage,
        /// Manage users, teams, channels, settings and tokens; not what roles allow.
        #[serde(rename = "organization:manage")]
        OrganizationManage,
    }

    /// How a token came to be.
    TokenKind = switchroom_domain::token::TokenKind {
        /// Issued for a program.
        Api,
        /// Made by logging in.
        Session,
        /// Granted to a program over OAuth, for a user.
        Access,
        /// Exchanged for a new access token; good for nothing else.
        Refresh,
        /// Mailed to a user, who sets a password with it, once; good for nothing else.
        Reset,
    }

    /// In whose form a webhook is told of events.
    Dialect = switchroom_domain::subscription::Dialect {
        /// Our own.
        Native,
        /// Qontak's.
        Qontak,
        /// Rocket.Chat's.
        #[serde(rename = "rocketchat")]
        RocketChat,
    }

    /// What became of one attempt to deliver.
    AttemptOutcome = switchroom_engine::ports::AttemptOutcome {
        /// The endpoint accepted it.
        Delivered,
        /// It did not; there will be another attempt.
        Failed,
        /// It did not, and it is given up.
        Dead,
    }

    /// In which order a webhook is told.
    Ordering = switchroom_domain::subscription::Ordering {
        /// In the room's order: an event that fails holds back the later ones of its room.
        Room,
        /// In none: an event that fails holds back nothing.
        None,
    }

    /// Why Switchroom itself disabled a webhook.
    DisabledReason = switchroom_domain::subscription::DisabledReason {
        /// The endpoint answered 410.
        Gone,
        /// Nothing was accepted for days.
        Failing,
    }

    /// What becomes of the events that a webhook was not told while it was disabled.
    Missed = switchroom_domain::command::Missed {
        /// They are told now.
        Deliver,
        /// They are left out.
        Skip,
    }

    /// Which events of its part of the log a replay tells.
    ReplayScope = switchroom_domain::replay::ReplayScope {
        /// Every one that the webhook's filter covers.
        All,
        /// Only those that were given up.
        Dead,
    }

    /// Why a room waits apart.
    ParkReason = switchroom_engine::ports::ParkReason {
        /// Its delivery failed.
        Failing,
        /// Its delivery takes so long that it held up the others.
        Slow,
    }

    /// Where a replay job stands.
    ReplayState = switchroom_domain::replay::ReplayState {
        /// At work, or waiting for its turn.
        Running,
        /// Everything was delivered, or given up on.
        Done,
        /// It was called off.
        Cancelled,
    }

    /// On which side of the page a widget is.
    WidgetPosition = switchroom_domain::channel::widget::Position {
        /// On the left.
        Left,
        /// On the right.
        Right,
    }

    /// Whether a widget is light or dark.
    Theme = switchroom_domain::channel::widget::Theme {
        /// Light.
        Light,
        /// Dark.
        Dark,
        /// As the visitor's system is.
        System,
    }

    /// Whether a visitor is asked for something before he can write.
    Ask = switchroom_domain::channel::widget::Ask {
        /// He is not.
        No,
        /// He is, and may leave it blank.
        Optional,
        /// He is, and cannot go on without.
        Required,
    }

    /// A day of the week.
    Weekday = switchroom_domain::channel::office_hours::Weekday {
        /// The first day of a week (ISO 8601).
        Monday,
        /// The second.
        Tuesday,
        /// The third.
        Wednesday,
        /// The fourth.
        Thursday,
        /// The fifth.
        Friday,
        /// The sixth.
        Saturday,
        /// The last.
        Sunday,
    }
}

taken! {
    ChannelKind = switchroom_domain::channel::ChannelKind { Api, Web, }
    ContentKind = switchroom_domain::message::ContentKind {
        Text, Image, Audio, Video, Document, Location, ContactCard, Interactive, System,
    }
    AuthorKind = switchroom_engine::search::AuthorKind { Contact, User, Bot, }
    Visibility = switchroom_domain::message::Visibility { Public, Internal, }
    DeliveryStatus = switchroom_domain::message::DeliveryStatus { Created, Sent, Delivered, Read, Failed, }
    Origin = switchroom_domain::room::Origin { Direct, Queue, HotList, Campaign, Api, }
    RoomKind = switchroom_domain::room::RoomKind { Conversation, Group, }
    Priority = switchroom_domain::priority::Priority { Highest, High, Medium, Low, Lowest, }
    Flag = switchroom_domain::participant::Flag { Todo, Done, }
    UserStatus = switchroom_domain::user::UserStatus { Online, Away, Busy, Offline, }
    CustomFieldScope = switchroom_domain::custom_field::CustomFieldScope { Room, Contact, }
    CustomFieldKind = switchroom_domain::custom_field::CustomFieldKind { Text, Choice, }
    Scope = switchroom_domain::scope::Scope {
        All, Operator, EventsRead, RoomsRead, RoomsWrite, ContactsRead, ContactsWrite, WebhooksManage, OrganizationManage,
    }
    Dialect = switchroom_domain::subscription::Dialect { Native, Qontak, RocketChat, }
    AttemptOutcome = switchroom_engine::ports::AttemptOutcome { Delivered, Failed, Dead, }
    Ordering = switchroom_domain::subscription::Ordering { Room, None, }
    Missed = switchroom_domain::command::Missed { Deliver, Skip, }
    WidgetPosition = switchroom_domain::channel::widget::Position { Left, Right, }
    Theme = switchroom_domain::channel::widget::Theme { Light, Dark, System, }
    Ask = switchroom_domain::channel::widget::Ask { No, Optional, Required, }
    Weekday = switchroom_domain::channel::office_hours::Weekday { Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday, }
}
