//! Conditions of a query, put together one by one.

use tokio_postgres::types::{ToSql, Type};

use super::codec::text;
use super::params::{Element, Param, Typed};

/// Conditions that all must hold, with their parameters. `?` in a condition stands for its parameter, however often.
pub(super) struct Filter {
    sql: String,
    params: Vec<(Box<dyn ToSql + Sync + Send>, Type)>,
}

impl Filter {
    /// Begins with one condition.
    pub(super) fn new<T: Typed + Send + 'static>(condition: &str, value: T) -> Self {
        let mut filter = Self { sql: String::new(), params: Vec::new() };
        filter.add(condition, value);
        filter
    }

    /// One condition more, without a parameter.
    pub(super) fn and(&mut self, condition: &str) {
        self.sql.push_str(" AND ");
        self.sql.push_str(condition);
    }

    /// One condition more.
    pub(super) fn with<T: Typed + Send + 'static>(&mut self, condition: &str, value: T) {
        self.sql.push_str(" AND ");
        self.add(condition, value);
    }

    /// One condition more, which names all of `values`; nothing if there are none.
    pub(super) fn any<T: Element + Send + 'static>(&mut self, condition: &str, values: impl IntoIterator<Item = T>) {
        let values: Vec<T> = values.into_iter().collect();
        if !values.is_empty() {
            self.with(condition, values);
        }
    }

    /// A value that is none of the conditions', in its place of the statement.
    pub(super) fn value<T: Typed + Send + 'static>(&mut self, value: T) -> String {
        self.params.push((Box::new(value), T::TYPE));
        format!("${}", self.params.len())
    }

    /// The conditions.
    pub(super) fn sql(&self) -> &str {
        &self.sql
    }

    /// Their parameters.
    pub(super) fn params(&self) -> Vec<Param<'_>> {
        self.params.iter().map(|(value, kind)| (&**value as &(dyn ToSql + Sync), kind.clone())).collect()
    }

    fn add<T: Typed + Send + 'static>(&mut self, condition: &str, value: T) {
        let place = self.value(value);
        self.sql.push_str(&condition.replace('?', &place));
    }
}

/// The pattern of `LIKE` that finds `text` anywhere.
pub(super) fn containing(text: &str) -> String {
    let escaped = self::text(text).replace('\\', r"\\").replace('%', r"\%").replace('_', r"\_");
    format!("%{escaped}%")
}

#[cfg(test)]
mod tests {
    use super::{Filter, containing};

    #[test]
    fn a_parameter_stands_wherever_its_condition_names_it() {
        let mut filter = Filter::new("org_id = ?", 1_i64);
        filter.with("(a ILIKE ? OR b ILIKE ?)", containing("x"));
        filter.any("c = ANY(?)", Vec::<i64>::new());
        filter.and("d");
        let limit = filter.value(5_i64);
        filter.any("e = ANY(?)", [7_i64]);
        assert_eq!(filter.sql(), "org_id = $1 AND (a ILIKE $2 OR b ILIKE $2) AND d AND e = ANY($4)");
        assert_eq!((limit.as_str(), filter.params().len()), ("$3", 4));
    }

    #[test]
    fn a_pattern_finds_the_text_itself() {
        assert_eq!(containing(r"50%_\ a"), r"%50\%\_\\ a%");
        assert_eq!(containing("a\0b"), "%a\u{fffd}b%");
    }
}
