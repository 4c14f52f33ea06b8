//! Pictures of people. The seeds have the same six keys in two orders.

use serde::Serialize;

/// One size of a picture.
#[derive(Debug, Clone, Copy, Serialize)]
pub(crate) struct Picture<'a> {
    url: &'a str,
}

/// The picture in a room's body.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct RoomAvatar<'a> {
    url: &'a str,
    large: Picture<'a>,
    filename: Option<&'a str>,
    size: u64,
    small: Picture<'a>,
    medium: Picture<'a>,
}

/// The picture of a message's sender.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct SenderAvatar<'a> {
    url: &'a str,
    large: Picture<'a>,
    medium: Picture<'a>,
    small: Picture<'a>,
    filename: Option<&'a str>,
    size: u64,
}

impl<'a> RoomAvatar<'a> {
    /// The default picture: nothing was uploaded, so that there is neither file nor size.
    pub(crate) fn default_at(url: &'a str) -> Self {
        let picture = Picture { url };
        Self { url, large: picture, filename: None, size: 0, small: picture, medium: picture }
    }
}

impl<'a> SenderAvatar<'a> {
    /// The default picture: nothing was uploaded, so that there is neither file nor size.
    pub(crate) fn default_at(url: &'a str) -> Self {
        let picture = Picture { url };
        Self { url, large: picture, medium: picture, small: picture, filename: None, size: 0 }
    }
}
