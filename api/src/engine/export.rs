//! Lists as JSON pages, or whole as CSV or NDJSON: the same operation, the same rules, the same filters, chosen by `Accept`.
//! Exports stream page by page, so their size doesn't matter, and leave an audit entry.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, Responder, web};
use contract::access::ActionTag;
use contract::{Code, Page};
use futures_util::stream;
use serde::Serialize;
use serde_json::Value;

use crate::access::{Can, Grant};
use crate::db::AnyConn;
use crate::engine::record::Record;
use crate::http::answer::Listed;
use crate::http::page::Paging;
use crate::problem::{Answer, Refusal, internal};

const CHUNK: i64 = 500;

/// CSV columns of a record, in order; nested values are named with dots.
pub trait Columns {
    const COLUMNS: &'static [&'static str];
}

/// Names the CSV columns of records.
#[macro_export]
macro_rules! csv_columns {
    ($($t:ty => [$($c:literal),+ $(,)?]),+ $(,)?) => {$(
        impl $crate::engine::export::Columns for $t { const COLUMNS: &'static [&'static str] = &[$($c),+]; }
    )+};
}
csv_columns!(
    contract::area::Area => ["id", "name", "fields", "deputy.id", "deputy.number", "deputy.name", "team_count", "version", "created_at", "updated_at"],
    contract::team::Team => ["id", "name", "area_id", "area_name", "lead.id", "lead.number", "lead.name", "member_count", "version", "created_at", "updated_at"],
    contract::assignment::RoleAssignment => ["id", "employee.id", "employee.number", "employee.name", "role", "team_id", "team_name", "area_id",
        "area_name", "starts_at", "ends_at", "current", "note", "version", "created_at"],
    contract::api_key::ApiKey => ["id", "name", "prefix", "owner.id", "owner.name", "actions", "reach", "area_id", "team_id", "expires_at",
        "last_used_at", "revoked_at", "version", "created_at"],
    contract::audit::AuditEntry => ["id", "at", "actor.id", "actor.number", "actor.name", "api_key_id", "event", "subject_kind", "subject_id",
        "subject_name", "team_id", "clause", "request_id", "changes"],
    contract::notification::Notification => ["id", "created_at", "event", "subject_kind", "subject_id", "title", "body", "read_at"],
    contract::attachment::Attachment => ["id", "subject_kind", "subject_id", "file_name", "media_type", "size", "sha256", "created_by.name", "created_at"],
    contract::import::Job => ["id", "kind", "state", "dry_run", "mode", "done_rows", "total_rows", "created_rows", "updated_rows",
        "unchanged_rows", "refused_rows", "error", "created_at", "finished_at"],
    contract::import::JobRow => ["row", "outcome", "key", "errors"],
);

#[derive(Clone, Copy, PartialEq)]
enum Format {
    Json,
    Csv,
    Ndjson,
}

fn format(accept: &str) -> Format {
    for part in accept.split(',') {
        match part.split(';').next().unwrap_or_default().trim() {
            "text/csv" => return Format::Csv,
            "application/x-ndjson" | "application/ndjson" => return Format::Ndjson,
            "application/json" | "*/*" => return Format::Json,
            _ => {}
        }
    }
    Format::Json
}

/// Answers a list in the format asked for. `fetch` reads one page inside the caller's reach.
pub async fn list<A, T, F>(
    can: Can<A>,
    name: &'static str,
    paging: Paging,
    fetch: F,
) -> Answer<HttpResponse>
where
    A: ActionTag,
    T: Serialize + Columns + Send + 'static,
    F: Fn(&mut AnyConn, &Grant, &Paging) -> Answer<Page<T>> + Clone + Send + 'static,
{
    let format = format(accept(&can.request));
    let grant = can.grant.clone();
    if format == Format::Json {
        let page = can.app.db.read(move |c| fetch(c, &grant, &paging)).await?;
        return Ok(Listed(page).respond_to(&can.request).map_into_boxed_body());
    }
    told(&can, name, format).await?;
    // The first page is read before the status line goes out, so that a refusal is still a refusal.
    let paging = paging.in_chunks(CHUNK);
    let (first_grant, first_paging, first_fetch) = (grant.clone(), paging.clone(), fetch.clone());
    let first = can
        .app
        .db
        .read(move |c| first_fetch(c, &first_grant, &first_paging))
        .await?;
    let app = can.app.clone();
    let state = (Some(first), paging, true);
    let body = stream::try_unfold(state, move |(page, paging, is_first)| {
        let (app, grant, fetch) = (app.clone(), grant.clone(), fetch.clone());
        async move {
            let Some(page) = page else {
                return Ok::<_, actix_web::Error>(None);
            };
            let text = render(&page.data, format, is_first)?;
            let Some(cursor) = page.next_cursor else {
                return Ok(Some((text, (None, paging, false))));
            };
            let paging = paging.next(&cursor)?;
            let ahead = paging.clone();
            let page = app.db.read(move |c| fetch(c, &grant, &ahead)).await?;
            Ok(Some((text, (Some(page), paging, false))))
        }
    });
    Ok(file(name, format).streaming(body))
}

fn accept(request: &HttpRequest) -> &str {
    let accept = request.headers().get(header::ACCEPT);
    accept.and_then(|v| v.to_str().ok()).unwrap_or_default()
}

/// Is a file wanted rather than JSON?
pub fn asked(request: &HttpRequest) -> bool {
    format(accept(request)) != Format::Json
}

/// Few rows that are at hand, as the file that was asked for.
pub async fn whole<A, T>(can: Can<A>, name: &'static str, rows: Vec<T>) -> Answer<HttpResponse>
where
    A: ActionTag,
    T: Serialize + Columns,
{
    let format = format(accept(&can.request));
    told(&can, name, format).await?;
    Ok(file(name, format).body(render(&rows, format, true)?))
}

/// That a list left the system stays in the audit trail.
async fn told<A: ActionTag>(can: &Can<A>, name: &'static str, format: Format) -> Answer<()> {
    let grant = &can.grant;
    let kind = if format == Format::Csv {
        "csv"
    } else {
        "ndjson"
    };
    let event = Record::new("list.exported", "list", grant.me(), name)
        .team(grant.actor.team_id)
        .owner(Some(grant.me()))
        .clause(A::ACTION.clause())
        .change("format", (), kind)
        .change("query", (), can.request.query_string());
    let acting = grant.acting.clone();
    can.app
        .db
        .write(move |tx| {
            event.clone().write(tx, &acting);
            Ok(())
        })
        .await
}

fn file(name: &str, format: Format) -> HttpResponseBuilder {
    let (media, extension) = match format {
        Format::Csv => ("text/csv; charset=utf-8", "csv"),
        _ => ("application/x-ndjson", "ndjson"),
    };
    let named = format!("attachment; filename=\"{name}.{extension}\"");
    let mut response = HttpResponse::Ok();
    response
        .insert_header((header::CONTENT_TYPE, media))
        .insert_header((header::CONTENT_DISPOSITION, named));
    response
}

fn render<T: Serialize + Columns>(rows: &[T], format: Format, first: bool) -> Answer<web::Bytes> {
    let mut out = Vec::new();
    if format == Format::Ndjson {
        for row in rows {
            serde_json::to_writer(&mut out, row).map_err(internal)?;
            out.push(b'\n');
        }
        return Ok(out.into());
    }
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(&mut out);
    if first {
        writer.write_record(T::COLUMNS).map_err(internal)?;
    }
    for row in rows {
        let value = serde_json::to_value(row).map_err(internal)?;
        writer
            .write_record(T::COLUMNS.iter().map(|c| cell(&value, c)))
            .map_err(internal)?;
    }
    writer.flush().map_err(internal)?;
    drop(writer);
    Ok(out.into())
}

fn cell(row: &Value, column: &str) -> String {
    let value = column.split('.').try_fold(row, |at, key| at.get(key));
    let text = match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(items)) if items.iter().all(Value::is_string) => items
            .iter()
            .filter_map(Value::as_str)
            .collect::<Vec<_>>()
            .join(" "),
        Some(other) => other.to_string(),
    };
    formula_safe(text)
}

/// A spreadsheet runs what begins like a formula; an apostrophe in front makes it text (OWASP, CSV injection).
fn formula_safe(text: String) -> String {
    match text.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r') => format!("'{text}"),
        _ => text,
    }
}

/// For handlers that have nothing but JSON to offer.
pub fn not_acceptable() -> Refusal {
    Refusal::new(Code::NotAcceptable)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_that_look_like_formulas_become_text() {
        for text in ["=1+1", "+886 2 1234", "-5", "@x", "\tx"] {
            assert_eq!(formula_safe(text.to_owned()), format!("'{text}"));
        }
        assert_eq!(formula_safe("林淑芬".to_owned()), "林淑芬");
    }

    #[test]
    fn nested_and_missing_values_have_a_cell() {
        let row = serde_json::json!({"lead": {"name": "A"}, "fields": ["people", "finance"], "n": 3, "x": null});
        assert_eq!(
            ["lead.name", "lead.id", "fields", "n", "x"].map(|c| cell(&row, c)),
            ["A", "", "people finance", "3", ""]
        );
    }
}
