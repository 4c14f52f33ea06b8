//! The same calls with bodies in all three forms.

use http::Method;
use serde_json::{Value, json};
use switchroom_testkit::{Answer, Client, Server};

use super::{FLAGS, INTERACTIONS};

const BOUNDARY: &str = "----WebKitFormBoundary7MA4YWxkTrZu0gW";
const URL: &str = "https://webhook.example/h?secret=a+b%26c&d=%C3%A4";

/// One of the three forms of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Json,
    Multipart,
    Urlencoded,
}

impl Form {
    pub(super) const EVERY: [Form; 3] = [Self::Json, Self::Multipart, Self::Urlencoded];

    /// Content type and body. In JSON a field's text that reads as JSON is written as such.
    pub(super) fn write(self, fields: &[(&str, &str)]) -> (String, Vec<u8>) {
        match self {
            Self::Json => {
                let value = |text: &str| serde_json::from_str(text).unwrap_or_else(|_| json!(text));
                let fields = fields.iter().map(|(name, text)| ((*name).to_owned(), value(text))).collect();
                ("application/json".to_owned(), Value::Object(fields).to_string().into_bytes())
            }
            Self::Multipart => {
                let mut body = String::new();
                for (name, text) in fields {
                    body.push_str(&format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n"));
                }
                (format!("multipart/form-data; boundary={BOUNDARY}"), format!("{body}--{BOUNDARY}--\r\n").into_bytes())
            }
            Self::Urlencoded => {
                let escape = |text: &str| -> String {
                    text.bytes()
                        .map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") })
                        .collect()
                };
                let fields: Vec<String> = fields.iter().map(|(name, text)| format!("{}={}", escape(name), escape(text))).collect();
                ("application/x-www-form-urlencoded".to_owned(), fields.join("&").into_bytes())
            }
        }
    }

    pub(super) async fn send(self, client: &Client, method: Method, path: &str, fields: &[(&str, &str)]) -> Answer {
        let (kind, body) = self.write(fields);
        client.request(method, path).bytes(&kind, body).send().await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn flags_and_url_are_taken_in_every_form() {
    let server = Server::start().await;
    let mut answers = Vec::new();
    for form in Form::EVERY {
        for (yes, no) in [("true", "false"), ("1", "0")] {
            let fields = [(FLAGS[0], no), (FLAGS[1], yes), (FLAGS[2], yes), ("url", URL), ("surprise", "ignored")];
            let answer = form.send(&server.admin, Method::PUT, INTERACTIONS, &fields).await;
            assert_eq!(answer.status, 200, "{form:?}: {answer:?}");
            answers.push(answer.json());
            // And back, so that the next form has something to change.
            let fields = [(FLAGS[0], yes), (FLAGS[1], no), (FLAGS[2], no), ("url", "https://other.example/")];
            form.send(&server.admin, Method::POST, INTERACTIONS, &fields).await.expect(200);
        }
    }
    assert!(answers.iter().all(|answer| answer == &answers[0]), "{answers:?}");
    let data = &answers[0]["data"];
    let shown: Vec<bool> = FLAGS.iter().map(|flag| data[flag]["enabled"] == true).collect();
    assert_eq!(shown, [false, true, true, false]);
    assert_eq!(data["status_message"]["webhooks"][0]["url"], URL);
    server.stop().await;
}

/// `curl -d '{…}'` says that it sends a form.
#[tokio::test(flavor = "multi_thread")]
async fn json_that_is_called_a_form_is_taken_for_json() {
    let server = Server::start().await;
    let body = json!({"status_message": true, "url": URL}).to_string();
    let request = server.admin.request(Method::PUT, INTERACTIONS).bytes("application/x-www-form-urlencoded", body);
    let answer = request.send().await.expect(200);
    assert_eq!(answer["data"]["status_message"]["enabled"], true);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_absent_body_changes_nothing() {
    let server = Server::start().await;
    Form::Json.send(&server.admin, Method::PUT, INTERACTIONS, &[("status_message", "true"), ("url", URL)]).await.expect(200);
    let before = server.admin.get(INTERACTIONS).send().await;
    for kind in ["application/json", "multipart/form-data", "application/x-www-form-urlencoded", "text/plain"] {
        let put = server.admin.request(Method::PUT, INTERACTIONS).bytes(kind, "").send().await;
        assert_eq!((put.status, &put.body), (before.status, &before.body), "{kind}");
        let get = server.admin.get(INTERACTIONS).bytes(kind, "").send().await;
        assert_eq!((get.status, &get.body), (before.status, &before.body), "{kind}");
    }
    let put = server.admin.request(Method::PUT, INTERACTIONS).json(&json!({})).send().await;
    assert_eq!(put.body, before.body);
    server.stop().await;
}
