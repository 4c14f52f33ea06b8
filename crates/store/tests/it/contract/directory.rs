//! The directory.

use switchroom_domain::command::{Answer, Command, CreateUser, EndSession, EndSessions, IssueToken, RevokeToken};
use switchroom_domain::scope::Scope;
use switchroom_domain::subscription::Sealed;
use switchroom_domain::token::{Device, TokenKind};
use switchroom_domain::{Actor, OrgId, Refusal, TokenId};
use switchroom_engine::ports::{FirstAdmin, NewOrganization, StoreError};

use crate::scene::{Scene, organization};

pub(crate) async fn organizations_are_numbered_and_start_alike(scene: &Scene) {
    assert_eq!(scene.org, OrgId::FIRST);
    let second = organization(&*scene.store, &scene.parts, scene.id()).await;
    assert_eq!(second, OrgId(2));
    let all = scene.store.organizations(0, 10).await.expect("organizations");
    assert_eq!(all.iter().map(|organization| organization.id).collect::<Vec<_>>(), [OrgId(1), OrgId(2)]);
    assert_eq!(scene.store.organizations(1, 10).await.expect("organizations"), all[1..]);
    let names = |roles: Vec<switchroom_domain::role::Role>| roles.into_iter().map(|role| role.name).collect::<Vec<_>>();
    let roles = names(scene.store.roles(second).await.expect("roles"));
    assert_eq!(roles, ["admin", "agent", "bot", "guest", "manager", "moderator", "monitor", "owner", "user"]);
    // The same user name in each.
    for org in [scene.org, second] {
        let admin = scene.store.user_by_name(org, "admin").await.expect("read").expect("admin");
        assert_eq!((admin.org, admin.number), (org, 1));
    }
}

fn new_organization(scene: &Scene, username: &str) -> NewOrganization {
    let user = CreateUser {
        id: scene.id(),
        username: username.to_owned(),
        name: None,
        email: None,
        password_hash: None,
        roles: vec!["admin".to_owned()],
        bot: false,
    };
    NewOrganization { request: None, uuid: scene.id(), name: "org".to_owned(), admin: FirstAdmin { user, token: None }, only_first: false }
}

pub(crate) async fn the_first_organization_is_made_once(scene: &Scene) {
    let new = NewOrganization { only_first: true, ..new_organization(scene, "admin") };
    let refused = scene.store.create_organization(new).await;
    assert!(matches!(refused, Err(StoreError::Refused(Refusal::Taken { field: "organization" }))), "{refused:?}");
    assert_eq!(scene.store.organizations(1, 10).await.expect("organizations"), []);
}

pub(crate) async fn a_refused_organization_leaves_nothing(scene: &Scene) {
    let refused = scene.store.create_organization(new_organization(scene, " ")).await;
    assert!(matches!(refused, Err(StoreError::Refused(Refusal::Invalid { field: "username", .. }))), "{refused:?}");
    assert_eq!(scene.store.organizations(1, 10).await.expect("organizations"), []);
    assert_eq!(scene.store.roles(OrgId(2)).await.expect("roles"), []);
}

pub(crate) async fn a_host_means_one_organization(scene: &Scene) {
    let second = organization(&*scene.store, &scene.parts, scene.id()).await;
    assert_eq!(scene.store.organization_of_host("b.example").await.expect("read"), None);
    scene.store.add_host(second, "b.example").await.expect("host");
    scene.store.add_host(second, "b.example").await.expect("the same again");
    scene.store.add_host(second, "a.example").await.expect("host");
    assert_eq!(scene.store.organization_of_host("b.example").await.expect("read"), Some(second));
    assert_eq!(scene.store.hosts(second).await.expect("hosts"), ["a.example", "b.example"]);
    let taken = scene.store.add_host(scene.org, "b.example").await;
    assert!(matches!(taken, Err(StoreError::Refused(Refusal::Taken { field: "host" }))), "{taken:?}");
    assert!(!scene.store.remove_host(scene.org, "b.example").await.expect("not its host"));
    assert!(scene.store.remove_host(second, "b.example").await.expect("its host"));
    assert_eq!(scene.store.organization_of_host("b.example").await.expect("read"), None);
}

pub(crate) async fn tokens_are_found_by_hash_until_revoked(scene: &Scene) {
    let id: TokenId = scene.id();
    let issue = IssueToken {
        id,
        hash: [7; 32],
        kind: TokenKind::Api,
        actor: Actor::User(scene.user),
        scopes: vec![Scope::All],
        name: Some("laptop".to_owned()),
        device: None,
        expires_at: None,
        sealed_secret: Sealed("x".to_owned()),
        access: None,
        proof: None,
    };
    let Answer::Token { token, .. } = scene.run(Command::IssueToken(issue)).await.expect("issue") else { panic!("not a token") };
    assert_eq!(scene.store.token_by_hash([7; 32]).await.expect("read"), Some(token.clone()));
    assert_eq!(scene.store.token_by_hash([8; 32]).await.expect("read"), None);
    assert_eq!(scene.store.tokens(scene.org, None, 10).await.expect("tokens").items, [token]);
    scene.run(Command::RevokeToken(RevokeToken { token: id })).await.expect("revoke");
    let revoked = scene.store.token_by_hash([7; 32]).await.expect("read").expect("kept");
    assert!(!revoked.is_valid(revoked.created_at));
    assert!(scene.store.tokens(scene.org, None, 10).await.expect("tokens").items.is_empty());
}

pub(crate) async fn sessions_are_found_by_user_until_they_end(scene: &Scene) {
    let issue = |id: TokenId, number: u8, kind, seconds: Option<i64>| {
        Command::IssueToken(IssueToken {
            id,
            hash: [number; 32],
            kind,
            actor: Actor::User(scene.user),
            scopes: vec![Scope::All],
            name: None,
            device: Some(Device { user_agent: Some("Firefox".to_owned()), address: Some("192.0.2.1".parse().expect("address")) }),
            expires_at: seconds.map(|seconds| scene.now().plus_seconds(seconds)),
            sealed_secret: Sealed("x".to_owned()),
            access: None,
            proof: None,
        })
    };
    let ids: Vec<TokenId> = (0..4).map(|_| scene.id()).collect();
    let kinds = [(TokenKind::Session, Some(60)), (TokenKind::Api, None), (TokenKind::Session, None), (TokenKind::Session, Some(3_600))];
    for (number, (id, (kind, seconds))) in (1..).zip(ids.iter().zip(kinds)) {
        scene.run(issue(*id, number, kind, seconds)).await.expect("issue");
    }
    let found = async |seconds: i64, limit| {
        let at = scene.now().plus_seconds(seconds);
        let tokens = scene.store.tokens_of_user(scene.org, scene.user, at, limit).await.expect("tokens");
        tokens.iter().map(|token| token.id).collect::<Vec<_>>()
    };
    assert_eq!(found(0, 10).await, [ids[3], ids[2], ids[0]]);
    assert_eq!(found(0, 1).await, [ids[3]]);
    assert_eq!(found(600, 10).await, [ids[3], ids[2]]);
    scene.run(Command::EndSession(EndSession { session: ids[2] })).await.expect("end");
    assert_eq!(found(0, 10).await, [ids[3], ids[0]]);
    let refused = scene.run(Command::EndSession(EndSession { session: ids[1] })).await;
    assert!(matches!(refused, Err(StoreError::Refused(Refusal::NotFound { noun: "session" }))), "{refused:?}");
    scene.run(Command::EndSessions(EndSessions { user: scene.user })).await.expect("end");
    assert_eq!(found(0, 10).await, []);
    let api = scene.store.token_by_hash([2; 32]).await.expect("read").expect("kept");
    assert_eq!(api.revoked_at, None);
}
