//! Custom fields.

use serde_json::json;
use switchroom_testkit::Server;

use super::{head, kinds_after, problem, put, room, told};

#[tokio::test(flavor = "multi_thread")]
async fn a_custom_field_is_made_changed_and_removed() {
    let server = Server::start().await;
    let admin = &server.admin;
    let before = head(admin).await;
    let path = "/v1/custom-fields/order_no";
    let made = put(admin, path, json!({"scope": "room", "label": "Order", "pattern": "^[0-9]+$"})).await.expect(200);
    assert_eq!(
        (&made["key"], &made["kind"], &made["visible"], &made["public"], &made["options"]),
        (&json!("order_no"), &json!("text"), &json!(true), &json!(false), &json!([]))
    );
    assert_eq!(admin.get(path).send().await.expect(200), made);
    let choice =
        json!({"scope": "room", "label": "Order", "kind": "choice", "options": ["a", "b"], "default_value": "a", "required": true});
    let changed = put(admin, path, choice).await.expect(200);
    assert!(changed.get("pattern").is_none() && changed["options"] == json!(["a", "b"]), "{changed}");
    assert_eq!(changed["created_at"], made["created_at"]);
    assert_eq!(admin.get("/v1/custom-fields").send().await.expect(200), json!({"custom_fields": [changed]}));
    for (path, body) in [
        (path, json!({"scope": "room", "label": "Order", "pattern": "("})),
        (path, json!({"scope": "room", "label": " "})),
        ("/v1/custom-fields/two%20words", json!({"scope": "room", "label": "Order"})),
    ] {
        assert_eq!(told(&put(admin, path, body.clone()).await), problem(422, "invalid"), "{path} {body}");
    }
    admin.delete(path).send().await.expect(204);
    assert_eq!(told(&admin.get(path).send().await), problem(404, "not_found"));
    assert_eq!(told(&admin.delete(path).send().await), problem(404, "not_found"));
    assert_eq!(kinds_after(admin, before).await.0, ["custom_field.saved", "custom_field.saved", "custom_field.removed"]);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn values_of_custom_fields_are_put_on_rooms_and_contacts() {
    let server = Server::start().await;
    let admin = &server.admin;
    put(admin, "/v1/custom-fields/order", json!({"scope": "room", "label": "Order", "pattern": "^[0-9]+$"})).await.expect(200);
    put(admin, "/v1/custom-fields/colour", json!({"scope": "room", "label": "Colour"})).await.expect(200);
    put(admin, "/v1/custom-fields/city", json!({"scope": "contact", "label": "City"})).await.expect(200);
    let room = room(admin).await;
    let values = json!({"order": " 17 ", "colour": "red"});
    let told_room = admin.patch(&room, json!({"custom_fields": values, "contact": {"custom_fields": {"city": "Lyon"}}})).send().await;
    let told_room = told_room.expect(200);
    assert_eq!(told_room["custom_fields"], json!({"order": "17", "colour": "red"}));
    let contact = format!("/v1/contacts/{}", told_room["contact_id"].as_str().expect("a contact"));
    assert_eq!(admin.get(&contact).send().await.expect(200)["custom_fields"], json!({"city": "Lyon"}));
    admin.patch(&contact, json!({"custom_fields": {"city": "Nantes"}})).send().await.expect(200);

    let before = (admin.get(&room).send().await.expect(200), head(admin).await);
    for (body, expected, field) in [
        (json!({"custom_fields": {"order": "seventeen"}}), problem(422, "custom_field_mismatch"), Some("custom_fields.order")),
        (
            json!({"topic": "X", "custom_fields": {"order": "x", "colour": "blue"}}),
            problem(422, "custom_field_mismatch"),
            Some("custom_fields.order"),
        ),
        (json!({"custom_fields": {"colour": "blue", "unknown": "x"}}), problem(404, "not_found"), None),
        (json!({"custom_fields": {"city": "Lyon"}}), problem(404, "not_found"), None),
        (json!({"custom_fields": {"colour": "blue"}, "contact": {"custom_fields": {"order": "1"}}}), problem(404, "not_found"), None),
        (json!({"custom_fields": {"colour": "x".repeat(5_000)}}), problem(422, "invalid"), Some("custom_fields")),
        (json!({"custom_fields": {"colour": 7}}), problem(422, "invalid"), Some("custom_fields.colour")),
    ] {
        let answer = admin.patch(&room, body.clone()).send().await;
        assert_eq!((told(&answer), answer.json()["field"].as_str()), (expected, field), "{body}");
    }
    assert_eq!((admin.get(&room).send().await.expect(200), head(admin).await), before);

    let cleared = admin.patch(&room, json!({"custom_fields": {"order": null, "colour": " "}})).send().await.expect(200);
    assert_eq!(cleared["custom_fields"], json!({}));
    server.stop().await;
}
