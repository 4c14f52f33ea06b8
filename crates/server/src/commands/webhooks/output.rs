//! What is printed: tables, or the answer itself.

use comfy_table::Table;
use comfy_table::presets::NOTHING;
use serde_json::Value;

/// How answers are printed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Output {
    json: bool,
}

impl Output {
    pub(super) fn new(json: bool) -> Self {
        Self { json }
    }

    /// Prints a page: of the objects in `field` one line each. A column has a title and the path of its value.
    pub(super) fn list(self, answer: &Value, field: &str, columns: &[(&str, &str)]) {
        if self.json {
            return print_json(answer);
        }
        let mut table = plain();
        table.set_header(columns.iter().map(|(title, _)| *title));
        for row in answer[field].as_array().into_iter().flatten() {
            table.add_row(columns.iter().map(|(_, path)| text(row.pointer(path).unwrap_or(&Value::Null))));
        }
        print(&table);
        if let Some(next) = answer["next"].as_str() {
            tell(&format!("There are more: --cursor {next}"));
        }
    }

    /// Prints an object: one line a field, those of inner objects too.
    pub(super) fn one(self, answer: &Value) {
        if self.json {
            return print_json(answer);
        }
        let mut table = plain();
        fields("", answer, &mut |name, value| {
            table.add_row([name, text(value)]);
        });
        print(&table);
    }
}

/// Says something beside what was asked for.
#[expect(clippy::print_stderr, reason = "it must not be among what a script reads")]
pub(super) fn tell(line: &str) {
    eprintln!("{line}");
}

fn plain() -> Table {
    let mut table = Table::new();
    table.load_style(NOTHING);
    table
}

#[expect(clippy::print_stdout, reason = "the table is what was asked for")]
fn print(table: &Table) {
    for line in table.trim_fmt().lines() {
        // The first column's padding.
        println!("{}", line.strip_prefix(' ').unwrap_or(line));
    }
}

#[expect(clippy::print_stdout, reason = "the answer is what was asked for")]
fn print_json(answer: &Value) {
    println!("{answer:#}");
}

fn fields(above: &str, value: &Value, add: &mut impl FnMut(String, &Value)) {
    for (name, value) in value.as_object().into_iter().flatten() {
        let name = if above.is_empty() { name.clone() } else { format!("{above}.{name}") };
        if value.is_object() { fields(&name, value, add) } else { add(name, value) }
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(text).collect::<Vec<_>>().join(", "),
        Value::Number(_) | Value::Object(_) => value.to_string(),
    }
}
