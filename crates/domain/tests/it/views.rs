//! Views: whose they are, and who may change what is shared.

use switchroom_domain::command::{Answer, Command, CreateTeam, CreateView, DeleteTeam, DeleteView, EditView};
use switchroom_domain::room::RoomStatus;
use switchroom_domain::view::{SavedView, ViewAssignee, ViewFilter, ViewPatch};
use switchroom_domain::{Access, Permission, Refusal, TeamId, ViewId};

use crate::sandbox::{Sandbox, contact_access};

fn create(sandbox: &Sandbox, shared: bool) -> CreateView {
    CreateView { id: sandbox.id(), name: " Mine ".to_owned(), icon: None, shared, filter: ViewFilter::default() }
}

fn saved(sandbox: &mut Sandbox, access: Access, command: Command) -> Result<SavedView, Refusal> {
    match sandbox.run_as(access, command)? {
        Answer::View { view } => Ok(view),
        answer => panic!("not a view: {answer:?}"),
    }
}

fn edit(view: ViewId, patch: ViewPatch) -> Command {
    Command::EditView(EditView { view, patch })
}

fn renamed(name: &str) -> ViewPatch {
    ViewPatch { name: Some(name.to_owned()), ..ViewPatch::default() }
}

#[test]
fn sharing_needs_a_permission_and_what_is_private_is_not_there_for_others() {
    let mut sandbox = Sandbox::new();
    let ((ann_id, ann), (_, bob), (_, max)) = (sandbox.user("ann", "agent"), sandbox.user("bob", "agent"), sandbox.user("max", "manager"));
    let not_found = Err(Refusal::NotFound { noun: "view" });
    let forbidden = Err(Refusal::Forbidden { permission: Permission::ViewShare.as_str() });
    let command = create(&sandbox, true);
    assert_eq!(saved(&mut sandbox, ann, Command::CreateView(command)), forbidden);
    let command = create(&sandbox, false);
    let view = saved(&mut sandbox, ann, Command::CreateView(command)).expect("saved");
    assert_eq!((view.name.as_str(), view.owner, view.shared), ("Mine", ann_id, false));
    for other in [bob, max] {
        assert_eq!(saved(&mut sandbox, other, edit(view.id, renamed("Ours"))), not_found);
        assert_eq!(saved(&mut sandbox, other, Command::DeleteView(DeleteView { view: view.id })), not_found);
    }
    let share = |shared| ViewPatch { shared: Some(shared), ..ViewPatch::default() };
    assert_eq!(saved(&mut sandbox, ann, edit(view.id, share(true))), forbidden);

    let command = create(&sandbox, true);
    let shared = saved(&mut sandbox, max, Command::CreateView(command)).expect("saved").id;
    assert_eq!(saved(&mut sandbox, bob, edit(shared, renamed("Ours"))), forbidden);
    assert_eq!(saved(&mut sandbox, bob, Command::DeleteView(DeleteView { view: shared })), forbidden);
    let (_, mia) = sandbox.user("mia", "manager");
    assert_eq!(saved(&mut sandbox, mia, edit(shared, renamed("Ours"))).map(|view| view.name), Ok("Ours".to_owned()));
    // Once it is its owner's alone, it is there for nobody else.
    saved(&mut sandbox, mia, edit(shared, share(false))).expect("taken back");
    assert_eq!(saved(&mut sandbox, mia, edit(shared, share(true))), not_found);
    saved(&mut sandbox, max, Command::DeleteView(DeleteView { view: shared })).expect("deleted");
    assert_eq!(saved(&mut sandbox, max, edit(shared, renamed("Gone"))), not_found);
}

#[test]
fn what_stays_is_no_event_and_events_tell_no_names() {
    let mut sandbox = Sandbox::new();
    let (_, max) = sandbox.user("max", "manager");
    let from = sandbox.world.events.len();
    let command = create(&sandbox, false);
    let view = saved(&mut sandbox, max, Command::CreateView(command)).expect("saved").id;
    saved(&mut sandbox, max, edit(view, renamed("Mine"))).expect("the same");
    let filter = ViewFilter { statuses: vec![RoomStatus::Queued], assignee: Some(ViewAssignee::Me), ..ViewFilter::default() };
    let patch = ViewPatch { icon: Some(Some("star".to_owned())), shared: Some(true), filter: Some(filter), ..renamed("Ours") };
    saved(&mut sandbox, max, edit(view, patch)).expect("edited");
    let changes = serde_json::to_string(&sandbox.world.events.last().expect("an event").event.changes).expect("JSON");
    assert_eq!(changes, r#"{"filter":{},"icon":{},"name":{},"shared":{"from":false,"to":true}}"#);
    saved(&mut sandbox, max, Command::DeleteView(DeleteView { view })).expect("deleted");
    assert_eq!(sandbox.kinds(from), ["view.created", "view.updated", "view.deleted"]);
}

#[test]
fn a_filter_names_what_there_is_and_keeps_what_has_gone() {
    let mut sandbox = Sandbox::new();
    let (_, max) = sandbox.user("max", "manager");
    let team: TeamId = sandbox.id();
    let with = |sandbox: &Sandbox, filter| Command::CreateView(CreateView { filter, ..create(sandbox, false) });
    let (channel, user) = (sandbox.id(), sandbox.id());
    for filter in [
        ViewFilter { team: Some(team), ..ViewFilter::default() },
        ViewFilter { channel: Some(channel), ..ViewFilter::default() },
        ViewFilter { assignee: Some(ViewAssignee::User(user)), ..ViewFilter::default() },
    ] {
        let command = with(&sandbox, filter);
        assert!(matches!(saved(&mut sandbox, max, command), Err(Refusal::NotFound { .. })));
    }
    sandbox.run(Command::CreateTeam(CreateTeam { id: team, name: "sales".to_owned(), members: vec![] })).expect("team");
    let filter = ViewFilter { team: Some(team), ..ViewFilter::default() };
    let command = with(&sandbox, filter.clone());
    let view = saved(&mut sandbox, max, command).expect("saved").id;
    sandbox.run(Command::DeleteTeam(DeleteTeam { team })).expect("deleted");
    let filter = ViewFilter { snoozed: Some(false), ..filter };
    let patch = ViewPatch { filter: Some(filter.clone()), ..ViewPatch::default() };
    assert_eq!(saved(&mut sandbox, max, edit(view, patch)).map(|view| view.filter), Ok(filter));
}

#[test]
fn contacts_have_no_views() {
    let mut sandbox = Sandbox::new();
    let channel = sandbox.channel();
    let room = sandbox.open(channel, "vic");
    let command = create(&sandbox, false);
    let refused = saved(&mut sandbox, contact_access(&room), Command::CreateView(command));
    assert_eq!(refused, Err(Refusal::Forbidden { permission: "room.view" }));
}
