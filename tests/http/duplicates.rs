//! One customer, one record (5.1.3): a shared phone, further contacts, records that look alike, telling them apart, making them one.

use std::collections::BTreeSet;

use tests::{App, Backend, Client, Reply, Value, both, json};

use crate::approvals::explain;
use crate::customer_plans::{fill, id};

const PATH: &str = "/api/v1/customers";

async fn customer(client: &Client, body: Value) -> Reply {
    client.post(PATH, body).await.expect(201)
}

async fn merge(client: &Client, kept: &Reply, gone: &Reply, more: Value) -> Reply {
    let mut body = json!({ "other_id": gone.id(), "other_version": gone.json()["version"], "because": "同一人" });
    body.as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    client
        .post(&format!("{}/merges", kept.header("location")), body)
        .header("if-match", &kept.etag())
        .await
}

async fn named(client: &Client, query: &str) -> Vec<String> {
    let list = client.all(&format!("{PATH}?{query}")).await;
    list.iter()
        .map(|c| c["id"].as_str().unwrap().to_owned())
        .collect()
}

async fn called(client: &Client, customer: &str, note: &str) -> String {
    let body = json!({ "customer_id": customer, "channel": "call", "outcome": "reached", "at": tests::clock::in_seconds(-60), "note": note });
    client
        .post("/api/v1/activities", body)
        .await
        .expect(201)
        .id()
}

/// Tables that hold something about a customer, as the database's own keys say.
fn keepers(app: &App) -> BTreeSet<String> {
    let sql = match app.backend {
        Backend::Sqlite => {
            "SELECT m.name || '.' || f.\"from\" AS v FROM sqlite_master m, pragma_foreign_key_list(m.name) f WHERE f.\"table\" = 'customers'"
        }
        Backend::Postgres => {
            "SELECT c.conrelid::regclass || '.' || a.attname AS v FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid \
                AND a.attnum = c.conkey[1] WHERE c.contype = 'f' AND c.confrelid = 'customers'::regclass"
        }
    };
    app.sql().texts(sql).into_iter().collect()
}

both! {
    async fn a_family_shares_a_phone_once_somebody_says_so(app) {
        let member = app.by("member_a1");
        let phone = "13812345678";
        let wife = customer(&member, json!({ "name": "王美玲", "phone": phone })).await;
        let mut husband = json!({ "name": "李大明", "phone": "138-1234-5678" });
        let told = member.post(PATH, husband.clone()).await.problem(409, "customer_similar").at("/phone", "customer_similar");
        assert_eq!(told.json()["current"]["id"], json!(wife.id()));
        husband["different_because"] = json!("夫妻共用");
        let husband = customer(&member, husband).await;
        let child = customer(&member, json!({ "name": "李小寶", "phone": phone, "different_because": "母親電話" })).await;
        assert_eq!(named(&member, "q=13812345678").await.len(), 3);
        member.post(PATH, json!({ "name": "李大明", "phone": phone, "different_because": "x" })).await.problem(409, "customer_exists");
        // The first one changes; the others keep what they share, and it is still a question for the next.
        member.patch(&wife.header("location"), &wife.etag(), json!({ "phone": "13900000000" })).await.expect(200);
        let same = member.patch(&husband.header("location"), &husband.etag(), json!({ "phone": "+86 138 1234 5678", "needs": "養老" }));
        same.await.expect(200);
        member.post(PATH, json!({ "name": "陳五", "phone": phone })).await.problem(409, "customer_similar");
        assert_eq!(named(&member, "q=13812345678").await.len(), 2);
        let seen = member.post(&format!("{}/reveals", child.header("location")), json!({ "reason": "回電" })).await.expect(201);
        assert_eq!(seen.str("/phone"), phone);
    }

    async fn a_file_asks_whose_a_shared_phone_is(app) {
        customer(&app.by("member_a1"), json!({ "name": "王美玲", "phone": "13812345678" })).await;
        let manager = app.by("manager");
        let take = |csv: &'static str| {
            let manager = &manager;
            async move {
                let reply = manager.raw(tests::Method::POST, "/api/v1/imports/customers?mode=partial", "text/csv", csv).await;
                let path = reply.expect(202).header("location");
                let job = tests::wait::until("the import", || async {
                    let job = manager.get(&path).await.expect(200).json();
                    (job["state"] == "done").then_some(job)
                });
                let job = job.await;
                ["created_rows", "updated_rows", "refused_rows"].map(|n| job[n].as_i64().unwrap())
            }
        };
        assert_eq!(take("name,phone,class\n李大明,13812345678,A\n王美玲,13812345678,B\n").await, [0, 1, 1]);
        assert_eq!(take("name,phone,different_because\n李大明,13812345678,夫妻\n").await, [1, 0, 0]);
        assert_eq!(take("name,phone,class\n李大明,13812345678,C\n").await, [0, 1, 0]);
    }

    async fn further_contacts_are_kept_phones_among_them_sealed_and_found(app) {
        let member = app.by("member_a1");
        let made = customer(&member, json!({ "name": "王美玲", "phone": "13812345678" })).await;
        let path = format!("{}/contacts", made.header("location"));
        let add = |body: Value, tag: String| {
            let (member, path) = (&member, &path);
            async move { member.post(path, body).header("if-match", &tag).await }
        };
        let office = json!({ "kind": "phone", "label": "公司", "value": "02-2345-6789" });
        member.post(&path, office.clone()).await.problem(428, "if_match_missing");
        let one = add(office.clone(), made.etag()).await.expect(200);
        add(office, made.etag()).await.problem(412, "stale_version");
        assert_eq!((one.str("/contacts/0/value"), one.str("/contacts/0/label")), ("••••6789".to_owned(), "公司".to_owned()));
        assert_eq!(app.sql().count("customer_contacts WHERE sealed LIKE '%6789%' OR hash LIKE '%6789%' OR value IS NOT NULL"), 0);
        let two = add(json!({ "kind": "line", "value": "meiling" }), one.etag()).await.expect(200);
        assert_eq!(two.str("/contacts/1/value"), "meiling");
        for (kind, value) in [("phone", "call me"), ("email", "nobody"), ("line", ""), ("pigeon", "x")] {
            let wrong = add(json!({ "kind": kind, "value": value }), two.etag()).await;
            wrong.problem(422, "invalid");
        }
        assert_eq!(named(&member, "q=0223456789").await, [made.id()]);
        let seen = member.post(&format!("{}/reveals", made.header("location")), json!({ "reason": "回電" })).await.expect(201);
        assert_eq!(seen.json()["contacts"], json!([{ "id": two.str("/contacts/0/id"), "value": "02-2345-6789" }]));
        app.by("member_a1b").delete(&format!("{path}/{}", two.str("/contacts/0/id"))).await.problem(404, "not_found");
        member.delete(&format!("{path}/{}", two.str("/contacts/0/id"))).await.expect(204);
        member.delete(&format!("{path}/{}", two.str("/contacts/0/id"))).await.problem(404, "not_found");
        assert_eq!(named(&member, "q=0223456789").await, Vec::<String>::new());
        let mut tag = member.get(&made.header("location")).await.expect(200).etag();
        for n in 1..20 {
            tag = add(json!({ "kind": "other", "value": format!("{n}") }), tag).await.expect(200).etag();
        }
        add(json!({ "kind": "other", "value": "x" }), tag).await.problem(409, "too_many_contacts");
        let trail = app.by("lead_a1").all(&format!("/api/v1/audit-entries?subject_kind=customer&subject_id={}", made.id())).await;
        let trail = json!(trail).to_string();
        assert!(!trail.contains("2345-6789") && !trail.contains("23456789"), "no number stands in the trail");
    }

    async fn records_that_nothing_tells_apart_are_shown_until_somebody_says_what_they_are(app) {
        let (member, lead) = (app.by("member_a1"), app.by("lead_a1"));
        let one = customer(&member, json!({ "name": "王美玲", "phone": "13812345678", "gender": "female" })).await;
        assert_eq!(one.json()["doubtful"], false);
        let two = customer(&app.by("member_a1b"), json!({ "name": "王美玲", "birthday": "1980-05-01" })).await;
        assert_eq!(two.json()["doubtful"], true);
        customer(&member, json!({ "name": "王美玲", "phone": "13812345600", "gender": "male", "birthday": "1990-05-01" })).await;
        let far = customer(&app.by("member_b1"), json!({ "name": "王美玲", "gender": "female" })).await;
        // The one of B1 is like both, the man like neither.
        let doubtful = named(&app.by("manager"), "doubtful=true").await;
        assert_eq!(BTreeSet::from_iter(doubtful), BTreeSet::from([one.id(), two.id(), far.id()]));
        assert_eq!(named(&lead, "doubtful=true").await.len(), 2);
        assert_eq!(named(&lead, "doubtful=false").await.len(), 1);
        let like = lead.get(&format!("{}/duplicates", one.header("location"))).await.expect(200).json();
        assert_eq!((like["data"].as_array().unwrap().len(), &like["data"][0]["likeness"]), (1, &json!("name")));
        assert_eq!(like["data"][0]["customer"]["id"], json!(two.id()));
        let standing = || async {
            let board = lead.get("/api/v1/regulation/compliance").await.expect(200).json();
            let clauses = board["chapters"].as_array().unwrap().iter().flat_map(|c| c["clauses"].as_array().unwrap().clone());
            let mine = clauses.into_iter().find(|c| c["clause"] == "5.1.3").unwrap();
            assert_eq!(mine["state"], "breached", "the records are thin as well: {mine}");
            (mine["further"][0]["state"].clone(), mine["further"][0]["figure"]["value"].clone())
        };
        assert_eq!(standing().await, (json!("at_risk"), json!(2.0)));
        let apart = |client: Client, other: String| {
            let path = format!("{}/distinctions", one.header("location"));
            async move { client.post(&path, json!({ "other_id": other, "because": "本人確認" })).await }
        };
        apart(app.by("lead_a1"), far.id()).await.problem(422, "unknown_reference");
        apart(app.by("lead_a1"), one.id()).await.problem(409, "conflict");
        apart(app.by("manager"), two.id()).await.expect(200);
        apart(app.by("manager"), two.id()).await.expect(200);
        let now = apart(app.by("manager"), far.id()).await.expect(200);
        assert_eq!(now.json()["doubtful"], false);
        // Those two are still alike, until a birthday tells them apart.
        assert_eq!(named(&app.by("manager"), "doubtful=true").await.len(), 2);
        app.by("member_b1").patch(&far.header("location"), &far.etag(), json!({ "birthday": "1981-05-01" })).await.expect(200);
        assert_eq!(named(&app.by("manager"), "doubtful=true").await, Vec::<String>::new());
        assert_eq!(standing().await, (json!("met"), json!(0.0)));
        assert_eq!(lead.get(&format!("{}/duplicates", one.header("location"))).await.expect(200).json()["data"], json!([]));
    }

    async fn two_records_become_one_and_nothing_of_either_is_lost(app) {
        let (member, lead) = (app.by("member_a1"), app.by("lead_a1"));
        let spouse = json!({ "name": "李大明", "relation": "spouse" });
        let policy = |number: &str| json!({ "insurer": "國泰人壽", "product": "終身壽險", "number": number, "state": "in_force" });
        let kept = customer(&member, json!({ "name": "王美玲", "phone": "13812345678", "email": "mei@example.com", "needs": "養老",
            "tags": ["新婚"], "family": [spouse], "policies": [policy("L1")], "protection_needs": [{ "kind": "medical" }] })).await;
        let gone = customer(&app.by("member_a1b"), json!({ "name": "王美玲", "phone": "13900000000", "email": "ling@example.com", "needs": "醫療",
            "birthday": "1980-05-01", "class": "a", "identity_number": "A223456789", "tags": ["企業主", "新婚"],
            "family": [spouse, { "name": "李小寶", "relation": "child" }], "policies": [policy("L1"), policy("L2")],
            "protection_needs": [{ "kind": "retirement" }, { "kind": "medical" }] })).await;
        let (first, second) = (called(&member, &kept.id(), "一").await, called(&app.by("member_a1b"), &gone.id(), "二").await);
        let case = json!({ "customer_id": gone.id() });
        let case = app.by("member_a1b").post("/api/v1/cases", case).await.expect(201);
        let line = app.by("member_a1b").post(&format!("{}/contacts", gone.header("location")), json!({ "kind": "line", "value": "ling" }));
        line.header("if-match", &gone.etag()).await.expect(200);
        let gone = app.by("member_a1b").get(&format!("{PATH}/{}", gone.id())).await.expect(200);
        let body = json!({ "other_id": gone.id(), "other_version": gone.json()["version"], "take": ["phone"], "because": "換過電話" });
        let path = format!("{}/merges", kept.header("location"));
        member.post(&path, body.clone()).header("if-match", &kept.etag()).await.problem(403, "forbidden");
        let now = lead.post(&path, body).header("if-match", &kept.etag()).await.expect(200).json();
        assert_eq!((&now["phone"], &now["identity_number"], &now["birthday"], &now["class"]), (&json!("••••0000"), &json!("••••6789"), &json!("1980-05-01"), &json!("a")));
        assert_eq!((&now["needs"], &now["tags"], &now["email"]), (&json!("養老\n醫療"), &json!(["新婚", "企業主"]), &json!("mei@example.com")));
        assert_eq!(now["family"].as_array().unwrap().len(), 2);
        let numbers: Vec<_> = now["policies"].as_array().unwrap().iter().map(|p| p["number"].clone()).collect();
        assert_eq!(json!(numbers), json!(["L1", "L2"]));
        let needs: Vec<_> = now["protection_needs"].as_array().unwrap().iter().map(|n| n["kind"].clone()).collect();
        assert_eq!(json!(needs), json!(["medical", "retirement"]));
        let contacts: BTreeSet<_> = now["contacts"].as_array().unwrap().iter().map(|c| format!("{} {}", c["kind"], c["value"])).collect();
        assert_eq!(contacts, BTreeSet::from(["\"email\" \"ling@example.com\"".to_owned(), "\"line\" \"ling\"".to_owned(), "\"phone\" \"••••5678\"".to_owned()]));
        assert_eq!((&now["owner"]["id"], &now["doubtful"]), (&json!(app.id("member_a1")), &json!(false)));
        let done = member.all(&format!("{PATH}/{}/activities", kept.id())).await;
        let done: BTreeSet<_> = done.iter().map(|a| a["id"].as_str().unwrap().to_owned()).collect();
        assert_eq!(done, BTreeSet::from([first, second]));
        let moved = lead.get(&case.header("location")).await.expect(200).json();
        assert_eq!(moved["customer"]["id"], json!(kept.id()));
        for q in ["13812345678", "13900000000", "A223456789"] {
            assert_eq!(named(&lead, &format!("q={q}")).await, [kept.id()], "{q}");
        }
        let seen = member.post(&format!("{}/reveals", kept.header("location")), json!({ "reason": "回電" })).await.expect(201).json();
        assert_eq!((&seen["phone"], &seen["identity_number"], &seen["contacts"][0]["value"]), (&json!("13900000000"), &json!("A223456789"), &json!("13812345678")));
        // Whoever still asks for the other one is told where it is, if they may see it.
        let told = lead.get(&gone_path(&gone)).await.problem(410, "customer_merged").json();
        assert_eq!(told["current"]["id"], json!(kept.id()));
        app.by("member_a1b").get(&gone_path(&gone)).await.problem(404, "not_found");
        for event in ["customer.merged", "customer.merged_away"] {
            assert_eq!(lead.all(&format!("/api/v1/audit-entries?event={event}")).await.len(), 1, "{event}");
        }
        tests::wait::until("the owner of the other one to be told", || async {
            let news = app.by("member_a1b").all("/api/v1/notifications").await;
            news.iter().any(|n| n["event"] == "customer.merged").then_some(())
        }).await;
        // A chain ends at the last.
        let last = customer(&member, json!({ "name": "王美玲", "different_because": "x" })).await;
        let kept = lead.get(&kept.header("location")).await.expect(200);
        let body = json!({ "other_id": kept.id(), "other_version": kept.json()["version"], "because": "同一人" });
        lead.post(&format!("{}/merges", last.header("location")), body).header("if-match", &last.etag()).await.expect(200);
        assert_eq!(lead.get(&gone_path(&gone)).await.problem(410, "customer_merged").json()["current"]["id"], json!(last.id()));
        assert_eq!(app.sql().count("customers"), 1);
    }

    async fn whoever_leaves_meanwhile_leaves_nobody_behind_unseen(app) {
        let (lead, manager) = (app.by("lead_a1"), app.by("manager"));
        let leave = json!({ "leave_date": tests::clock::in_days(-1) });
        for leaver in ["member_a1", "member_a1b"] {
            let moved = customer(&lead, json!({ "name": "王美玲", "different_because": "x" })).await;
            let to = json!({ "owner_id": app.id(leaver), "note": "交接" });
            let path = format!("{}/transfers", moved.header("location"));
            let hand_over = lead.post(&path, to).header("if-match", &moved.etag());
            let member = app.by(leaver);
            let new = member.post(PATH, json!({ "name": "李四", "different_because": "x" }));
            let path = format!("/api/v1/employees/{}/departures", app.id(leaver));
            let departure = manager.post(&path, leave.clone());
            let (moved, new, gone) = tokio::join!(hand_over, new, departure);
            gone.expect(200);
            assert!([200, 422].contains(&moved.status.as_u16()), "{}", moved.text());
            assert!([201, 401, 422].contains(&new.status.as_u16()), "{}", new.text());
            let left = app.sql().count(&format!("customers WHERE owner_id = {}", id(&app, leaver)));
            let marked = app.sql().count(&format!("customers WHERE orphaned AND owner_id = {}", id(&app, leaver)));
            assert_eq!(left, marked);
            let taken = usize::from(moved.status == 200) + usize::from(new.status == 201);
            assert_eq!(usize::try_from(left).unwrap(), taken);
        }
    }

    async fn every_table_that_holds_something_about_a_customer_is_taken_along(app) {
        // What is listed here is filled by the test above, or emptied with the record: a new table needs a keeper in `merge.rs`.
        let known = ["activities.customer_id", "cases.customer_id", "customer_contacts.customer_id", "customer_distinctions.one_id",
            "customer_distinctions.other_id", "customer_family.customer_id", "customer_merges.kept_id", "customer_needs.customer_id", "customer_policies.customer_id",
            "customer_tags.customer_id", "event_invitations.customer_id", "service_requests.customer_id"];
        assert_eq!(keepers(&app), BTreeSet::from_iter(known.map(str::to_owned)));
    }

    async fn what_differs_or_is_out_of_reach_isnt_merged(app) {
        let (member, lead) = (app.by("member_a1"), app.by("lead_a1"));
        let one = customer(&member, json!({ "name": "王美玲", "identity_number": "A223456789" })).await;
        let two = customer(&member, json!({ "name": "王美玲", "identity_number": "A223456780" })).await;
        let three = customer(&member, json!({ "name": "王小玲" })).await;
        let far = customer(&app.by("member_b1"), json!({ "name": "王大玲" })).await;
        merge(&lead, &one, &two, json!({})).await.problem(409, "customers_differ").at("/other_id", "customers_differ");
        merge(&lead, &one, &far, json!({})).await.problem(422, "unknown_reference");
        merge(&lead, &one, &one, json!({})).await.problem(409, "conflict");
        merge(&lead, &one, &three, json!({ "other_version": 7 })).await.problem(412, "stale_version");
        merge(&lead, &one, &three, json!({ "take": ["soul"] })).await.problem(422, "invalid");
        merge(&lead, &one, &three, json!({ "because": "" })).await.problem(422, "invalid");
        member.patch(&one.header("location"), &one.etag(), json!({ "needs": "養老" })).await.expect(200);
        merge(&lead, &one, &three, json!({})).await.problem(412, "stale_version");
        assert_eq!(app.sql().count("customers"), 4);
    }

    async fn of_two_merges_at_once_one_wins(app) {
        let (member, lead, manager) = (app.by("member_a1"), app.by("lead_a1"), app.by("manager"));
        let one = customer(&member, json!({ "name": "王美玲" })).await;
        let two = customer(&member, json!({ "name": "王美玲" })).await;
        called(&member, &one.id(), "一").await;
        called(&member, &two.id(), "二").await;
        let (a, b) = tokio::join!(merge(&lead, &one, &two, json!({})), merge(&manager, &two, &one, json!({})));
        let mut codes = [a.status.as_u16(), b.status.as_u16()];
        codes.sort_unstable();
        assert_eq!(codes[0], 200, "{} {}", a.text(), b.text());
        assert!([404, 410, 412, 422].contains(&codes[1]), "{} {}", a.text(), b.text());
        assert_eq!((app.sql().count("customers"), app.sql().count("activities")), (1, 2));
    }

    async fn a_tag_and_a_doubt_are_found_by_an_index(app) {
        fill(&app, 4000);
        let own = id(&app, "member_a1");
        app.sql().run("INSERT INTO customer_tags (tag, customer_id) SELECT '罕見', id FROM customers ORDER BY id LIMIT 3");
        app.sql().run("INSERT INTO customer_tags (tag, customer_id) SELECT '常見', id FROM customers");
        app.sql().run("ANALYZE");
        let bearing = "customers.id IN (SELECT ct.customer_id FROM customer_tags ct WHERE ct.tag = '罕見')";
        let whole = |plan: &str| plan.lines().any(|line| line.contains("Seq Scan on customers") || line.trim() == "SCAN customers");
        let (team, area) = (id(&app, "team_a1"), id(&app, "area_a"));
        let reaches = ["1 = 1".to_owned(), format!("customers.owner_id = {own}"), format!("customers.team_id = {team}"),
            format!("customers.team_id IN (SELECT rt.id FROM teams rt WHERE rt.area_id = {area})")];
        for reach in reaches {
            for what in [bearing, "customers.doubtful", "customers.orphaned"] {
                let query = format!("SELECT * FROM customers WHERE {reach} AND {what} ORDER BY customers.pinyin, customers.id LIMIT 51");
                let plan = explain(&app, &query);
                assert!(!whole(&plan), "{query}\n{plan}");
            }
        }
        let query = format!("SELECT * FROM customers WHERE {bearing} ORDER BY customers.pinyin, customers.id LIMIT 51");
        let plan = explain(&app, &query);
        assert!(!plan.contains("customers_pinyin"), "{plan}");
        // What looks like one of them, by name or by phone.
        let last = char::from_u32(0x0010_FFFF).unwrap();
        let apart = format!("NOT EXISTS (SELECT 1 FROM customer_distinctions d WHERE d.other_id = customers.id AND d.one_id = {own})");
        let query = format!("SELECT * FROM customers WHERE ((customers.name_key = '客戶9' AND (customers.birthday IS NULL OR customers.birthday = '1980-01-01') \
            AND {apart} OR (customers.phone_hash >= '0-9' AND customers.phone_hash < '0-9{last}') AND {apart}) AND customers.id <> {own}) LIMIT 20");
        let plan = explain(&app, &query);
        assert!(!whole(&plan) && plan.contains("customers_name_birthday") && plan.contains("phone_hash"), "{plan}");
        let manager = app.by("manager");
        assert_eq!(named(&manager, "tag=%E7%BD%95%E8%A6%8B").await.len(), 3);
        let page = manager.get(&format!("{PATH}?tag=%E5%B8%B8%E8%A6%8B&limit=50&include=total")).await.expect(200);
        assert_eq!((page.data().len(), page.json()["total"].as_i64()), (50, Some(16000)));
    }
}

fn gone_path(gone: &Reply) -> String {
    format!("{PATH}/{}", gone.id())
}
