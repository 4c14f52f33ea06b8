//! Which crate of the workspace may depend on which. Cargo keeps crates apart that do not depend on each other; this
//! test keeps anybody from adding an arrow that the architecture forbids.

use cargo_metadata::{Dependency, DependencyKind, MetadataCommand, Package};

/// A crate, and those it may depend on. An edge that no crate uses yet does no harm.
const ALLOWED: &[(&str, &[&str])] = &[
    ("switchroom-domain", &[]),
    ("switchroom-engine", &["switchroom-domain"]),
    ("switchroom-store", &["switchroom-engine", "switchroom-domain"]),
    ("switchroom-adapters", &["switchroom-engine", "switchroom-domain"]),
    ("switchroom-followers", &["switchroom-engine", "switchroom-domain"]),
    ("switchroom-egress", &["switchroom-domain"]),
    ("switchroom-delivery", &["switchroom-followers", "switchroom-egress", "switchroom-engine", "switchroom-domain"]),
    ("switchroom-realtime", &["switchroom-followers", "switchroom-engine", "switchroom-domain"]),
    ("switchroom-http", &["switchroom-realtime", "switchroom-engine", "switchroom-domain"]),
    ("switchroom-api", &["switchroom-http", "switchroom-realtime", "switchroom-engine", "switchroom-domain"]),
    ("switchroom-rocketchat", &["switchroom-http", "switchroom-realtime", "switchroom-engine", "switchroom-domain"]),
    ("switchroom-qontak", &["switchroom-http", "switchroom-realtime", "switchroom-engine", "switchroom-domain"]),
    ("switchroom-popsell", &["switchroom-http", "switchroom-realtime", "switchroom-engine", "switchroom-domain"]),
    ("switchroom-console", &["switchroom-http", "switchroom-engine", "switchroom-domain"]),
    (
        "switchroom-server",
        &[
            "switchroom-domain",
            "switchroom-engine",
            "switchroom-store",
            "switchroom-adapters",
            "switchroom-followers",
            "switchroom-egress",
            "switchroom-delivery",
            "switchroom-realtime",
            "switchroom-http",
            "switchroom-api",
            "switchroom-rocketchat",
            "switchroom-qontak",
            "switchroom-popsell",
            "switchroom-console",
        ],
    ),
    ("xtask", &["switchroom-api", "switchroom-domain"]),
];

/// Holds the whole server in its hands, for tests: it may use anything, and only tests may use it.
const TESTKIT: &str = "switchroom-testkit";

/// Starts the programs of others, for tests and tools: it knows nothing of ours.
const TESTBED: &str = "switchroom-testbed";
/// Who are tests and tools altogether, so that the testbed may be a normal dependency of theirs.
const TOOLS: &[&str] = &[TESTKIT, "xtask"];

#[test]
fn crates_depend_only_on_those_they_may() {
    let metadata = MetadataCommand::new().no_deps().exec().unwrap();
    let packages = metadata.packages;
    let is_ours = |dependency: &&Dependency| packages.iter().any(|package| package.name == dependency.name.as_str());
    let forbidden: Vec<String> = packages
        .iter()
        .filter(|package| package.name != TESTKIT)
        .flat_map(|package| package.dependencies.iter().filter(is_ours).filter_map(|dependency| objection(package, dependency)))
        .collect();
    assert!(forbidden.is_empty(), "{}\nThe allowed edges are in {}.", forbidden.join("\n"), file!());
}

#[test]
fn every_crate_has_its_place() {
    let metadata = MetadataCommand::new().no_deps().exec().unwrap();
    let is_known = |name: &str| [TESTKIT, TESTBED].contains(&name) || ALLOWED.iter().any(|(known, _)| *known == name);
    let unknown: Vec<&str> = metadata.packages.iter().map(|package| package.name.as_str()).filter(|name| !is_known(name)).collect();
    assert!(unknown.is_empty(), "say in {} what these crates may depend on: {}", file!(), unknown.join(", "));
}

fn objection(package: &Package, dependency: &Dependency) -> Option<String> {
    let (from, to) = (package.name.as_str(), dependency.name.as_str());
    let is_for_tests = dependency.kind == DependencyKind::Development;
    if to == TESTBED {
        let is_allowed = is_for_tests || TOOLS.contains(&from);
        return (!is_allowed).then(|| format!("{from} -> {to}: the testbed may be a dev-dependency only"));
    }
    if to == TESTKIT {
        return (!is_for_tests).then(|| format!("{from} -> {to}: the testkit may be a dev-dependency only"));
    }
    let allowed = ALLOWED.iter().find(|(name, _)| *name == from).map_or(&[][..], |(_, allowed)| allowed);
    (!allowed.contains(&to)).then(|| format!("{from} -> {to} is not an allowed dependency"))
}
