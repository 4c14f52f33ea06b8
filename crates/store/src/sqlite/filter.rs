//! Conditions of a query, put together one by one.

use rusqlite::ToSql;

/// Conditions that all must hold, with their parameters. `?` in a condition stands for its parameters, in order.
pub(super) struct Filter {
    sql: String,
    params: Vec<Box<dyn ToSql>>,
}

impl Filter {
    /// Begins with one condition.
    pub(super) fn new(condition: &str, params: Vec<Box<dyn ToSql>>) -> Self {
        let mut filter = Self { sql: String::new(), params: Vec::new() };
        filter.add(condition, params);
        filter
    }

    /// One condition more.
    pub(super) fn and(&mut self, condition: &str, params: Vec<Box<dyn ToSql>>) {
        self.sql.push_str(" AND ");
        self.add(condition, params);
    }

    /// One condition more, which names each of `values` in its place of `?`; nothing if there are none.
    pub(super) fn any<T: ToSql + 'static>(&mut self, condition: &str, values: impl IntoIterator<Item = T>) {
        let values: Vec<Box<dyn ToSql>> = values.into_iter().map(|value| Box::new(value) as Box<dyn ToSql>).collect();
        if !values.is_empty() {
            let places = vec!["?"; values.len()].join(", ");
            self.and(&condition.replace('?', &places), values);
        }
    }

    /// The conditions.
    pub(super) fn sql(&self) -> &str {
        &self.sql
    }

    /// Their parameters.
    pub(super) fn params(&self) -> Vec<&dyn ToSql> {
        self.params.iter().map(|param| &**param).collect()
    }

    fn add(&mut self, condition: &str, params: Vec<Box<dyn ToSql>>) {
        self.sql.push_str(condition);
        self.params.extend(params);
    }
}

/// The pattern of `LIKE … ESCAPE '\'` that finds `text` anywhere.
pub(super) fn containing(text: &str) -> String {
    let escaped = text.replace('\\', r"\\").replace('%', r"\%").replace('_', r"\_");
    format!("%{escaped}%")
}
