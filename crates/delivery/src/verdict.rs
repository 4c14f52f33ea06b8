//! What an answer that is no acceptance means.

use http::StatusCode;

use crate::sender::Sent;

/// What is to become of a body that was not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It is sent again by the schedule.
    Again {
        /// The endpoint has too much to do.
        overloaded: bool,
    },
    /// The endpoint does not want it: it is sent again a few times only.
    Unwanted,
    /// There is no endpoint any more.
    Gone,
}

/// What is to become of a body after this, if it was not accepted. Redirects are not followed: an answer of 3xx refuses, as one of 4xx.
pub(crate) fn verdict(sent: &Sent) -> Verdict {
    let Some(status) = sent.status else { return Verdict::Again { overloaded: sent.timed_out } };
    match status {
        StatusCode::GONE => Verdict::Gone,
        StatusCode::TOO_MANY_REQUESTS | StatusCode::BAD_GATEWAY | StatusCode::SERVICE_UNAVAILABLE | StatusCode::GATEWAY_TIMEOUT => {
            Verdict::Again { overloaded: true }
        }
        StatusCode::REQUEST_TIMEOUT | StatusCode::CONFLICT | StatusCode::TOO_EARLY => Verdict::Again { overloaded: false },
        _ if status.is_redirection() || status.is_client_error() => Verdict::Unwanted,
        _ => Verdict::Again { overloaded: false },
    }
}

#[cfg(test)]
mod tests {
    use http::StatusCode;

    use super::{Verdict, verdict};
    use crate::sender::Sent;

    fn of(status: u16) -> Verdict {
        verdict(&Sent { status: Some(StatusCode::from_u16(status).unwrap()), ..Sent::nothing(String::new()) })
    }

    #[test]
    fn statuses_mean_what_the_documentation_says() {
        for status in [429, 502, 503, 504] {
            assert_eq!(of(status), Verdict::Again { overloaded: true }, "{status}");
        }
        for status in [201, 204, 408, 409, 425, 500, 501, 505, 507, 599] {
            assert_eq!(of(status), Verdict::Again { overloaded: false }, "{status}");
        }
        for status in [301, 302, 304, 307, 308, 400, 401, 403, 404, 405, 406, 411, 413, 418, 421, 422, 451, 499] {
            assert_eq!(of(status), Verdict::Unwanted, "{status}");
        }
        assert_eq!(of(410), Verdict::Gone);
    }

    #[test]
    fn an_endpoint_that_does_not_answer_in_time_has_too_much_to_do() {
        let timed_out = Sent { timed_out: true, ..Sent::nothing(String::new()) };
        assert_eq!(verdict(&timed_out), Verdict::Again { overloaded: true });
        assert_eq!(verdict(&Sent::nothing("connection refused".to_owned())), Verdict::Again { overloaded: false });
    }
}
