//! Lists: keyset cursors, sorts, limits, unknown parameters.

use std::collections::BTreeSet;

use tests::{App, both, json};

use crate::given;

/// Every list of the API that more than one record can be in.
const LISTS: &[&str] = &[
    "/api/v1/employees",
    "/api/v1/areas",
    "/api/v1/teams",
    "/api/v1/role-assignments",
    "/api/v1/audit-entries",
    "/api/v1/api-keys",
    "/api/v1/auth/sessions",
    "/api/v1/notifications",
    "/api/v1/jobs",
    "/api/v1/approvals",
    "/api/v1/approval-flows",
    "/api/v1/delegations",
    "/api/v1/shifts",
    "/api/v1/schedules",
    "/api/v1/schedule-assignments",
    "/api/v1/punches",
    "/api/v1/attendance-days",
    "/api/v1/corrections",
    "/api/v1/attendance-statements",
    "/api/v1/attendance-objections",
    "/api/v1/customers",
    "/api/v1/targets",
    "/api/v1/target-actuals",
    "/api/v1/shortfalls",
    "/api/v1/duties",
    "/api/v1/duty-occurrences",
    "/api/v1/repair-tickets",
    "/api/v1/places",
    "/api/v1/bookings",
    "/api/v1/work-plans",
    "/api/v1/area-reviews",
    "/api/v1/feedback",
    "/api/v1/coaching-notes",
    "/api/v1/care-talks",
    "/api/v1/drills",
    "/api/v1/action-items",
    "/api/v1/documents",
    "/api/v1/document-versions",
    "/api/v1/safety-items",
    "/api/v1/supplies",
    "/api/v1/filing-entries",
    "/api/v1/supply-movements",
    "/api/v1/conduct-records",
    "/api/v1/regulation/compliance/3.1.1/evidence",
    "/api/v1/hazards",
    "/api/v1/expansion-plans",
    "/api/v1/customer-events",
    "/api/v1/event-invitations",
    "/api/v1/inspections",
    "/api/v1/inspection-findings",
    "/api/v1/inspection-draws",
    "/api/v1/inspection-plans",
    "/api/v1/incentive-rules",
    "/api/v1/incentive-proposals",
    "/api/v1/incentive-awards",
    "/api/v1/activities",
    "/api/v1/follow-ups",
    "/api/v1/cases",
    "/api/v1/manual-pages",
    "/api/v1/risks",
    "/api/v1/service-requests",
];

async fn many(app: &App, n: usize) {
    for i in 0..n {
        given::employee(app, &format!("Z{i:03}"), Some("team_a1")).await;
    }
}

both! {
    async fn a_walk_sees_each_record_once_while_rows_are_inserted(app) {
        many(&app, 12).await;
        let manager = app.by("manager");
        let before: BTreeSet<String> = manager.all("/api/v1/employees").await.iter().map(|e| e["number"].as_str().unwrap().to_owned()).collect();
        for sort in ["number", "-number", "name", "-name", "hire_date", "-hire_date", "created_at", "-created_at"] {
            let (mut seen, mut cursor, mut pages) = (Vec::new(), None::<String>, 0);
            loop {
                let next = cursor.map(|c| format!("&cursor={c}")).unwrap_or_default();
                let page = manager.get(&format!("/api/v1/employees?limit=8&sort={sort}{next}")).await.expect(200);
                seen.extend(page.data().iter().map(|e| e["number"].as_str().unwrap().to_owned()));
                // Rows before, behind and between the first pages.
                for place in ["A", "Y", "ZZ"].iter().filter(|_| pages < 3) {
                    given::employee(&app, &format!("{place}-{}-{pages}", sort.replace('-', "d")), None).await;
                }
                pages += 1;
                match page.json()["next_cursor"].as_str() {
                    Some(c) => cursor = Some(c.to_owned()),
                    None => break,
                }
            }
            let unique: BTreeSet<String> = seen.iter().cloned().collect();
            assert_eq!(unique.len(), seen.len(), "sort {sort}: a record was shown twice: {seen:?}");
            let missed: Vec<&String> = before.difference(&unique).collect();
            assert!(missed.is_empty(), "sort {sort}: {missed:?} were never shown");
        }
    }

    async fn a_leads_pages_merge_the_teams_records_with_their_own_of_another_team(app) {
        for (who, first) in [("member_a1", 10), ("lead_a1", 11), ("member_a1b", 12), ("lead_a1", 13), ("member_a1", 14), ("member_b1", 12)] {
            given::request(&app, who, first, 1).await;
        }
        // What the lead asked for while they belonged to another team stays there, and is theirs.
        let other = "(SELECT team_id FROM employees WHERE number = 'E211')";
        let lead = "(SELECT id FROM employees WHERE number = 'L011')";
        app.sql().run(&format!("UPDATE leave_requests SET team_id = {other} WHERE employee_id = {lead}"));
        app.sql().run(&format!("UPDATE approvals SET team_id = {other} WHERE applicant_id = {lead}"));
        let days = format!("/api/v1/absences?from={}&to={}", tests::clock::in_days(5), tests::clock::in_days(20));
        let lists = [
            ("/api/v1/leave-requests?", "starts_on", true), ("/api/v1/leave-requests?sort=starts_on", "starts_on", false),
            ("/api/v1/leave-requests?sort=-created_at", "created_at", true), ("/api/v1/leave-requests?state=open", "starts_on", true),
            (&days, "starts_on", false), ("/api/v1/approvals?box=all", "created_at", true), ("/api/v1/approvals?box=all&sort=at", "created_at", false),
        ];
        for (path, sort, descending) in lists {
            let whole = app.by("lead_a1").get(&format!("{path}&include=total")).await.expect(200);
            assert_eq!((whole.data().len(), &whole.json()["total"]), (5, &json!(5)), "{path}");
            let places: Vec<String> = whole.data().iter().map(|r| r[sort].as_str().unwrap().to_owned()).collect();
            assert!(places.is_sorted_by(|a, b| if descending { a >= b } else { a <= b }), "{path}: {places:?}");
            for limit in [1, 2, 5] {
                let (mut found, mut cursor) = (Vec::new(), String::new());
                loop {
                    let page = app.by("lead_a1").get(&format!("{path}&limit={limit}{cursor}")).await.expect(200).json();
                    found.extend(page["data"].as_array().unwrap().clone());
                    match page["next_cursor"].as_str() {
                        Some(next) => cursor = format!("&cursor={next}"),
                        None => break,
                    }
                }
                let ids = |records: &[tests::Value]| records.iter().map(|r| r["id"].clone()).collect::<Vec<_>>();
                assert_eq!(ids(&found), ids(&whole.data()), "{path}, {limit} a page");
            }
        }
        // Their key for the team shows the team's, without what lies elsewhere.
        assert_eq!(app.with_key("team_a1").get("/api/v1/leave-requests?include=total").await.expect(200).json()["total"], 3);
    }

    async fn sorts_sort_and_the_minus_turns_them(app) {
        let manager = app.by("manager");
        let numbers = |records: Vec<serde_json::Value>| -> Vec<String> { records.iter().map(|e| e["number"].as_str().unwrap().to_owned()).collect() };
        let up = numbers(manager.all("/api/v1/employees?sort=number").await);
        let mut sorted = up.clone();
        sorted.sort();
        assert_eq!(up, sorted);
        let mut down = numbers(manager.all("/api/v1/employees?sort=-number").await);
        down.reverse();
        assert_eq!(up, down);
    }

    async fn the_link_header_leads_to_the_next_page(app) {
        let reply = app.by("manager").get("/api/v1/employees?limit=3&sort=-number").await.expect(200);
        let link = reply.header("link");
        let path = link.strip_prefix('<').unwrap().split('>').next().unwrap();
        assert!(link.ends_with("rel=\"next\""), "{link}");
        let next = app.by("manager").get(path).await.expect(200).data();
        assert_eq!(next.len(), 3);
        assert!(next[0]["number"].as_str() < reply.data()[2]["number"].as_str());
        let last = app.by("manager").get("/api/v1/employees").await.expect(200);
        assert!(last.maybe_header("link").is_none() && last.json().get("next_cursor").is_none());
    }

    async fn a_total_is_counted_only_when_asked_for(app) {
        let manager = app.by("manager");
        assert!(manager.get("/api/v1/employees?limit=2").await.expect(200).json().get("total").is_none());
        let asked = manager.get("/api/v1/employees?limit=2&include=total").await.expect(200).json();
        assert_eq!(asked["total"].as_u64().unwrap() as usize, manager.all("/api/v1/employees").await.len());
        let narrow = app.by("lead_a1").get("/api/v1/employees?limit=1&include=total").await.expect(200).json();
        assert_eq!(narrow["total"], 4, "the total counts inside the reach: lead, two members, one pending");
        manager.get("/api/v1/employees?include=everything").await.problem(400, "unknown_parameter").at("include", "unknown_value");
    }

    async fn limits_have_bounds(app) {
        for limit in ["0", "201", "-1", "1000000", "99999999999", "abc", "1.5"] {
            let reply = app.by("manager").get(&format!("/api/v1/employees?limit={limit}")).await.problem(400, "unknown_parameter");
            assert_eq!(reply.json()["errors"][0]["pointer"], "limit", "{limit}");
        }
        assert_eq!(app.by("manager").get("/api/v1/employees?limit=1").await.expect(200).data().len(), 1);
        app.by("manager").get("/api/v1/employees?limit=200").await.expect(200);
    }

    async fn fifty_records_are_a_page_unless_told(app) {
        many(&app, 45).await;
        assert_eq!(app.by("manager").get("/api/v1/employees").await.expect(200).data().len(), 50);
    }

    async fn unknown_sorts_and_parameters_are_refused_on_every_list(app) {
        for list in LISTS {
            let manager = app.by("manager");
            for sort in ["password_hash", "id", "name;drop", "-"] {
                manager.get(&format!("{list}?sort={sort}")).await.problem(400, "bad_sort");
            }
            manager.get(&format!("{list}?colour=red")).await.problem(400, "unknown_parameter").at("colour", "unknown_field");
            manager.get(&format!("{list}?offset=10")).await.problem(400, "unknown_parameter");
        }
    }

    async fn a_broken_cursor_is_refused_on_every_list(app) {
        for list in LISTS {
            for cursor in ["x", "AAAA", "%F0%9F%98%80", &"A".repeat(2000) as &str] {
                app.by("manager").get(&format!("{list}?cursor={cursor}")).await.problem(400, "bad_cursor").at("cursor", "bad_cursor");
            }
        }
    }

    async fn a_cursor_is_bound_to_its_list_filters_and_sort(app) {
        let manager = app.by("manager");
        let cursor = manager.get("/api/v1/employees?limit=2").await.expect(200).str("/next_cursor");
        manager.get(&format!("/api/v1/employees?limit=7&cursor={cursor}")).await.expect(200);
        for other in ["/api/v1/employees?sort=name", "/api/v1/employees?sort=-number", "/api/v1/employees?status=active", "/api/v1/teams?limit=2"] {
            manager.get(&format!("{other}&cursor={cursor}")).await.problem(400, "bad_cursor");
        }
        for at in [0, cursor.len() / 2] {
            let mut bent = cursor.clone().into_bytes();
            bent[at] = if bent[at] == b'A' { b'B' } else { b'A' };
            let bent = String::from_utf8(bent).unwrap();
            manager.get(&format!("/api/v1/employees?limit=2&cursor={bent}")).await.problem(400, "bad_cursor");
        }
    }

    async fn a_cursor_of_a_wider_caller_shows_nothing_beyond_the_own_reach(app) {
        let cursor = app.by("manager").get("/api/v1/employees?limit=2&sort=-number").await.expect(200).str("/next_cursor");
        let reply = app.by("lead_a1").get(&format!("/api/v1/employees?limit=200&sort=-number&cursor={cursor}")).await;
        if reply.status == 200 {
            for record in reply.data() {
                assert_eq!(record["team_id"], json!(app.id("team_a1")));
            }
        } else {
            reply.problem(400, "bad_cursor");
        }
    }

    async fn malformed_filters_are_named(app) {
        for (query, pointer) in [("status=asleep", "status"), ("team_id=7", "team_id"), ("role=king", "role"), ("updated_after=yesterday", "updated_after"), ("q=a&q=b", "q")] {
            let reply = app.by("manager").get(&format!("/api/v1/employees?{query}")).await.problem(400, "unknown_parameter");
            assert_eq!(reply.json()["errors"][0]["pointer"], pointer, "{query}");
        }
    }

    async fn hostile_text_in_a_filter_is_only_text(app) {
        for text in ["'%20OR%201=1--", "%00", "%25", "\\", "%F0%9F%A6%80"] {
            let reply = app.by("manager").get(&format!("/api/v1/employees?q={text}")).await;
            assert!(reply.status == 200 || reply.status == 400, "{}", reply.told());
            if reply.status == 200 {
                assert!(reply.data().is_empty(), "{text}: {}", reply.told());
            }
        }
        app.by("manager").get("/api/v1/employees").await.expect(200);
    }
}
