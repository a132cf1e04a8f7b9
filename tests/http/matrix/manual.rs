//! Recipes of the operations manual: a page is everybody's, so no scope of a record but the whole.

use tests::{Client, json};

use super::expect::Answer;
use super::recipes::{Attempt, WHOLE, of_the_department};
use super::world::{Caller, Scope, World};

const STAGES: [&str; 5] = [
    "consultation",
    "needs_analysis",
    "solution_design",
    "application",
    "after_sales",
];

pub fn scopes(operation: &str) -> Option<&'static [Scope]> {
    Some(match operation {
        "list_manual_pages"
        | "create_manual_page"
        | "get_manual_page"
        | "update_manual_page"
        | "publish_manual_page"
        | "acknowledge_manual_page"
        | "list_manual_gaps" => WHOLE,
        _ => return None,
    })
}

pub async fn attempt(w: &World, operation: &str, caller: &Caller, client: Client) -> Attempt {
    let text = json!({ "zh_hant": "# 面談", "zh_hans": "# 面谈", "en": "# Meeting" });
    let path = "/api/v1/manual-pages";
    let whole = |call| Attempt {
        call,
        target: None,
        inside: Answer::Done,
        outside: Answer::Done,
    };
    if operation == "list_manual_pages" {
        return whole(client.get(path));
    }
    // A stage has one draft at most: the one before is published to make room.
    let stage = STAGES[w.months_back() as usize % 5];
    let drafts = w
        .manager()
        .all(&format!("{path}?state=draft&stage={stage}"))
        .await;
    for draft in drafts {
        let at = format!("{path}/{}", draft["id"].as_str().unwrap());
        let call = w.manager().act(&format!("{at}/publications"));
        call.header("if-match", &format!("\"{}\"", draft["version"]))
            .await
            .expect(200);
    }
    let body = json!({ "stage": stage, "text": text });
    if operation == "create_manual_page" {
        return of_the_department(caller, client.post(path, body));
    }
    let made = w.manager().post(path, body).await.expect(201);
    let (at, tag) = (made.header("location"), made.etag());
    match operation {
        "update_manual_page" => {
            let text =
                json!({ "zh_hant": "# 面談時", "zh_hans": "# 面谈时", "en": "# At the meeting" });
            let call = client.patch(&at, &tag, json!({ "text": text }));
            return of_the_department(caller, call);
        }
        "publish_manual_page" => {
            let call = client.act(&format!("{at}/publications"));
            return of_the_department(caller, call.header("if-match", &tag));
        }
        _ => {}
    }
    let call = w.manager().act(&format!("{at}/publications"));
    call.header("if-match", &tag).await.expect(200);
    whole(match operation {
        "get_manual_page" => client.get(&at),
        "list_manual_gaps" => client.get(&format!("{at}/gaps")),
        _ => client.act(&format!("{at}/acknowledgements")),
    })
}
