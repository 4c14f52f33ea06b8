//! The cookie that holds a browser's token.

use axum::response::Response;
use cookie::time::Duration;
use cookie::{Cookie, SameSite};
use http::header::{COOKIE, SET_COOKIE};
use http::{HeaderMap, HeaderValue};

use super::ByHttps;
use crate::problem::Problem;

/// The cookie's name.
pub(crate) const NAME: &str = "switchroom_session";

/// Writes the cookie that holds a browser's token: no script can read it, no other site can send it, and no dialect sees it.
pub(crate) struct SessionCookie {
    /// Whether it is to be sent by https only.
    pub(crate) by_https: ByHttps,
}

impl SessionCookie {
    /// Lets the browser keep a token for so many seconds.
    pub(crate) fn set(&self, response: &mut Response, secret: &str, seconds: i64) -> Result<(), Problem> {
        self.write(response, secret, seconds)
    }

    /// Lets the browser forget its token.
    pub(crate) fn clear(&self, response: &mut Response) -> Result<(), Problem> {
        self.write(response, "", 0)
    }

    fn write(&self, response: &mut Response, secret: &str, seconds: i64) -> Result<(), Problem> {
        let cookie = Cookie::build((NAME, secret)).http_only(true).same_site(SameSite::Strict).path("/v1");
        let cookie = cookie.max_age(Duration::seconds(seconds)).secure(self.by_https.0).build();
        let value = HeaderValue::from_str(&cookie.to_string()).map_err(|_| Problem::internal())?;
        response.headers_mut().append(SET_COOKIE, value);
        Ok(())
    }
}

/// The token that the cookie holds, if there is one.
pub(super) fn read(headers: &HeaderMap) -> Option<String> {
    let given = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut cookies = given.flat_map(|value| Cookie::split_parse(value).filter_map(Result::ok));
    let held = cookies.find(|cookie| cookie.name() == NAME && !cookie.value().is_empty())?;
    Some(held.value().to_owned())
}
