//! What a list of rooms is asked for: sorts and filters, read as spatie/laravel-query-builder reads them.

use switchroom_domain::room::{Origin, RoomKind};
use switchroom_engine::ports::{Direction, RoomSearch, RoomSort};

use super::chatroom::{GROUP, ONE_TO_ONE, SOURCES, origins};
use crate::errors::{Error, Validation};
use crate::wire::page::integer;
use crate::wire::query::{Given, Query};

/// Filters that there are.
const FILTERS: [&str; 6] = ["type_chatroom", "type_discussion", "source", "dialogue", "last_rating", "ambassador"];
/// Sorts that there are.
const SORTS: [(&str, RoomSort); 4] = [
    ("id_chatroom", RoomSort::Number),
    ("date_insert", RoomSort::CreatedAt),
    ("last_message_date", RoomSort::LastMessageAt),
    ("last_rating", RoomSort::Rating),
];
/// Values of one filter, at the most.
const VALUES: usize = 100;

/// What is asked for.
#[derive(Debug, Clone, Default)]
pub(crate) struct Asked {
    /// Sorts, and filters but for people.
    pub(crate) search: RoomSearch,
    /// Numbers of people of whom one has written; none: whoever has.
    pub(crate) ambassadors: Option<Vec<i64>>,
    /// Whether no room can be what is asked for.
    pub(crate) nothing: bool,
}

/// Reads a query. An unknown filter or sort is 400, a value that no filter has 422.
pub(crate) fn read(query: &Query) -> Result<Asked, Error> {
    let filters = query.members("filter");
    let unknown: Vec<&str> = filters.iter().map(|(name, _)| name.as_str()).filter(|name| !FILTERS.contains(name)).collect();
    if !unknown.is_empty() {
        let message =
            format!("Requested filter(s) `{}` are not allowed. Allowed filter(s) are `{}`.", unknown.join(", "), FILTERS.join(", "));
        return Err(Error::BadRequest(message));
    }
    let mut asked = Asked { search: RoomSearch { sort: sorts(query)?, ..RoomSearch::default() }, ..Asked::default() };
    let mut wrong: Option<Validation> = None;
    for (name, given) in &filters {
        if let Err(error) = values(name, given).and_then(|values| asked.filter(name, &values)) {
            wrong = Some(match wrong {
                Some(before) => before.and(error),
                None => error,
            });
        }
    }
    wrong.map_or(Ok(asked), |wrong| Err(wrong.into()))
}

impl Asked {
    /// Adds a filter: a room must have one of the values. Without any it is no filter.
    fn filter(&mut self, name: &str, values: &[&str]) -> Result<(), Validation> {
        if values.is_empty() {
            return Ok(());
        }
        let field = format!("filter.{name}");
        let invalid = || Validation::not_in(&field);
        match name {
            "type_chatroom" => {
                let kinds = each(values, |value| match value {
                    "0" => Some((ONE_TO_ONE, RoomKind::Conversation)),
                    "7" => Some((GROUP, RoomKind::Group)),
                    _ => None,
                });
                let kinds = kinds.ok_or_else(invalid)?;
                let both = kinds.iter().any(|kind| kind.0 == ONE_TO_ONE) && kinds.iter().any(|kind| kind.0 == GROUP);
                self.search.kind = kinds.first().map(|kind| kind.1).filter(|_| !both);
            }
            "type_discussion" => {
                let kinds = each(values, |value| ["0", "1", "2"].iter().position(|kind| *kind == value)).ok_or_else(invalid)?;
                // A room always has its contact: none is between members only, and one is mixed if a user takes part.
                match (kinds.contains(&1), kinds.contains(&2)) {
                    (false, false) => self.nothing = true,
                    (true, true) => {}
                    (_, mixed) => self.search.with_user = Some(mixed),
                }
            }
            "source" => {
                let sources = each(values, |value| SOURCES.iter().position(|(source, name)| value == *name || value == *source));
                let sources = sources.ok_or_else(invalid)?;
                let mut origins: Vec<Origin> = sources.into_iter().flat_map(self::origins).collect();
                origins.dedup();
                self.search.origins = origins;
            }
            "dialogue" => {
                let established = each(values, |value| match value {
                    "established" => Some(true),
                    "not_established" => Some(false),
                    _ => None,
                });
                let established = established.ok_or_else(invalid)?;
                let both = established.contains(&true) && established.contains(&false);
                self.search.established = established.first().copied().filter(|_| !both);
            }
            "last_rating" => {
                let ratings = each(values, |value| match value {
                    "not_rated" => Some(None),
                    value => value.parse().ok().filter(|rating| value.len() == 1 && *rating <= 5).map(Some),
                });
                self.search.ratings = ratings.ok_or_else(invalid)?;
            }
            "ambassador" => self.ambassadors = Some(each(values, integer).ok_or_else(|| Validation::not_integer(&field))?),
            _ => {}
        }
        Ok(())
    }
}

/// What every value means; none if one means nothing.
fn each<T>(values: &[&str], meaning: impl Fn(&str) -> Option<T>) -> Option<Vec<T>> {
    values.iter().map(|value| meaning(value)).collect()
}

/// The values of a filter: separated by commas, or a list.
fn values<'a>(name: &str, given: &'a Given) -> Result<Vec<&'a str>, Validation> {
    let texts = match given {
        Given::One(text) => text.split(',').collect(),
        Given::Many(texts) => texts.iter().map(String::as_str).collect::<Vec<_>>(),
        Given::Deep => return Err(Validation::not_in(&format!("filter.{name}"))),
    };
    let values: Vec<&str> = texts.into_iter().map(str::trim).filter(|text| !text.is_empty()).collect();
    if values.len() > VALUES {
        let message = format!("The filter.{name} field must not have more than {VALUES} items.");
        return Err(Validation::of(format!("filter.{name}"), message));
    }
    Ok(values)
}

/// The order that is asked for; with none, that of the numbers.
fn sorts(query: &Query) -> Result<Vec<(RoomSort, Direction)>, Error> {
    let given = match query.field("sort") {
        None => Vec::new(),
        Some(Given::One(text)) => text.split(',').map(str::to_owned).collect(),
        Some(Given::Many(texts)) => texts,
        Some(Given::Deep) => return Err(Error::BadRequest("Bad request.".to_owned())),
    };
    let given: Vec<&str> = given.iter().map(String::as_str).filter(|name| !name.is_empty()).collect();
    let known = |name: &str| SORTS.iter().find(|(known, _)| *known == name).map(|(_, sort)| *sort);
    let unknown: Vec<&str> = given.iter().map(|name| name.trim_start_matches('-')).filter(|name| known(name).is_none()).collect();
    if !unknown.is_empty() {
        let allowed = SORTS.map(|(name, _)| name).join(", ");
        let message = format!("Requested sort(s) `{}` is not allowed. Allowed sort(s) are `{allowed}`.", unknown.join(", "));
        return Err(Error::BadRequest(message));
    }
    let mut sorts: Vec<(RoomSort, Direction)> = Vec::new();
    let asked = given.iter().filter_map(|name| {
        let direction = if name.starts_with('-') { Direction::Descending } else { Direction::Ascending };
        known(name.trim_start_matches('-')).map(|sort| (sort, direction))
    });
    for (sort, direction) in asked.chain([(RoomSort::Number, Direction::Ascending)]) {
        // A second order by the same thing orders nothing.
        if !sorts.iter().any(|(before, _)| *before == sort) {
            sorts.push((sort, direction));
        }
    }
    Ok(sorts)
}

#[cfg(test)]
mod tests {
    use axum::response::IntoResponse;
    use proptest::prelude::{any, proptest};
    use switchroom_domain::room::{Origin, RoomKind};
    use switchroom_engine::ports::{Direction, RoomSort};

    use super::{Asked, read};
    use crate::errors::Error;
    use crate::wire::query::Query;

    fn asked(query: &str) -> Asked {
        read(&Query::read(query.as_bytes())).unwrap_or_else(|error| panic!("{query}: {error:?}"))
    }

    fn refused(query: &str) -> u16 {
        read(&Query::read(query.as_bytes())).expect_err(query).into_response().status().as_u16()
    }

    #[test]
    fn sorts_are_read() {
        assert_eq!(asked("").search.sort, [(RoomSort::Number, Direction::Ascending)]);
        assert_eq!(
            asked("sort=-last_rating,date_insert,last_rating").search.sort,
            [
                (RoomSort::Rating, Direction::Descending),
                (RoomSort::CreatedAt, Direction::Ascending),
                (RoomSort::Number, Direction::Ascending)
            ]
        );
        assert_eq!(asked("sort[]=-id_chatroom&sort[]=last_message_date").search.sort[0], (RoomSort::Number, Direction::Descending));
        assert_eq!(asked("sort=").search.sort.len(), 1);
    }

    #[test]
    fn filters_are_read() {
        assert_eq!(asked("filter[type_chatroom]=7").search.kind, Some(RoomKind::Group));
        assert_eq!(asked("filter[type_chatroom]=0,7").search.kind, None);
        assert_eq!(asked("filter[source]=hot_list,waiting_list").search.origins, [Origin::HotList, Origin::Queue]);
        assert_eq!(asked("filter[source]=direct").search.origins, [Origin::Direct, Origin::Campaign, Origin::Api]);
        assert_eq!(asked("filter[dialogue]=not_established").search.established, Some(false));
        assert_eq!(asked("filter[dialogue]=not_established,established").search.established, None);
        assert_eq!(asked("filter[last_rating]=not_rated,0,5").search.ratings, [None, Some(0), Some(5)]);
        assert_eq!(asked("filter[type_discussion]=1").search.with_user, Some(false));
        assert_eq!(asked("filter[type_discussion]=0,2").search.with_user, Some(true));
        assert!(asked("filter[type_discussion]=0").nothing && !asked("filter[type_discussion]=0,1").nothing);
        assert_eq!(asked("filter[ambassador][]=3&filter[ambassador][]=-4").ambassadors, Some(vec![3, -4]));
        let none = asked("filter[source]=&filter[ambassador]=,&filter=x");
        assert!(none.search.origins.is_empty() && none.ambassadors.is_none());
    }

    #[test]
    fn unknown_names_are_told() {
        let told = |query: &str| match read(&Query::read(query.as_bytes())) {
            Err(Error::BadRequest(message)) => message,
            other => panic!("{other:?}"),
        };
        insta::assert_snapshot!(told("filter[nothing]=1&filter[source]=direct&filter[brand]=1"), @"Requested filter(s) `nothing, brand` are not allowed. Allowed filter(s) are `type_chatroom, type_discussion, source, dialogue, last_rating, ambassador`.");
        insta::assert_snapshot!(told("sort=-name,id_chatroom"), @"Requested sort(s) `name` is not allowed. Allowed sort(s) are `id_chatroom, date_insert, last_message_date, last_rating`.");
    }

    #[test]
    fn wrong_values_are_not_acceptable() {
        for query in [
            "filter[type_chatroom]=1",
            "filter[type_discussion]=3",
            "filter[source]=Direct",
            "filter[dialogue]=true",
            "filter[last_rating]=6",
            "filter[last_rating]=05",
            "filter[last_rating]=-1",
            "filter[ambassador]=x",
            "filter[ambassador]=99999999999999999999",
            "filter[ambassador][a][b]=1",
        ] {
            assert_eq!(refused(query), 422, "{query}");
        }
        assert_eq!(refused("sort[a][b]=id_chatroom"), 400);
        let many = vec!["1"; 101].join(",");
        assert_eq!(refused(&format!("filter[ambassador]={many}")), 422);
    }

    proptest! {
        #[test]
        fn any_query_is_borne_with(bytes in any::<Vec<u8>>(), text in "(filter|sort|page)(\\[[a-z_]{0,8}\\]){0,3}=[a-z0-9,_-]{0,12}(&filter\\[(source|ambassador|last_rating)\\]=[a-z0-9,]{0,9})?") {
            let _ = (read(&Query::read(&bytes)), read(&Query::read(text.as_bytes())));
        }
    }
}
