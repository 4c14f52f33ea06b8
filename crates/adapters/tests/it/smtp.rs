//! Mail by SMTP, with a mail server of its own.

use serde_json::Value;
use switchroom_adapters::{SmtpError, SmtpMailer};
use switchroom_engine::ports::{Mail, Mailer as _};
use switchroom_testbed::Smtp;

const FROM: &str = "Switchroom <switchroom@example.com>";

fn mail(to: &str) -> Mail {
    let text = "Il n'a pas répondu depuis cinq jours.\n.\nEine Zeile, die länger ist als jede Zeile, die SMTP erlaubt: ".to_owned();
    Mail { to: to.to_owned(), subject: "Webhook ✂ ausgeschaltet: \"Größe\"".to_owned(), text: text + &"ä ".repeat(1_000) }
}

fn kept(server: &Smtp) -> Vec<Value> {
    server.mails().iter().map(|mail| serde_json::from_str(mail).expect("a mail")).collect()
}

#[tokio::test]
async fn a_mail_arrives_as_it_was_sent() {
    let server = Smtp::start(None).expect("a mail server");
    let mailer = SmtpMailer::new(&format!("smtp://127.0.0.1:{}", server.port()), FROM).expect("a mailer");
    mailer.send(mail("Ann Ö. <ann@example.com>")).await.expect("sent");
    mailer.send(mail("bob@example.com")).await.expect("sent again");

    let mails = kept(&server);
    let sent = mail("");
    for mail in &mails {
        assert_eq!(mail["sender"], "switchroom@example.com");
        assert_eq!(mail["headers"]["from"], FROM);
        assert_eq!(mail["headers"]["subject"], sent.subject);
        assert_eq!(mail["text"].as_str().map(|text| text.replace("\r\n", "\n")), Some(sent.text.clone()));
        assert!(mail["headers"]["date"].is_string() && mail["headers"]["message-id"].is_string(), "{mail}");
    }
    assert_eq!([&mails[0]["recipients"][0], &mails[1]["recipients"][0]], ["ann@example.com", "bob@example.com"]);
    assert_eq!(mails[0]["headers"]["to"], "\"Ann Ö.\" <ann@example.com>");
    assert_ne!(mails[0]["headers"]["message-id"], mails[1]["headers"]["message-id"]);
}

#[tokio::test]
async fn a_server_that_wants_a_password_gets_it() {
    let server = Smtp::start(Some(("ann", "se cret@"))).expect("a mail server");
    let right = SmtpMailer::new(&format!("smtp://ann:se%20cret%40@127.0.0.1:{}", server.port()), FROM).expect("a mailer");
    right.send(mail("bob@example.com")).await.expect("sent");
    let wrong = SmtpMailer::new(&format!("smtp://ann:guess@127.0.0.1:{}", server.port()), FROM).expect("a mailer");
    wrong.send(mail("bob@example.com")).await.expect_err("refused");
    assert_eq!(kept(&server).len(), 1);
}

#[tokio::test]
async fn a_password_is_not_shown_without_tls_but_to_this_machine() {
    let server = Smtp::start(Some(("ann", "secret"))).expect("a mail server");
    // This machine, but by a name that does not say so.
    let mailer = SmtpMailer::new(&format!("smtp://ann:secret@2130706433:{}", server.port()), FROM).expect("a mailer");
    let error = mailer.send(mail("bob@example.com")).await.expect_err("the server offers no TLS");
    assert!(error.0.to_string().contains("STARTTLS"), "{}", error.0);
    assert!(kept(&server).is_empty());
}

#[tokio::test]
async fn what_cannot_be_sent_is_told() {
    let server = Smtp::start(None).expect("a mail server");
    let mailer = SmtpMailer::new(&format!("smtp://127.0.0.1:{}", server.port()), FROM).expect("a mailer");
    mailer.send(mail("nobody")).await.expect_err("no address");
    drop(server);
    mailer.send(mail("ann@example.com")).await.expect_err("no server");
}

#[tokio::test(start_paused = true)]
async fn a_server_that_says_nothing_is_given_up() {
    let mute = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("smtp://{}", mute.local_addr().expect("an address"));
    let mailer = SmtpMailer::new(&url, FROM).expect("a mailer");
    let error = mailer.send(mail("ann@example.com")).await.expect_err("no greeting");
    assert!(error.0.is::<tokio::time::error::Elapsed>(), "{}", error.0);
}

#[test]
fn settings_that_are_none_are_refused_without_repeating_a_password() {
    for url in ["ann:secret@host", "imap://ann:secret@host", "smtp://ann:secret@", "smtp://ann:secret@host?tls=none"] {
        let error = SmtpMailer::new(url, FROM).err().expect(url);
        assert!(matches!(error, SmtpError::Url) && !error.to_string().contains("secret"), "{url}: {error}");
    }
    for url in ["smtp://host", "smtp://ann:secret@host", "smtps://ann:secret@host:2465"] {
        assert!(SmtpMailer::new(url, FROM).is_ok(), "{url}");
    }
    assert!(matches!(SmtpMailer::new("smtp://host", "nobody").err(), Some(SmtpError::From(_))));
}
