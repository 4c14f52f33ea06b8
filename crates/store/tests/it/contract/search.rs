//! The index of words.

use switchroom_domain::{OrgId, Timestamp};
use switchroom_engine::ports::{
    Claim, Document, DocumentKind, Filling, IndexBatch, IndexPage, IndexPosition, IndexQuery, SearchIndex, Term,
};
use uuid::{Builder, Uuid};

use crate::scene::Scene;

const HOUR: i64 = 3_600;

/// An id of that second.
fn id(second: i64) -> Uuid {
    Builder::from_unix_timestamp_millis(u64::try_from(second).unwrap() * 1_000, &[7; 10]).into_uuid()
}

fn message(second: i64, words: &str) -> Document {
    let terms = words.split_whitespace().map(|word| format!("w{word}")).collect();
    Document { kind: DocumentKind::Message, id: id(second), terms }
}

fn filled(seq: i64) -> IndexPosition {
    IndexPosition { seq, filling: None }
}

async fn write(index: &dyn SearchIndex, org: OrgId, documents: Vec<Document>, forgotten: Vec<(DocumentKind, Uuid)>) {
    assert!(matches!(index.claim(org).await.expect("claim"), Claim::Held(_)));
    assert!(index.write(org, IndexBatch { documents, forgotten }, filled(1)).await.expect("write"));
}

fn query(wanted: &[&str], unwanted: &[&str]) -> IndexQuery {
    let term = |word: &&str| match word.strip_suffix('*') {
        Some(begin) => Term { text: format!("w{begin}"), begins: true },
        None => Term { text: format!("w{word}"), begins: false },
    };
    IndexQuery {
        kind: DocumentKind::Message,
        wanted: wanted.iter().map(term).collect(),
        unwanted: unwanted.iter().map(term).collect(),
        before: None,
        from: None,
        to: None,
        limit: 100,
    }
}

async fn find(scene: &Scene, query: IndexQuery) -> IndexPage {
    scene.index().find(scene.org, query).await.expect("find")
}

async fn ids(scene: &Scene, wanted: &[&str]) -> Vec<Uuid> {
    find(scene, query(wanted, &[])).await.places.iter().map(|place| place.id).collect()
}

pub(crate) async fn what_is_written_is_found_until_it_is_forgotten(scene: &Scene) {
    let index = scene.index();
    assert_eq!(ids(scene, &["a"]).await, Vec::<Uuid>::new());
    write(index, scene.org, vec![message(1, "a b"), message(2, "a c")], vec![]).await;
    assert_eq!(ids(scene, &["a"]).await, [id(2), id(1)]);
    // Written once more, it says something else, and stays where it is.
    write(index, scene.org, vec![message(1, "d"), message(3, "d")], vec![(DocumentKind::Message, id(2))]).await;
    assert_eq!(ids(scene, &["a"]).await, Vec::<Uuid>::new());
    assert_eq!(ids(scene, &["b"]).await, Vec::<Uuid>::new());
    assert_eq!(ids(scene, &["c"]).await, Vec::<Uuid>::new());
    assert_eq!(ids(scene, &["d"]).await, [id(3), id(1)]);
    write(index, scene.org, vec![message(1, "d")], vec![(DocumentKind::Message, id(2)), (DocumentKind::Room, id(77))]).await;
    assert_eq!(ids(scene, &["d"]).await, [id(3), id(1)]);
    index.clear(scene.org).await.expect("clear");
    assert_eq!(ids(scene, &["d"]).await, Vec::<Uuid>::new());
    write(index, scene.org, vec![message(1, "d")], vec![]).await;
    assert_eq!(ids(scene, &["d"]).await, [id(1)]);
}

pub(crate) async fn terms_are_wanted_and_unwanted(scene: &Scene) {
    let documents = vec![message(1, "order late"), message(2, "orders"), message(3, "order paid"), message(4, "late")];
    write(scene.index(), scene.org, documents, vec![]).await;
    for (wanted, unwanted, expected) in [
        (&["order"][..], &[][..], &[3, 1][..]),
        (&["order*"], &[], &[3, 2, 1]),
        (&["order*", "late"], &[], &[1]),
        (&["l*"], &[], &[4, 1]),
        (&["order"], &["late"], &[3]),
        (&["order*"], &["late", "paid"], &[2]),
        (&["order"], &["order"], &[]),
        (&["ord"], &[], &[]),
        (&["late", "paid"], &[], &[]),
    ] {
        let page = find(scene, query(wanted, unwanted)).await;
        let expected: Vec<Uuid> = expected.iter().map(|second| id(*second)).collect();
        assert_eq!(page.places.iter().map(|place| place.id).collect::<Vec<_>>(), expected, "{wanted:?} {unwanted:?}");
        assert_eq!(page.next, None);
    }
}

fn id_of(org: OrgId, kind: DocumentKind) -> Uuid {
    id(org.0 * 10 + i64::from(kind.number()))
}

pub(crate) async fn kinds_and_organizations_are_apart(scene: &Scene) {
    let others = [OrgId(2), OrgId(16), OrgId(17)];
    for org in [scene.org, others[0], others[1], others[2]] {
        let documents = DocumentKind::EVERY.map(|kind| Document { kind, id: id_of(org, kind), terms: vec!["wa".to_owned()] });
        write(scene.index(), org, documents.to_vec(), vec![]).await;
    }
    for org in [scene.org, others[0], others[1], others[2]] {
        for kind in DocumentKind::EVERY {
            let found = scene.index().find(org, IndexQuery { kind, ..query(&["a"], &[]) }).await.expect("find");
            assert_eq!(found.places.iter().map(|place| place.id).collect::<Vec<_>>(), [id_of(org, kind)]);
        }
    }
    scene.index().clear(others[0]).await.expect("clear");
    assert_eq!(scene.index().find(others[0], query(&["a"], &[])).await.expect("find").places, []);
    assert_eq!(scene.index().position(others[0]).await.expect("position"), None);
    assert_eq!(ids(scene, &["a"]).await, [id_of(scene.org, DocumentKind::Message)]);
    assert_eq!(scene.index().position(scene.org).await.expect("position"), Some(filled(1)));
}

pub(crate) async fn a_position_goes_with_what_is_written(scene: &Scene) {
    let index = scene.index();
    assert_eq!(index.position(scene.org).await.expect("position"), None);
    assert_eq!(index.claim(scene.org).await.expect("claim"), Claim::Held(None));
    assert_eq!(index.position(scene.org).await.expect("position"), None);
    for after in [None, Some(id(5))] {
        for kind in DocumentKind::EVERY {
            let position = IndexPosition { seq: 7, filling: Some(Filling { kind, after }) };
            assert!(index.write(scene.org, IndexBatch::default(), position).await.expect("write"));
            assert_eq!(index.position(scene.org).await.expect("position"), Some(position));
            assert_eq!(index.claim(scene.org).await.expect("claim"), Claim::Held(Some(position)));
        }
    }
    assert!(index.write(scene.org, IndexBatch::default(), filled(9)).await.expect("write"));
    assert_eq!(index.position(scene.org).await.expect("position"), Some(filled(9)));
}

pub(crate) async fn what_was_made_in_a_time_is_found(scene: &Scene) {
    let documents = (0..48).map(|hour| message(hour * HOUR, "a")).collect();
    write(scene.index(), scene.org, documents, vec![]).await;
    let at = |hour: i64| Some(Timestamp(hour * HOUR * 1_000_000));
    for (from, to) in [(None, None), (at(10), None), (None, at(20)), (at(10), at(20)), (at(90), None), (None, at(0))] {
        let page = find(scene, IndexQuery { from, to, ..query(&["a"], &[]) }).await;
        let found: Vec<Uuid> = page.places.iter().map(|place| place.id).collect();
        let is_in = |hour: &i64, slack: i64| {
            from.is_none_or(|from| (hour + slack) * HOUR * 1_000_000 >= from.0)
                && to.is_none_or(|to| (hour - slack) * HOUR * 1_000_000 <= to.0)
        };
        for hour in 0..48 {
            let is_found = found.contains(&id(hour * HOUR));
            assert!(is_found || !is_in(&hour, 0), "nothing of that time is left out");
            assert!(!is_found || is_in(&hour, 2), "little else is found: {hour} {from:?} {to:?}");
        }
    }
}

pub(crate) async fn everything_is_on_one_page_however_many_blocks(scene: &Scene) {
    const ALL: i64 = 70_000;
    let word = |second: i64| match second {
        1 => "all first",
        _ if second % 1_000 == 0 => "all seldom",
        _ => "all",
    };
    for begin in (0..ALL).step_by(5_000) {
        write(scene.index(), scene.org, (begin..begin + 5_000).map(|second| message(second, word(second))).collect(), vec![]).await;
    }
    let all = async |wanted: &str, limit: usize| {
        let (mut found, mut before) = (Vec::new(), None);
        loop {
            let page = find(scene, IndexQuery { before, limit, ..query(&[wanted], &[]) }).await;
            assert!(page.places.len() <= limit);
            found.extend(page.places.iter().map(|place| place.id));
            before = page.next;
            if before.is_none() {
                return found;
            }
        }
    };
    let newest_first = |seconds: Vec<i64>| seconds.into_iter().rev().map(id).collect::<Vec<_>>();
    assert_eq!(all("first", 10).await, [id(1)]);
    assert_eq!(all("fi*", 10).await, [id(1)]);
    assert_eq!(all("never", 10).await, Vec::<Uuid>::new());
    let seldom = newest_first((0..ALL).filter(|second| second % 1_000 == 0).collect());
    assert_eq!(all("seldom", 7).await, seldom);
    assert_eq!(all("sel*", 50).await, seldom);
    assert_eq!(all("all", 9_999).await, newest_first((0..ALL).collect()));
}

pub(crate) async fn any_term_can_be_written(scene: &Scene) {
    let words: Vec<String> = ["é", "京都", "한국", "कि", "ไทย", "ﷺ"].into_iter().map(str::to_owned).chain([long()]).collect();
    let documents = words.iter().zip(1..).map(|(word, second)| message(second, word)).collect();
    write(scene.index(), scene.org, documents, vec![]).await;
    for (word, second) in words.iter().zip(1..) {
        assert_eq!(ids(scene, &[word]).await, [id(second)], "{word}");
        let begin: String = word.chars().take(1).chain(['*']).collect();
        assert!(ids(scene, &[&begin]).await.contains(&id(second)), "{begin}");
    }
    let many: String = (0..20_000).map(|i| format!("n{i} ")).collect();
    write(scene.index(), scene.org, vec![message(99, &many), Document { terms: vec![], ..message(100, "") }], vec![]).await;
    assert_eq!(ids(scene, &["n0", "n19999"]).await, [id(99)]);
    write(scene.index(), scene.org, vec![], vec![(DocumentKind::Message, id(99)), (DocumentKind::Message, id(100))]).await;
    assert_eq!(ids(scene, &["n0"]).await, Vec::<Uuid>::new());
}

fn long() -> String {
    "x".repeat(200)
}
