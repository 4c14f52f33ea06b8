//! Everything that can happen, once: every kind of event there is, in a story that reads well as an example.

use serde_json::{Value, json};
use switchroom_domain::command::{CancelReplay, Command, DisableSubscription};
use switchroom_domain::subscription::DisabledReason;
use switchroom_domain::{FollowerId, OrgId, SubscriptionId};
use switchroom_engine::Caller;
use switchroom_testkit::{Client, Server};

use crate::scene::id;

/// A minute passes before each call.
const STEP_SECONDS: i64 = 60;

/// Who calls what, a minute apart.
pub(super) struct Story<'a> {
    server: &'a Server,
}

impl<'a> Story<'a> {
    pub(super) fn of(server: &'a Server) -> Self {
        Self { server }
    }

    /// A call that must succeed; what it answers.
    pub(super) async fn call(&self, client: &Client, method: &str, path: &str, body: Value) -> Value {
        self.server.clock().advance_seconds(STEP_SECONDS);
        let answer = client.request(method.parse().expect("a method"), path).json(&body).send().await;
        assert!(answer.status.is_success(), "{method} {path} {body}: {answer:?}");
        answer.json()
    }

    async fn post(&self, client: &Client, path: &str, body: Value) -> Value {
        self.call(client, "POST", path, body).await
    }

    async fn patch(&self, client: &Client, path: &str, body: Value) -> Value {
        self.call(client, "PATCH", path, body).await
    }

    async fn put(&self, client: &Client, path: &str, body: Value) -> Value {
        self.call(client, "PUT", path, body).await
    }

    async fn delete(&self, client: &Client, path: &str) {
        self.call(client, "DELETE", path, json!({})).await;
    }

    /// A command that no call gives.
    async fn command(&self, command: Command) {
        self.server.clock().advance_seconds(STEP_SECONDS);
        self.server.engine().run(&Caller::system(OrgId::FIRST), command).await.expect("carried out");
    }

    /// An agent, and a client with a token of hers.
    async fn agent(&self, username: &str, name: &str) -> (String, Client) {
        let admin = &self.server.admin;
        let new = json!({"username": username, "name": name, "email": format!("{username}@example.com"), "roles": ["agent"]});
        let user = id(&self.post(admin, "/v1/users", new).await);
        let token = self.post(admin, "/v1/tokens", json!({"user_id": user, "scopes": ["all"], "name": "desk"})).await;
        (user, admin.with_token(token["secret"].as_str().expect("a secret")))
    }

    /// All of it.
    pub(super) async fn run(&self) {
        self.organization().await;
        self.people().await;
        self.conversation().await;
        self.webhook().await;
    }

    /// What the organization is set up with.
    async fn organization(&self) {
        let admin = &self.server.admin;
        self.patch(admin, "/v1/settings", json!({"routing.method": "manual"})).await;
        let sla = id(&self.post(admin, "/v1/slas", json!({"name": "Bronze", "due_minutes": 240})).await);
        self.patch(admin, &format!("/v1/slas/{sla}"), json!({"due_minutes": 120})).await;
        self.delete(admin, &format!("/v1/slas/{sla}")).await;
        let hello = json!({"shortcut": "hello", "text": "Hello {{contact.name}}, what can I do for you?", "scope": "all"});
        let hello = id(&self.post(admin, "/v1/canned-responses", hello).await);
        self.patch(admin, &format!("/v1/canned-responses/{hello}"), json!({"tags": ["greeting"]})).await;
        self.delete(admin, &format!("/v1/canned-responses/{hello}")).await;
        let queue = json!({"name": "Queue", "filter": {"status": "queued"}});
        let queue = id(&self.post(admin, "/v1/views", queue).await);
        self.patch(admin, &format!("/v1/views/{queue}"), json!({"name": "Waiting", "shared": true})).await;
        self.delete(admin, &format!("/v1/views/{queue}")).await;
        self.put(admin, "/v1/custom-fields/order", json!({"scope": "room", "label": "Order"})).await;
        self.put(admin, "/v1/custom-fields/colour", json!({"scope": "room", "label": "Colour"})).await;
        self.delete(admin, "/v1/custom-fields/colour").await;
        self.patch(admin, "/v1/roles/guest", json!({"permissions": ["room.view"]})).await;
        let program = id(&self.post(admin, "/v1/oauth-clients", json!({"name": "Mobile app"})).await);
        self.delete(admin, &format!("/v1/oauth-clients/{program}")).await;
    }

    /// Users, teams and contacts who have no part in the conversation.
    async fn people(&self) {
        let admin = &self.server.admin;
        let (cleo, _) = self.agent("cleo", "Cleo").await;
        self.patch(admin, &format!("/v1/users/{cleo}"), json!({"name": "Cleo Díaz", "available": true})).await;
        let token = self.post(admin, "/v1/tokens", json!({"user_id": cleo, "scopes": ["all"], "name": "lost phone"})).await;
        self.delete(admin, &format!("/v1/tokens/{}", id(&token))).await;
        let team = id(&self.post(admin, "/v1/teams", json!({"name": "Returns", "members": [cleo]})).await);
        self.patch(admin, &format!("/v1/teams/{team}"), json!({"name": "Refunds"})).await;
        self.delete(admin, &format!("/v1/teams/{team}")).await;
        self.delete(admin, &format!("/v1/users/{cleo}")).await;
        let channel = id(&self.post(admin, "/v1/channels", json!({"kind": "api", "name": "Telephon"})).await);
        self.patch(admin, &format!("/v1/channels/{channel}"), json!({"name": "Telephone"})).await;
        let contact = json!({"channel_id": channel, "handle": "+49 30 901820", "name": "Walk-in"});
        let contact = id(&self.post(admin, "/v1/contacts", contact).await);
        self.patch(admin, &format!("/v1/contacts/{contact}"), json!({"email": "walk-in@example.com"})).await;
        self.delete(admin, &format!("/v1/contacts/{contact}")).await;
    }

    /// A visitor asks for his order, is answered, passed on, and comes back.
    async fn conversation(&self) {
        let admin = &self.server.admin;
        let (ann_id, ann) = self.agent("ann", "Ann Lee").await;
        let (ben_id, ben) = self.agent("ben", "Ben Okafor").await;
        let team = id(&self.post(admin, "/v1/teams", json!({"name": "Orders", "members": [ann_id, ben_id]})).await);
        let sla = id(&self.post(admin, "/v1/slas", json!({"name": "Gold", "due_minutes": 30})).await);
        let channel = id(&self.post(admin, "/v1/channels", json!({"kind": "web", "name": "Shop"})).await);
        let visitor = json!({"name": "Vera Novak", "email": "vera@example.com", "phone": "+42 0 123 456 789"});
        let visitor = self.post(&self.server.client(), &format!("/v1/channels/{channel}/visitors"), visitor).await;
        let contact = id(&visitor["contact"]);
        let visitor = admin.with_token(visitor["token"].as_str().expect("a token"));
        let room = id(&self.post(&visitor, "/v1/rooms", json!({"channel_id": channel})).await);
        let room = format!("/v1/rooms/{room}");
        let messages = format!("{room}/messages");

        let question = json!({"text": "Where is my order?", "local_id": "w-1"});
        let question = id(&self.post(&visitor, &messages, question).await);
        self.post(&ann, &format!("{room}/claim"), json!({})).await;
        self.post(&ann, &format!("{room}/read"), json!({})).await;
        let answer = json!({"text": "It left the warehouse this mourning.", "reply_to": question});
        let answer = id(&self.post(&ann, &messages, answer).await);
        self.patch(&ann, &format!("/v1/messages/{answer}"), json!({"text": "It left the warehouse this morning."})).await;
        self.post(admin, &format!("/v1/messages/{answer}/status"), json!({"status": "sent"})).await;
        self.post(&visitor, &format!("/v1/messages/{answer}/status"), json!({"status": "read"})).await;
        let slip = id(&self.post(&ann, &messages, json!({"text": "Lunch at noon?"})).await);
        self.delete(&ann, &format!("/v1/messages/{slip}")).await;

        let edit = json!({"name": "Order 17", "topic": "Late delivery", "team_id": team, "sla_id": sla, "priority": "high", "custom_fields": {"order": "17"}});
        self.patch(&ann, &room, edit).await;
        self.post(&ann, &format!("{room}/tags"), json!({"add": ["shipping"]})).await;
        self.post(admin, &format!("{room}/assign"), json!({"user_id": ben_id})).await;
        self.put(&ben, &format!("{room}/flag"), json!({"flag": "todo"})).await;
        self.post(admin, &format!("{room}/unassign"), json!({})).await;
        self.post(&ben, &format!("{room}/claim"), json!({})).await;
        self.post(&ben, &format!("{room}/snooze"), json!({"until": "2026-01-02T09:00:00Z"})).await;
        self.delete(&ben, &format!("{room}/snooze")).await;
        self.post(&ann, &format!("{room}/archive"), json!({"archived": true})).await;
        self.post(admin, &format!("{room}/block"), json!({"contact_id": contact, "blocked": true})).await;
        self.post(admin, &format!("{room}/block"), json!({"contact_id": contact, "blocked": false})).await;
        self.put(admin, &format!("{room}/summary"), json!({"text": "Asked for order 17, which was on its way.", "topic": 3})).await;
        let campaign = json!({"text": "Ten per cent off until Friday.", "campaign": true, "provider_id": "wamid.17"});
        let campaign = id(&self.post(admin, &messages, campaign).await);
        self.post(admin, &format!("/v1/messages/{campaign}/status"), json!({"status": "sent"})).await;

        self.post(&ben, &format!("{room}/resolve"), json!({"comment": "Have a nice day!"})).await;
        self.post(&visitor, &format!("{room}/rating"), json!({"value": 5, "comment": "Quick and kind"})).await;
        self.patch(admin, &room, json!({"topic": "Delivered"})).await;
        self.post(admin, &format!("{room}/tags"), json!({"add": ["done"]})).await;
        self.post(&ben, &format!("{room}/reopen"), json!({})).await;
        self.post(admin, &format!("{room}/unassign"), json!({})).await;
        self.post(admin, &format!("{room}/resolve"), json!({})).await;
        self.post(&visitor, &messages, json!({"text": "One more thing: thank you!"})).await;
    }

    /// A webhook that Switchroom gave up on, and that is looked after.
    async fn webhook(&self) {
        let admin = &self.server.admin;
        let new = json!({"url": "https://partner.example/events", "events": ["channel.created"]});
        let hook = id(&self.post(admin, "/v1/webhooks", new).await);
        let subscription = SubscriptionId(hook.parse().expect("an id"));
        let path = format!("/v1/webhooks/{hook}");
        self.command(Command::DisableSubscription(DisableSubscription { subscription, reason: DisabledReason::Gone })).await;
        self.patch(admin, &path, json!({"url": "https://partner.example/switchroom"})).await;
        self.post(admin, &format!("{path}/seek"), json!({"after": 0})).await;
        let replay = self.post(admin, &format!("{path}/replay"), json!({"after": 0})).await;
        let replay = FollowerId(replay["job"].as_str().expect("a job").parse().expect("an id"));
        self.command(Command::CancelReplay(CancelReplay { subscription, replay })).await;
        self.delete(admin, &path).await;
    }
}
