//! Area reviews (2.2.2): written by the deputy of the area, one for each quarter, published once to its leads and the manager; what comes of them is
//! somebody's to do.

use chrono::{Datelike, Months, NaiveDate};
use tests::{App, Reply, Value, both, json};

use crate::given;
use crate::repairs::told;

const REVIEWS: &str = "/api/v1/area-reviews";

/// The first day of a quarter, so many before the present one.
pub fn quarter(back: u32) -> String {
    let today = tests::clock::date(0);
    let month = (today.month() - 1) / 3 * 3 + 1;
    let this = NaiveDate::from_ymd_opt(today.year(), month, 1).unwrap();
    (this - Months::new(3 * back)).to_string()
}

pub async fn drafted(app: &App, back: u32) -> Reply {
    let body = json!({
        "area_id": app.id("area_a"), "starts_on": quarter(back), "achievements": "新客戶增加一成", "problems": "收取率下滑",
        "improvements": "- 逐戶聯絡"
    });
    app.by("deputy_a").post(REVIEWS, body).await
}

async fn publish(app: &App, who: &str, made: &Reply) -> Reply {
    let call = app
        .by(who)
        .act(&format!("{}/publications", made.header("location")));
    call.header("if-match", &made.etag()).await
}

async fn figure(app: &App, who: &str) -> Vec<Value> {
    let path = "/api/v1/regulation/compliance";
    let board = app.by(who).get(path).await.expect(200).json();
    let chapters = board["chapters"].as_array().unwrap().clone();
    let mut all = chapters
        .iter()
        .flat_map(|c| c["clauses"].as_array().unwrap().clone());
    let one = all.find(|c| c["clause"] == "2.2.2").unwrap();
    let further = one["further"].as_array().unwrap().clone();
    std::iter::once(one["figure"].clone())
        .chain(further.into_iter().map(|more| more["figure"].clone()))
        .filter(|figure| {
            figure["definition"]
                .as_str()
                .is_some_and(|text| text.contains("領域"))
        })
        .map(|figure| figure["value"].clone())
        .collect()
}

both! {
    async fn the_deputy_sums_the_area_up_and_publishes_it_once(app) {
        let mut body = json!({ "area_id": app.id("area_b"), "starts_on": quarter(1), "achievements": "x", "problems": "x", "improvements": "x" });
        app.by("deputy_a").post(REVIEWS, body.clone()).await.problem(403, "forbidden");
        for who in ["member_a1", "lead_a1", "manager"] {
            app.by(who).post(REVIEWS, body.clone()).await.problem(403, "forbidden");
        }
        body["area_id"] = json!(app.id("area_a"));
        for day in [tests::clock::date(100).to_string(), "2020-01-01".to_owned(), quarter(1).replace("-01", "-02")] {
            body["starts_on"] = json!(day);
            app.by("deputy_a").post(REVIEWS, body.clone()).await.problem(422, "date_order").at("/starts_on", "date_order");
        }
        let made = drafted(&app, 1).await.expect(201);
        let path = made.header("location");
        drafted(&app, 1).await.problem(409, "review_exists").at("/starts_on", "review_exists");
        app.by("lead_a1").get(&path).await.problem(404, "not_found");
        app.by("deputy_b").get(&path).await.problem(404, "not_found");
        app.by("manager").get(&path).await.expect(200);
        let changed = app.by("deputy_a").patch(&path, &made.etag(), json!({ "problems": "會議室清場延誤" })).await.expect(200);
        publish(&app, "deputy_a", &made).await.problem(412, "stale_version");
        let calls = (0..6).map(|_| {
            let call = app.by("deputy_a").act(&format!("{path}/publications"));
            call.header("if-match", &changed.etag()).into_future()
        });
        let answers = futures_util::future::join_all(calls).await;
        assert_eq!(answers.iter().filter(|r| r.status == 200).count(), 1);
        told(&app, "lead_a1", "area_review.published").await;
        told(&app, "manager", "area_review.published").await;
        let seen = app.by("lead_a1").get(&path).await.expect(200);
        assert_eq!((seen.str("/state"), seen.str("/problems")), ("published".to_owned(), "會議室清場延誤".to_owned()));
        app.by("lead_b1").get(&path).await.problem(404, "not_found");
        let (_, tag) = given::tagged(&app.by("deputy_a"), &path).await;
        app.by("deputy_a").patch(&path, &tag, json!({ "problems": "x" })).await.problem(409, "review_published");
    }

    async fn what_comes_of_it_is_somebodys_and_the_board_counts_areas_without_one(app) {
        let item = |review: &str| json!({
            "subject_kind": "area_review", "subject_id": review.rsplit('/').next().unwrap(), "text": "逐戶聯絡", "responsible_id": app.id("member_a1"),
            "due_on": tests::clock::date(5).to_string()
        });
        let made = drafted(&app, 1).await.expect(201);
        let path = made.header("location");
        app.by("deputy_a").post("/api/v1/action-items", item(&path)).await.problem(409, "review_not_published");
        let day = app.by("deputy_a").get("/api/v1/my-day").await.expect(200).text();
        assert!(day.contains("review_due") || day.contains("review_overdue"), "{day}");
        publish(&app, "deputy_a", &made).await.expect(200);
        let day = app.by("deputy_a").get("/api/v1/my-day").await.expect(200).text();
        assert!(!day.contains("review_due") && !day.contains("review_overdue"), "{day}");
        let others = app.by("deputy_b").post("/api/v1/action-items", item(&path)).await;
        others.problem(422, "unknown_reference").at("/subject_id", "unknown_reference");
        let one = app.by("deputy_a").post("/api/v1/action-items", item(&path)).await.expect(201).header("location");
        app.by("lead_a1").get(&one).await.expect(200);
        app.by("deputy_b").get(&one).await.problem(404, "not_found");
        assert_eq!(app.by("lead_a1").get(&path).await.expect(200).json()["open_actions"], json!(1));
        assert_eq!(figure(&app, "deputy_a").await, [json!(0.0), json!(0.0)]);
        let missing = figure(&app, "manager").await;
        assert!(missing.contains(&json!(1.0)), "area B has none: {missing:?}");
    }
}
