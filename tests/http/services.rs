//! Service requests and complaints (5.1.5, 7.2.1): opened for a customer, answered in time, closed, rated; a complaint never in the
//! hands of the colleague it is about; whoever is above told on the day it is due.

use chrono::{Datelike, NaiveDate, Weekday};
use futures_util::future::join_all;
use tests::clock::date;
use tests::{App, Client, Reply, Value, both, json, wait};

use crate::given;

const PATH: &str = "/api/v1/service-requests";
const CATEGORIES: &str = "/api/v1/service-categories";

async fn customer(app: &App, owner: &str, name: &str) -> String {
    let made = app
        .by(owner)
        .post("/api/v1/customers", json!({ "name": name }));
    made.await.expect(201).id()
}

pub async fn category(app: &App, key: &str) -> String {
    let all = app.by("manager").get(CATEGORIES).await.expect(200).json();
    let all = all["data"].as_array().unwrap().clone();
    let one = all.iter().find(|c| c["key"] == key).unwrap();
    one["id"].as_str().unwrap().to_owned()
}

async fn asked(app: &App, who: &str, customer: &str, key: &str, more: Value) -> Reply {
    let mut body = json!({ "customer_id": customer, "category_id": category(app, key).await, "channel": "phone", "description": "變更受益人" });
    for (field, value) in more.as_object().unwrap() {
        body[field] = value.clone();
    }
    app.by(who).post(PATH, body).await
}

async fn act(client: &Client, path: &str, noun: &str, body: Value) -> Reply {
    let (_, tag) = given::tagged(client, path).await;
    let call = client.post(&format!("{path}/{noun}"), body);
    call.header("if-match", &tag).await
}

/// The n-th day after today that the office works, where no holiday is known.
fn working_days(n: usize) -> NaiveDate {
    let works = |day: &NaiveDate| !matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
    date(0)
        .iter_days()
        .skip(1)
        .filter(works)
        .nth(n - 1)
        .unwrap()
}

fn numbers(rows: &[Value]) -> Vec<i64> {
    rows.iter().map(|r| r["number"].as_i64().unwrap()).collect()
}

both! {
    async fn a_request_goes_from_open_to_closed_and_every_step_is_kept(app) {
        let id = customer(&app, "member_a1", "王美玲").await;
        let made = asked(&app, "lead_a1", &id, "policy_change", json!({})).await.expect(201);
        let body = made.json();
        assert_eq!((&body["number"], &body["state"], &body["kind"], &body["owner"]["id"]), (&json!(1), &json!("open"), &json!("service"), &json!(app.id("member_a1"))));
        assert_eq!((body["due_on"].clone(), &body["category"]["name"]), (json!(working_days(3)), &json!("保單變更")));
        let path = made.header("location");
        let member = app.by("member_a1");
        act(&member, &path, "closings", json!({})).await.problem(409, "service_state");
        act(&member, &path, "starts", json!({ "note": "已致電" })).await.expect(200);
        act(&member, &path, "starts", json!({})).await.problem(409, "service_state");
        let answered = act(&member, &path, "answers", json!({ "answer": "批單已寄出" })).await.expect(200).json();
        assert_eq!((&answered["state"], &answered["answer_days"], &answered["overdue"]), (&json!("answered"), &json!(0), &json!(false)));
        act(&member, &path, "ratings", json!({ "score": 5, "channel": "phone" })).await.problem(409, "service_state");
        let closed = act(&member, &path, "closings", json!({ "note": "客戶確認" })).await.expect(200).json();
        assert_eq!(closed["state"], "closed");
        for score in [0, 6] {
            act(&member, &path, "ratings", json!({ "score": score, "channel": "phone" })).await.problem(422, "invalid").at("/score", "range");
        }
        let rated = act(&app.by("lead_a1"), &path, "ratings", json!({ "score": 4, "comment": "處理很快", "channel": "message" })).await.expect(200).json();
        assert_eq!((&rated["score"], &rated["score_comment"]), (&json!(4), &json!("處理很快")));
        act(&member, &path, "ratings", json!({ "score": 5, "channel": "phone" })).await.problem(409, "service_rated");
        let again = act(&member, &path, "reopenings", json!({ "reason": "姓名有誤" })).await.expect(200).json();
        assert_eq!((&again["state"], &again["reopened"], &again["score"], &again["answer"]), (&json!("in_progress"), &json!(1), &Value::Null, &Value::Null));
        let steps = member.all(&format!("{path}/steps?sort=created_at")).await;
        let kinds: Vec<_> = steps.iter().map(|s| s["kind"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["opened", "started", "answered", "closed", "rated", "reopened"]);
        assert_eq!((&steps[4]["score"], &steps[4]["channel"], &steps[4]["by"]["id"]), (&json!(4), &json!("message"), &json!(app.id("lead_a1"))));
        let trail = app.by("manager").all("/api/v1/audit-entries?event=service.reopened").await;
        assert_eq!((trail.len(), &trail[0]["clause"]), (1, &json!("5.1.5")));
    }

    async fn what_cannot_be_opened_is_refused_and_nothing_is_kept(app) {
        let id = customer(&app, "member_a1", "王美玲").await;
        let theirs = customer(&app, "member_b1", "乙").await;
        asked(&app, "member_a1", &theirs, "policy_change", json!({})).await.problem(422, "unknown_reference").at("/customer_id", "unknown_reference");
        asked(&app, "member_a1", &id, "policy_change", json!({ "category_id": app.id("team_a1") })).await.problem(422, "unknown_reference").at("/category_id", "unknown_reference");
        asked(&app, "member_a1", &id, "policy_change", json!({ "owner_id": app.id("member_a1b") })).await.problem(422, "unknown_reference").at("/owner_id", "unknown_reference");
        asked(&app, "member_a1", &id, "policy_change", json!({ "channel": "fax" })).await.problem(422, "invalid");
        asked(&app, "member_a1", &id, "policy_change", json!({ "description": "x".repeat(4001) })).await.problem(422, "invalid").at("/description", "length");
        let about = json!({ "complained_about_id": app.id("member_a1b") });
        asked(&app, "member_a1", &id, "policy_change", about).await.problem(422, "invalid").at("/complained_about_id", "conflict");
        asked(&app, "member_a1", &id, "conduct", json!({ "complained_about_id": id })).await.problem(422, "unknown_reference").at("/complained_about_id", "unknown_reference");
        assert_eq!((app.sql().count("service_requests"), app.sql().count("service_steps"), app.sql().count("service_numbers WHERE last > 0")), (0, 0, 0));
    }

    async fn a_complaint_is_never_in_the_hands_of_the_colleague_it_is_about(app) {
        let id = customer(&app, "member_a1", "王美玲").await;
        let about = json!({ "complained_about_id": app.id("member_a1") });
        let mut named = about.clone();
        named["owner_id"] = json!(app.id("member_a1"));
        let refused = asked(&app, "member_a1", &id, "conduct", named).await.problem(409, "complaint_handler");
        assert_eq!(refused.json()["clause"], "7.2.1");
        // Their lead has it, and they don't see it.
        let made = asked(&app, "member_a1", &id, "conduct", about).await.expect(201);
        assert_eq!((made.str("/owner/id"), made.str("/team_id")), (app.id("lead_a1"), app.id("team_a1")));
        assert_eq!(made.json()["allowed_actions"], json!([]));
        let path = made.header("location");
        app.by("member_a1").get(&path).await.problem(404, "not_found");
        let lead = app.by("lead_a1");
        act(&lead, &path, "transfers", json!({ "owner_id": app.id("member_a1"), "note": "x" })).await.problem(409, "complaint_handler");
        act(&lead, &path, "transfers", json!({ "owner_id": app.id("member_a1b"), "note": "請致電道歉" })).await.expect(200);
        act(&app.by("member_a1b"), &path, "answers", json!({ "answer": "已道歉" })).await.expect(200);
        act(&app.by("member_a1b"), &path, "closings", json!({})).await.expect(200);
        // A complaint about the lead goes to the deputy; the lead sees it among the team's, and has no hand in it.
        let about = json!({ "complained_about_id": app.id("lead_a1") });
        let hers = customer(&app, "lead_a1", "林佳穎").await;
        let made = asked(&app, "deputy_a", &hers, "slow_service", about).await.expect(201);
        assert_eq!(made.str("/owner/id"), app.id("deputy_a"));
        let path = made.header("location");
        let seen = lead.get(&path).await.expect(200);
        assert_eq!(seen.json()["allowed_actions"], json!(["audit_read"]));
        for (noun, body) in [("starts", json!({})), ("answers", json!({ "answer": "x" })), ("transfers", json!({ "owner_id": app.id("member_a1"), "note": "x" }))] {
            let refused = act(&lead, &path, noun, body).await.problem(403, "own_matter");
            assert_eq!(refused.json()["clause"], "7.2.1", "{noun}");
        }
        lead.patch(&path, &seen.etag(), json!({ "complained_about_id": null })).await.problem(403, "own_matter");
        let deputy = app.by("deputy_a");
        act(&deputy, &path, "answers", json!({ "answer": "已說明" })).await.expect(200);
        act(&lead, &path, "closings", json!({})).await.problem(403, "own_matter");
        act(&deputy, &path, "closings", json!({})).await.expect(200);
        act(&lead, &path, "ratings", json!({ "score": 5, "channel": "phone" })).await.problem(403, "own_matter");
        // Nor does whoever handles one become the one it is about.
        let other = asked(&app, "deputy_a", &id, "conduct", json!({})).await.expect(201);
        let path = other.header("location");
        deputy.patch(&path, &other.etag(), json!({ "complained_about_id": app.id("member_a1") })).await.problem(409, "complaint_handler");
        deputy.patch(&path, &other.etag(), json!({ "complained_about_id": app.id("member_b1") })).await.expect(200);
    }

    async fn what_a_customer_asked_for_goes_along_when_two_records_become_one(app) {
        let (kept, gone) = (customer(&app, "member_a1", "王美玲").await, customer(&app, "member_a1", "王美鈴").await);
        let made = asked(&app, "member_a1", &gone, "policy_change", json!({})).await.expect(201);
        let path = format!("/api/v1/customers/{kept}");
        let body = json!({ "other_id": gone, "other_version": 1, "because": "同一人" });
        let (_, tag) = given::tagged(&app.by("lead_a1"), &path).await;
        app.by("lead_a1").post(&format!("{path}/merges"), body).header("if-match", &tag).await.expect(200);
        let moved = app.by("member_a1").get(&made.header("location")).await.expect(200);
        assert_eq!((moved.str("/customer/id"), moved.json()["version"].clone()), (kept, json!(2)));
    }

    async fn what_a_leaver_looked_after_is_handled_by_the_lead(app) {
        let id = customer(&app, "member_a1b", "王美玲").await;
        let quoted = crate::customer_plans::id(&app, "member_a1b");
        app.sql().run(&format!("UPDATE employees SET status = 'inactive', leave_date = hire_date WHERE id = {quoted}"));
        let made = asked(&app, "lead_a1", &id, "policy_change", json!({})).await.expect(201);
        assert_eq!(made.str("/owner/id"), app.id("lead_a1"));
    }

    async fn of_many_who_act_at_once_one_acts_and_every_number_is_given_once(app) {
        let id = customer(&app, "member_a1", "王美玲").await;
        let all = (0..12).map(|_| asked(&app, "member_a1", &id, "policy_change", json!({})));
        let mut made = Vec::new();
        for reply in join_all(all).await {
            made.push(reply.expect(201));
        }
        let mut given: Vec<i64> = numbers(&made.iter().map(Reply::json).collect::<Vec<_>>());
        given.sort_unstable();
        assert_eq!(given, (1..=12).collect::<Vec<i64>>());
        let (path, tag, member) = (made[0].header("location"), made[0].etag(), app.by("member_a1"));
        let calls = (0..8).map(|n| member.post(&format!("{path}/answers"), json!({ "answer": format!("第 {n} 次") })).header("if-match", &tag).into_future());
        let answers = join_all(calls).await;
        assert_eq!(answers.iter().filter(|r| r.status == 200).count(), 1);
        assert!(answers.iter().filter(|r| r.status != 200).all(|r| r.status == 409 || r.status == 412));
        // What the others did is gone without a trace.
        assert_eq!(app.sql().count("service_steps WHERE kind = 'answered'"), 1);
        assert_eq!(app.by("manager").all("/api/v1/audit-entries?event=service.answered").await.len(), 1);
        let (path, tag) = (made[1].header("location"), made[1].etag());
        let patches = (0..8).map(|n| member.patch(&path, &tag, json!({ "description": format!("改 {n}") })).into_future());
        let answers = join_all(patches).await;
        assert_eq!((answers.iter().filter(|r| r.status == 200).count(), answers.iter().filter(|r| r.status == 412).count()), (1, 7));
    }

    async fn days_of_rest_and_holidays_dont_count_and_open_requests_keep_their_day(app) {
        let manager = app.by("manager");
        let id = customer(&app, "member_a1", "王美玲").await;
        let first = working_days(1);
        manager.post("/api/v1/calendar-days", json!({ "date": first, "kind": "holiday", "name": "颱風假" })).await.expect(201);
        let made = asked(&app, "member_a1", &id, "policy_change", json!({})).await.expect(201);
        assert_eq!(made.str("/due_on"), working_days(4).to_string(), "three of them, and one is off");
        // The manager gives a category another deadline; what is open keeps its day, what comes has the new one.
        let path = format!("{CATEGORIES}/{}", category(&app, "policy_change").await);
        let (_, tag) = given::tagged(&app.by("member_a1"), &path).await;
        app.by("deputy_a").patch(&path, &tag, json!({ "deadline_days": 1 })).await.problem(403, "forbidden");
        for wrong in [0, 61] {
            manager.patch(&path, &tag, json!({ "deadline_days": wrong })).await.problem(422, "invalid");
        }
        let changed = manager.patch(&path, &tag, json!({ "deadline_days": 1 })).await.expect(200);
        manager.patch(&path, &tag, json!({ "active": false })).await.problem(412, "stale_version");
        assert_eq!(app.by("member_a1").get(&made.header("location")).await.expect(200).str("/due_on"), working_days(4).to_string());
        let next = asked(&app, "member_a1", &id, "policy_change", json!({})).await.expect(201);
        assert_eq!(next.str("/due_on"), working_days(2).to_string());
        // Put under another category of its kind it has that one's day.
        let (other, complaint) = (category(&app, "certificate").await, category(&app, "conduct").await);
        app.by("member_a1").patch(&next.header("location"), &next.etag(), json!({ "category_id": complaint })).await.problem(422, "invalid").at("/category_id", "conflict");
        let moved = app.by("member_a1").patch(&next.header("location"), &next.etag(), json!({ "category_id": other })).await.expect(200);
        assert_eq!(moved.str("/due_on"), working_days(6).to_string());
        manager.patch(&path, &changed.etag(), json!({ "active": false })).await.expect(200);
        asked(&app, "member_a1", &id, "policy_change", json!({})).await.problem(422, "unknown_reference");
        let names = json!({ "zh_hant": "其他", "zh_hans": "其他", "en": "Other" });
        let new = |key: &str| json!({ "key": key, "names": names, "kind": "service", "deadline_days": 2 });
        manager.post(CATEGORIES, new("certificate")).await.problem(409, "code_taken").at("/key", "code_taken");
        manager.post(CATEGORIES, new("other")).await.expect(201);
    }

    async fn what_waits_is_listed_in_every_reach_and_found_by_number_and_name(app) {
        let mut paths = Vec::new();
        for (owner, name, key, late) in [("member_a1", "王美玲", "policy_change", 3), ("member_a1b", "林佳穎", "conduct", 1), ("member_b1", "陳志明", "policy_change", 0)] {
            let id = customer(&app, owner, name).await;
            let made = asked(&app, owner, &id, key, json!({})).await.expect(201);
            let quoted = match app.backend {
                tests::Backend::Sqlite => format!("x'{}'", made.id().replace('-', "")),
                tests::Backend::Postgres => format!("'{}'", made.id()),
            };
            app.sql().run(&format!("UPDATE service_requests SET due_on = '{}' WHERE id = {quoted}", date(-late)));
            paths.push(made.header("location"));
        }
        let list = |who: &'static str, query: &'static str| { let client = app.by(who); async move { numbers(&client.all(&format!("{PATH}?{query}")).await) } };
        assert_eq!(list("manager", "waiting=true&sort=due_on").await, [1, 2, 3]);
        assert_eq!(list("manager", "overdue=true&sort=due_on").await, [1, 2]);
        assert_eq!(list("lead_a1", "overdue=true&kind=complaint").await, [2]);
        assert_eq!(list("member_a1", "").await, [1]);
        assert_eq!(list("member_b1", "overdue=true").await, Vec::<i64>::new());
        assert_eq!(list("deputy_a", "sort=created_at").await, [1, 2]);
        for (query, found) in [("q=%232", vec![2]), ("q=3", vec![3]), ("q=wang", vec![1]), ("q=ljy", vec![2]), ("q=%E9%99%B3", vec![3]), ("q=x", vec![])] {
            assert_eq!(list("manager", query).await, found, "{query}");
        }
        assert_eq!(app.by("manager").all(&format!("{PATH}?owner_id={}", app.id("member_a1b"))).await.len(), 1);
        assert_eq!(app.by("manager").all(&format!("{PATH}?team_id={}", app.id("team_b1"))).await.len(), 1);
        act(&app.by("member_a1"), &paths[0], "answers", json!({ "answer": "已完成" })).await.expect(200);
        assert_eq!(list("manager", "overdue=true").await, [2]);
        assert_eq!(list("manager", "overdue=false&sort=created_at").await, [1, 3]);
        assert_eq!(list("manager", "waiting=false").await, [1]);
        assert_eq!(list("manager", "state=answered").await, [1]);
        act(&app.by("member_a1"), &paths[0], "closings", json!({ "rating": { "score": 4, "channel": "phone" } })).await.expect(200);
        let figures = app.by("manager").get(&format!("{PATH}/summary")).await.expect(200).json();
        assert_eq!(figures["total"], json!({ "opened": 3, "waiting": 2, "overdue": 1, "rated": 1, "satisfaction": 4.0, "median_days": 0.0 }));
        assert_eq!((figures["categories"].as_array().unwrap().len(), figures["teams"].as_array().unwrap().len(), figures["months"].as_array().unwrap().len()), (2, 2, 1));
        let mine = app.by("member_b1").get(&format!("{PATH}/summary")).await.expect(200).json();
        assert_eq!(mine["total"], json!({ "opened": 1, "waiting": 1, "overdue": 0, "rated": 0, "satisfaction": null, "median_days": null }));
        let team = app.by("manager").get(&format!("{PATH}/summary?team_id={}&kind=complaint", app.id("team_a1"))).await.expect(200).json();
        assert_eq!((&team["total"]["opened"], &team["total"]["overdue"]), (&json!(1), &json!(1)));
        app.by("manager").get(&format!("{PATH}/summary?from=2026-13")).await.problem(400, "unknown_parameter");
        let later = app.by("manager").get(&format!("{PATH}/summary?from=2199-01")).await.expect(200).json();
        assert_eq!(later["total"]["opened"], 0);
        // In my day what is due, the longest waiting first.
        let day = app.by("member_a1b").get("/api/v1/my-day").await.expect(200).json();
        let section = day["sections"].as_array().unwrap().iter().find(|s| s["section"] == "services").unwrap().clone();
        assert_eq!((&section["available"], &section["items"][0]["kind"], &section["items"][0]["clause"]), (&json!(true), &json!("service_overdue"), &json!("7.2.1")));
    }

    async fn an_export_holds_what_the_list_shows(app) {
        let id = customer(&app, "member_a1", "王美玲").await;
        asked(&app, "member_a1", &id, "policy_change", json!({ "description": "=1+1" })).await.expect(201);
        let csv = app.by("lead_a1").get(PATH).header("accept", "text/csv").await.expect(200).text();
        assert!(csv.contains("customer.name") && csv.contains("'=1+1"), "{csv}");
        assert_eq!(app.by("member_b1").get(PATH).header("accept", "text/csv").await.expect(200).text().lines().count(), 1);
    }

    async fn whoever_handles_it_is_reminded_and_whoever_is_above_told_once(app) {
        let id = customer(&app, "member_a1", "王美玲").await;
        let hers = customer(&app, "lead_a1", "林佳穎").await;
        // At night, so that nothing is said before the days are set.
        crate::activities::moved(&app, 3).await;
        let today = tests::clock::now() + chrono::Duration::hours(3 - i64::from(chrono::Timelike::hour(&tests::clock::now())));
        let day = |ahead: i64| (today + chrono::Duration::days(ahead)).date_naive();
        for (n, (who, customer, ahead)) in [("member_a1", &id, 1), ("member_a1", &id, 0), ("lead_a1", &hers, -1)].into_iter().enumerate() {
            asked(&app, who, customer, "conduct", json!({})).await.expect(201);
            app.sql().run(&format!("UPDATE service_requests SET due_on = '{}' WHERE number = {}", day(ahead), n + 1));
        }
        app.sql().run("DELETE FROM notifications");
        crate::activities::moved(&app, 12).await;
        let told = |who: &'static str, event: &'static str| { let client = app.by(who); async move {
            let all = client.all("/api/v1/notifications").await;
            all.into_iter().filter(|n| n["event"] == event).map(|n| n["body"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        } };
        wait::until_within(30, "the lead to be told", || async { (!told("lead_a1", "service.escalated").await.is_empty()).then_some(()) }).await;
        wait::until_within(30, "the deputy to be told", || async { (!told("deputy_a", "service.escalated").await.is_empty()).then_some(()) }).await;
        let reminded = told("member_a1", "service.reminded").await;
        assert!(reminded.len() == 1 && reminded[0].contains("#1"), "{reminded:?}");
        let (lead, deputy) = (told("lead_a1", "service.escalated").await, told("deputy_a", "service.escalated").await);
        assert!(lead.iter().any(|text| text.contains("#2")) && deputy.len() == 1 && deputy[0].contains("#3"), "{lead:?} {deputy:?}");
        assert_eq!((app.sql().count("service_steps WHERE kind = 'reminded'"), app.sql().count("service_steps WHERE kind = 'escalated'")), (1, 2));
        // Another round has nothing to say.
        let rounds = app.sql().count("outbox WHERE event IN ('service.reminded', 'service.escalated')");
        tokio::time::sleep(std::time::Duration::from_secs(6)).await;
        assert_eq!((rounds, app.sql().count("outbox WHERE event IN ('service.reminded', 'service.escalated')")), (3, 3));
        assert_eq!(app.by("lead_a1").all(&format!("{PATH}?owner_id={}", app.id("member_a1"))).await.len(), 2, "it stays with its owner");
    }

    async fn the_board_tells_what_is_past_its_day(app) {
        let clause = |clause: &'static str| { let client = app.by("lead_a1"); async move {
            let board = client.get("/api/v1/regulation/compliance").await.expect(200).json();
            let clauses = board["chapters"].as_array().unwrap().iter().flat_map(|c| c["clauses"].as_array().unwrap().clone());
            clauses.into_iter().find(|c| c["clause"] == clause).unwrap()
        } };
        assert_eq!((&clause("5.1.5").await["state"], &clause("7.2.1").await["state"]), (&json!("no_data"), &json!("no_data")));
        let id = customer(&app, "member_a1", "王美玲").await;
        asked(&app, "member_a1", &id, "conduct", json!({})).await.expect(201);
        assert_eq!((&clause("5.1.5").await["state"], &clause("7.2.1").await["state"]), (&json!("no_data"), &json!("met")));
        app.sql().run(&format!("UPDATE service_requests SET due_on = '{}'", date(0)));
        assert_eq!(clause("7.2.1").await["state"], "at_risk");
        app.sql().run(&format!("UPDATE service_requests SET due_on = '{}'", date(-2)));
        let late = clause("7.2.1").await;
        assert_eq!((&late["state"], &late["figure"]["value"], &late["since"]), (&json!("breached"), &json!(1.0), &json!(date(-2))));
        let path = app.by("member_a1").all(PATH).await[0]["id"].as_str().unwrap().to_owned();
        act(&app.by("member_a1"), &format!("{PATH}/{path}"), "answers", json!({ "answer": "已道歉" })).await.expect(200);
        assert_eq!(clause("7.2.1").await["state"], "met");
    }

    async fn every_list_goes_by_an_index(app) {
        crate::customer_plans::fill(&app, 3000);
        let (day, key, number) = match app.backend {
            tests::Backend::Sqlite => ("date('2026-01-01', '+' || (unicode(pinyin) * 7 % 60) || ' days')", "randomblob(16)", "ROW_NUMBER() OVER (ORDER BY id)"),
            tests::Backend::Postgres => ("DATE '2026-01-01' + (ascii(pinyin) * 7 % 60)", "gen_random_uuid()", "ROW_NUMBER() OVER (ORDER BY id)"),
        };
        let category = category(&app, "policy_change").await;
        let category = match app.backend {
            tests::Backend::Sqlite => format!("x'{}'", category.replace('-', "")),
            tests::Backend::Postgres => format!("'{category}'::uuid"),
        };
        // One in ten waits.
        app.sql().run(&format!(
            "INSERT INTO service_requests (id, number, customer_id, category_id, kind, state, channel, description, opened_on, opened_month, due_on, \
                 answer, answered_at, answer_days, reopened, owner_id, team_id, version, created_at, updated_at) \
             SELECT {key}, {number}, id, {category}, 'service', CASE completeness % 10 WHEN 0 THEN 'open' ELSE 'answered' END, 'phone', 'x', {day}, \
                 '2026-01', {day}, CASE completeness % 10 WHEN 0 THEN NULL ELSE 'y' END, CASE completeness % 10 WHEN 0 THEN NULL ELSE created_at END, \
                 CASE completeness % 10 WHEN 0 THEN NULL ELSE 1 END, 0, owner_id, team_id, 1, created_at, created_at FROM customers"
        ));
        app.sql().run(&format!("INSERT INTO service_steps (id, request_id, kind, created_at) SELECT {key}, id, 'opened', created_at FROM service_requests"));
        app.sql().run("ANALYZE");
        let (member, team) = (crate::customer_plans::id(&app, "member_a1"), crate::customer_plans::id(&app, "team_a1"));
        let waiting = "service_requests.state IN ('open', 'in_progress')";
        for reach in [format!("owner_id = {member}"), format!("team_id = {team}"), "1 = 1".to_owned()] {
            for (what, order) in [("1 = 1", "created_at DESC, service_requests.id DESC"), (waiting, "due_on ASC, service_requests.id ASC"), ("1 = 1", "due_on ASC, service_requests.id ASC"),
                (&format!("{waiting} AND service_requests.due_on < '2026-01-20'"), "due_on ASC, service_requests.id ASC")] {
                let query = format!("SELECT * FROM service_requests WHERE {reach} AND {what} ORDER BY service_requests.{order} LIMIT 51");
                let plan = crate::approvals::explain(&app, &query);
                let whole = plan.lines().any(|line| line.contains("Seq Scan") || line.trim() == "SCAN service_requests");
                assert!(!whole && !plan.contains("TEMP B-TREE") && !plan.contains("Sort"), "{query}\n{plan}");
            }
        }
        for query in [format!("SELECT * FROM service_requests WHERE customer_id = {member} ORDER BY created_at DESC, id DESC LIMIT 51"),
            format!("SELECT * FROM service_steps WHERE request_id = {member} ORDER BY created_at DESC, id DESC LIMIT 51")] {
            let plan = crate::approvals::explain(&app, &query);
            assert!(plan.contains("service_requests_customer") || plan.contains("service_steps_request"), "{query}\n{plan}");
        }
    }
}
