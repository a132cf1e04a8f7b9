//! Recipes of incentives. Proposals come about by themselves; here they are written straight into the table, one for each team.

use tests::{Backend, Client, json};

use super::expect::Answer;
use super::recipes::{Attempt, TEAM, WHOLE, of_the_department};
use super::world::{Caller, Scope, World};

const RULES: &str = "/api/v1/incentive-rules";

pub fn scopes(operation: &str) -> Option<&'static [Scope]> {
    Some(match operation {
        "list_incentive_rules"
        | "create_incentive_rule"
        | "get_incentive_rule"
        | "update_incentive_rule"
        | "list_incentive_proposals"
        | "list_incentive_awards" => WHOLE,
        "get_incentive_proposal"
        | "adjust_incentive_proposal"
        | "compute_incentive_proposal"
        | "submit_incentive_proposal"
        | "dismiss_incentive_proposal" => TEAM,
        _ => return None,
    })
}

pub async fn attempt(
    w: &World,
    operation: &str,
    caller: &Caller,
    scope: Scope,
    client: Client,
) -> Attempt {
    let whole = |call| Attempt {
        call,
        target: None,
        inside: Answer::Done,
        outside: Answer::Refused(403, "forbidden"),
    };
    match operation {
        "list_incentive_rules" => return whole(client.get(RULES)),
        "list_incentive_proposals" => return whole(client.get("/api/v1/incentive-proposals")),
        "list_incentive_awards" => return whole(client.get("/api/v1/incentive-awards")),
        "create_incentive_rule" => {
            let indicators = w.manager().get("/api/v1/indicators").await.expect(200);
            let body = json!({ "names": { "zh_hant": "獎金", "zh_hans": "奖金", "en": "Bonus" }, "indicator_id": indicators.data()[0]["id"],
                "period": "month", "level": "team", "tiers": [{ "from_rate": 10_000, "amount": 100 }], "starts_on": "2026-01-01", "decide_days": 7 });
            return of_the_department(caller, client.post(RULES, body));
        }
        "get_incentive_rule" => return whole(client.get(&rule(w).0)),
        "update_incentive_rule" => {
            let path = rule(w).0;
            let call = client.patch(&path, "\"1\"", json!({ "decide_days": 8 }));
            return of_the_department(caller, call);
        }
        _ => {}
    }
    let (team, target) = w.team(scope).await;
    let (path, line) = proposal(w, team["id"].as_str().unwrap());
    let post = |noun: &str, body| {
        let call = client.post(&format!("{path}/{noun}"), body);
        call.header("if-match", "\"1\"")
    };
    let call = match operation {
        "get_incentive_proposal" => client.get(&path),
        "adjust_incentive_proposal" => {
            let body = json!({ "line_id": line, "left_out": true, "reason": "撤銷" });
            post("adjustments", body)
        }
        "compute_incentive_proposal" => post("computations", json!({})),
        "submit_incentive_proposal" => post("submissions", json!({})),
        _ => post("dismissals", json!({ "reason": "未達標準" })),
    };
    Attempt {
        call,
        target: Some(target),
        inside: Answer::Done,
        outside: Answer::Refused(404, "not_found"),
    }
}

fn guid(w: &World, id: &str) -> String {
    match w.app.backend {
        Backend::Sqlite => format!("x'{}'", id.replace('-', "")),
        Backend::Postgres => format!("'{id}'::uuid"),
    }
}

fn now(w: &World) -> &'static str {
    match w.app.backend {
        Backend::Sqlite => "1790000000000000",
        Backend::Postgres => "TIMESTAMPTZ '2026-09-21'",
    }
}

/// A rule of long ago that nothing is computed by: its path and id.
fn rule(w: &World) -> (String, String) {
    let id = format!("01932f00-0000-7000-9003-{:012x}", w.months_back());
    let (guid, now) = (guid(w, &id), now(w));
    w.app.sql().run(&format!(
        "INSERT INTO incentive_rules (id, name_zh_hant, name_zh_hans, name_en, indicator_id, period, level, tiers, currency, starts_on, ends_on, \
         decide_days, version, created_at, updated_at) \
         SELECT {guid}, '獎金', '奖金', 'Bonus', id, 'month', 'member', '[]', 'TWD', '1980-01-01', '1980-01-31', 7, 1, {now}, {now} \
         FROM indicators WHERE code = 'premium_income'"
    ));
    (format!("{RULES}/{id}"), id)
}

/// A draft of that team with a line of somebody who isn't asked here: its path and the line.
fn proposal(w: &World, team: &str) -> (String, String) {
    let n = w.months_back();
    let id = format!("01932f00-0000-7000-9001-{n:012x}");
    let line = format!("01932f00-0000-7000-9002-{n:012x}");
    let (rule, team, own, line_id) = (
        guid(w, &rule(w).1),
        guid(w, team),
        guid(w, &id),
        guid(w, &line),
    );
    let (now, who) = (now(w), guid(w, w.app.id("member_b1b").as_str()));
    let no = match w.app.backend {
        Backend::Sqlite => "0",
        Backend::Postgres => "FALSE",
    };
    w.app.sql().run(&format!(
        "INSERT INTO incentive_proposals (id, rule_id, rule_version, indicator_id, period, starts_on, ends_on, level, tiers, currency, team_id, \
         state, total, people, computed_at, decide_by, version, created_at, updated_at) \
         SELECT {own}, {rule}, 1, id, 'month', '1980-01-01', '1980-01-31', 'member', '[]', 'TWD', {team}, 'draft', 100, 1, {now}, '1980-02-20', 1, \
         {now}, {now} FROM indicators WHERE code = 'premium_income'"
    ));
    w.app.sql().run(&format!(
        "INSERT INTO incentive_lines (id, proposal_id, employee_id, place, target, actual, rate, amount, left_out) \
         VALUES ({line_id}, {own}, {who}, 0, 10, 11, 11000, 100, {no})"
    ));
    (format!("/api/v1/incentive-proposals/{id}"), line)
}
