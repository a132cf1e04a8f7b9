//! The published contract: collected from the handlers' annotations, then finished in one pass — clauses, security, every
//! error status, the headers that all operations share, and an example for each body.

use std::collections::BTreeMap;

use contract::{Action, Code, Problem};
use serde_json::{Map, Value, json};
use utoipa::OpenApi;
use utoipa_actix_web::AppExt;

/// The security scheme of calendar feeds.
const FEED: &str = "calendar_feed";

/// The finished OpenAPI 3.1 document.
#[derive(Debug, Clone)]
pub struct Document(pub Value);

impl Document {
    /// `GET /api/v1/employees`, … of every operation that takes query parameters.
    pub fn with_query(&self) -> std::collections::HashSet<String> {
        let mut found = std::collections::HashSet::new();
        for (path, item) in self.0["paths"].as_object().into_iter().flatten() {
            for (method, operation) in item.as_object().into_iter().flatten() {
                let parameters = operation["parameters"].as_array().into_iter().flatten();
                let by_secret = operation["security"]
                    .as_array()
                    .is_some_and(|all| all.iter().any(|s| s.get(FEED).is_some()));
                if by_secret || parameters.clone().any(|p| p["in"] == "query") {
                    found.insert(format!("{} {path}", method.to_uppercase()));
                }
            }
        }
        found
    }

    /// The action of every operation that isn't public, under the same names.
    pub fn actions(&self) -> std::collections::HashMap<String, Action> {
        let mut found = std::collections::HashMap::new();
        for (path, item) in self.0["paths"].as_object().into_iter().flatten() {
            for (method, operation) in item.as_object().into_iter().flatten() {
                let action = operation["x-action"].as_str().and_then(Action::from_name);
                found.extend(action.map(|a| (format!("{} {path}", method.to_uppercase()), a)));
            }
        }
        found
    }
}

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Shouzhan",
        description = "The workplace of a life insurer's service-and-expansion department, run by its regulation. Every operation names the \
                       action it needs (`x-action`) and the clause it serves (`x-clause`); who may do what is `GET /api/v1/rules`.",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
        contact(name = "Shouzhan", url = "https://example.com/shouzhan")
    ),
    servers((url = "/", description = "This server")),
    components(schemas(Problem)),
    tags(
        (name = "auth", description = "Signing in, sessions, passwords, one-time codes, published keys"),
        (name = "setup", description = "First start"),
        (name = "me", description = "The caller: profile, permissions, my day (2.2.4)"),
        (name = "rules", description = "Who may do what"),
        (name = "approvals", description = "One engine for every matter that somebody else must decide; flows, delegations"),
        (name = "leave", description = "Leave types, balances, requests, who is away, calendar feeds (4.4.2, 4.4.4)"),
        (name = "attendance", description = "Shifts, schedules, punches, days, corrections, monthly statements (4.4.1, 4.4.3)"),
        (name = "regulation", description = "The clauses, and the board that proves from the records which are kept (1)"),
        (name = "organization", description = "Department, areas, teams, employees, role assignments (2.1)"),
        (name = "activities", description = "Activities with customers, who is due for follow-up, the cadence (5.1.2, 5.1.4)"),
        (name = "customers", description = "Customers, their families and policies; revealing, handing over (5.1.3)"),
        (name = "inspections", description = "Samples of cases looked over each month; findings rectified and checked again (5.2.3)"),
        (name = "events", description = "Events for customers: invitations, answers, who came (5.1.5)"),
        (name = "duties", description = "What has to happen regularly, what of it is due, and who did it (3.1 to 3.3)"),
        (name = "places", description = "Places: rooms, and what is to be done before and after they are used (3.1, 3.2)"),
        (name = "bookings", description = "Bookings of rooms: prepared, kept in order, closed (3.2.2 to 3.2.4)"),
        (name = "hazards", description = "Hazards: found, put right, looked at again (3.3.3)"),
        (name = "documents", description = "The regulation, procedures and emergency plans, in versions, acknowledged (1, 2.2.2, 3.3.5)"),
        (name = "work-plans", description = "The department's plan of a year and each team's (2.2.1, 2.2.3)"),
        (name = "area-reviews", description = "Each quarter of an area, summed up by its deputy (2.2.2)"),
        (name = "feedback", description = "Problems and customers' needs, told and answered (2.2.4)"),
        (name = "talks", description = "Coaching notes and care talks (2.2.3)"),
        (name = "drills", description = "Drills of emergency plans (3.3.5)"),
        (name = "action-items", description = "What came of drills and reviews and somebody does by a day (2.2.2, 3.3.5)"),
        (name = "supplies", description = "Supplies and the ledger of their stock (3.1.2)"),
        (name = "filing", description = "The index of paper files (3.1.2)"),
        (name = "conduct", description = "Conduct records: observed, heard, settled (3.1.3)"),
        (name = "safety", description = "Safety equipment and its inspections (3.3.2)"),
        (name = "repairs", description = "Damage: reported, repaired, confirmed (3.1.4)"),
        (name = "expansion", description = "Expansion plans of teams and the department, counted from the records (5.1.1)"),
        (name = "incentives", description = "Rules of incentives, what they come to for each team, and the awards (5.3.3)"),
        (name = "shortfalls", description = "Teams and members below target when a period was over, with plan and checks (5.3.4)"),
        (name = "targets", description = "Targets by indicator and period, broken down to each member; publishing, revisions (5.3.1)"),
        (name = "cases", description = "Cases through the stages of a sale, their pipeline, risk flags (5.2.1, 5.2.4)"),
        (name = "manual", description = "The operations manual, its versions and acknowledgements (5.2.2)"),
        (name = "risks", description = "The risk register and its reviews (5.2.4)"),
        (name = "services", description = "Service requests and complaints, their categories, how content customers are (5.1.5, 7.2.1)"),
        (name = "attachments", description = "Files of records"),
        (name = "imports", description = "Imports and other long work"),
        (name = "audit", description = "The audit trail"),
        (name = "notifications", description = "What happened, told to whom it concerns"),
        (name = "api-keys", description = "Service accounts"),
        (name = "webhooks", description = "Events posted to other programs"),
        (name = "operations", description = "Health and metrics")
    )
)]
struct Base;

pub fn document() -> Document {
    let (_, collected) = actix_web::App::new()
        .into_utoipa_app()
        .openapi(Base::openapi())
        .configure(crate::app::modules)
        .configure(super::spa::documented)
        .split_for_parts();
    let mut document = serde_json::to_value(collected).unwrap_or_default();
    refer(&mut document["components"]["schemas"]);
    let schemas = document["components"]["schemas"].clone();
    document["components"]["securitySchemes"] = json!({
        "bearer": {
            "type": "http", "scheme": "bearer",
            "description": "An access token from `POST /api/v1/auth/sessions`, or an API key (`szk_…`)."
        },
        FEED: {
            "type": "apiKey", "in": "query", "name": "token",
            "description": "The secret of a calendar feed (`szf_…`); for the calendar alone."
        }
    });
    if let Some(paths) = document["paths"].as_object_mut() {
        for (path, item) in paths.iter_mut() {
            for (method, operation) in item.as_object_mut().into_iter().flatten() {
                if let Some(operation) = operation.as_object_mut() {
                    finish(path, method, operation, &schemas);
                }
            }
        }
    }
    Document(document)
}

fn finish(path: &str, method: &str, operation: &mut Map<String, Value>, schemas: &Value) {
    let action = operation
        .get("x-action")
        .and_then(Value::as_str)
        .and_then(Action::from_name);
    match action {
        Some(action) => {
            operation.insert("x-clause".to_owned(), json!(action.clause()));
            let mut ways = vec![json!({ "bearer": [] })];
            if path == crate::integration::feed::PATH {
                ways.push(json!({ FEED: [] }));
            }
            operation.insert("security".to_owned(), Value::Array(ways));
        }
        None => {
            operation.insert("x-action".to_owned(), json!("public"));
            operation.entry("x-clause").or_insert(json!("1.3"));
            operation.insert("security".to_owned(), json!([]));
        }
    }
    let has_body = operation.contains_key("requestBody");
    let has_query = operation
        .get("parameters")
        .and_then(Value::as_array)
        .is_some_and(|p| p.iter().any(|p| p["in"] == "query"));
    let is_post = method == "post";
    // Acts that are proven by a password or a one-time code can't be repeated by key.
    let by_proof = path.ends_with("/password-changes") || path.contains("/totp");
    if action.is_some() && is_post && !by_proof {
        let parameter = json!({
            "name": "Idempotency-Key", "in": "header", "required": false,
            "description": "1 to 64 visible ASCII characters. A repeat with the same key and body gets the first answer.",
            "schema": { "type": "string", "maxLength": 64 }, "example": "5f0c8a5e-import-0001"
        });
        push(operation, "parameters", parameter);
    }
    if method == "patch" {
        // Only one content type is listed: client generators stumble over two.
        operation.entry("description").or_insert(json!(
            "A JSON merge patch (RFC 7396); `application/merge-patch+json` is taken, too."
        ));
        let parameter = json!({
            "name": "If-Match", "in": "header", "required": true,
            "description": "The `ETag` of the version you changed.", "schema": { "type": "string" }, "example": "\"3\""
        });
        push(operation, "parameters", parameter);
    }
    // Acts upon a version: the handler says so, the header and its refusals follow.
    let acts_on_version = operation.contains_key("x-if-match");
    if acts_on_version {
        let parameter = json!({
            "name": "If-Match", "in": "header", "required": true,
            "description": "The `ETag` of the version you decide upon.", "schema": { "type": "string" }, "example": "\"3\""
        });
        push(operation, "parameters", parameter);
    }
    let mut errors: Vec<Code> = vec![Code::TooManyRequests, Code::Internal, Code::Busy];
    if action.is_some() {
        errors.extend([Code::Unauthenticated, Code::Forbidden]);
    }
    if path.contains('{') {
        errors.push(Code::NotFound);
    }
    if has_query {
        errors.push(Code::UnknownParameter);
    }
    if has_body {
        errors.extend([
            Code::BadJson,
            Code::BodyTooLarge,
            Code::UnsupportedMediaType,
            Code::Invalid,
        ]);
    }
    if method != "get" {
        errors.push(Code::Conflict);
    }
    if method == "patch" || acts_on_version {
        errors.extend([Code::StaleVersion, Code::IfMatchMissing]);
    }
    if !operation.get("responses").is_some_and(Value::is_object) {
        operation.insert("responses".to_owned(), json!({}));
    }
    if let Some(responses) = operation
        .get_mut("responses")
        .and_then(Value::as_object_mut)
    {
        for code in errors {
            responses
                .entry(code.status().to_string())
                .or_insert_with(|| problem_response(code));
        }
        for (status, response) in responses.iter_mut() {
            if status.starts_with('4') || status.starts_with('5') {
                if response.get("content").is_none() {
                    let code = Code::ALL
                        .iter()
                        .copied()
                        .find(|c| c.status().to_string() == *status)
                        .unwrap_or(Code::BadRequest);
                    let mut full = problem_response(code);
                    full["description"] = response["description"].clone();
                    *response = full;
                }
                continue;
            }
            if let Some(content) = response.get_mut("content").and_then(Value::as_object_mut) {
                example(content, schemas);
            }
        }
        responses.sort_keys();
    }
    if let Some(body) = operation
        .get_mut("requestBody")
        .and_then(Value::as_object_mut)
    {
        body.insert("required".to_owned(), json!(true));
    }
    if let Some(content) = operation
        .get_mut("requestBody")
        .and_then(|b| b.get_mut("content"))
        .and_then(Value::as_object_mut)
    {
        example(content, schemas);
    }
}

/// A page's records refer to their own schema instead of repeating it.
fn refer(schemas: &mut Value) {
    let Some(all) = schemas.as_object_mut() else {
        return;
    };
    let names: Vec<String> = all.keys().cloned().collect();
    for name in names.iter().filter_map(|n| n.strip_prefix("Page_")) {
        if names.iter().any(|n| n == name) {
            all[&format!("Page_{name}")]["properties"]["data"]["items"] =
                json!({ "$ref": format!("#/components/schemas/{name}") });
        }
    }
}

fn push(operation: &mut Map<String, Value>, list: &str, value: Value) {
    match operation.get_mut(list).and_then(Value::as_array_mut) {
        Some(items) => items.push(value),
        None => {
            operation.insert(list.to_owned(), json!([value]));
        }
    }
}

fn problem_response(code: Code) -> Value {
    json!({
        "description": code.text().en,
        "content": { "application/problem+json": {
            "schema": { "$ref": "#/components/schemas/Problem" },
            "example": {
                "type": format!("urn:shouzhan:problem:{}", code.name()), "title": code.text().en, "status": code.status(),
                "detail": code.text().en, "code": code.name(), "request_id": "0198f3c2a5d47c3e9d0b1a2c3d4e5f60"
            }
        }}
    })
}

fn example(content: &mut Map<String, Value>, schemas: &Value) {
    if let Some(bytes) = content
        .get_mut("application/octet-stream")
        .and_then(Value::as_object_mut)
    {
        bytes.insert(
            "schema".to_owned(),
            json!({ "type": "string", "format": "binary" }),
        );
        bytes.insert("example".to_owned(), json!("%PDF-1.7"));
    }
    if let Some(stream) = content
        .get_mut("text/event-stream")
        .and_then(Value::as_object_mut)
    {
        stream.insert("schema".to_owned(), json!({ "type": "string" }));
    }
    if let Some(media) = content
        .get_mut("application/json")
        .and_then(Value::as_object_mut)
        && !media.contains_key("example")
        && let Some(schema) = media.get("schema").cloned()
    {
        media.insert("example".to_owned(), synthesize(&schema, schemas, 0));
    }
}

/// An example built from a schema: the fields' own examples, and plausible values by format for the rest.
fn synthesize(schema: &Value, schemas: &Value, depth: usize) -> Value {
    if let Some(example) = schema.get("example").or_else(|| schema["examples"].get(0)) {
        return example.clone();
    }
    if let Some(name) = schema["$ref"].as_str().and_then(|r| r.rsplit('/').next()) {
        return if depth > 24 {
            Value::Null
        } else {
            synthesize(&schemas[name], schemas, depth + 1)
        };
    }
    for key in ["oneOf", "anyOf", "allOf"] {
        if let Some(first) = schema[key]
            .as_array()
            .and_then(|v| v.iter().find(|s| s["type"] != "null"))
        {
            return synthesize(first, schemas, depth + 1);
        }
    }
    if let Some(first) = schema["enum"].get(0) {
        return first.clone();
    }
    let kind = match &schema["type"] {
        Value::Array(kinds) => kinds
            .iter()
            .filter_map(Value::as_str)
            .find(|k| *k != "null")
            .unwrap_or("null"),
        Value::String(kind) => kind,
        _ => "object",
    };
    match (kind, schema["format"].as_str()) {
        ("string", Some("uuid")) => json!("0198f3c2-a5d4-7c3e-9d0b-1a2c3d4e5f60"),
        ("string", Some("date-time")) => json!("2026-11-23T08:30:00Z"),
        ("string", Some("date")) => json!("2026-11-23"),
        ("string", Some("email")) => json!("person@example.com"),
        ("string", _) => json!("text"),
        ("integer", _) => json!(1),
        ("number", _) => json!(1.5),
        ("boolean", _) => json!(true),
        ("array", _) => json!([synthesize(&schema["items"], schemas, depth + 1)]),
        ("null", _) => Value::Null,
        _ => {
            let mut object = Map::new();
            for (name, property) in schema["properties"].as_object().into_iter().flatten() {
                object.insert(name.clone(), synthesize(property, schemas, depth + 1));
            }
            Value::Object(object)
        }
    }
}

/// Which methods a path takes; for 405 and its `Allow`.
pub struct Paths(Vec<(actix_web::dev::ResourceDef, String)>);

impl Paths {
    pub fn of(document: &Document) -> Paths {
        let mut methods: BTreeMap<&String, Vec<String>> = BTreeMap::new();
        for (path, item) in document.0["paths"].as_object().into_iter().flatten() {
            let named = item
                .as_object()
                .into_iter()
                .flatten()
                .map(|(m, _)| m.to_uppercase());
            methods.entry(path).or_default().extend(named);
        }
        // Fixed paths first: `/setup/x` before `/setup/{id}`.
        let mut all: Vec<_> = methods.into_iter().collect();
        all.sort_by_key(|(path, _)| path.matches('{').count());
        Paths(
            all.into_iter()
                .map(|(path, m)| {
                    (
                        actix_web::dev::ResourceDef::new(path.as_str()),
                        m.join(", "),
                    )
                })
                .collect(),
        )
    }

    pub fn methods(&self, path: &str) -> Option<String> {
        self.0
            .iter()
            .find(|(def, _)| def.is_match(path))
            .map(|(_, methods)| methods.clone())
    }
}
