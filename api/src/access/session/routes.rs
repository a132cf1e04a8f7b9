use actix_web::cookie::{Cookie, SameSite, time::Duration as CookieDuration};
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, delete, get, post, web};
use contract::access::tag;
use contract::auth::{AccessToken, Jwks, NewSession, PasswordChange, Session, SessionQuery};
use contract::{Code, Page};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::store::{self, Issued, REFRESH_DAYS};
use crate::access::{Can, password, throttle, totp};
use crate::app::App;
use crate::clock;
use crate::engine::export;
use crate::engine::record::Acting;
use crate::http::answer::Plain;
use crate::http::body::Body;
use crate::http::edge::{RequestId, address_of};
use crate::http::page::Paging;
use crate::http::path::Path;
use crate::http::query::Query;
use crate::problem::{Answer, Refusal};

const COOKIE: &str = "__Host-shouzhan_refresh";

pub fn mount(cfg: &mut ServiceConfig) {
    cfg.service(create_session)
        .service(refresh_token)
        .service(list_sessions)
        .service(end_session)
        .service(change_password);
}

fn request_id(request: &HttpRequest) -> String {
    use actix_web::HttpMessage;
    request
        .extensions()
        .get::<RequestId>()
        .map(|r| r.0.clone())
        .unwrap_or_default()
}

fn signed_in(
    app: &App,
    issued: Issued,
    status: actix_web::http::StatusCode,
) -> Answer<HttpResponse> {
    let now = clock::now();
    let token = AccessToken {
        access_token: app
            .tokens
            .issue(issued.employee_id, issued.session_id, now)?,
        token_type: "Bearer".to_owned(),
        expires_in: app.config.access_token_seconds,
        session_id: issued.session_id,
    };
    Ok(HttpResponse::build(status)
        .cookie(cookie(&issued.refresh, CookieDuration::days(REFRESH_DAYS)))
        .json(token))
}

fn cookie(value: &str, life: CookieDuration) -> Cookie<'static> {
    Cookie::build(COOKIE, value.to_owned())
        .path("/")
        .secure(true)
        .http_only(true)
        .same_site(SameSite::Strict)
        .max_age(life)
        .finish()
}

#[utoipa::path(tag = "auth", operation_id = "create_session", summary = "Sign in",
    description = "Answers an access token and sets the refresh token as an HttpOnly cookie. After five failures a login waits, longer each time.",
    request_body = NewSession,
    responses((status = 201, description = "Signed in", body = AccessToken),
              (status = 401, description = "Wrong login, password or one-time code (`bad_credentials`, `totp_required`, `bad_totp`)")))]
#[post("/sessions")]
async fn create_session(
    request: HttpRequest,
    app: web::Data<App>,
    body: Body<NewSession>,
) -> Answer<HttpResponse> {
    let (now, address) = (clock::now(), address_of(&app, &request));
    let new = body.value;
    let keys = throttle::Keys::new("sign-in", &new.login, &address);
    throttle::check(&app.db, keys.clone(), now).await?;
    let login = new.login.clone();
    let account = app.db.point(move |c| store::account(c, &login)).await?;
    let stored = account.as_ref().and_then(|a| a.password_hash.clone());
    if !password::verify(new.password, stored).await? {
        throttle::failed(&app.db, keys, now).await?;
        return Err(Refusal::new(Code::BadCredentials));
    }
    let account = account.ok_or_else(|| Refusal::new(Code::BadCredentials))?;
    let step = match (&account.totp_secret, &new.totp_code) {
        (None, _) => None,
        (Some(_), None) => return Err(Refusal::new(Code::TotpRequired)),
        (Some(secret), Some(code)) => {
            match totp::step_of(&app.secrets, secret, code, now, account.totp_step) {
                Some(step) => Some(step),
                None => {
                    throttle::failed(&app.db, keys, now).await?;
                    return Err(Refusal::new(Code::BadTotp));
                }
            }
        }
    };
    let agent = request
        .headers()
        .get(header::USER_AGENT)
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default();
    let agent: String = agent.chars().take(200).collect();
    let acting = Acting {
        employee_id: Some(account.employee_id),
        api_key_id: None,
        request_id: request_id(&request),
        now,
    };
    let issued = app
        .db
        .write(move |tx| {
            throttle::succeeded(tx, &keys)?;
            store::open(tx, &acting, &account, step, &agent, &address)
        })
        .await?;
    signed_in(&app, issued, actix_web::http::StatusCode::CREATED)
}

#[utoipa::path(tag = "auth", operation_id = "refresh_token", summary = "A new access token for the refresh cookie",
    description = "Rotates the cookie. A refresh token used twice ends the session.",
    responses((status = 200, description = "A new access token", body = AccessToken),
              (status = 401, description = "No refresh token, or one that doesn't hold (`session_ended`)")))]
#[post("/tokens")]
async fn refresh_token(request: HttpRequest, app: web::Data<App>) -> Answer<HttpResponse> {
    let Some(shown) = request
        .cookie(COOKIE)
        .map(|c| c.value().to_owned())
        .filter(|v| !v.is_empty())
    else {
        return Err(Refusal::new(Code::Unauthenticated));
    };
    let (now, id) = (clock::now(), request_id(&request));
    let outcome = app
        .db
        .write(move |tx| store::rotate(tx, &shown, &id, now))
        .await?;
    signed_in(&app, outcome?, actix_web::http::StatusCode::OK)
}

#[utoipa::path(tag = "auth", operation_id = "list_sessions", summary = "My sessions that are open", params(SessionQuery),
    responses((status = 200, description = "A page of sessions", body = Page<Session>)), extensions(("x-action" = json!("profile_read"))))]
#[get("/sessions")]
async fn list_sessions(
    can: Can<tag::ProfileRead>,
    Query(query): Query<SessionQuery>,
) -> Answer<HttpResponse> {
    let paging = Paging::new(&can.app, "sessions", &query, "sessions.id", store::SORTS)?;
    export::list(can, "sessions", paging, store::list).await
}

#[utoipa::path(tag = "auth", operation_id = "end_session", summary = "Sign out: end one of my sessions", params(("id" = Uuid, Path)),
    responses((status = 204, description = "Ended")), extensions(("x-action" = json!("profile_update"))))]
#[delete("/sessions/{id}")]
async fn end_session(can: Can<tag::ProfileUpdate>, id: Path<Uuid>) -> Answer<HttpResponse> {
    if can.grant.actor.key.is_some() {
        return Err(Refusal::new(Code::KeyForbidden));
    }
    let mine = can.grant.actor.session_id == Some(*id);
    let mut response = can
        .remove(move |tx, grant| store::end(tx, grant, *id))
        .await?;
    if mine && let Err(error) = response.add_cookie(&cookie("", CookieDuration::ZERO)) {
        return Err(crate::problem::internal(error));
    }
    Ok(response)
}

/// The person behind the request shows their password again; throttled like signing in. Keys have no password. The throttle's
/// keys come back for the write that succeeds to clear.
pub async fn reauthenticate(
    can: &Can<tag::ProfileUpdate>,
    given: String,
) -> Answer<(Uuid, throttle::Keys)> {
    let me = can.grant.me();
    if can.grant.actor.key.is_some() {
        return Err(Refusal::new(Code::KeyForbidden));
    }
    let (now, address) = (can.grant.acting.now, address_of(&can.app, &can.request));
    let keys = throttle::Keys::new("password", &me.to_string(), &address);
    throttle::check(&can.app.db, keys.clone(), now).await?;
    let stored = can
        .app
        .db
        .point(move |c| store::password_hash(c, me))
        .await?;
    if !password::verify(given, stored).await? {
        throttle::failed(&can.app.db, keys, now).await?;
        return Err(Refusal::new(Code::WrongPassword).at("/current_password"));
    }
    Ok((me, keys))
}

#[utoipa::path(tag = "auth", operation_id = "change_password", summary = "Change my password; ends my other sessions",
    request_body = PasswordChange,
    responses((status = 204, description = "Changed")), extensions(("x-action" = json!("profile_update"))))]
#[post("/password-changes")]
async fn change_password(
    can: Can<tag::ProfileUpdate>,
    body: Body<PasswordChange>,
) -> Answer<HttpResponse> {
    let (me, keys) = reauthenticate(&can, body.value.current_password).await?;
    let hash = password::hash(body.value.new_password).await?;
    can.remove(move |tx, grant| {
        throttle::succeeded(tx, &keys)?;
        store::set_password(
            tx,
            &grant.acting,
            me,
            &hash,
            grant.actor.session_id,
            "password.changed",
        )
    })
    .await
}

#[utoipa::path(tag = "auth", operation_id = "get_jwks", summary = "Keys that sign access tokens (RFC 7517)",
    responses((status = 200, description = "The key set", body = Jwks)))]
#[get("/.well-known/jwks.json")]
pub async fn jwks(app: web::Data<App>) -> Plain<Jwks> {
    Plain(app.tokens.jwks())
}
