//! Who is away: peers see that, and not why (4.4.2).

use tests::clock::in_days;
use tests::{both, json};

use crate::given;

both! {
    async fn peers_see_who_is_away_and_those_above_also_why(app) {
        let body = json!({ "leave_type_id": given::leave_type(&app, "business").await, "starts_on": in_days(10), "ends_on": in_days(13) });
        app.by("member_a1").post("/api/v1/leave-requests", body.clone()).await.expect(201);
        app.by("member_b1").post("/api/v1/leave-requests", body).await.expect(201);
        let seen = |person: &'static str| { let client = app.by(person); async move { client.all("/api/v1/absences").await } };
        let peer = seen("member_a1b").await;
        assert_eq!((peer.len(), &peer[0]["employee"]["id"]), (1, &json!(app.id("member_a1"))));
        assert!(peer[0].get("leave_type").is_none() && peer[0].get("days").is_none(), "{peer:?}");
        assert_eq!((&peer[0]["category"], &peer[0]["approved"]), (&json!("business"), &json!(false)));
        for person in ["lead_a1", "member_a1"] {
            assert_eq!(seen(person).await[0]["leave_type"]["code"], "business", "{person}");
        }
        assert_eq!(seen("manager").await.len(), 2);
        assert!(app.by("manager").all("/api/v1/absences?approved=true").await.is_empty());
        assert_eq!(app.by("manager").all(&format!("/api/v1/absences?from={}", in_days(13))).await.len(), 2);
        assert!(app.by("manager").all(&format!("/api/v1/absences?from={}", in_days(14))).await.is_empty());
        let csv = app.by("member_a1b").get("/api/v1/absences").header("accept", "text/csv").await.expect(200).text();
        assert!(csv.starts_with("id,employee.id,employee.number,employee.name,") && !csv.contains("公出"), "{csv}");
        let wide = format!("/api/v1/absences?from={}&to={}", in_days(0), in_days(400));
        app.by("manager").get(&wide).await.problem(400, "unknown_parameter").at("to", "range");
    }

    async fn what_is_under_way_is_shown_with_what_begins_later_in_one_order(app) {
        for (who, first, days) in [("member_a1", -2, 5), ("member_a1b", 1, 1), ("lead_a1", 3, 40), ("member_a1b", 6, 1)] {
            given::request(&app, who, first, days).await;
        }
        let lead = app.by("lead_a1");
        for (from, to, wanted) in [(0, 4, vec![-2, 1, 3]), (2, 4, vec![-2, 3]), (3, 4, vec![3]), (4, 10, vec![3, 6]), (20, 25, vec![3]), (-1, 0, vec![-2]), (43, 60, vec![])] {
            let path = format!("/api/v1/absences?from={}&to={}&include=total", in_days(from), in_days(to));
            let wanted: Vec<String> = wanted.into_iter().map(in_days).collect();
            let whole = lead.get(&path).await.expect(200);
            let first_days = |records: &[tests::Value]| records.iter().map(|r| r["starts_on"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
            assert_eq!((first_days(&whole.data()), &whole.json()["total"]), (wanted.clone(), &json!(wanted.len())), "{from} to {to}");
            let (mut found, mut cursor) = (Vec::new(), String::new());
            loop {
                let page = lead.get(&format!("{path}&limit=1{cursor}")).await.expect(200).json();
                found.extend(page["data"].as_array().unwrap().clone());
                match page["next_cursor"].as_str() {
                    Some(next) => cursor = format!("&cursor={next}"),
                    None => break,
                }
            }
            assert_eq!(first_days(&found), wanted, "one a page, {from} to {to}");
        }
    }

    async fn who_came_back_early_is_away_until_then_only(app) {
        let body = json!({ "leave_type_id": given::made_leave_type(&app, "outside", "business").await, "starts_on": in_days(10), "ends_on": in_days(13) });
        let made = app.by("member_a1").post("/api/v1/leave-requests", body).await.expect(201);
        let approval = format!("/api/v1/approvals/{}", made.str("/approval_id"));
        given::decide(&app, "lead_a1", &approval, "approve").await.expect(200);
        given::decide(&app, "deputy_a", &approval, "approve").await.expect(200);
        let back = json!({ "resumes_on": in_days(12), "resumes_half": "pm" });
        app.by("member_a1").post(&format!("{}/early-returns", made.header("location")), back).await.expect(200);
        let from = |day: i64| format!("/api/v1/absences?from={}", in_days(day));
        let seen = app.by("member_a1b").all(&from(10)).await;
        assert_eq!((&seen[0]["ends_on"], &seen[0]["ends_half"]), (&json!(in_days(12)), &json!("am")), "{seen:?}");
        assert_eq!(app.by("lead_a1").all(&from(10)).await[0]["days"], 2.5);
        assert_eq!(app.by("member_a1b").all(&from(12)).await.len(), 1);
        assert!(app.by("member_a1b").all(&from(13)).await.is_empty());
    }
}
