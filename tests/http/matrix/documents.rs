//! Recipes of documents: everybody's to read, written by whoever is in charge of the field of work.

use tests::{Client, json};

use super::bookings::in_charge;
use super::expect::Answer;
use super::recipes::{Attempt, WHOLE};
use super::world::{Caller, Scope, World};
use crate::documents::{section, words};

const DOCUMENTS: &str = "/api/v1/documents";
const VERSIONS: &str = "/api/v1/document-versions";

pub fn scopes(operation: &str) -> Option<&'static [Scope]> {
    let ours = [
        "list_documents",
        "create_document",
        "get_document",
        "update_document",
        "list_document_versions",
        "create_document_version",
        "get_document_version",
        "update_document_version",
        "publish_document_version",
        "acknowledge_document_version",
        "list_document_gaps",
        "get_document_shares",
        "list_clauses",
        "get_clause",
    ];
    ours.contains(&operation).then_some(WHOLE)
}

pub async fn attempt(w: &World, operation: &str, caller: &Caller, client: Client) -> Attempt {
    let whole = |call| Attempt {
        call,
        target: None,
        inside: Answer::Done,
        outside: Answer::Done,
    };
    let new = json!({ "kind": "procedure", "field": "workplace", "title": words("程序") });
    match operation {
        "list_documents" => return whole(client.get(DOCUMENTS)),
        "list_document_versions" => return whole(client.get(VERSIONS)),
        "list_clauses" => return whole(client.get("/api/v1/regulation/clauses")),
        "get_clause" => return whole(client.get("/api/v1/regulation/clauses/3.3.4")),
        "create_document" => return in_charge(caller, client.post(DOCUMENTS, new)),
        _ => {}
    }
    let made = w.manager().post(DOCUMENTS, new).await.expect(201);
    let document = made.header("location");
    let body = |what: &str| {
        let id = made.json()["id"].clone();
        json!({ "document_id": id, "sections": [section("3.3.4", what)] })
    };
    let first = w.manager().post(VERSIONS, body("一")).await.expect(201);
    let held = first.header("location");
    let call = w.manager().act(&format!("{held}/publications"));
    call.header("if-match", &first.etag()).await.expect(200);
    match operation {
        "get_document" => return whole(client.get(&document)),
        "update_document" => {
            let tag = w.manager().get(&document).await.etag();
            let patch = json!({ "review_months": 6 });
            return in_charge(caller, client.patch(&document, &tag, patch));
        }
        "create_document_version" => return in_charge(caller, client.post(VERSIONS, body("二"))),
        "get_document_version" => return whole(client.get(&held)),
        "list_document_gaps" => return whole(client.get(&format!("{held}/gaps"))),
        "get_document_shares" => return whole(client.get(&format!("{held}/shares"))),
        "acknowledge_document_version" => {
            return whole(client.act(&format!("{held}/acknowledgements")));
        }
        _ => {}
    }
    let draft = w.manager().post(VERSIONS, body("二")).await.expect(201);
    let (path, tag) = (draft.header("location"), draft.etag());
    let call = match operation {
        "update_document_version" => client.patch(&path, &tag, json!({ "note": "改" })),
        _ => {
            let call = client.act(&format!("{path}/publications"));
            call.header("if-match", &tag)
        }
    };
    // Whoever doesn't write it doesn't see that there is a draft.
    let mut attempt = in_charge(caller, call);
    if attempt.inside != Answer::Done {
        attempt.inside = Answer::Refused(404, "not_found");
        attempt.outside = attempt.inside;
    }
    attempt
}
