use actix_web::http::header::CONTENT_TYPE;
use actix_web::{HttpResponse, post, web};
use contract::Code;
use contract::access::{ActionTag, tag};
use contract::import::{ImportMode, ImportQuery, Job};
use utoipa_actix_web::service_config::ServiceConfig;

use super::{Import, Params, SEALED, employees, file};
use crate::access::Can;
use crate::engine::job::store::{self, NewJob};
use crate::http::body::collect;
use crate::http::query::Query;
use crate::problem::{Answer, Refusal};

const MAX_BYTES: usize = 20 * 1024 * 1024;

pub fn mount(cfg: &mut ServiceConfig) {
    cfg.service(import_employees);
}

#[utoipa::path(tag = "imports", operation_id = "import_employees", summary = "Import employees from CSV",
    description = "UTF-8, comma-separated, with a header of these columns in any order: `number` and `name` (required), `status`, `hire_date` \
        (required for new people), `team` (by name), `post`, `email`, `phone`, `locale`. People are found by `number`. Answers a job; follow \
        `Location`, then read its rows.",
    params(ImportQuery),
    request_body(content = String, content_type = "text/csv", description = "The file",
        example = "number,name,hire_date,team\nE0101,林淑芬,2026-03-01,北一組\n"),
    responses((status = 202, description = "The job that runs the import", body = Job)), extensions(("x-action" = json!("employee_import"))))]
#[post("/employees")]
async fn import_employees(
    can: Can<tag::EmployeeImport>,
    Query(query): Query<ImportQuery>,
    payload: web::Payload,
) -> Answer<HttpResponse> {
    let input = text(&can, payload).await?;
    order(can, &query, &employees::IMPORT, input).await
}

/// The file as text: CSV in UTF-8, at most 20 MiB.
pub async fn text<A: ActionTag>(can: &Can<A>, payload: web::Payload) -> Answer<String> {
    let media = can
        .request
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default();
    if media.split(';').next().unwrap_or_default().trim() != "text/csv" {
        return Err(Refusal::new(Code::UnsupportedMediaType));
    }
    body(can, payload).await
}

/// The same whatever it calls itself; for modules that read another kind of file, too.
pub async fn body<A: ActionTag>(can: &Can<A>, payload: web::Payload) -> Answer<String> {
    can.grant.whole_department()?;
    utf8(collect(&can.request, &mut payload.into_inner(), MAX_BYTES).await?)
}

/// Text without the mark that some programs put in front.
pub fn utf8(bytes: Vec<u8>) -> Answer<String> {
    let input = String::from_utf8(bytes).map_err(|_| Refusal::new(Code::BadCsv).detail("UTF-8"))?;
    Ok(match input.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => input,
    })
}

/// Makes the job that imports a file: 202 and its address.
pub async fn order<A: ActionTag>(
    can: Can<A>,
    query: &ImportQuery,
    import: &'static Import,
    input: String,
) -> Answer<HttpResponse> {
    can.grant.whole_department()?;
    check_header(import, &input)?;
    let dry_run = query.dry_run.unwrap_or(false);
    let mode = query.mode.unwrap_or_default();
    let most = import.take.at_once();
    if !dry_run && mode == ImportMode::Atomic && file::count(&input) > most {
        return Err(Refusal::new(Code::ImportTooLong).field(
            "mode",
            "length",
            format!("max: {most}"),
        ));
    }
    let params = Params {
        api_key_id: can.grant.acting.api_key_id,
        request_id: can.grant.acting.request_id.clone(),
        locale: can.grant.locale,
    };
    let new = NewJob {
        kind: import.kind,
        dry_run,
        mode,
        params: serde_json::to_string(&params).map_err(crate::problem::internal)?,
        // Files of people wait for the worker no more in the clear than they end up.
        input: can.app.secrets.seal_text(SEALED, &input)?,
    };
    let fingerprint = *blake3::hash(input.as_bytes()).as_bytes();
    can.make(fingerprint, 202, move |tx, grant| {
        let id = store::create(tx, grant, &new)?;
        Ok((
            store::get(tx.conn, grant, id)?,
            format!("/api/v1/jobs/{id}"),
        ))
    })
    .await
}

/// Known columns only, each once, the required ones there: told at once, before a job is made.
fn check_header(import: &Import, input: &str) -> Answer<()> {
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(input.as_bytes());
    let headers = reader.headers().map_err(|_| Refusal::new(Code::BadCsv))?;
    let mut refusal = Refusal::new(Code::BadCsv);
    for (n, header) in headers.iter().enumerate() {
        if !import.columns.contains(&header) {
            refusal = refusal.field(header, "unknown_column", import.columns.join(", "));
        } else if headers.iter().take(n).any(|h| h == header) {
            refusal = refusal.field(header, "duplicate_field", "");
        }
    }
    for required in import.required {
        if !headers.iter().any(|h| h == *required) {
            refusal = refusal.field(*required, "required", "");
        }
    }
    if refusal.errors().is_empty() {
        Ok(())
    } else {
        Err(refusal)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_checked_before_anything_runs() {
        assert!(check_header(&employees::IMPORT, "number,name,team\n").is_ok());
        for bad in ["", "name\n", "number,name,colour\n", "number,name,name\n"] {
            assert!(check_header(&employees::IMPORT, bad).is_err(), "{bad}");
        }
    }
}
