//! What the engine needs of the world, as traits. Adapters and stores implement them; only the binary names those.

mod blobs;
mod bookkeeping;
mod bus;
mod clock;
mod commits;
mod consumers;
mod courier;
mod directory;
mod gathering;
mod leases;
mod log;
mod mailer;
mod nodes;
mod pages;
mod reach;
mod search;
mod secrets;
mod store;
mod timers;
mod views;
mod voice;

pub use blobs::{BlobError, BlobId, BlobStream, Blobs, NoBlobs};
pub use bookkeeping::{
    Attempt, AttemptOutcome, AttemptsKept, AttemptsQuery, Bookkeeping, Breaker, DeadLetter, Exchange, FollowerState, ParkReason,
    ParkedRoom, PositionFlush,
};
pub use bus::{Activity, ActivityKind, Alone, Bus, CallCount, Notice};
pub use clock::Clock;
pub use commits::CommitListener;
pub use consumers::{Consumer, ConsumerChange, ConsumerLease, ConsumerOutcome, Consumers};
pub use courier::{Courier, SampleSent};
pub use directory::{Directory, FirstAdmin, KeyedRequest, MadeOrganization, NewOrganization};
pub use gathering::Gathering;
pub use leases::{Lease, Leases, NodeId, Standing, Wanted};
pub use log::{Log, Outcome};
pub use mailer::{Mail, MailError, Mailer, NoMail};
pub use nodes::Nodes;
pub use pages::{Between, Direction, EXACT_TOTAL, Found, MessagesQuery, Page, RoomSearch, RoomSort, RoomsQuery, UserSearch};
pub use reach::{Anywhere, Reach};
pub use search::{Claim, Document, DocumentKind, Filling, IndexBatch, IndexPage, IndexPlace, IndexPosition, IndexQuery, SearchIndex, Term};
pub use secrets::{Secrets, SecretsError};
pub use store::{Store, StoreError};
pub use switchroom_domain::Ids;
pub use timers::{DueFile, Snooze, Timers};
pub use views::Views;
pub use voice::Voice;
