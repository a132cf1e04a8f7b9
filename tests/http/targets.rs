//! Targets (5.3.1): every level sums, each changes only what lies below them, what was published stays as it was.

use std::collections::BTreeMap;

use tests::{App, Client, Reply, Value, both, json};

use crate::given;

const PATH: &str = "/api/v1/targets";

async fn drafted(app: &App, amount: i64, split: &str) -> Reply {
    let manager = app.by("manager");
    let indicators = manager.get("/api/v1/indicators").await.expect(200).data();
    let body = json!({ "indicator_id": indicators[0]["id"], "period": "year", "starts_on": "2027-01-01", "amount": amount, "split": split });
    manager.post(PATH, body).await.expect(201)
}

async fn published(app: &App, amount: i64) -> Reply {
    let draft = drafted(app, amount, "headcount").await;
    let call = app.by("manager").post(
        &format!("{}/publications", draft.header("location")),
        json!({}),
    );
    call.header("if-match", &draft.etag()).await.expect(200)
}

async fn revise(client: &Client, target: &Reply, nodes: Vec<Value>) -> Reply {
    let path = format!("{PATH}/{}/revisions", target.id());
    let call = client.post(&path, json!({ "reason": "北一組調整", "nodes": nodes }));
    call.header("if-match", &target.etag()).await
}

fn nodes(target: &Reply) -> Vec<Value> {
    target.json()["nodes"].as_array().unwrap().clone()
}

fn node(target: &Reply, column: &str, id: &str, level: &str) -> Value {
    let mut all = nodes(target).into_iter();
    let found = all.find(|n| n[column] == json!(id) && n["level"] == level);
    found.unwrap_or_else(|| panic!("no {level} node of {id}"))
}

fn amount(node: &Value, more: i64) -> Value {
    json!({ "id": node["id"], "amount": node["amount"].as_i64().unwrap() + more })
}

fn of(app: &App, target: &Reply, who: &str) -> Value {
    node(target, "owner_id", &app.id(who), "member")
}

#[track_caller]
fn sums(target: &Reply) {
    let mut below: BTreeMap<String, i64> = BTreeMap::new();
    for node in nodes(target) {
        if let Some(parent) = node["parent_id"].as_str() {
            *below.entry(parent.to_owned()).or_default() += node["amount"].as_i64().unwrap();
        }
    }
    for node in nodes(target) {
        if let Some(sum) = below.get(node["id"].as_str().unwrap()) {
            assert_eq!(node["amount"], *sum, "{node}");
        }
    }
}

both! {
    async fn a_draft_is_the_whole_organization_and_sums_at_every_level(app) {
        let manager = app.by("manager");
        manager.post("/api/v1/teams", json!({ "name": "直屬組" })).await.expect(201);
        let draft = drafted(&app, 1_000_003, "equal").await;
        sums(&draft);
        let all = nodes(&draft);
        let count = |level: &str| all.iter().filter(|n| n["level"] == level).count();
        assert_eq!((count("department"), count("area"), count("team"), count("member")), (1, 2, 4, 9));
        let loose = all.iter().find(|n| n["name"] == "直屬組").unwrap();
        assert_eq!((&loose["parent_id"], &loose["area_id"]), (&all[0]["id"], &Value::Null), "a team of no area hangs below the department");
        let again = json!({ "indicator_id": draft.json()["indicator_id"], "period": "year", "starts_on": "2027-01-01", "amount": 1 });
        manager.post(PATH, again.clone()).await.problem(409, "target_exists");
        let mut late = again;
        late["starts_on"] = json!("2027-02-01");
        manager.post(PATH, late).await.problem(422, "invalid").at("/starts_on", "period_start");
    }

    async fn a_revision_that_doesnt_sum_is_refused_with_node_and_figures_and_changes_nothing(app) {
        let target = published(&app, 900_000).await;
        let [one, other] = [of(&app, &target, "member_a1"), of(&app, &target, "member_a1b")];
        let manager = app.by("manager");
        let refused = revise(&manager, &target, vec![amount(&one, 500), amount(&other, -499)]).await.problem(422, "target_sum");
        let team = node(&target, "team_id", &app.id("team_a1"), "team");
        let told = refused.json()["errors"][0]["detail"].as_str().unwrap().to_owned();
        let (name, given) = (team["name"].as_str().unwrap(), team["amount"].as_i64().unwrap());
        assert!(told.contains(&format!("{name}: {} ≠ {given} (+1)", given + 1)), "{told}");
        let same = manager.get(&format!("{PATH}/{}", target.id())).await.expect(200);
        assert_eq!((same.json(), app.sql().count("targets")), (target.json(), 1), "nothing is kept of a refused revision");
        revise(&manager, &target, vec![amount(&one, -10_000_000)]).await.problem(422, "invalid").at("/nodes/0/amount", "range");
    }

    async fn a_published_tree_stays_readable_and_its_revision_has_number_and_reason(app) {
        let old = published(&app, 900_000).await;
        let [one, other] = [of(&app, &old, "member_a1"), of(&app, &old, "member_a1b")];
        let new = revise(&app.by("lead_a1"), &old, vec![amount(&one, 500), amount(&other, -500)]).await.expect(200);
        assert_eq!((new.json()["revision"].clone(), new.str("/reason"), new.str("/state")), (json!(2), "北一組調整".to_owned(), "published".to_owned()));
        let manager = app.by("manager");
        let kept = manager.get(&format!("{PATH}/{}", old.id())).await.expect(200);
        let untouched = |n: &Value| (n["id"].clone(), n["amount"].clone());
        assert_eq!(kept.str("/state"), "superseded");
        assert_eq!(nodes(&kept).iter().map(untouched).collect::<Vec<_>>(), nodes(&old).iter().map(untouched).collect::<Vec<_>>());
        let now = manager.get(&format!("{PATH}/{}", new.id())).await.expect(200);
        sums(&now);
        assert_eq!(of(&app, &now, "member_a1")["amount"], one["amount"].as_i64().unwrap() + 500);
        revise(&manager, &kept, vec![amount(&one, 0)]).await.problem(409, "conflict");
        let audit = manager.all("/api/v1/audit-entries?event=target.revised").await;
        assert_eq!(audit[0]["changes"]["revision"], json!({ "from": 1, "to": 2 }));
        assert_eq!(app.by("member_a1").all(PATH).await.len(), 2);
    }

    async fn each_sees_their_nodes_and_changes_only_what_lies_below_their_own(app) {
        let draft = drafted(&app, 900_000, "headcount").await;
        let path = draft.header("location");
        app.by("member_a1").get(&path).await.problem(404, "not_found");
        let call = app.by("deputy_a").post(&format!("{path}/publications"), json!({}));
        call.header("if-match", &draft.etag()).await.problem(403, "forbidden");
        let call = app.by("manager").post(&format!("{path}/publications"), json!({}));
        let target = call.header("if-match", &draft.etag()).await.expect(200);
        let mine = app.by("member_a1").get(&path).await.expect(200);
        assert_eq!((nodes(&mine).len(), nodes(&mine)[0]["changeable"].clone()), (1, json!(false)));
        let seen = app.by("lead_a1").get(&path).await.expect(200);
        let changeable = |reply: &Reply| nodes(reply).iter().filter(|n| n["changeable"] == true).count();
        assert_eq!((nodes(&seen).len(), changeable(&seen)), (4, 3));
        let south = app.by("deputy_b").get(&path).await.expect(200);
        assert_eq!((nodes(&south).len(), changeable(&south)), (5, 4), "their area, its team and three members");
        revise(&app.by("member_a1"), &target, vec![amount(&of(&app, &target, "member_a1"), -1)]).await.problem(403, "forbidden");
        let foreign = of(&app, &target, "member_b1");
        revise(&app.by("lead_a1"), &target, vec![amount(&foreign, 0)]).await.problem(422, "unknown_reference").at("/nodes/0/id", "unknown_reference");
        let own = node(&target, "team_id", &app.id("team_a1"), "team");
        revise(&app.by("lead_a1"), &target, vec![amount(&own, 1)]).await.problem(422, "unknown_reference");
        let area = node(&target, "area_id", &app.id("area_a"), "area");
        revise(&app.by("deputy_a"), &target, vec![amount(&area, 1)]).await.problem(422, "unknown_reference");
    }

    async fn whoever_came_since_is_told_of_and_added_by_a_revision_that_sums(app) {
        let target = published(&app, 900_000).await;
        let new = given::employee(&app, "Z901", Some("team_a1")).await["id"].as_str().unwrap().to_owned();
        let lead = app.by("lead_a1");
        let seen = lead.get(&format!("{PATH}/{}", target.id())).await.expect(200);
        assert_eq!(seen.json()["uncovered"].as_array().unwrap().iter().map(|u| u["owner_id"].clone()).collect::<Vec<_>>(), [json!(new)]);
        let one = of(&app, &target, "member_a1");
        let call = |given: i64| {
            let body = json!({ "reason": "新人報到", "nodes": [amount(&one, -given)], "additions": [{ "owner_id": new, "amount": 500 }] });
            lead.post(&format!("{PATH}/{}/revisions", target.id()), body).header("if-match", &target.etag())
        };
        call(499).await.problem(422, "target_sum");
        let made = call(500).await.expect(200);
        sums(&app.by("manager").get(&format!("{PATH}/{}", made.id())).await.expect(200));
        assert_eq!((made.json()["uncovered"].clone(), node(&made, "owner_id", &new, "member")["amount"].clone()), (json!([]), json!(500)));
        let again = json!({ "reason": "再次", "additions": [{ "owner_id": new, "amount": 0 }] });
        let again = lead.post(&format!("{PATH}/{}/revisions", made.id()), again).header("if-match", &made.etag());
        again.await.problem(422, "invalid").at("/additions/0/owner_id", "conflict");
        let foreign = json!({ "reason": "越界", "additions": [{ "owner_id": app.id("member_b1"), "amount": 0 }] });
        let foreign = lead.post(&format!("{PATH}/{}/revisions", made.id()), foreign).header("if-match", &made.etag());
        foreign.await.problem(422, "unknown_reference").at("/additions/0/owner_id", "unknown_reference");
    }

    async fn a_new_team_comes_with_its_members_and_whoever_moved_is_set_to_nothing(app) {
        let target = published(&app, 900_000).await;
        let manager = app.by("manager");
        let team = manager.post("/api/v1/teams", json!({ "name": "新設組" })).await.expect(201).id();
        let path = format!("/api/v1/employees/{}", app.id("member_a1"));
        let (_, tag) = given::tagged(&manager, &path).await;
        manager.post(&format!("{path}/transfers"), json!({ "team_id": team, "note": "新設" })).header("if-match", &tag).await.expect(200);
        let mine = of(&app, &target, "member_a1");
        let whole = mine["amount"].as_i64().unwrap();
        let old = node(&target, "team_id", &app.id("team_a1"), "team");
        let area = node(&target, "area_id", &app.id("area_a"), "area");
        let body = json!({ "reason": "成立新設組", "nodes": [amount(&mine, -whole), amount(&old, -whole), amount(&area, -whole)],
            "additions": [{ "owner_id": app.id("member_a1"), "amount": whole }, { "team_id": team, "amount": whole }] });
        let made = manager.post(&format!("{PATH}/{}/revisions", target.id()), body).header("if-match", &target.etag()).await.expect(200);
        sums(&made);
        let theirs: Vec<Value> = nodes(&made).into_iter().filter(|n| n["owner_id"] == json!(app.id("member_a1"))).collect();
        assert_eq!(theirs.iter().map(|n| n["amount"].as_i64().unwrap()).collect::<Vec<_>>(), [0, whole]);
        let placed = node(&made, "team_id", &team, "team");
        assert_eq!((&placed["parent_id"], &theirs[1]["parent_id"]), (&nodes(&made)[0]["id"], &placed["id"]));
    }

    async fn a_proposal_sums_at_every_level_and_changes_nothing(app) {
        let target = published(&app, 900_001).await;
        let manager = app.by("manager");
        let root = nodes(&target)[0]["id"].as_str().unwrap().to_owned();
        for by in ["equal", "headcount", "actuals"] {
            let path = format!("{PATH}/{}/split?node_id={root}&by={by}&amount=1000007", target.id());
            let split = manager.get(&path).await.expect(200).json();
            let parts = split["nodes"].as_array().unwrap().clone();
            assert_eq!(parts.len(), nodes(&target).len());
            let made = revise(&manager, &target, parts.clone()).await;
            if by == "equal" {
                sums(&made.expect(200));
            } else {
                made.problem(409, "conflict");
            }
        }
        let split = app.by("lead_a1").get(&format!("{PATH}/{}/split?node_id={root}", target.id())).await;
        split.problem(404, "not_found");
        let team = node(&target, "team_id", &app.id("team_a1"), "team")["id"].as_str().unwrap().to_owned();
        let split = app.by("lead_a1").get(&format!("{PATH}/{}/split?node_id={team}", target.id())).await.expect(200).json();
        assert_eq!(split["nodes"].as_array().unwrap().len(), 4);
    }

    async fn of_two_revisions_at_once_one_wins(app) {
        let target = published(&app, 900_000).await;
        let [one, other] = [of(&app, &target, "member_a1"), of(&app, &target, "member_a1b")];
        let (lead, manager) = (app.by("lead_a1"), app.by("manager"));
        let (a, b) = futures_util::future::join(
            revise(&lead, &target, vec![amount(&one, 1), amount(&other, -1)]),
            revise(&manager, &target, vec![amount(&one, -7), amount(&other, 7)])
        ).await;
        let mut answers = [a.status.as_u16(), b.status.as_u16()];
        answers.sort();
        assert!(answers[0] == 200 && [409, 412].contains(&answers[1]), "{answers:?}");
        assert_eq!(app.sql().count("targets WHERE state = 'published'"), 1);
        assert_eq!(app.sql().count("targets"), 2);
    }

    async fn the_board_counts_levels_that_dont_sum(app) {
        let manager = app.by("manager");
        let indicators = manager.get("/api/v1/indicators").await.expect(200).data();
        let year = &tests::clock::in_days(0)[..4];
        let body = json!({ "indicator_id": indicators[0]["id"], "period": "year", "starts_on": format!("{year}-01-01"), "amount": 900 });
        let draft = manager.post(PATH, body).await.expect(201);
        let call = manager.post(&format!("{}/publications", draft.header("location")), json!({}));
        call.header("if-match", &draft.etag()).await.expect(200);
        let clause = || async {
            let board = app.by("manager").get("/api/v1/regulation/compliance").await.expect(200).json();
            let chapters = board["chapters"].as_array().unwrap().clone();
            let all = chapters.iter().flat_map(|c| c["clauses"].as_array().unwrap().clone());
            all.into_iter().find(|c| c["clause"] == "5.3.1").unwrap()
        };
        let found = clause().await;
        assert_eq!((&found["state"], &found["figure"]["value"]), (&json!("met"), &json!(0.0)), "{found}");
        given::employee(&app, "Z901", Some("team_a1")).await;
        assert_eq!(clause().await["state"], "at_risk", "somebody new has no target yet");
        app.sql().run("UPDATE target_nodes SET amount = amount + 1 WHERE level = 'team'");
        let found = clause().await;
        assert_eq!(found["state"], "breached", "{found}");
    }

    async fn a_large_tree_is_read_and_proved_by_its_indexes(app) {
        let target = published(&app, 900_000).await;
        let id = |text: &str| match app.backend {
            tests::Backend::Sqlite => format!("x'{}'", text.replace('-', "")),
            tests::Backend::Postgres => format!("'{text}'::uuid"),
        };
        let (series, key) = match app.backend {
            tests::Backend::Sqlite => ("WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < 60)", "randomblob(16)"),
            tests::Backend::Postgres => ("WITH s AS (SELECT generate_series(1, 60) AS n)", "gen_random_uuid()"),
        };
        // Sixty periods before, each with its tree.
        app.sql().run(&format!("INSERT INTO targets (id, indicator_id, period, starts_on, ends_on, state, revision, version, created_at, updated_at) \
            {series} SELECT {key}, indicator_id, 'month', starts_on, ends_on, 'superseded', n, 1, created_at, updated_at FROM s, targets"));
        app.sql().run(&format!("INSERT INTO target_nodes (id, target_id, level, area_id, team_id, owner_id, name, place, amount) \
            {series} SELECT {key}, t.id, k.level, k.area_id, k.team_id, k.owner_id, k.name, k.place * 100 + n, k.amount FROM s, targets t, target_nodes k \
            WHERE t.period = 'month' AND s.n < 20"));
        app.sql().run("ANALYZE");
        let (tree, node) = (id(&target.id()), id(nodes(&target)[0]["id"].as_str().unwrap()));
        for query in [
            format!("SELECT id FROM target_nodes WHERE target_id = {tree} ORDER BY place"),
            format!("SELECT id FROM target_nodes WHERE target_id = {tree} AND parent_id = {node}"),
            format!("SELECT 1 FROM target_nodes k JOIN targets p ON p.id = k.target_id WHERE k.owner_id = {} AND p.state = 'published'", id(&app.id("member_a1"))),
        ] {
            let plan = crate::approvals::explain(&app, &query);
            assert!(plan.contains("target_nodes_") && !plan.contains("Seq Scan on target_nodes") && !plan.contains("SCAN k"), "{query}\n{plan}");
        }
    }
}
