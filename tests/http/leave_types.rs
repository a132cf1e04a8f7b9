//! Kinds of leave: what a department starts with, and what the manager makes of it (4.4.4).

use tests::{both, json};

use crate::given;

both! {
    async fn a_new_department_has_the_statutory_kinds_in_every_language(app) {
        let kinds = app.by("member_a1").get("/api/v1/leave-types").language("en").await.expect(200).data();
        let codes: Vec<&str> = kinds.iter().map(|k| k["code"].as_str().unwrap()).collect();
        assert_eq!(codes, ["annual", "sick", "personal", "marriage", "maternity", "paternity", "bereavement", "business", "public"]);
        assert_eq!((&kinds[0]["name"], &kinds[0]["names"]["zh_hans"], &kinds[0]["clause"]), (&json!("Annual leave"), &json!("年休假"), &json!("4.4.4")));
        assert_eq!(kinds[0]["entitlement"][0], json!({ "after_months": 6, "days": 3 }));
        assert_eq!(kinds[7]["category"], "business");
    }

    async fn the_manager_adds_and_changes_kinds_and_nobody_else_does(app) {
        let body = json!({
            "code": "volunteer", "names": { "zh_hant": "志工假", "zh_hans": "志工假", "en": "Volunteering" }, "clause": "4.4.4",
            "category": "leave", "counts": "working_days", "pay_percent": 100, "allows_half_days": true, "notice_days": 5,
            "after_the_fact_days": 0, "balance": "per_request", "max_days": 2.5
        });
        let made = app.by("manager").post("/api/v1/leave-types", body.clone()).await.expect(201);
        assert_eq!(made.json()["max_days"], 2.5);
        app.by("manager").post("/api/v1/leave-types", body.clone()).await.problem(409, "code_taken").at("/code", "code_taken");
        app.by("deputy_a").post("/api/v1/leave-types", body.clone()).await.problem(403, "forbidden");
        let path = made.header("location");
        let patched = app.by("manager").patch(&path, &made.etag(), json!({ "notice_days": 2, "active": false })).await.expect(200);
        assert_eq!((&patched.json()["notice_days"], &patched.json()["active"]), (&json!(2), &json!(false)));
        app.by("manager").patch(&path, &made.etag(), json!({ "notice_days": 1 })).await.problem(412, "stale_version");
        app.by("manager").patch(&path, &patched.etag(), json!({ "max_days": null })).await.problem(422, "invalid").at("/max_days", "required");
        let active = app.by("manager").all("/api/v1/leave-types?active=true").await;
        assert!(!active.iter().any(|k| k["code"] == "volunteer"));
        let id = given::leave_type(&app, "volunteer").await;
        let ask = json!({ "leave_type_id": id, "starts_on": tests::clock::in_days(30), "ends_on": tests::clock::in_days(31) });
        app.by("member_a1").post("/api/v1/leave-requests", ask).await.problem(422, "leave_type_inactive").at("/leave_type_id", "leave_type_inactive");
    }

    async fn a_code_a_third_of_a_day_and_a_missing_name_are_refused_by_field(app) {
        let body = json!({
            "code": "Bad Code", "names": { "zh_hant": "", "zh_hans": "x", "en": "x" }, "clause": "4.4.4", "category": "leave",
            "counts": "working_days", "pay_percent": 101, "allows_half_days": true, "notice_days": 0, "after_the_fact_days": 0,
            "balance": "unlimited"
        });
        let told = app.by("manager").post("/api/v1/leave-types", body.clone()).await.problem(422, "invalid");
        told.at("/code", "code_word").at("/names/zh_hant", "blank").at("/pay_percent", "range");
        let mut third = body;
        third["max_days"] = json!(0.3);
        app.by("manager").post("/api/v1/leave-types", third).await.expect(422);
    }
}
