//! The three forms.

use bytes::Bytes;
use proptest::collection::vec;
use proptest::prelude::any;
use proptest::strategy::Strategy;
use proptest::{prop_assert, prop_assert_eq, proptest};
use serde_json::{Map, Value, json};

use super::{BodyFault, Fields, parse};

const BOUNDARY: &str = "----a-boundary";

fn block_on<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().expect("a runtime").block_on(work)
}

fn read(content_type: &str, body: impl Into<Bytes>) -> Result<Fields, BodyFault> {
    block_on(parse(content_type, body.into()))
}

fn read_json(body: &str) -> Result<Fields, BodyFault> {
    read("application/json; charset=utf-8", body.to_owned())
}

fn read_urlencoded(fields: &[(String, String)]) -> Result<Fields, BodyFault> {
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    read("application/x-www-form-urlencoded", body)
}

fn read_multipart(fields: &[(String, String)]) -> Result<Fields, BodyFault> {
    let part =
        |(name, value): &(String, String)| format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    let parts: String = fields.iter().map(part).collect();
    read(&format!("multipart/form-data; boundary={BOUNDARY}"), format!("{parts}--{BOUNDARY}--\r\n"))
}

fn object(fields: &[(String, String)]) -> String {
    let fields: Map<String, Value> = fields.iter().map(|(name, value)| (name.clone(), json!(value))).collect();
    Value::Object(fields).to_string()
}

#[test]
fn booleans_are_taken_in_every_form() {
    for (written, flag) in [
        ("true", true),
        ("\"true\"", true),
        ("\"True\"", true),
        ("1", true),
        ("\"1\"", true),
        ("false", false),
        ("\"0\"", false),
        ("0", false),
    ] {
        let fields = read_json(&format!("{{\"flag\":{written}}}")).expect("JSON");
        assert_eq!(fields.flag("flag"), Ok(Some(flag)), "{written}");
        let text = written.trim_matches('"').to_owned();
        for fields in [read_urlencoded(&[("flag".to_owned(), text.clone())]), read_multipart(&[("flag".to_owned(), text.clone())])] {
            assert_eq!(fields.expect("a form").flag("flag"), Ok(Some(flag)), "{written}");
        }
    }
    for written in ["null", "2", "-1", "1.0", "1e400", "\"yes\"", "\"\"", "[true]", "{}", "18446744073709551615"] {
        let fields = read_json(&format!("{{\"flag\":{written}}}"));
        assert!(fields.is_err() || fields.is_ok_and(|fields| fields.flag("flag").is_err()), "{written}");
    }
}

#[test]
fn an_absent_body_has_no_fields() {
    for kind in ["", "application/json", "multipart/form-data", "text/plain"] {
        assert_eq!(read(kind, ""), Ok(Fields::default()), "{kind}");
        assert_eq!(read(kind, " \r\n"), Ok(Fields::default()), "{kind}");
    }
}

#[test]
fn what_is_no_body_is_told() {
    for body in ["{", "[]", "null", "1", "\"text\"", "{} {}", "{'a':1}", "\u{feff}{}", "<a/>", "\0"] {
        assert!(matches!(read_json(body), Err(BodyFault::Malformed(_))), "{body}");
    }
    let deep = format!("{{\"a\":{}{}}}", "[".repeat(10_000), "]".repeat(10_000));
    assert!(matches!(read_json(&deep), Err(BodyFault::Malformed(_))));
    assert!(matches!(read("application/json", b"{\"\xff\":1}".to_vec()), Err(BodyFault::Malformed(_))));
    for body in ["a=%ff", "%c3%28=1", "a=%ed%a0%80"] {
        assert!(matches!(read("application/x-www-form-urlencoded", body), Err(BodyFault::Malformed(_))), "{body}");
    }
    let multipart = format!("multipart/form-data; boundary={BOUNDARY}");
    let endless = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb");
    let nameless = format!("--{BOUNDARY}\r\nContent-Disposition: form-data\r\n\r\nb\r\n--{BOUNDARY}--\r\n");
    for body in ["x", "--other--", &endless, &nameless] {
        assert!(matches!(read(&multipart, body.to_owned()), Err(BodyFault::Malformed(_))), "{body}");
    }
    assert!(matches!(read("multipart/form-data", "--a--"), Err(BodyFault::Malformed(_))));
    assert_eq!(read("text/plain", "a=1"), Err(BodyFault::UnknownType));
    assert_eq!(read("", "a=1"), Err(BodyFault::UnknownType));
}

#[test]
fn json_is_known_by_its_look_where_no_other_type_is_named() {
    let expected = read_json(r#"{"a":true}"#);
    for kind in ["", "application/x-www-form-urlencoded"] {
        assert_eq!(read(kind, " {\"a\":true}"), expected, "{kind}");
    }
    assert_eq!(read("text/plain", "{}"), Err(BodyFault::UnknownType));
}

/// PHP's cURL makes an empty field of `false`; in JSON there is no such excuse.
#[test]
fn an_empty_field_of_a_form_is_false() {
    let blank = [("flag".to_owned(), String::new())];
    for form in [read_urlencoded(&blank), read_multipart(&blank)] {
        assert_eq!(form.expect("a form").flag("flag"), Ok(Some(false)));
    }
    assert!(read_json(&object(&blank)).expect("JSON").flag("flag").is_err());
}

#[test]
fn a_file_is_no_text() {
    let body = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"url\"; filename=\"a.txt\"\r\n\r\nhttp://a.example\r\n--{BOUNDARY}--\r\n"
    );
    let fields = read(&format!("multipart/form-data; boundary={BOUNDARY}"), body).expect("a form");
    assert_eq!(fields.text("url"), Err("url must be a string".to_owned()));
}

#[test]
fn a_nul_is_refused_where_it_would_be_kept() {
    assert!(read_json(r#"{"url":"http://a.example/\u0000"}"#).expect("JSON").text("url").is_err());
    assert!(read("application/x-www-form-urlencoded", "url=a%00b").expect("a form").text("url").is_err());
}

fn fields() -> impl Strategy<Value = Vec<(String, String)>> {
    // No form can tell an empty body from no fields, and multipart ends lines its own way.
    vec(("[a-z_]{1,12}", "[^\0\r\n\u{fffd}\\p{Cc}]{0,40}"), 1..6).prop_map(|mut fields| {
        fields.sort();
        fields.dedup_by(|a, b| a.0 == b.0);
        fields
    })
}

proptest! {
    #[test]
    fn the_same_fields_come_out_of_every_form(fields in fields()) {
        let expected = read_json(&object(&fields));
        prop_assert!(expected.is_ok());
        for read in [&expected, &read_urlencoded(&fields), &read_multipart(&fields)] {
            for (name, value) in &fields {
                let found = read.as_ref().expect("fields").text(name);
                prop_assert_eq!(found, Ok(Some(value.as_str())));
            }
        }
    }

    #[test]
    fn no_bytes_do_any_harm(bytes in vec(any::<u8>(), 0..200)) {
        for kind in ["application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"] {
            if let Ok(fields) = read(kind, bytes.clone()) {
                let _ = fields.flag("status_message");
                let _ = fields.text("url");
            }
        }
    }
}
