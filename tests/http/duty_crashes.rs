//! Three servers on one PostgreSQL, each killed again and again while duties come due and are late: every occurrence is there once, and
//! whoever is to be told is told, of each once.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use tests::clock::{in_days, in_seconds};
use tests::{App, Backend, Client, json};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_comes_due_comes_once_and_is_told_however_often_servers_die() {
    let app = App::start(Backend::Postgres).await;
    let lead = app.by("lead_a1");
    let mut duties = Vec::new();
    for n in 0..12 {
        let body = json!({
            "clause": "3.3.4", "title": format!("檢查{n}"), "team_id": app.id("team_a1"), "rrule": "FREQ=DAILY", "day_rule": "any",
            "starts_on": in_days(0), "due_time": "23:59", "opens_hours": 48, "responsible": "rota", "rota": [app.id("member_a1"), app.id("member_a1b")],
            "checklist": [{ "key": "doors", "text": "門已上鎖", "proof": "tick" }]
        });
        duties.push(lead.post("/api/v1/duties", body).await.expect(201).id());
    }
    let whole = app.sql().count("duty_occurrences");
    // As if a month had passed without anybody: everything but the next days has to be said again; and the nearest ones are late.
    app.sql()
        .run("DELETE FROM duty_occurrences WHERE day > current_date + 2");
    app.sql()
        .run("UPDATE duties SET generated_to = (SELECT MAX(day) FROM duty_occurrences)");
    let late = in_seconds(-30);
    app.sql().run(&format!(
            "UPDATE duty_occurrences SET due_at = TIMESTAMPTZ '{late}' - (row_no.n * interval '1 second'), tell_at = TIMESTAMPTZ '{late}', told = 1, \
            escalate_at = TIMESTAMPTZ '{late}' FROM (SELECT id, ROW_NUMBER() OVER (ORDER BY id) AS n FROM duty_occurrences) AS row_no \
         WHERE row_no.id = duty_occurrences.id"
        ),
    );
    let told_of = app.sql().count("duty_occurrences");
    let App {
        server,
        database,
        setting,
        department,
        ..
    } = app;
    server.kill();
    let mut random: u64 = 0x5eed;
    let mut next = move || {
        random = random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        random >> 33
    };
    let mut servers = vec![setting.serve(), setting.serve(), setting.serve()];
    for _ in 0..14 {
        tokio::time::sleep(Duration::from_millis(300 + next() % 900)).await;
        let victim = usize::try_from(next()).unwrap() % servers.len();
        servers.swap_remove(victim).kill();
        servers.push(setting.serve());
    }
    tests::wait::until_within(60, "everything to be said and told", || async {
        let behind = database
            .sql()
            .count("duties WHERE generated_to < current_date + 20");
        let untold = database
            .sql()
            .count("duty_occurrences WHERE tell_at IS NOT NULL AND tell_at <= now()");
        let waiting = database.sql().count("outbox WHERE dispatched_at IS NULL");
        (behind + untold + waiting == 0).then_some(())
    })
    .await;
    assert_eq!(database.sql().count("duty_occurrences"), whole, "each once");
    assert_eq!(database.sql().count("(SELECT duty_id, day FROM duty_occurrences GROUP BY duty_id, day HAVING COUNT(*) > 1) AS twice"), 0);
    let base = servers[0].base.clone();
    let mut heard: BTreeMap<String, usize> = BTreeMap::new();
    let mut ids = BTreeSet::new();
    for who in ["member_a1", "member_a1b", "lead_a1"] {
        let client = Client::new(&base, Some(&department.person(who).token));
        for one in client.all("/api/v1/notifications").await {
            let event = one["event"].as_str().unwrap().to_owned();
            if ["duty.overdue", "duty.escalated"].contains(&event.as_str()) {
                *heard.entry(event).or_default() += 1;
                assert!(ids.insert(one["id"].as_str().unwrap().to_owned()));
            }
        }
    }
    let told_of = usize::try_from(told_of).unwrap();
    assert_eq!(
        heard,
        BTreeMap::from([
            ("duty.escalated".to_owned(), told_of),
            ("duty.overdue".to_owned(), told_of)
        ])
    );
    drop(servers);
}
