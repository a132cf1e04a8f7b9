use actix_multipart::Multipart;
use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG};
use actix_web::{HttpResponse, delete, get, post, web};
use contract::access::{ActionTag, tag};
use contract::attachment::{Attachment, AttachmentQuery, MAX_BYTES, Upload};
use contract::{Code, Page};
use futures_util::StreamExt;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::store::{self, Received, Row};
use crate::access::{Can, Grant};
use crate::app::App;
use crate::db::{AnyConn, Tx};
use crate::engine::export;
use crate::http::answer::{Addressed, Plain};
use crate::http::page::Paging;
use crate::http::path::Path;
use crate::http::query::Query;
use crate::organization::employee;
use crate::problem::{Answer, Refusal, internal};

pub fn mount_employee(cfg: &mut ServiceConfig) {
    cfg.service(list_employee_attachments)
        .service(add_employee_attachment);
}

pub fn mount(cfg: &mut ServiceConfig) {
    cfg.service(get_attachment)
        .service(download_attachment)
        .service(delete_attachment);
}

#[utoipa::path(tag = "attachments", operation_id = "list_employee_attachments", summary = "Documents of an employee",
    params(("id" = Uuid, Path), AttachmentQuery),
    responses((status = 200, description = "A page of attachments", body = Page<Attachment>)), extensions(("x-action" = json!("document_read"))))]
#[get("/{id}/attachments")]
async fn list_employee_attachments(
    can: Can<tag::DocumentRead>,
    id: Path<Uuid>,
    Query(query): Query<AttachmentQuery>,
) -> Answer<HttpResponse> {
    let id = id.into_inner();
    let paging = paging(&can.app, &query)?;
    export::list(can, "attachments", paging, move |c, grant, paging| {
        // An employee outside the reach is 404, not an empty list.
        employee::store::row(c, grant.reach(), id)?;
        let subject = (store::EMPLOYEE, id);
        store::of_subject(c, grant, subject, store::DOCUMENT, paging)
    })
    .await
}

/// How files of one record are listed.
fn paging(app: &App, query: &AttachmentQuery) -> Answer<Paging> {
    Paging::new(app, "attachments", query, "attachments.id", store::SORTS)
}

#[utoipa::path(tag = "attachments", operation_id = "add_employee_attachment", summary = "Add a document to an employee",
    description = "One part named `file`, at most 20 MiB. Images, PDF, office documents, ZIP, plain text and CSV; told by content.",
    params(("id" = Uuid, Path)), request_body(content = Upload, content_type = "multipart/form-data"),
    responses((status = 201, description = "The attachment", body = Attachment)), extensions(("x-action" = json!("document_manage"))))]
#[post("/{id}/attachments")]
async fn add_employee_attachment(
    can: Can<tag::DocumentManage>,
    id: Path<Uuid>,
    payload: web::Payload,
) -> Answer<HttpResponse> {
    let id = id.into_inner();
    // Checked before the upload is read, and again in the write.
    let grant = can.grant.clone();
    can.app
        .db
        .point(move |c| employee::store::row(c, grant.reach(), id).map(|_| ()))
        .await?;
    let (file, fingerprint) = receive(&can, payload).await?;
    can.make(fingerprint, 201, move |tx, grant| {
        let made = store::add_to_employee(tx, grant, id, &file)?;
        let location = made.path();
        Ok((made, location))
    })
    .await
}

/// Reads the one file that is sent and stores its content; also what stands for it in a repeat.
async fn receive<A: ActionTag>(
    can: &Can<A>,
    payload: web::Payload,
) -> Answer<(Received, [u8; 32])> {
    let media = can
        .request
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default();
    if !media.starts_with("multipart/form-data") {
        return Err(Refusal::new(Code::UnsupportedMediaType));
    }
    let (name, bytes) = one_file(Multipart::new(can.request.headers(), payload)).await?;
    let size = bytes.len() as i64;
    let fingerprint = *blake3::Hasher::new()
        .update(name.as_bytes())
        .update(b"\n")
        .update(&bytes)
        .finalize()
        .as_bytes();
    let (app, shown) = (can.app.clone(), name.clone());
    let stored = web::block(move || app.files.put(&bytes, &shown))
        .await
        .map_err(internal)??;
    Ok((Received { name, size, stored }, fingerprint))
}

/// The one part named `file`.
async fn one_file(mut parts: Multipart) -> Answer<(String, Vec<u8>)> {
    let mut found = None;
    while let Some(part) = parts.next().await {
        let mut part = part.map_err(|_| Refusal::new(Code::BadRequest))?;
        if part.name() != Some("file") || found.is_some() {
            return Err(Refusal::new(Code::Invalid).field(
                "/file",
                "unknown_field",
                "one part named file",
            ));
        }
        let name = part
            .content_disposition()
            .and_then(|d| d.get_filename())
            .unwrap_or("file")
            .to_owned();
        let mut bytes = Vec::new();
        while let Some(chunk) = part.next().await {
            let chunk = chunk.map_err(|_| Refusal::new(Code::BadRequest))?;
            if bytes.len() + chunk.len() > MAX_BYTES {
                return Err(Refusal::new(Code::BodyTooLarge));
            }
            bytes.extend_from_slice(&chunk);
        }
        found = Some((clean_name(&name), bytes));
    }
    found
        .filter(|(_, bytes)| !bytes.is_empty())
        .ok_or_else(|| Refusal::new(Code::Invalid).field("/file", "required", ""))
}

/// The last path part, without control characters or quotes, at most 120 characters.
fn clean_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = last
        .chars()
        .filter(|c| !c.is_control() && !matches!(c, '"' | '<' | '>' | ':' | '|' | '?' | '*'))
        .take(120)
        .collect();
    if kept.trim().is_empty() {
        "file".to_owned()
    } else {
        kept
    }
}

#[utoipa::path(tag = "attachments", operation_id = "get_attachment", summary = "One attachment, without its content", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The attachment", body = Attachment)), extensions(("x-action" = json!("document_read"))))]
#[get("/{id}")]
async fn get_attachment(can: Can<tag::DocumentRead>, id: Path<Uuid>) -> Answer<Plain<Attachment>> {
    let grant = can.grant.clone();
    Ok(Plain(
        can.app
            .db
            .point(move |c| store::get(c, &grant, grant.reach(), *id))
            .await?,
    ))
}

#[utoipa::path(tag = "attachments", operation_id = "download_attachment", summary = "The content of an attachment", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The bytes, with the type told from them", body = Vec<u8>, content_type = "application/octet-stream")),
    extensions(("x-action" = json!("document_read"))))]
#[get("/{id}/content")]
async fn download_attachment(can: Can<tag::DocumentRead>, id: Path<Uuid>) -> Answer<HttpResponse> {
    let grant = can.grant.clone();
    let row = can
        .app
        .db
        .point(move |c| store::row(c, grant.reach(), *id))
        .await?;
    content(&can.app, row).await
}

/// Files of a record of some module: the module says who sees the record, and what is kept with a file.
pub struct OfRecord<A: ActionTag> {
    pub can: Can<A>,
    pub id: Uuid,
}

impl<A: ActionTag> OfRecord<A> {
    pub async fn list(
        self,
        query: AttachmentQuery,
        list: fn(&mut AnyConn, &Grant, Uuid, &Paging) -> Answer<Page<Attachment>>,
    ) -> Answer<HttpResponse> {
        let OfRecord { can, id } = self;
        let paging = paging(&can.app, &query)?;
        export::list(can, "attachments", paging, move |c, grant, paging| {
            list(c, grant, id, paging)
        })
        .await
    }

    /// `records`: the list that the record is of, as in its address.
    pub async fn add(
        self,
        payload: web::Payload,
        records: &'static str,
        seen: fn(&mut AnyConn, &Grant, Uuid) -> Answer<()>,
        add: fn(&mut Tx, &Grant, Uuid, &Received) -> Answer<Attachment>,
    ) -> Answer<HttpResponse> {
        let OfRecord { can, id } = self;
        // Checked before the upload is read, and again in the write.
        let grant = can.grant.clone();
        can.app.db.point(move |c| seen(c, &grant, id)).await?;
        let (file, fingerprint) = receive(&can, payload).await?;
        can.make(fingerprint, 201, move |tx, grant| {
            let made = add(tx, grant, id, &file)?;
            let location = format!("/api/v1/{records}/{id}/attachments/{}/content", made.id);
            Ok((made, location))
        })
        .await
    }

    pub async fn content(
        self,
        file: Uuid,
        one: fn(&mut AnyConn, &Grant, Uuid, Uuid) -> Answer<Row>,
    ) -> Answer<HttpResponse> {
        let OfRecord { can, id } = self;
        let grant = can.grant.clone();
        let row = can.app.db.point(move |c| one(c, &grant, id, file)).await?;
        content(&can.app, row).await
    }
}

/// The bytes of a file; a browser saves them and runs nothing.
async fn content(app: &web::Data<App>, row: Row) -> Answer<HttpResponse> {
    let (app, sha256) = (app.clone(), row.sha256.clone());
    let bytes = web::block(move || app.files.read(&sha256))
        .await
        .map_err(internal)??;
    let encoded: String = row
        .file_name
        .bytes()
        .map(|b| {
            if b.is_ascii_alphanumeric() || b"-_.".contains(&b) {
                char::from(b).to_string()
            } else {
                format!("%{b:02X}")
            }
        })
        .collect();
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, row.media_type))
        .insert_header((
            CONTENT_DISPOSITION,
            format!("attachment; filename*=UTF-8''{encoded}"),
        ))
        .insert_header((CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'"))
        .insert_header((ETAG, format!("\"{}\"", row.sha256)))
        .body(bytes))
}

#[utoipa::path(tag = "attachments", operation_id = "delete_attachment", summary = "Remove an attachment; its audit entries remain", params(("id" = Uuid, Path)),
    responses((status = 204, description = "Removed")), extensions(("x-action" = json!("document_manage"))))]
#[delete("/{id}")]
async fn delete_attachment(can: Can<tag::DocumentManage>, id: Path<Uuid>) -> Answer<HttpResponse> {
    can.remove(move |tx, grant| store::remove(tx, grant, *id))
        .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_lose_paths_and_controls() {
        assert_eq!(clean_name("../../etc/passwd"), "passwd");
        assert_eq!(clean_name("C:\\x\\合約\u{7}.pdf"), "合約.pdf");
        assert_eq!(clean_name("///"), "file");
    }
}
