//! Laravel's LengthAwarePaginator.

use serde::Serialize;

use super::query::Query;

/// Links beside the present page, on each side.
const SIDE: i64 = 3;

/// One page of a list, with links to the others.
#[derive(Debug, Serialize)]
pub(crate) struct Page<T> {
    current_page: i64,
    data: Vec<T>,
    first_page_url: String,
    from: Option<i64>,
    last_page: i64,
    last_page_url: String,
    links: Vec<Link>,
    next_page_url: Option<String>,
    path: String,
    per_page: i64,
    prev_page_url: Option<String>,
    to: Option<i64>,
    total: i64,
}

/// A link to a page.
#[derive(Debug, Serialize)]
struct Link {
    url: Option<String>,
    label: String,
    active: bool,
}

/// Which page is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PageNumber {
    /// Counted from 1.
    pub(crate) page: i64,
    /// Rows on a page.
    pub(crate) per_page: i64,
}

impl PageNumber {
    /// Rows on a page, if nothing else is asked for.
    pub(crate) const PER_PAGE: i64 = 15;
    /// Rows on a page, at the most.
    pub(crate) const MOST: i64 = 100;

    /// Which page a query asks for. As in Laravel, what is no number counts as not given.
    pub(crate) fn of(query: &Query) -> Self {
        let number = |name: &str| match query.field(name) {
            Some(super::query::Given::One(text)) => integer(&text).filter(|number| *number >= 1),
            _ => None,
        };
        Self { page: number("page").unwrap_or(1), per_page: number("per_page").unwrap_or(Self::PER_PAGE).min(Self::MOST) }
    }

    /// Rows before the page's first.
    pub(crate) fn offset(self) -> i64 {
        (self.page - 1).saturating_mul(self.per_page)
    }
}

/// A whole number as PHP's filter reads it: blanks around it, a sign, no leading zeros.
pub(crate) fn integer(text: &str) -> Option<i64> {
    let text = text.trim_matches([' ', '\t', '\n', '\r', '\u{b}']);
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) && (digits == "0" || !digits.starts_with('0'));
    if plain { text.parse().ok() } else { None }
}

impl<T> Page<T> {
    /// The page `number` with its rows, of `total` rows in all. `path` is the list's URL, `query` what was asked for.
    pub(crate) fn new(data: Vec<T>, total: i64, number: PageNumber, path: String, query: &Query) -> Self {
        let PageNumber { page, per_page } = number;
        let last = total.saturating_add(per_page - 1).div_euclid(per_page).max(1);
        let rows = i64::try_from(data.len()).unwrap_or(i64::MAX);
        let from = (rows > 0).then(|| number.offset().saturating_add(1));
        let url = |page: i64| url(&path, query, page);
        let previous = (page > 1).then(|| url(page - 1));
        let next = (page < last).then(|| url(page + 1));
        let mut links = vec![Link { url: previous.clone(), label: "&laquo; Previous".to_owned(), active: false }];
        links.extend(window(page, last).into_iter().map(|shown| match shown {
            Some(shown) => Link { url: Some(url(shown)), label: shown.to_string(), active: shown == page },
            None => Link { url: None, label: "...".to_owned(), active: false },
        }));
        links.push(Link { url: next.clone(), label: "Next &raquo;".to_owned(), active: false });
        Self {
            current_page: page,
            data,
            first_page_url: url(1),
            from,
            last_page: last,
            last_page_url: url(last),
            links,
            next_page_url: next,
            per_page,
            prev_page_url: previous,
            to: from.map(|from| from.saturating_add(rows - 1)),
            total,
            path,
        }
    }
}

/// The URL of a page: what was asked for stays, so that a link leads to the same list.
fn url(path: &str, query: &Query, page: i64) -> String {
    let page = page.to_string();
    let mut encoded = form_urlencoded::Serializer::new(String::new());
    let mut named = false;
    for (name, value) in query.pairs() {
        match (name, named) {
            ("page", true) => {}
            ("page", false) => {
                encoded.append_pair(name, &page);
                named = true;
            }
            _ => drop(encoded.append_pair(name, value)),
        }
    }
    if !named {
        encoded.append_pair("page", &page);
    }
    format!("{path}?{}", encoded.finish())
}

/// The pages that are linked to by number; none stands for a gap.
fn window(page: i64, last: i64) -> Vec<Option<i64>> {
    let near = SIDE + 4;
    let pages = |from: i64, to: i64| (from..=to).map(Some);
    let (start, finish) = (|| pages(1, 2), || pages(last - 1, last));
    if last < SIDE * 2 + 8 {
        pages(1, last).collect()
    } else if page <= near {
        pages(1, near + SIDE).chain([None]).chain(finish()).collect()
    } else if page > last - near {
        start().chain([None]).chain(pages(last - (near + SIDE - 1), last)).collect()
    } else {
        start().chain([None]).chain(pages(page - SIDE, page + SIDE)).chain([None]).chain(finish()).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};
    use serde_json::Value;

    use super::{Page, PageNumber, integer};
    use crate::wire::query::Query;

    fn page(query: &str, rows: usize, total: i64) -> Value {
        let query = Query::read(query.as_bytes());
        let number = PageNumber::of(&query);
        serde_json::to_value(Page::new(vec![0; rows], total, number, "http://a.example/list".to_owned(), &query)).expect("JSON")
    }

    fn labels(page: &Value) -> String {
        let label = |link: &Value| {
            let label = link["label"].as_str().expect("a label").to_owned();
            if link["active"] == true { format!("[{label}]") } else { label }
        };
        page["links"].as_array().expect("links").iter().map(label).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_page_in_the_middle() {
        insta::assert_json_snapshot!(page("filter%5Bsource%5D=direct&page=2&per_page=2&sort=-id", 2, 5), @r#"
        {
          "current_page": 2,
          "data": [
            0,
            0
          ],
          "first_page_url": "http://a.example/list?filter%5Bsource%5D=direct&page=1&per_page=2&sort=-id",
          "from": 3,
          "last_page": 3,
          "last_page_url": "http://a.example/list?filter%5Bsource%5D=direct&page=3&per_page=2&sort=-id",
          "links": [
            {
              "active": false,
              "label": "&laquo; Previous",
              "url": "http://a.example/list?filter%5Bsource%5D=direct&page=1&per_page=2&sort=-id"
            },
            {
              "active": false,
              "label": "1",
              "url": "http://a.example/list?filter%5Bsource%5D=direct&page=1&per_page=2&sort=-id"
            },
            {
              "active": true,
              "label": "2",
              "url": "http://a.example/list?filter%5Bsource%5D=direct&page=2&per_page=2&sort=-id"
            },
            {
              "active": false,
              "label": "3",
              "url": "http://a.example/list?filter%5Bsource%5D=direct&page=3&per_page=2&sort=-id"
            },
            {
              "active": false,
              "label": "Next &raquo;",
              "url": "http://a.example/list?filter%5Bsource%5D=direct&page=3&per_page=2&sort=-id"
            }
          ],
          "next_page_url": "http://a.example/list?filter%5Bsource%5D=direct&page=3&per_page=2&sort=-id",
          "path": "http://a.example/list",
          "per_page": 2,
          "prev_page_url": "http://a.example/list?filter%5Bsource%5D=direct&page=1&per_page=2&sort=-id",
          "to": 4,
          "total": 5
        }
        "#);
    }

    #[test]
    fn the_edges_are_null() {
        let empty = page("", 0, 0);
        assert_eq!((&empty["from"], &empty["to"], &empty["last_page"]), (&Value::Null, &Value::Null, &1.into()));
        assert_eq!((&empty["next_page_url"], &empty["prev_page_url"]), (&Value::Null, &Value::Null));
        assert_eq!(labels(&empty), "&laquo; Previous [1] Next &raquo;");
        let beyond = page("page=9&per_page=1", 0, 3);
        assert_eq!((&beyond["from"], &beyond["next_page_url"], &beyond["last_page"]), (&Value::Null, &Value::Null, &3.into()));
        assert_eq!(beyond["prev_page_url"], "http://a.example/list?page=8&per_page=1");
    }

    #[test]
    fn long_lists_have_gaps() {
        let of = |number: i64, last: i64| labels(&page(&format!("page={number}&per_page=1"), 1, last));
        insta::assert_snapshot!(of(1, 13), @"&laquo; Previous [1] 2 3 4 5 6 7 8 9 10 11 12 13 Next &raquo;");
        insta::assert_snapshot!(of(7, 20), @"&laquo; Previous 1 2 3 4 5 6 [7] 8 9 10 ... 19 20 Next &raquo;");
        insta::assert_snapshot!(of(8, 20), @"&laquo; Previous 1 2 ... 5 6 7 [8] 9 10 11 ... 19 20 Next &raquo;");
        insta::assert_snapshot!(of(14, 20), @"&laquo; Previous 1 2 ... 11 12 13 [14] 15 16 17 18 19 20 Next &raquo;");
    }

    #[test]
    fn numbers_are_read_as_php_reads_them() {
        assert_eq!(["1", " 7 ", "+7", "-7", "0", "9223372036854775807"].map(integer), [1, 7, 7, -7, 0, i64::MAX].map(Some));
        for text in ["", "01", "1.0", "1e3", "0x1", "٣", "9223372036854775808", "--1", "+", "1 1", "\0"] {
            assert_eq!(integer(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_no_page_is_the_first() {
        for query in
            ["", "page=0", "page=-1", "page=x", "page[]=2", "page=99999999999999999999", "per_page=0", "per_page=x", "per_page[a][b]=1"]
        {
            assert_eq!(PageNumber::of(&Query::read(query.as_bytes())), PageNumber { page: 1, per_page: 15 }, "{query}");
        }
        assert_eq!(PageNumber::of(&Query::read(b"page=3&per_page=1000")), PageNumber { page: 3, per_page: 100 });
    }

    proptest! {
        #[test]
        fn links_lead_to_every_neighbour(number in 1_i64..200, per_page in 1_i64..=100, total in 0_i64..5_000) {
            let rows = usize::try_from((total - (number - 1) * per_page).clamp(0, per_page)).expect("rows");
            let page = page(&format!("page={number}&per_page={per_page}"), rows, total);
            let last = page["last_page"].as_i64().expect("a number");
            prop_assert_eq!(last, ((total + per_page - 1) / per_page).max(1));
            let links = page["links"].as_array().expect("links");
            let active: Vec<&Value> = links.iter().filter(|link| link["active"] == true).collect();
            prop_assert_eq!(active.len(), usize::from(number <= last));
            let numbers: Vec<i64> = links.iter().filter_map(|link| link["label"].as_str()?.parse().ok()).collect();
            prop_assert!(numbers.windows(2).all(|pair| pair[0] < pair[1]));
            prop_assert_eq!((numbers.first(), numbers.last()), (Some(&1), Some(&last)));
            prop_assert!(number > last || (number..=(number + 1).min(last)).all(|near| numbers.contains(&near)));
            prop_assert_eq!(page["from"].is_null(), rows == 0);
        }

        #[test]
        fn any_page_is_borne_with(page in any::<i64>(), per_page in any::<i64>(), total in 0..i64::MAX) {
            let query = Query::read(format!("page={page}&per_page={per_page}").as_bytes());
            let number = PageNumber::of(&query);
            let page = Page::new(Vec::<u8>::new(), total, number, String::new(), &query);
            prop_assert!(page.last_page >= 1 && number.offset() >= 0);
        }
    }
}
