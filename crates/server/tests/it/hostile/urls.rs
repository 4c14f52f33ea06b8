//! Paths and queries.

use super::{Hostile, REFUSED, Scene};
use crate::openapi::Parameter;

/// Queries whose every text is one to look for, or is found to be none of anything's.
const FREE: [&str; 2] = ["q", "tag"];

/// What is no id, and what is nobody's.
const NO_IDS: [&str; 14] = [
    "not-an-id",
    "0",
    "-1",
    "99999999999999999999",
    "null",
    "%00",
    "%ff",
    "%ed%a0%80",
    "%2e%2e%2f",
    "'%20OR%201=1--",
    "00000000-0000-0000-0000-00000000000g",
    "00000000-0000-0000-0000-000000000000",
    "ffffffff-ffff-ffff-ffff-ffffffffffff",
    "018f0000-0000-7000-8000-000000000000",
];

/// What is no host name, beside [`NO_IDS`], which mostly could be one.
const NO_HOSTS: [&str; 6] = ["%00", "%ff", "a%20b", "%C3%A4.example", "a_b", "a%2fb"];

/// What is no key of a custom field, where one can be made of any name that is a key.
const NO_KEYS: [&str; 6] = ["%00", "%ff", "a%20b", "%C3%A4", "a.b", "a%2fb"];

/// What is no name of a consumer, where one can be made of any name that is one.
const NO_NAMES: [&str; 6] = ["%00", "%ff", "a%20b", "%C3%A4", "A", "a%2fb"];

#[tokio::test(flavor = "multi_thread")]
async fn paths_that_name_nothing() {
    let scene = Scene::start().await;
    let long = "a".repeat(5_000);
    let mut hostile = Vec::new();
    for operation in &scene.operations {
        for wrong in operation.path_parameters() {
            let (values, statuses): (&[&str], &[u16]) = match (wrong, operation.id.as_str()) {
                ("host", _) => (&NO_HOSTS, &[404, 422]),
                ("key", "put_custom_field") => (&NO_KEYS, &[404, 422]),
                ("name", "put_consumer") => (&NO_NAMES, &[404, 422]),
                _ => (&NO_IDS, &[404]),
            };
            for value in values.iter().chain([&long.as_str()]) {
                let named = |name: &str| if name == wrong { (*value).to_owned() } else { scene.things.of_path(&operation.path, name) };
                let path = operation.path_with(named);
                let mut request = operation.request(&scene.admin, &path);
                if let Some(body) = scene.things.body(operation) {
                    request = request.json(&body);
                }
                hostile.push(Hostile { what: format!("{} {path}", operation.method), request, statuses });
            }
        }
    }
    for path in ["/v1", "/v1/", "/v1//", "/v1/rooms/", "/v1/nothing", "/v1/rooms/x/y/z", "/v1/%00", "/v1/%ff", "/v1/../v1", "/v1/me/"] {
        hostile.push(Hostile { what: format!("GET {path}"), request: scene.admin.get(path), statuses: &[404] });
    }
    scene.refuses(hostile, 500).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn queries_that_ask_for_nothing() {
    let scene = Scene::start().await;
    let mut hostile = Vec::new();
    for operation in scene.operations.iter().filter(|operation| !operation.query.is_empty()) {
        let mut queries = vec!["surprise=1".to_owned(), "%00=1".to_owned(), "=1".to_owned()];
        for parameter in &operation.query {
            let name = &parameter.name;
            queries.extend(values(parameter).iter().map(|value| format!("{name}={value}")));
            if !FREE.contains(&name.as_str()) {
                queries.extend([format!("{name}=1&{name}=1"), format!("{name}="), name.clone()]);
            }
        }
        for query in queries {
            let path = format!("{}?{query}", operation.path_of(&scene.things));
            hostile.push(Hostile { what: format!("GET {path}"), request: scene.admin.get(&path), statuses: REFUSED });
        }
    }
    scene.refuses(hostile, 300).await;
}

/// Values that the parameter cannot have.
fn values(parameter: &Parameter) -> Vec<String> {
    let mut values: Vec<&str> = vec!["%00", "a%00b"];
    if FREE.contains(&parameter.name.as_str()) {
        return values.into_iter().map(str::to_owned).collect();
    }
    values.extend(["x", "%ff", "%F0%9F%92%A9", "[]", "%zz", "'--"]);
    if parameter.schema.takes("integer") {
        values.extend(["-1", "1.5", "1e3", "0x1", "99999999999999999999", "9223372036854775807", "-9223372036854775808", "%20"]);
    }
    if parameter.name == "limit" {
        values.extend(["0", "1001", "4294967296"]);
    }
    if matches!(parameter.name.as_str(), "cursor" | "before" | "after") && parameter.schema.takes("string") {
        // Cursors of other lists, and times that no row has.
        values.extend(["AAAA", "AQ", "gAAAAAAAAAA", "________________________________", "AAAAAAAAAAE="]);
    }
    let long = "x".repeat(8_000);
    values.push(&long);
    values.into_iter().map(str::to_owned).collect()
}
