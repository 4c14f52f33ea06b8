//! The operations of the served OpenAPI document: tests that must hold for every route walk them.

use serde_json::{Map, Value};
use switchroom_testkit::{Client, Request};

use crate::files::form::with_file;
use crate::things::Things;

/// One path and method of the document.
pub(crate) struct Operation {
    /// Its `operationId`.
    pub(crate) id: String,
    /// E.g. `POST`.
    pub(crate) method: String,
    /// E.g. `/v1/rooms/{id}`.
    pub(crate) path: String,
    /// The parameters in the query.
    pub(crate) query: Vec<Parameter>,
    /// Whether it needs no token.
    pub(crate) public: bool,
    /// The schema of its body, if it takes one in JSON.
    pub(crate) body: Option<Schema>,
    /// Whether it takes a form with a file.
    pub(crate) form: bool,
}

/// A parameter in the query.
pub(crate) struct Parameter {
    /// Its name.
    pub(crate) name: String,
    /// What it may be.
    pub(crate) schema: Schema,
}

/// What a value may be; `$ref` followed.
#[derive(Clone)]
pub(crate) struct Schema {
    /// Names of types: `string`, `null`, ….
    pub(crate) types: Vec<String>,
    /// E.g. `uuid`.
    pub(crate) format: String,
    /// Whether only certain values are allowed.
    pub(crate) enumerated: bool,
    /// Of an object: its fields.
    pub(crate) fields: Vec<(String, Schema)>,
    /// Of an object: the fields that must be there.
    pub(crate) required: Vec<String>,
    /// Of an object: whether it takes fields that are not named here.
    pub(crate) open: bool,
    /// Of an array: what it holds.
    pub(crate) items: Option<Box<Schema>>,
}

/// Every operation of the document that the client's server serves.
pub(crate) async fn operations(client: &Client) -> Vec<Operation> {
    let document = client.get("/v1/openapi.json").send().await.expect(200);
    let mut operations = Vec::new();
    for (path, item) in document["paths"].as_object().expect("paths") {
        for (method, operation) in item.as_object().expect("methods") {
            operations.push(Operation::read(&document, path, method, operation));
        }
    }
    operations
}

impl Operation {
    fn read(document: &Value, path: &str, method: &str, operation: &Value) -> Self {
        let parameters = operation["parameters"].as_array().into_iter().flatten();
        let query = parameters
            .filter(|parameter| parameter["in"] == "query")
            .map(|parameter| Parameter { name: text(&parameter["name"]), schema: Schema::read(document, &parameter["schema"]) });
        // A form is no object: forms have tests of their own.
        let body = operation["requestBody"]["content"]["application/json"].as_object();
        let body = body.map(|body| Schema::read(document, &body["schema"]));
        Self {
            id: text(&operation["operationId"]),
            method: method.to_uppercase(),
            path: path.to_owned(),
            query: query.collect(),
            public: operation.get("security").is_some(),
            body,
            form: operation["requestBody"]["content"]["multipart/form-data"].is_object(),
        }
    }

    /// `POST /v1/rooms/{id}`.
    pub(crate) fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    /// Whether it finds nothing without words.
    pub(crate) fn is_search(&self) -> bool {
        self.path.starts_with("/v1/search/") && self.query.iter().any(|parameter| parameter.name == "q")
    }

    /// The names in the path's braces.
    pub(crate) fn path_parameters(&self) -> Vec<&str> {
        self.path.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
    }

    /// The path with the ids of `things`.
    pub(crate) fn path_of(&self, things: &Things) -> String {
        self.path_with(|name| things.of_path(&self.path, name))
    }

    /// The path with what `value` gives for every name in braces.
    pub(crate) fn path_with(&self, value: impl Fn(&str) -> String) -> String {
        self.path_parameters().into_iter().fold(self.path.clone(), |path, name| path.replace(&format!("{{{name}}}"), &value(name)))
    }

    /// A request by `client`; if a form is wanted, with one.
    pub(crate) fn request(&self, client: &Client, path: &str) -> Request {
        let request = client.request(self.method.parse().expect("a method"), path);
        if self.form { with_file(request, "name=\"file\"; filename=\"a.txt\"", "text/plain", b"New") } else { request }
    }
}

impl Schema {
    fn read(document: &Value, schema: &Value) -> Self {
        if let Some(reference) = schema["$ref"].as_str() {
            let name = reference.rsplit('/').next().expect("a name");
            return Self::read(document, &document["components"]["schemas"][name]);
        }
        if let Some(either) = schema["oneOf"].as_array() {
            let (null, others): (Vec<_>, Vec<_>) = either.iter().partition(|schema| schema["type"] == "null");
            assert_eq!(others.len(), 1, "a schema that the walk cannot read: {schema}");
            let mut read = Self::read(document, others[0]);
            read.types.extend(null.iter().map(|schema| text(&schema["type"])));
            return read;
        }
        let types = match &schema["type"] {
            Value::Array(types) => types.iter().map(text).collect(),
            name => vec![text(name)],
        };
        let none = Map::new();
        let fields = schema["properties"].as_object().unwrap_or(&none);
        Self {
            types,
            format: schema["format"].as_str().unwrap_or_default().to_owned(),
            enumerated: schema["enum"].is_array(),
            fields: fields.iter().map(|(name, field)| (name.clone(), Self::read(document, field))).collect(),
            required: schema["required"].as_array().into_iter().flatten().map(text).collect(),
            open: schema["additionalProperties"].is_object(),
            items: schema["items"].as_object().map(|_| Box::new(Self::read(document, &schema["items"]))),
        }
    }

    /// Whether a value of that type is allowed.
    pub(crate) fn takes(&self, kind: &str) -> bool {
        self.types.iter().any(|name| name == kind)
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("the walk cannot read {value}")).to_owned()
}
