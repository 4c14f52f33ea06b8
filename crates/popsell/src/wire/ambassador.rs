//! People, as Popsell tells of them.

use serde::Serialize;

/// Somebody: whoever answers (status 0 to 6) or a customer (7 and 8).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Ambassador {
    /// The person's number in the organization.
    pub(crate) id_ambassador: i64,
    /// URL of a picture.
    pub(crate) image: Option<String>,
    pub(crate) firstname: Option<String>,
    pub(crate) lastname: Option<String>,
    pub(crate) username: Option<String>,
    pub(crate) email: Option<String>,
    /// The address of somebody who has not confirmed it: a customer.
    pub(crate) email_tmp: Option<String>,
    /// 1 active, 0 not activated, -1 blocked, -2 unsubscribed, -3 unsubscribed by the brand.
    pub(crate) active: i64,
    /// 0 ambassador, 1 employee, 2 administrator, 3 seller, 4 shop manager, 5 manager, 6 expert, 7 client, 8 temporary.
    pub(crate) status: i64,
    /// Whether the last action is less than five minutes ago.
    pub(crate) online: bool,
    /// As `2025-05-04T09:42:00Z`.
    pub(crate) last_action_date: Option<String>,
    /// What the brand calls the customer.
    pub(crate) customer_id: Option<String>,
    pub(crate) anonymized: bool,
}

/// Somebody in a chatroom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Member {
    #[serde(flatten)]
    pub(crate) ambassador: Ambassador,
    /// His part in the room: one.
    pub(crate) chatroom_pivot_data: Vec<Pivot>,
}

/// Somebody's part in a chatroom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Pivot {
    pub(crate) id_chatroom: i64,
    pub(crate) id_ambassador: i64,
    /// The number of the last message read.
    pub(crate) last_read_message: Option<i64>,
    pub(crate) is_blocked: bool,
    pub(crate) archived: bool,
}

/// Whoever has logged in: an ambassador, and what only he is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Account {
    #[serde(flatten)]
    pub(crate) ambassador: Ambassador,
    /// The organization's number.
    pub(crate) id_brand: i64,
    /// As `2023-10-06T13:41:09.123000Z`.
    pub(crate) date_insert: String,
    /// As `2023-10-06T13:41:09.123000Z`.
    pub(crate) date_update: String,
}
