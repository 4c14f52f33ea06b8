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
fn a_manager_says_who_answers_but_makes_no_admins_and_takes_nobody_over() {
    let mut sandbox = Sandbox::new();
    let (agent, _) = sandbox.user("ann", "agent");
    let (plain, _) = sandbox.user("bob", "user");
    let (itself, manager) = sandbox.user("max", "manager");
    let roles = |user, roles: &[&str]| {
        let roles = Some(roles.iter().map(|role| (*role).to_owned()).collect());
        Command::EditUser(EditUser { user, patch: UserPatch { roles, ..UserPatch::default() } })
    };
    sandbox.run_as(manager, roles(plain, &["user", "agent"])).expect("an agent");
    assert_eq!(sandbox.run_as(manager, roles(plain, &["user", "admin"])), Err(Refusal::Forbidden { permission: "role.assign" }));
    assert_eq!(sandbox.run_as(manager, roles(itself, &["manager", "admin"])), Err(Refusal::Forbidden { permission: "role.assign" }));
    assert!(matches!(sandbox.run_as(manager, roles(plain, &["emperor"])), Err(Refusal::Invalid { field: "roles", .. })));
    let command = create(&sandbox, "agent");
    assert_eq!(sandbox.run_as(manager, command), Err(Refusal::Forbidden { permission: "user.create" }));
    let patch = UserPatch { password_hash: Some("x".to_owned()), ..UserPatch::default() };
    let password = Command::EditUser(EditUser { user: agent, patch });
    assert_eq!(sandbox.run_as(manager, password), Err(Refusal::Forbidden { permission: "user.manage" }));
}

#[test]
fn whoever_gives_roles_gives_none_mightier_than_himself() {
    let mut sandbox = Sandbox::new();
    let (admin, _) = sandbox.user("root", "admin");
    let (_, mut agent) = sandbox.user("ann", "agent");
    agent.permissions = agent.permissions.union(Permissions::of(&[Permission::UserCreate, Permission::UserManage, Permission::RoleAssign]));
    let command = create(&sandbox, "agent");
    sandbox.run_as(agent, command).expect("an agent");
    let command = create(&sandbox, "admin");
    assert_eq!(sandbox.run_as(agent, command), Err(Refusal::Forbidden { permission: "role.assign_admin" }));
    let command = create(&sandbox, "monitor");
    assert!(matches!(sandbox.run_as(agent, command), Err(Refusal::Forbidden { .. })));
    let patch = UserPatch { password_hash: Some("x".to_owned()), ..UserPatch::default() };
    let take_over = Command::EditUser(EditUser { user: admin, patch });
    assert!(matches!(sandbox.run_as(agent, take_over), Err(Refusal::Forbidden { .. })));
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
    let roles = UserPatch { roles: Some(vec!["agent".to_owned(), "bot".to_owned()]), ..UserPatch::default() };
    assert_eq!(sandbox.run_as(access, edit(ann, roles)), Err(Refusal::Forbidden { permission: "role.assign" }));
}

#[test]
fn a_token_is_never_mightier_than_its_issuer() {
    let mut sandbox = Sandbox::new();
    let (admin, _) = sandbox.user("root", "admin");
    let (_, mut agent) = sandbox.user("ann", "agent");
    let command = issue(&sandbox, Actor::User(admin), &[Scope::RoomsRead]);
    assert_eq!(sandbox.run_as(agent, command), Err(Refusal::Forbidden { permission: "token.manage" }));
    agent.permissions = agent.permissions.union(Permissions::of(&[Permission::TokenManage]));
    let command = issue(&sandbox, Actor::User(admin), &[Scope::ContactsRead]);
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
