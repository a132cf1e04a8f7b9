//! Importing employees: dry run, all or nothing, the good ones only, a report per row and column.

use tests::{App, Client, Method, Reply, Value, both, json, wait};

use crate::given;

const GOOD: &str = "number,name,hire_date,team,email,status\nI001,甲君,2026-03-01,北一組,i001@example.com,active\nI002,乙君,2026/03/02,,,\n";
const MIXED: &str = "number,name,hire_date,team,email\nI001,甲君,2026-03-01,北一組,\nI 2,乙君,soon,無此組,nowhere\nE111,林淑芬改,,,\nE112,蔡志明,,,\n";

async fn send(client: &Client, query: &str, csv: impl Into<tests::Body>) -> Reply {
    client
        .raw(
            Method::POST,
            &format!("/api/v1/imports/employees{query}"),
            "text/csv",
            csv,
        )
        .await
}

/// The finished job and its report.
async fn run(client: &Client, query: &str, csv: &str) -> (Value, Vec<Value>) {
    let reply = send(client, query, csv.to_owned()).await.expect(202);
    let path = reply.header("location");
    assert_eq!(path, format!("/api/v1/jobs/{}", reply.id()));
    ended(client, &path).await
}

async fn ended(client: &Client, path: &str) -> (Value, Vec<Value>) {
    let job = wait::until_within(60, "the import", || async {
        let job = client.get(path).await.expect(200).json();
        (job["state"] == "done" || job["state"] == "failed").then_some(job)
    })
    .await;
    (job, client.all(&format!("{path}/rows")).await)
}

/// The job when it has taken its first rows.
async fn begun(client: &Client, path: &str) -> Value {
    wait::until_within(60, "the first rows", || async {
        let job = client.get(path).await.expect(200).json();
        (job["done_rows"].as_i64() > Some(0)).then_some(job)
    })
    .await
}

/// A file of so many new people.
fn people(n: usize) -> String {
    let mut text = String::from("number,name,hire_date\n");
    for n in 0..n {
        text.push_str(&format!("I{n:04},君{n},2026-03-01\n"));
    }
    text
}

fn counts(job: &Value) -> [i64; 4] {
    [
        "created_rows",
        "updated_rows",
        "unchanged_rows",
        "refused_rows",
    ]
    .map(|n| job[n].as_i64().unwrap())
}

async fn found(app: &App, number: &str) -> bool {
    app.sql()
        .count(&format!("employees WHERE number = '{number}'"))
        == 1
}

both! {
    async fn good_rows_become_employees_with_their_team(app) {
        let (job, rows) = run(&app.by("manager"), "", GOOD).await;
        assert_eq!((&job["state"], counts(&job)), (&json!("done"), [2, 0, 0, 0]), "{job} {rows:?}");
        assert_eq!((&job["done_rows"], &job["total_rows"], &job["kind"]), (&json!(2), &json!(2), &json!("import_employees")));
        let made = app.by("manager").get("/api/v1/employees?q=I001").await.expect(200).data().remove(0);
        assert_eq!((&made["team_name"], &made["role"], &made["email"], &made["status"]), (&json!("北一組"), &json!("member"), &json!("i001@example.com"), &json!("active")));
        let trail = app.by("manager").all(&format!("/api/v1/audit-entries?subject_id={}&event=employee.created", made["id"].as_str().unwrap())).await;
        assert_eq!(trail.len(), 1, "imported people have their entry, too");
    }

    async fn a_dry_run_reports_and_changes_nothing(app) {
        let before = (app.sql().count("employees"), app.sql().count("role_assignments"), app.sql().texts("SELECT name AS v FROM employees WHERE number = 'E111'"));
        let (job, rows) = run(&app.by("manager"), "?dry_run=true&mode=partial", MIXED).await;
        assert_eq!((&job["dry_run"], counts(&job)), (&json!(true), [1, 1, 1, 1]), "{rows:?}");
        let after = (app.sql().count("employees"), app.sql().count("role_assignments"), app.sql().texts("SELECT name AS v FROM employees WHERE number = 'E111'"));
        assert_eq!(before, after);
    }

    async fn an_atomic_import_with_one_bad_row_takes_none(app) {
        let (job, rows) = run(&app.by("manager"), "", MIXED).await;
        assert_eq!(job["refused_rows"], 1, "{job}");
        assert!(!found(&app, "I001").await, "{rows:?}");
        assert_eq!(app.sql().texts("SELECT name AS v FROM employees WHERE number = 'E111'"), ["林淑芬"]);
        assert_eq!(rows.len(), 4, "the whole report, good rows and bad");
    }

    async fn a_partial_import_takes_the_good_rows_and_reports_the_bad_by_column(app) {
        let (job, rows) = run(&app.by("manager"), "?mode=partial", MIXED).await;
        assert_eq!((&job["state"], counts(&job)), (&json!("done"), [1, 1, 1, 1]), "{rows:?}");
        let outcomes: Vec<&str> = rows.iter().map(|r| r["outcome"].as_str().unwrap()).collect();
        assert_eq!(outcomes, ["created", "refused", "updated", "unchanged"]);
        assert_eq!((&rows[1]["row"], &rows[1]["key"]), (&json!(2), &json!("I 2")));
        let error = &rows[1]["errors"][0];
        assert!(["number", "hire_date", "team", "email"].contains(&error["column"].as_str().unwrap()), "{error}");
        assert!(!error["detail"].as_str().unwrap().is_empty());
        assert!(found(&app, "I001").await);
        assert_eq!(app.sql().texts("SELECT name AS v FROM employees WHERE number = 'E111'"), ["林淑芬改"]);
    }

    async fn each_bad_cell_is_reported_under_its_column(app) {
        for (row, column, code) in [
            (",甲君,2026-03-01,,,", "number", "required"),
            ("I001,,2026-03-01,,,", "name", "required"),
            ("I001,甲君,,,,", "hire_date", "required"),
            ("I001,甲君,31.12.2026,,,", "hire_date", "date"),
            ("I001,甲君,2026-03-01,無此組,,", "team", "unknown_reference"),
            ("I001,甲君,2026-03-01,,nowhere,", "email", "email"),
            ("I001,甲君,2026-03-01,,e111@example.com,", "email", "email_taken"),
            ("I001,甲君,2026-03-01,,,asleep", "status", "unknown_value"),
            ("I001,甲君,2026-03-01,,,inactive", "status", "unknown_value"),
            ("I 1,甲君,2026-03-01,,,", "number", "staff_number"),
            ("L011,李佳玲,,北二組,,", "team", "conflict"),
        ] {
            let (_, rows) = run(&app.by("manager"), "?mode=partial", &format!("number,name,hire_date,team,email,status\n{row}\n")).await;
            assert_eq!(rows[0]["outcome"], "refused", "{row}: {rows:?}");
            let told = rows[0]["errors"].as_array().unwrap();
            assert!(told.iter().any(|e| e["column"] == column && e["code"] == code), "{row}: {told:?}");
        }
    }

    async fn the_same_number_twice_in_a_file_is_one_person(app) {
        let (_, rows) = run(&app.by("manager"), "?mode=partial", "number,name,hire_date\nI001,甲君,2026-03-01\nI001,甲君,2026-03-01\n").await;
        assert_eq!(rows[0]["outcome"], "created");
        assert_ne!(rows[1]["outcome"], "created");
        assert!(found(&app, "I001").await);
    }

    async fn a_byte_order_mark_quotes_and_any_column_order_are_read(app) {
        let text = "\u{feff}team,name,number,hire_date\r\n\"北一組\",\"君, \"\"甲\"\"\",I001,2026-03-01\r\n";
        let (job, rows) = run(&app.by("manager"), "", text).await;
        assert_eq!(counts(&job), [1, 0, 0, 0], "{rows:?}");
        assert_eq!(app.sql().texts("SELECT name AS v FROM employees WHERE number = 'I001'"), ["君, \"甲\""]);
    }

    async fn broken_rows_are_reported_and_stop_nothing_else_in_a_partial_import(app) {
        let text = "number,name,hire_date\nI001,甲君,2026-03-01,extra\nI002\nI003,丙君,2026-03-01\n";
        let (job, rows) = run(&app.by("manager"), "?mode=partial", text).await;
        assert_eq!(counts(&job), [1, 0, 0, 2], "{rows:?}");
        assert_eq!(rows[0]["errors"][0]["code"], "column_count");
    }

    async fn a_file_that_is_no_table_is_refused_before_a_job_is_made(app) {
        let manager = app.by("manager");
        send(&manager, "", "").await.problem(422, "bad_csv");
        send(&manager, "", "name\n甲君\n").await.problem(422, "bad_csv").at("number", "required");
        send(&manager, "", "number,name,salary\n1,2,3\n").await.problem(422, "bad_csv").at("salary", "unknown_column");
        send(&manager, "", "number,name,name\n1,2,3\n").await.problem(422, "bad_csv").at("name", "duplicate_field");
        send(&manager, "", b"number,name\n\xff\xfe,x\n".to_vec()).await.problem(422, "bad_csv");
        manager.raw(Method::POST, "/api/v1/imports/employees", "application/json", "{}").await.problem(415, "unsupported_media_type");
        send(&manager, "", "x".repeat(21 * 1024 * 1024)).await.problem(413, "body_too_large");
        send(&manager, "?mode=maybe", GOOD).await.problem(400, "unknown_parameter");
        send(&manager, "?dryrun=true", GOOD).await.problem(400, "unknown_parameter");
        manager.raw(Method::POST, "/api/v1/imports/nothing", "text/csv", GOOD).await.problem(404, "not_found");
        assert!(manager.all("/api/v1/jobs").await.is_empty());
    }

    async fn what_looks_like_a_formula_comes_in_as_text_and_goes_out_harmless(app) {
        let text = "number,name,hire_date,post\nI001,=cmd|' /C calc'!A0,2026-03-01,+1+1\n";
        let (job, rows) = run(&app.by("manager"), "", text).await;
        assert_eq!(counts(&job), [1, 0, 0, 0], "{rows:?}");
        let csv = app.by("manager").get("/api/v1/employees?q=I001").header("accept", "text/csv").await.expect(200).text();
        assert!(csv.contains("'=cmd") && csv.contains("'+1+1"), "{csv}");
        assert!(!csv.contains(",=cmd") && !csv.contains(",+1+1") && !csv.contains("\"=cmd"), "{csv}");
    }

    async fn jobs_and_their_reports_are_their_owners(app) {
        let reply = send(&app.by("manager"), "?dry_run=true", GOOD).await.expect(202);
        for person in ["deputy_a", "member_a1"] {
            app.by(person).get(&reply.header("location")).await.problem(404, "not_found");
            app.by(person).get(&format!("{}/rows", reply.header("location"))).await.problem(404, "not_found");
            assert!(app.by(person).all("/api/v1/jobs").await.is_empty());
        }
        send(&app.by("deputy_a"), "", GOOD).await.problem(403, "forbidden");
        send(&app.with_key("area_a"), "", GOOD).await.problem(403, "key_forbidden");
    }

    async fn whoever_ordered_an_import_is_told_of_its_end(app) {
        run(&app.by("manager"), "?mode=partial", MIXED).await;
        let manager = app.by("manager");
        let note = wait::until("the news", || async {
            manager.get("/api/v1/notifications").language("en").await.expect(200).data().into_iter().find(|n| n["event"] == "import.finished")
        })
        .await;
        assert_eq!(note["body"], "1 created, 1 updated, 1 refused");
    }

    async fn reports_can_be_narrowed_to_the_refused_rows(app) {
        let (job, _) = run(&app.by("manager"), "?mode=partial", MIXED).await;
        let refused = app.by("manager").all(&format!("/api/v1/jobs/{}/rows?outcome=refused", job["id"].as_str().unwrap())).await;
        assert_eq!(refused.len(), 1);
        let done = app.by("manager").all("/api/v1/jobs?state=done").await;
        assert_eq!(done.len(), 1);
    }

    async fn a_large_report_is_walked_page_by_page(app) {
        let (job, rows) = run(&app.by("manager"), "", &people(450)).await;
        assert_eq!(counts(&job), [450, 0, 0, 0]);
        let numbers: Vec<i64> = rows.iter().map(|r| r["row"].as_i64().unwrap()).collect();
        assert_eq!(numbers, (1..=450).collect::<Vec<_>>());
    }

    async fn importing_again_changes_nothing(app) {
        run(&app.by("manager"), "", GOOD).await;
        let entries = app.sql().count("audit_entries WHERE event LIKE 'employee.%'");
        let (job, rows) = run(&app.by("manager"), "", GOOD).await;
        assert_eq!(counts(&job), [0, 0, 2, 0], "{rows:?}");
        assert_eq!(app.sql().count("audit_entries WHERE event LIKE 'employee.%'"), entries);
    }

    async fn a_repeated_import_request_makes_one_job(app) {
        let manager = app.by("manager");
        let once = || manager.raw(Method::POST, "/api/v1/imports/employees", "text/csv", GOOD).once("import-1");
        let (first, again) = (once().await.expect(202), once().await.expect(202));
        assert_eq!(first.id(), again.id());
        assert_eq!(manager.all("/api/v1/jobs").await.len(), 1);
    }

    async fn an_import_of_a_crashed_server_is_finished_by_the_next(app) {
        let App { server, database, setting, department, .. } = app;
        let manager = Client::new(&server.base, Some(&department.person("manager").token));
        let job = send(&manager, "", GOOD).await.expect(202).header("location");
        server.kill();
        // The lease of the crashed server runs out.
        let past = if database.backend == tests::Backend::Sqlite { "1000000" } else { "now() - interval '1 minute'" };
        database.sql().run(&format!("UPDATE jobs SET lease_until = {past} WHERE lease_until IS NOT NULL"));
        let again = setting.serve();
        let manager = Client::new(&again.base, Some(&department.person("manager").token));
        let (done, _) = ended(&manager, &job).await;
        assert_eq!((&done["state"], counts(&done)), (&json!("done"), [2, 0, 0, 0]));
        drop((again, database));
    }

    async fn the_good_rows_of_a_long_file_are_taken_piece_by_piece_while_others_write(app) {
        let manager = app.by("manager");
        let job = send(&manager, "?mode=partial", people(2000)).await.expect(202).header("location");
        let halfway = begun(&manager, &job).await;
        let came = halfway["done_rows"].as_i64().unwrap();
        assert!(app.sql().count("employees WHERE number LIKE 'I%'") >= came, "what is counted is there");
        // Whoever writes meanwhile gets through.
        given::employee(&app, "BETWEEN", Some("team_a1")).await;
        let during = manager.get(&job).await.expect(200).json();
        assert_eq!(during["state"], "running", "the file was too short to see anything between");
        let waiting = app.sql().texts("SELECT input AS v FROM jobs").remove(0);
        assert!(waiting.len() > 1000 && !waiting.contains("I0001"), "a waiting file isn't in clear");
        let (job, rows) = ended(&manager, &job).await;
        assert_eq!((counts(&job), &job["total_rows"]), ([2000, 0, 0, 0], &json!(2000)));
        assert_eq!(rows.iter().map(|r| r["row"].as_i64().unwrap()).collect::<Vec<_>>(), (1..=2000).collect::<Vec<_>>());
        assert_eq!(app.sql().texts("SELECT input AS v FROM jobs"), [""]);
    }

    async fn a_long_import_of_a_crashed_server_goes_on_behind_its_last_piece(app) {
        let App { server, database, setting, department, .. } = app;
        let manager = Client::new(&server.base, Some(&department.person("manager").token));
        let job = send(&manager, "?mode=partial", people(2000)).await.expect(202).header("location");
        begun(&manager, &job).await;
        server.kill();
        let taken = database.sql().count("employees WHERE number LIKE 'I%'");
        assert!(taken > 0 && taken < 2000, "{taken} were there when the server went");
        assert_eq!(database.sql().count("job_rows"), taken, "rows are there with the report about them");
        let past = if database.backend == tests::Backend::Sqlite { "1000000" } else { "now() - interval '1 minute'" };
        database.sql().run(&format!("UPDATE jobs SET lease_until = {past} WHERE lease_until IS NOT NULL"));
        let again = setting.serve();
        let manager = Client::new(&again.base, Some(&department.person("manager").token));
        let (job, rows) = ended(&manager, &job).await;
        // Not `unchanged`: no row was taken twice.
        assert_eq!((counts(&job), rows.len()), ([2000, 0, 0, 0], 2000));
        assert_eq!(database.sql().count("audit_entries WHERE event = 'employee.created' AND subject_name LIKE '君%'"), 2000);
        drop((again, database));
    }

    async fn a_long_file_is_checked_as_it_would_be_taken_and_leaves_nothing(app) {
        // The last row is about somebody whom the first would have added.
        let text = format!("{}I0000,君改,2026-03-01\n", people(300));
        let entries = app.sql().count("audit_entries");
        let (job, rows) = run(&app.by("manager"), "?dry_run=true", &text).await;
        assert_eq!(counts(&job), [300, 1, 0, 0], "{:?}", rows.last());
        assert_eq!(app.sql().count("employees WHERE number LIKE 'I%'"), 0);
        assert_eq!(app.sql().count("audit_entries"), entries);
    }

    async fn all_or_nothing_has_a_bound(app) {
        let manager = app.by("manager");
        let problem = send(&manager, "", people(10_001)).await.problem(422, "import_too_long");
        assert_eq!(problem.json()["errors"][0]["detail"].as_str().map(|d| d.contains("10000")), Some(true), "{}", problem.told());
        assert!(manager.all("/api/v1/jobs").await.is_empty());
    }

    async fn an_import_by_somebody_who_lost_the_right_meanwhile_stops(app) {
        // The role at the time of the work counts, not the one at the time of the order.
        let seat = given::current_assignment(&app, &app.id("manager")).await["id"].as_str().unwrap().to_owned();
        let (manager, other) = (app.by("manager"), app.by("loose"));
        let job = send(&manager, "?mode=partial", people(2000)).await.expect(202).header("location");
        begun(&manager, &job).await;
        app.by("manager").post(&format!("/api/v1/role-assignments/{seat}/handovers"), json!({ "successor_id": app.id("loose") })).await.expect(201);
        let (job, rows) = ended(&manager, &job).await;
        assert_eq!((&job["state"], &job["error"]), (&json!("failed"), &json!("forbidden")), "{job}");
        let taken = app.sql().count("employees WHERE number LIKE 'I%'");
        assert!(taken > 0 && taken < 2000);
        assert_eq!((counts(&job), rows.len() as i64), ([taken, 0, 0, 0], taken), "what was taken by then stays, and is told");
        send(&manager, "", people(1)).await.problem(403, "forbidden");
        let (job, _) = run(&other, "?dry_run=true", &people(1)).await;
        assert_eq!(counts(&job), [0, 0, 1, 0]);
    }
}
