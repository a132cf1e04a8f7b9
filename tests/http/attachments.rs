//! Documents of employees: told by content, kept once, inside the reach.

use sha2::{Digest, Sha256};
use tests::{App, Method, both, json};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89";

fn folder(app: &App, person: &str) -> String {
    format!("/api/v1/employees/{}/attachments", app.id(person))
}

fn stored_files(app: &App) -> usize {
    fn count(path: &std::path::Path) -> usize {
        std::fs::read_dir(path)
            .into_iter()
            .flatten()
            .flatten()
            .map(|e| {
                if e.path().is_dir() {
                    count(&e.path())
                } else {
                    1
                }
            })
            .sum()
    }
    count(&app.path().join("data/attachments"))
}

both! {
    async fn a_file_comes_back_byte_for_byte_with_its_type_and_hash(app) {
        let manager = app.by("manager");
        let made = manager.upload(&folder(&app, "member_a1"), "合約.png", PNG).await.expect(201);
        let record = made.json();
        let hash: String = Sha256::digest(PNG).iter().map(|b| format!("{b:02x}")).collect();
        assert_eq!((&record["media_type"], &record["size"], &record["sha256"]), (&json!("image/png"), &json!(PNG.len()), &json!(hash)));
        assert_eq!((&record["file_name"], &record["subject_kind"], &record["subject_id"]), (&json!("合約.png"), &json!("employee"), &json!(app.id("member_a1"))));
        let file = manager.get(&format!("{}/content", made.header("location"))).await.expect(200);
        assert_eq!(file.bytes, PNG);
        assert_eq!(file.header("content-type"), "image/png");
        let disposition = file.header("content-disposition");
        assert!(disposition.starts_with("attachment") && disposition.contains("UTF-8''%E5%90%88"), "{disposition}");
        assert!(file.header("content-security-policy").contains("sandbox"));
        assert_eq!(manager.get(&folder(&app, "member_a1")).await.expect(200).data().len(), 1);
    }

    async fn the_content_decides_the_type_and_what_a_browser_would_run_is_refused(app) {
        let manager = app.by("manager");
        let pdf = manager.upload(&folder(&app, "member_a1"), "bild.png", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n").await.expect(201);
        assert_eq!(pdf.str("/media_type"), "application/pdf");
        let text = manager.upload(&folder(&app, "member_a1"), "notes.txt", "會議記錄".as_bytes()).await.expect(201);
        assert_eq!(text.str("/media_type"), "text/plain");
        for (name, bytes) in [
            ("x.png", &b"<!DOCTYPE html><script>alert(1)</script>"[..]),
            ("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
            ("x.pdf", b"\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\x3e\x00"),
            ("x.txt", b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff"),
            ("x.bin", b"just text under a strange name"),
            ("x.sh", b"#!/bin/sh\nrm -rf /\n"),
        ] {
            manager.upload(&folder(&app, "member_a1"), name, bytes).await.problem(415, "file_type_refused");
        }
        assert_eq!(manager.get(&folder(&app, "member_a1")).await.expect(200).data().len(), 2);
    }

    async fn a_content_is_kept_once_however_often_it_is_filed(app) {
        let manager = app.by("manager");
        manager.upload(&folder(&app, "member_a1"), "a.png", PNG).await.expect(201);
        manager.upload(&folder(&app, "member_b1"), "b.png", PNG).await.expect(201);
        assert_eq!(stored_files(&app), 1);
    }

    async fn twenty_mebibytes_are_taken_and_no_byte_more(app) {
        let manager = app.by("manager");
        let mut big = PNG.to_vec();
        big.resize(20 * 1024 * 1024, 7);
        manager.upload(&folder(&app, "member_a1"), "big.png", &big).await.expect(201);
        big.push(7);
        manager.upload(&folder(&app, "member_a1"), "bigger.png", &big).await.problem(413, "body_too_large");
        assert_eq!(stored_files(&app), 1);
    }

    async fn an_upload_is_one_file_and_nothing_else(app) {
        let manager = app.by("manager");
        let path = folder(&app, "member_a1");
        manager.upload(&path, "empty.txt", b"").await.problem(422, "invalid").at("/file", "required");
        manager.post(&path, json!({ "file": "x" })).await.problem(415, "unsupported_media_type");
        let form = |body: &'static str| manager.raw(Method::POST, &path, "multipart/form-data; boundary=xx", body);
        form("--xx\r\nContent-Disposition: form-data; name=\"other\"\r\n\r\nx\r\n--xx--\r\n").await.problem(422, "invalid");
        let cut = form("--xx\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\nx").await;
        assert_eq!(cut.status, 400, "{}", cut.told());
        assert_eq!(manager.get(&path).await.expect(200).data().len(), 0);
    }

    async fn a_hostile_file_name_loses_its_path(app) {
        let made = app.by("manager").upload(&folder(&app, "member_a1"), "../../..\\etc/pass<wd>.txt", b"text").await.expect(201);
        let name = made.str("/file_name");
        assert!(!name.contains('/') && !name.contains("..") && !name.contains('<'), "{name}");
    }

    async fn documents_are_the_persons_and_the_line_aboves_but_not_the_leads(app) {
        let made = app.by("manager").upload(&folder(&app, "member_a1"), "a.png", PNG).await.expect(201).header("location");
        for (person, list, one) in [("member_a1", 200, 200), ("deputy_a", 200, 200), ("manager", 200, 200), ("lead_a1", 403, 403), ("member_a1b", 404, 404), ("deputy_b", 404, 404)] {
            app.by(person).get(&folder(&app, "member_a1")).await.expect(list);
            app.by(person).get(&made).await.expect(one);
            app.by(person).get(&format!("{made}/content")).await.expect(one);
        }
        app.by("deputy_b").delete(&made).await.problem(404, "not_found");
        app.by("deputy_b").upload(&folder(&app, "member_a1"), "b.png", PNG).await.problem(404, "not_found");
    }

    async fn a_removed_document_is_gone_and_its_trail_remains(app) {
        let manager = app.by("manager");
        let made = manager.upload(&folder(&app, "member_a1"), "a.png", PNG).await.expect(201).header("location");
        manager.delete(&made).await.expect(204);
        for path in [made.clone(), format!("{made}/content")] {
            manager.get(&path).await.problem(404, "not_found");
        }
        manager.delete(&made).await.problem(404, "not_found");
        let events: Vec<String> = manager
            .all(&format!("/api/v1/audit-entries?subject_id={}", app.id("member_a1")))
            .await
            .iter()
            .map(|e| e["event"].as_str().unwrap().to_owned())
            .collect();
        assert!(events.contains(&"attachment.added".to_owned()) && events.contains(&"attachment.removed".to_owned()), "{events:?}");
    }

    async fn a_repeated_upload_makes_one_document(app) {
        let manager = app.by("manager");
        let once = || manager.upload(&folder(&app, "member_a1"), "a.txt", b"some text").once("upload-1");
        let first = once().await.expect(201).id();
        assert_eq!(once().await.expect(201).id(), first);
        assert_eq!(manager.get(&folder(&app, "member_a1")).await.expect(200).data().len(), 1);
    }

    async fn the_person_is_told_of_a_new_document(app) {
        app.by("manager").upload(&folder(&app, "member_a1"), "a.png", PNG).await.expect(201);
        let mine = app.by("member_a1");
        tests::wait::until("the news", || async {
            mine.get("/api/v1/notifications").await.expect(200).data().into_iter().find(|n| n["event"] == "attachment.added")
        })
        .await;
    }
}
