//! Whatever is typed is only words.

use switchroom_testkit::Server;

use super::{indexed, path, texts};
use crate::scene::{channel, id, open_room, post};

const TYPED: [&str; 28] = [
    "\"",
    "*",
    "NEAR(",
    "NEAR(a b, 1)",
    ":",
    "a:b",
    "a* b*",
    "^a",
    "{a b}: c",
    "a AND",
    "OR",
    "NOT NOT",
    "a OR b",
    "(a",
    "a)",
    "'a",
    "a'; DROP TABLE words; --",
    "a & b | !c",
    "<->",
    "a <2> b",
    "\\",
    "%_",
    "\u{202e}a\u{0}b",
    "-",
    "--a",
    "\"a \"b\" c",
    "+a -b",
    "words : a",
];

#[tokio::test(flavor = "multi_thread")]
async fn no_query_is_anything_but_words() {
    let server = Server::start().await;
    let admin = &server.admin;
    let channel = channel(admin, "api").await;
    let room = id(&open_room(admin, &channel, "ann").await);
    for typed in TYPED {
        let said = typed.replace('\0', " ");
        post(admin, &room, &format!("say {said}")).await;
    }
    indexed(admin).await;
    for typed in TYPED {
        for what in ["messages", "contacts", "rooms"] {
            let status = admin.get(&path(what, typed, "")).send().await.status.as_u16();
            let expected = if typed.contains('\0') { &[400][..] } else { &[200, 422] };
            assert!(expected.contains(&status), "{what} {typed}: {status}");
        }
    }
    for (words, expected) in [("NEAR", 2), ("drop table", 1), ("\"a b\"", 8), ("say -a -or", 5)] {
        let found = texts(admin, words, "&limit=50").await;
        assert!(found.iter().all(|text| text.starts_with("say")), "{found:?}");
        assert!(found.len() >= expected.min(1), "{words}: {found:?}");
    }
    let long = "x".repeat(500);
    assert_eq!(admin.get(&path("messages", &long, "")).send().await.status, 200);
    assert_eq!(admin.get(&path("messages", &format!("{long}x"), "")).send().await.status, 422);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_said_can_be_indexed() {
    let server = Server::start().await;
    let admin = &server.admin;
    let channel = channel(admin, "api").await;
    let room = id(&open_room(admin, &channel, "ann").await);
    let every_letter: String = (1..0x3000).filter_map(char::from_u32).collect();
    for text in [
        "a ".repeat(30_000).as_str(),
        &"x".repeat(65_000),
        &(0..9_000).map(|i| format!("w{i} ")).collect::<String>(),
        &every_letter,
        "😀 \u{200d} \u{feff}",
        "' \" \\ & | ! : * ( ) < >",
        "last of all",
    ] {
        post(admin, &room, text).await;
    }
    indexed(admin).await;
    assert_eq!(texts(admin, "last all", "").await, ["last of all"]);
    assert_eq!(texts(admin, "w8999", "").await.len(), 1);
    assert_eq!(texts(admin, &"x".repeat(400), "").await.len(), 1, "overlong words are the same as long as they begin alike");
    server.stop().await;
}
