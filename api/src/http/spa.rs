//! Everything served beside the API: the SPA's files (precompressed, kept in memory), the contract and its viewer, health and
//! metrics.

use std::collections::HashMap;
use std::path::Path;

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, get, web};
use contract::Code;
use utoipa_actix_web::service_config::ServiceConfig;
use utoipa_swagger_ui::SwaggerUi;

use crate::app::App;
use crate::problem::{Answer, Refusal};

struct File {
    media_type: &'static str,
    plain: web::Bytes,
    brotli: Option<web::Bytes>,
    gzip: Option<web::Bytes>,
    /// The name carries a hash of the content.
    immutable: bool,
}

/// The built SPA, read once at start.
#[derive(Default)]
pub struct Spa {
    files: HashMap<String, File>,
}

impl Spa {
    pub fn load(dist: &Path) -> Spa {
        let mut spa = Spa::default();
        spa.read(dist, dist);
        spa
    }

    fn read(&mut self, root: &Path, folder: &Path) {
        let Ok(entries) = std::fs::read_dir(folder) else {
            return;
        };
        for path in entries.flatten().map(|e| e.path()) {
            if path.is_dir() {
                self.read(root, &path);
                continue;
            }
            let name = path
                .strip_prefix(root)
                .unwrap_or(&path)
                .to_string_lossy()
                .replace('\\', "/");
            if name.ends_with(".br") || name.ends_with(".gz") {
                continue;
            }
            let beside = |suffix: &str| {
                std::fs::read(format!("{}{suffix}", path.display()))
                    .ok()
                    .map(web::Bytes::from)
            };
            if let Ok(plain) = std::fs::read(&path) {
                let stem = path
                    .file_name()
                    .map(|n| n.to_string_lossy().into_owned())
                    .unwrap_or_default();
                let file = File {
                    media_type: media_type(&name),
                    plain: plain.into(),
                    brotli: beside(".br"),
                    gzip: beside(".gz"),
                    immutable: has_hash(&stem),
                };
                self.files.insert(name, file);
            }
        }
    }

    /// A file of the SPA, or its page for every other path (the SPA routes by itself).
    pub fn respond(&self, request: &HttpRequest) -> Answer<HttpResponse> {
        if request.method() != actix_web::http::Method::GET
            && request.method() != actix_web::http::Method::HEAD
        {
            return Err(Refusal::new(Code::MethodNotAllowed).allow("GET, HEAD".to_owned()));
        }
        let name = request.path().trim_start_matches('/');
        let looks_like_file = name.rsplit('/').next().unwrap_or_default().contains('.');
        let file = match self.files.get(name) {
            Some(file) => file,
            None if looks_like_file => return Err(Refusal::new(Code::NotFound)),
            None => self
                .files
                .get("index.html")
                .ok_or_else(|| Refusal::new(Code::NotFound))?,
        };
        let accepts = request
            .headers()
            .get(header::ACCEPT_ENCODING)
            .and_then(|v| v.to_str().ok())
            .unwrap_or_default();
        let mut response = HttpResponse::Ok();
        response
            .insert_header((header::CONTENT_TYPE, file.media_type))
            .insert_header((header::VARY, "accept-encoding"));
        response.insert_header((
            header::CACHE_CONTROL,
            if file.immutable {
                "public, max-age=31536000, immutable"
            } else {
                "no-cache"
            },
        ));
        let body = match (&file.brotli, &file.gzip) {
            (Some(bytes), _) if accepts.contains("br") => {
                response.insert_header((header::CONTENT_ENCODING, "br"));
                bytes
            }
            (_, Some(bytes)) if accepts.contains("gzip") => {
                response.insert_header((header::CONTENT_ENCODING, "gzip"));
                bytes
            }
            _ => &file.plain,
        };
        Ok(response.body(body.clone()))
    }
}

fn has_hash(name: &str) -> bool {
    name.split(['.', '-', '_'])
        .any(|part| part.len() >= 8 && part.chars().all(|c| c.is_ascii_hexdigit()))
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" | "webmanifest" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        _ => "application/octet-stream",
    }
}

/// Operations outside `/api/v1` that belong to the contract.
pub fn documented(cfg: &mut ServiceConfig) {
    cfg.service(livez).service(readyz).service(metrics);
}

/// Contract, viewer, health.
pub fn documents(cfg: &mut web::ServiceConfig) {
    cfg.service(livez)
        .service(readyz)
        .service(metrics)
        .service(openapi_json)
        .service(web::redirect("/docs", "/docs/"))
        .service(
            SwaggerUi::new("/docs/{_:.*}")
                .config(utoipa_swagger_ui::Config::from("/api/openapi.json")),
        );
}

#[get("/api/openapi.json")]
async fn openapi_json(app: web::Data<App>) -> HttpResponse {
    HttpResponse::Ok().json(&app.document.0)
}

/// The process runs.
#[utoipa::path(tag = "operations", operation_id = "get_liveness", summary = "Is the process alive?",
    responses((status = 200, description = "Alive", body = String, content_type = "text/plain", example = "ok")))]
#[get("/livez")]
async fn livez() -> &'static str {
    "ok"
}

/// The process can serve: its database answers.
#[utoipa::path(tag = "operations", operation_id = "get_readiness", summary = "Can the server serve?",
    responses((status = 200, description = "Ready", body = String, content_type = "text/plain", example = "ok"),
              (status = 503, description = "The database doesn't answer")))]
#[get("/readyz")]
async fn readyz(app: web::Data<App>) -> Answer<&'static str> {
    if app.db.ready().await {
        Ok("ok")
    } else {
        Err(Refusal::new(Code::Busy))
    }
}

/// Figures for Prometheus, to callers on this machine only.
#[utoipa::path(tag = "operations", operation_id = "get_metrics", summary = "Figures for Prometheus (callers on this machine only)",
    responses((status = 200, description = "Prometheus text format", body = String, content_type = "text/plain",
        example = "shouzhan_requests_total 42"),
              (status = 404, description = "Asked from another machine")))]
#[get("/metrics")]
async fn metrics(request: HttpRequest, app: web::Data<App>) -> Answer<HttpResponse> {
    let local = request.peer_addr().is_some_and(|a| a.ip().is_loopback())
        && !request.headers().contains_key("x-forwarded-for");
    if !local {
        return Err(Refusal::new(Code::NotFound));
    }
    Ok(HttpResponse::Ok()
        .content_type("text/plain; version=0.0.4")
        .body(crate::http::edge::figures(&app)))
}
