//! Nobody gives what he has not.

use switchroom_domain::command::{Command, CreateUser, DeleteUser, EditContact, EditRole, EditUser, IssueToken, SaveCustomField};
use switchroom_domain::contact::ContactPatch;
use switchroom_domain::custom_field::{CustomFieldDefinition, CustomFieldKind, CustomFieldScope};
use switchroom_domain::scope::Scope;
use switchroom_domain::subscription::Sealed;
use switchroom_domain::token::TokenKind;
use switchroom_domain::user::UserPatch;
use switchroom_domain::{Access, Actor, Permission, Permissions, Refusal, UserId};

use crate::sandbox::{Sandbox, contact_access};

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
        device: None,
        expires_at: None,
        sealed_secret: Sealed(String::new()),
        access: None,
        proof: None,
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

#[test]
fn power_put_into_a_role_is_given_only_by_who_has_it() {
    let mut sandbox = Sandbox::new();
    let (_, admin) = sandbox.user("root", "admin");
    let (plain, _) = sandbox.user("bob", "user");
    let (itself, manager) = sandbox.user("max", "manager");
    let more = sandbox.world.role("agent").expect("role").expect("role").permissions.union(Permissions::of(&[Permission::TokenManage]));
    sandbox.run_as(admin, Command::EditRole(EditRole { name: "agent".to_owned(), permissions: more })).expect("agents issue tokens");
    let roles = |user, roles: &[&str]| {
        let roles = Some(roles.iter().map(|role| (*role).to_owned()).collect());
        Command::EditUser(EditUser { user, patch: UserPatch { roles, ..UserPatch::default() } })
    };
    let refused = Err(Refusal::Forbidden { permission: "token.manage" });
    assert_eq!(sandbox.run_as(manager, roles(itself, &["manager", "agent"])), refused);
    assert_eq!(sandbox.run_as(manager, roles(plain, &["user", "agent"])), refused);
    sandbox.run_as(admin, roles(plain, &["user", "agent"])).expect("the admin may");
}

#[test]
fn the_last_admin_stays() {
    let mut sandbox = Sandbox::new();
    let (root, admin) = sandbox.user("root", "admin");
    let edit = |user, patch| Command::EditUser(EditUser { user, patch });
    let no_admin = || UserPatch { roles: Some(vec!["agent".to_owned()]), ..UserPatch::default() };
    let shut_out = || UserPatch { active: Some(false), ..UserPatch::default() };
    assert!(matches!(sandbox.run_as(admin, edit(root, no_admin())), Err(Refusal::Invalid { field: "roles", .. })));
    assert!(matches!(sandbox.run_as(admin, edit(root, shut_out())), Err(Refusal::Invalid { field: "active", .. })));
    assert!(matches!(sandbox.run_as(admin, Command::DeleteUser(DeleteUser { user: root })), Err(Refusal::Invalid { .. })));
    let (other, _) = sandbox.user("other", "admin");
    sandbox.run_as(admin, edit(root, shut_out())).expect("there is another");
    assert!(matches!(sandbox.run(edit(other, no_admin())), Err(Refusal::Invalid { field: "roles", .. })), "who is not let in is no admin");
}

#[test]
fn a_users_roles_are_named_once() {
    let mut sandbox = Sandbox::new();
    let (user, _) = sandbox.user("ann", "agent");
    let roles = |names: Vec<String>| Command::EditUser(EditUser { user, patch: UserPatch { roles: Some(names), ..UserPatch::default() } });
    let seq = sandbox.world.head.seq;
    sandbox.run(roles(vec!["agent".to_owned(); 1_000])).expect("the same");
    assert_eq!(sandbox.world.head.seq, seq, "nothing was changed");
    let many = (0..101).map(|i| format!("role-{i}")).collect();
    assert!(matches!(sandbox.run(roles(many)), Err(Refusal::Invalid { field: "roles", .. })));
}

#[test]
fn a_contact_changes_of_itself_what_is_its_own() {
    let mut sandbox = Sandbox::new();
    let channel = sandbox.channel();
    let contact = contact_access(&sandbox.open(channel, "ann"));
    let Actor::Contact(id) = contact.actor else { panic!("not a contact") };
    for (key, public) in [("size", true), ("credit", false)] {
        let definition = CustomFieldDefinition {
            scope: CustomFieldScope::Contact,
            label: key.to_owned(),
            kind: CustomFieldKind::Text,
            pattern: None,
            required: false,
            options: Vec::new(),
            default_value: None,
            visible: true,
            searchable: false,
            public,
        };
        sandbox.run(Command::SaveCustomField(SaveCustomField { key: key.to_owned(), definition })).expect("field");
    }
    let field = |key: &str| {
        let custom_fields = [(key.to_owned(), Some("1000".to_owned()))].into();
        Command::EditContact(EditContact { contact: id, patch: ContactPatch { custom_fields, ..ContactPatch::default() } })
    };
    sandbox.run_as(contact, field("size")).expect("its own");
    assert_eq!(sandbox.run_as(contact, field("credit")), Err(Refusal::NotFound { noun: "custom field" }));
    sandbox.run(field("credit")).expect("a colleague's");
    let ext = [("popsell.status".to_owned(), Some(serde_json::json!(7)))].into();
    let ext = Command::EditContact(EditContact { contact: id, patch: ContactPatch { ext, ..ContactPatch::default() } });
    assert_eq!(sandbox.run_as(contact, ext), Err(Refusal::Forbidden { permission: "contact.edit" }));
}
