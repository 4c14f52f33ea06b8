//! One of each thing in an organization, and how each operation is called with them.

use serde_json::{Value, json};
use switchroom_adapters::SystemClock;
use switchroom_domain::EventKind;
use switchroom_engine::ports::Clock as _;
use switchroom_testkit::Client;

use crate::openapi::Operation;
use crate::scene::id;

/// What both of two organizations call their things by.
pub(crate) const SAME: &str = "twin";
/// The password of every user who is made.
const PASSWORD: &str = "walking-password";

/// One of each thing in an organization.
pub(crate) struct Things {
    pub(crate) organization: String,
    pub(crate) host: String,
    pub(crate) channel: String,
    pub(crate) contact: String,
    pub(crate) room: String,
    pub(crate) message: String,
    pub(crate) user: String,
    pub(crate) username: String,
    pub(crate) token: String,
    /// A session of the user.
    pub(crate) session: String,
    pub(crate) webhook: String,
    pub(crate) replay: String,
    pub(crate) team: String,
    pub(crate) sla: String,
    pub(crate) canned_response: String,
    /// A view that is shared.
    pub(crate) view: String,
    /// The key of a custom field of rooms: no other organization's.
    pub(crate) custom_field: String,
    pub(crate) oauth_client: String,
    pub(crate) event: String,
    /// The name of a consumer: no other organization's.
    pub(crate) consumer: String,
    /// The name of one that is leased, the lease, and what was handed out with it.
    pub(crate) leased: (String, String, Value),
}

impl Things {
    /// Makes one of each. Handles, `local_id`, `provider_id`, `Idempotency-Key` are the [`SAME`] for all; `mark` is in every
    /// text. `username` must be free.
    pub(crate) async fn make(admin: &Client, username: &str, mark: &str) -> Self {
        let keyed = |path: &str, body: Value| admin.post(path, body).header("idempotency-key", SAME).send();
        let channel = id(&admin.post("/v1/channels", json!({"kind": "web", "name": mark})).send().await.expect(201));
        let user = json!({"username": username, "name": mark, "roles": ["agent"], "password": PASSWORD});
        let user = id(&admin.post("/v1/users", user).send().await.expect(201));
        let token = json!({"user_id": user, "scopes": ["all"], "name": mark});
        let token = id(&admin.post("/v1/tokens", token).send().await.expect(201));
        let team = id(&admin.post("/v1/teams", json!({"name": username, "members": [user]})).send().await.expect(201));
        let sla = json!({"name": username, "description": mark, "due_minutes": 30});
        let sla = id(&admin.post("/v1/slas", sla).send().await.expect(201));
        let canned = json!({"shortcut": SAME, "text": mark, "scope": "team", "team_id": team});
        let canned_response = id(&admin.post("/v1/canned-responses", canned).send().await.expect(201));
        let view = json!({"name": mark, "shared": true, "filter": {"team_id": team}});
        let view = id(&admin.post("/v1/views", view).send().await.expect(201));
        let custom_field = format!("{mark}-{username}");
        let field = admin.request(http::Method::PUT, &format!("/v1/custom-fields/{custom_field}"));
        field.json(&json!({"scope": "room", "label": mark})).send().await.expect(200);
        let oauth_client = id(&admin.post("/v1/oauth-clients", json!({"name": mark})).send().await.expect(201));
        admin.patch("/v1/settings", json!({"rocketchat.Livechat_title": mark})).send().await.expect(200);
        let contact = json!({"handle": SAME, "name": mark, "email": format!("{mark}@example.com")});
        let room = admin.post("/v1/rooms", json!({"channel_id": channel, "contact": contact})).send().await.expect(201);
        let (room, contact) = (id(&room), room["contact_id"].as_str().expect("a contact").to_owned());
        let texts = json!({"topic": mark, "note": mark, "tags": [mark], "custom_fields": {custom_field.as_str(): mark}});
        admin.patch(&format!("/v1/rooms/{room}"), texts).send().await.expect(200);
        admin.patch(&format!("/v1/rooms/{room}"), json!({"team_id": team, "sla_id": sla, "priority": "high"})).send().await.expect(200);
        let message = json!({"text": mark, "local_id": SAME, "provider_id": SAME});
        let message = id(&keyed(&format!("/v1/rooms/{room}/messages"), message).await.expect(201));
        admin.patch(&format!("/v1/messages/{message}"), json!({"text": format!("{mark} edited")})).send().await.expect(200);
        let hook = json!({"url": format!("http://127.0.0.1:9/{mark}"), "events": ["channel.updated"]});
        let webhook = id(&admin.post("/v1/webhooks", hook).send().await.expect(201));
        let replay = keyed(&format!("/v1/webhooks/{webhook}/replay"), json!({"after": 0})).await.expect(202);
        let (consumer, reading) = (format!("{mark}-{username}"), format!("{mark}-{username}.reading"));
        for name in [&consumer, &reading] {
            admin.request(http::Method::PUT, &format!("/v1/consumers/{name}")).json(&json!({"after": 0})).send().await.expect(201);
        }
        let lease = admin.post(&format!("/v1/consumers/{reading}/lease"), json!({"seconds": 3600})).send().await.expect(200);
        let leased = (reading, lease["lease"].as_str().expect("a lease").to_owned(), lease["next"].clone());
        let organization = admin.get("/v1/me").send().await.expect(200)["organization"]["number"].to_string();
        let replay = replay["job"].as_str().expect("a job").to_owned();
        let events = admin.get("/v1/events?after=0&limit=1").send().await.expect(200);
        let event = id(&events["events"][0]);
        // Whose organization has no host is not logged in to: what stands in for a session is none, and found by nobody.
        let (host, session, username) = (String::new(), token.clone(), username.to_owned());
        Self {
            organization,
            host,
            session,
            username,
            channel,
            contact,
            room,
            message,
            user,
            token,
            webhook,
            replay,
            team,
            sla,
            canned_response,
            view,
            custom_field,
            oauth_client,
            event,
            consumer,
            leased,
        }
    }

    /// The same, with a host name of its organization.
    pub(crate) async fn at_host(self, operator: &Client, host: &str) -> Self {
        let path = format!("/v1/organizations/{}/hosts/{host}", self.organization);
        operator.request(http::Method::PUT, &path).send().await.expect(200);
        let credentials = json!({"username": self.username, "password": PASSWORD});
        let token = operator.post("/v1/sessions", credentials).header("host", host).send().await.text("token");
        let sessions = operator.with_token(&token).get("/v1/sessions").header("host", host).send().await.expect(200);
        Self { host: host.to_owned(), session: id(&sessions["sessions"][0]), ..self }
    }

    /// Every id.
    pub(crate) fn ids(&self) -> [&str; 15] {
        let Self {
            channel,
            contact,
            room,
            message,
            user,
            token,
            webhook,
            replay,
            team,
            sla,
            canned_response,
            view,
            oauth_client,
            event,
            leased: (_, lease, _),
            ..
        } = self;
        [channel, contact, room, message, user, token, webhook, replay, team, sla, canned_response, view, oauth_client, event, lease]
    }

    /// What the name in the braces of a path stands for. A new route with a new noun must be told here.
    pub(crate) fn of_path(&self, path: &str, name: &str) -> String {
        let noun = path.split('/').nth(2).unwrap_or_default();
        let thing = match (noun, name) {
            ("organizations", "number") => &self.organization,
            ("organizations", "host") => &self.host,
            ("channels", "id") => &self.channel,
            ("contacts", "id") => &self.contact,
            ("rooms", "id") => &self.room,
            ("messages", "id") => &self.message,
            ("users", "id") => &self.user,
            ("tokens", "id") => &self.token,
            ("sessions", "id") => &self.session,
            ("webhooks", "id") => &self.webhook,
            ("webhooks", "job") => &self.replay,
            ("teams", "id") => &self.team,
            ("canned-responses", "id") => &self.canned_response,
            ("views", "id") => &self.view,
            ("slas", "id") => &self.sla,
            ("custom-fields", "key") => &self.custom_field,
            ("oauth-clients", "id") => &self.oauth_client,
            ("consumers", "name") if path.ends_with("/commit") => &self.leased.0,
            ("consumers", "name") => &self.consumer,
            ("event-types", "type") => return EventKind::RoomCreated.as_str().to_owned(),
            ("roles", "name") => return "guest".to_owned(),
            _ => panic!("the walk does not know what {{{name}}} of {path} is: tell it in things.rs"),
        };
        thing.clone()
    }

    /// What the id in a body's field, or a query's parameter, stands for. A new one must be told here.
    pub(crate) fn of_field(&self, name: &str) -> String {
        let thing = match name {
            "channel_id" | "channels" => &self.channel,
            "contact_id" => &self.contact,
            "user_id" | "expected_assignee" | "members" | "mentions" => &self.user,
            "team_id" | "teams" | "team_choice" => &self.team,
            "sla_id" => &self.sla,
            "message_id" | "reply_to" | "expected_last_message_id" => &self.message,
            "event_id" => &self.event,
            "lease" => &self.leased.1,
            _ => panic!("the walk does not know whose id {name} is: tell it in things.rs"),
        };
        thing.clone()
    }

    /// A body that the operation accepts; none if it takes none. A new operation's must be told here.
    pub(crate) fn body(&self, operation: &Operation) -> Option<Value> {
        operation.body.as_ref()?;
        Some(match operation.id.as_str() {
            "create_organization" => json!({"name": "New", "admin": {"username": "new"}}),
            "create_session" => json!({"username": "admin", "password": "admin-password"}),
            "create_user" => json!({"username": "new"}),
            "edit_user" | "edit_channel" | "edit_contact" | "register_visitor" => json!({"name": "New"}),
            "ask_password_reset" => json!({"login": "nobody"}),
            "redeem_password_reset" => json!({"token": "none", "password": "walking-password"}),
            "edit_me" => json!({"status_text": "New"}),
            "change_password" => json!({"current": "admin-password", "new": "admin-password"}),
            "begin_totp" | "renew_recovery_codes" | "end_totp" => json!({"password": "admin-password"}),
            "confirm_totp" => json!({"code": "000000"}),
            "claim_setup" => json!({"token": "none", "password": "walking-password"}),
            "issue_token" => json!({"user_id": self.user, "scopes": ["rooms:read"]}),
            "create_channel" => json!({"kind": "api", "name": "New"}),
            "register_contact" => json!({"channel_id": self.channel, "handle": "new"}),
            "open_room" => json!({"channel_id": self.channel, "contact": {"handle": "new"}}),
            "edit_room" => json!({"topic": "New"}),
            "put_room_note" => json!({"note": "New"}),
            "tag_room" => json!({"add": ["new"]}),
            "assign_room" => json!({"user_id": self.user}),
            "archive_room" => json!({"archived": true}),
            "block_participant" => json!({"contact_id": self.contact, "blocked": true}),
            "say_typing" => json!({"typing": true}),
            "say_viewing" => json!({"viewing": true}),
            "snooze_room" => json!({"until": SystemClock.now().plus_seconds(3_600).to_rfc3339()}),
            "put_room_flag" => json!({"flag": "todo"}),
            "rate_room" => json!({"value": 5}),
            "put_room_summary" => json!({"text": "New"}),
            "create_team" => json!({"name": "New", "members": [self.user]}),
            "edit_team" => json!({"active": true}),
            "create_canned_response" => json!({"shortcut": "new", "text": "New", "scope": "team", "team_id": self.team}),
            "edit_canned_response" => json!({"text": "New"}),
            "create_view" => json!({"name": "New", "shared": true, "filter": {"status": "queued", "assignee": "me"}}),
            "edit_view" => json!({"name": "New"}),
            "create_sla" => json!({"name": "New", "due_minutes": 5}),
            "edit_sla" => json!({"due_minutes": 5}),
            "put_custom_field" => json!({"scope": "room", "label": "New"}),
            "edit_settings" => json!({"contacts.may_resolve": true}),
            "create_oauth_client" => json!({"name": "New"}),
            "edit_role" => json!({"permissions": []}),
            "claim_room" | "unassign_room" | "resolve_room" | "reopen_room" | "mark_room_read" => json!({}),
            "invite_user" | "rotate_secret" | "set_identity_secret" | "test_webhook" | "cancel_replay" => json!({}),
            "post_message" | "edit_message" => json!({"text": "New"}),
            "change_message_status" => json!({"status": "sent"}),
            "create_webhook" => json!({"url": "http://127.0.0.1:9/new", "events": ["channel.updated"]}),
            "edit_webhook" => json!({"enabled": false}),
            "resend_event" => json!({"event_id": self.event}),
            "put_consumer" => json!({"events": ["room.*"]}),
            "lease_consumer" => json!({}),
            "commit_consumer" => json!({"lease": self.leased.1, "seq": self.leased.2}),
            "start_replay" | "seek_webhook" | "seek_consumer" => json!({"after": 0}),
            _ => panic!("the walk does not know what to send to {}: tell it in things.rs", operation.name()),
        })
    }
}

/// What was told, but for who was seen when: asking changes that.
pub(crate) fn without_presence(mut told: Value) -> Value {
    for people in ["users", "contacts"] {
        for person in told[people].as_array_mut().into_iter().flatten().filter_map(Value::as_object_mut) {
            person.retain(|field, _| !matches!(field.as_str(), "online" | "last_seen_at"));
        }
    }
    told
}
