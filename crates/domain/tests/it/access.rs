//! Nobody gives what he has not.

use switchroom_domain::command::{Command, CreateUser, EditUser, IssueToken};
use switchroom_domain::scope::Scope;
use switchroom_domain::subscription::Sealed;
use switchroom_domain::token::TokenKind;
use switchroom_domain::user::UserPatch;
use switchroom_domain::{Access, Actor, Permission, Permissions, Refusal, UserId};

use crate::sandbox::Sandbox;

fn create(sandbox: &Sandbox, role: &str) -> Command {
    Command::CreateUser(CreateUser {
        id: sandbox.id(),
        username: format!("user-{}", sandbox.id::<UserId>()),
        name: None,
        email: None,
        password_hash: None,
        roles: vec![role.to_owned()],
        bot: false,
    })
}

fn issue(sandbox: &Sandbox, actor: Actor, scopes: &[Scope]) -> Command {
    Command::IssueToken(IssueToken {
        id: sandbox.id(),
        hash: [1; 32],
        kind: TokenKind::Api,
        actor,
        scopes: scopes.to_vec(),
        name: None,
        expires_at: None,
        sealed_secret: Sealed(String::new()),
        access: None,
    })
}

#[test]
fn a_manager_makes_agents_but_no_admins_and_does_not_take_one_over() {
    let mut sandbox = Sandbox::new();
    let (admin, _) = sandbox.user("root", "admin");
    let (agent, _) = sandbox.user("ann", "agent");
    let (itself, manager) = sandbox.user("max", "manager");
    let command = create(&sandbox, "agent");
    sandbox.run_as(manager, command).expect("an agent");
    let command = create(&sandbox, "admin");
    assert!(matches!(sandbox.run_as(manager, command), Err(Refusal::Forbidden { .. })));
    let command = create(&sandbox, "emperor");
    assert!(matches!(sandbox.run_as(manager, command), Err(Refusal::Invalid { field: "roles", .. })));
    let password = |user| {
        let patch = UserPatch { password_hash: Some("x".to_owned()), ..UserPatch::default() };
        Command::EditUser(EditUser { user, patch })
    };
    sandbox.run_as(manager, password(agent)).expect("an agent's password");
    assert!(matches!(sandbox.run_as(manager, password(admin)), Err(Refusal::Forbidden { .. })));
    let promote = UserPatch { roles: Some(vec!["admin".to_owned()]), ..UserPatch::default() };
    assert!(matches!(
        sandbox.run_as(manager, Command::EditUser(EditUser { user: itself, patch: promote })),
        Err(Refusal::Forbidden { .. })
    ));
}

#[test]
fn an_agent_edits_himself_but_not_his_roles() {
    let mut sandbox = Sandbox::new();
    let (ann, access) = sandbox.user("ann", "agent");
    let (bob, _) = sandbox.user("bob", "agent");
    let edit = |user, patch| Command::EditUser(EditUser { user, patch });
    let name = || UserPatch { name: Some("Ann".to_owned()), ..UserPatch::default() };
    sandbox.run_as(access, edit(ann, name())).expect("own name");
    assert_eq!(sandbox.run_as(access, edit(bob, name())), Err(Refusal::Forbidden { permission: "user.manage" }));
    let roles = UserPatch { roles: Some(vec!["agent".to_owned()]), ..UserPatch::default() };
    assert_eq!(sandbox.run_as(access, edit(ann, roles)), Err(Refusal::Forbidden { permission: "user.manage" }));
}

#[test]
fn a_token_is_never_mightier_than_its_issuer() {
    let mut sandbox = Sandbox::new();
    let (admin, _) = sandbox.user("root", "admin");
    let (_, mut agent) = sandbox.user("ann", "agent");
    let command = issue(&sandbox, Actor::User(admin), &[Scope::RoomsRead]);
    assert_eq!(sandbox.run_as(agent, command), Err(Refusal::Forbidden { permission: "token.manage" }));
    agent.permissions = agent.permissions.union(Permissions::of(&[Permission::TokenManage]));
    let command = issue(&sandbox, Actor::User(admin), &[Scope::RoomsRead]);
    sandbox.run_as(agent, command).expect("no more than he may himself");
    let command = issue(&sandbox, Actor::User(admin), &[Scope::All]);
    assert!(matches!(sandbox.run_as(agent, command), Err(Refusal::Forbidden { .. })));
    let operate = Permissions::of(&[Permission::OrganizationOperate]);
    let without = Access { permissions: Permissions::ALL.without(operate), ..agent };
    let command = issue(&sandbox, Actor::User(admin), &[Scope::All, Scope::Operator]);
    assert_eq!(sandbox.run_as(without, command), Err(Refusal::Forbidden { permission: "organization.operate" }));
    let command = issue(&sandbox, Actor::User(admin), &[]);
    assert!(matches!(sandbox.run(command), Err(Refusal::Invalid { field: "scopes", .. })));
}
