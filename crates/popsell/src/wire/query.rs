//! Query strings and form bodies as PHP reads them: `filter[source]=direct&sort[]=-id_chatroom`.

/// Fields that are read at the most, as PHP does.
const MOST: usize = 1_000;

/// The fields of a query string or a form.
#[derive(Debug, Clone, Default)]
pub(crate) struct Query {
    pairs: Vec<Pair>,
}

#[derive(Debug, Clone)]
struct Pair {
    /// The name as it was given, brackets and all.
    given: String,
    /// Where the name itself ends.
    name_end: usize,
    /// What stands in the brackets; a list's have nothing in them.
    keys: Vec<String>,
    value: String,
}

/// What a field holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Given {
    /// One text.
    One(String),
    /// A list of texts.
    Many(Vec<String>),
    /// A list of lists, or something deeper.
    Deep,
}

impl Query {
    /// Reads `text`, which is URL-encoded.
    pub(crate) fn read(text: &[u8]) -> Self {
        let pairs = form_urlencoded::parse(text).take(MOST).map(|(name, value)| Pair::new(name.into_owned(), value.into_owned()));
        Self { pairs: pairs.collect() }
    }

    /// What the field `name` holds. Given twice, the later one counts, unless both are parts of a list.
    pub(crate) fn field(&self, name: &str) -> Option<Given> {
        gather(self.pairs.iter().filter(|pair| pair.name() == name).map(|pair| (pair.keys.as_slice(), pair.value.as_str())))
    }

    /// The members of the field `name`, e.g. of `filter` where `filter[source]` is given, in the order in which they first
    /// come. Nothing if it is a plain text.
    pub(crate) fn members(&self, name: &str) -> Vec<(String, Given)> {
        let mut members: Vec<&str> = Vec::new();
        for key in self.pairs.iter().filter(|pair| pair.name() == name).filter_map(|pair| pair.keys.first()) {
            if !members.contains(&key.as_str()) {
                members.push(key);
            }
        }
        let of = |member: &&str| {
            let parts = self.pairs.iter().filter(|pair| pair.name() == name);
            let parts = parts
                .filter_map(|pair| pair.keys.split_first().filter(|(key, _)| key == member).map(|(_, rest)| (rest, pair.value.as_str())));
            gather(parts).map(|given| ((*member).to_owned(), given))
        };
        members.iter().filter_map(of).collect()
    }

    /// Every field as it was given: name and value, decoded.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs.iter().map(|pair| (pair.given.as_str(), pair.value.as_str()))
    }
}

impl Pair {
    fn new(given: String, value: String) -> Self {
        let (name_end, keys) = brackets(&given);
        Self { given, name_end, keys, value }
    }

    fn name(&self) -> &str {
        self.given.get(..self.name_end).unwrap_or_default()
    }
}

/// Where the name ends, and what stands in the brackets after it. What follows the last bracket counts for nothing.
fn brackets(given: &str) -> (usize, Vec<String>) {
    let Some(open) = given.find('[').filter(|open| *open > 0) else { return (given.len(), Vec::new()) };
    let mut keys = Vec::new();
    let mut rest = &given[open..];
    while let Some((key, after)) = rest.strip_prefix('[').and_then(|inside| inside.split_once(']')) {
        keys.push(key.to_owned());
        rest = after;
    }
    if keys.is_empty() { (given.len(), keys) } else { (open, keys) }
}

fn gather<'a>(parts: impl Iterator<Item = (&'a [String], &'a str)>) -> Option<Given> {
    let mut held = None;
    for (keys, value) in parts {
        held = Some(match (keys, held) {
            ([], _) => Given::One(value.to_owned()),
            ([_], Some(Given::Many(mut values))) => {
                values.push(value.to_owned());
                Given::Many(values)
            }
            ([_], Some(Given::Deep)) => Given::Deep,
            ([_], _) => Given::Many(vec![value.to_owned()]),
            _ => Given::Deep,
        });
    }
    held
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, proptest};

    use super::{Given, Query};

    fn field(query: &str, name: &str) -> Option<Given> {
        Query::read(query.as_bytes()).field(name)
    }

    fn one(text: &str) -> Option<Given> {
        Some(Given::One(text.to_owned()))
    }

    fn many(texts: &[&str]) -> Option<Given> {
        Some(Given::Many(texts.iter().map(|text| (*text).to_owned()).collect()))
    }

    #[test]
    fn fields_are_texts_or_lists() {
        assert_eq!(field("page=2&page=3", "page"), one("3"));
        assert_eq!(field("page=&a=1", "page"), one(""));
        assert_eq!(field("page", "page"), one(""));
        assert_eq!(field("sort[]=a&sort[]=b", "sort"), many(&["a", "b"]));
        assert_eq!(field("sort%5B0%5D=a", "sort"), many(&["a"]));
        assert_eq!(field("sort[][]=a", "sort"), Some(Given::Deep));
        assert_eq!(field("sort[x", "sort"), None);
        assert_eq!(field("[a]=1", ""), None);
        assert_eq!(field("a=1", "page"), None);
    }

    #[test]
    fn members_are_gathered() {
        let members =
            Query::read(b"filter[a]=1&filter[b]=2&filter[a]=3&filter[c][]=4&filter[c][]=5&filter[d][e][f]=6&filter=7").members("filter");
        let expected = [("a", one("3")), ("b", one("2")), ("c", many(&["4", "5"])), ("d", Some(Given::Deep))];
        assert_eq!(members, expected.map(|(name, given)| (name.to_owned(), given.expect("given"))));
        assert_eq!(Query::read(b"filter=source").members("filter"), []);
    }

    #[test]
    fn deep_brackets_are_borne_with() {
        let deep = format!("filter{}=1", "[a]".repeat(5_000));
        assert_eq!(Query::read(deep.as_bytes()).members("filter"), [("a".to_owned(), Given::Deep)]);
        let open = format!("filter{}=1", "[".repeat(5_000));
        assert_eq!(Query::read(open.as_bytes()).members("filter"), []);
    }

    proptest! {
        #[test]
        fn any_bytes_are_borne_with(text in any::<Vec<u8>>(), brackets in "[a\\[\\]=&%]{0,60}") {
            for query in [Query::read(&text), Query::read(brackets.as_bytes())] {
                let _ = (query.field("a"), query.members("a"), query.pairs().count());
            }
        }
    }
}
