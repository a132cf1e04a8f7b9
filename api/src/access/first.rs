//! What a request is refused for first. Extractors run side by side: one that finds something malformed asks here, so that who
//! is nobody (401) or may not do this at all (403) learns nothing else.

use actix_web::HttpRequest;
use contract::ReachKind;

use super::actor::resolve;
use super::can::{app_of, count, credential, forbidden, permitted};
use crate::clock;
use crate::problem::{Answer, Refusal};

/// The refusal by the rules if there is one, else this one.
pub async fn refused(request: &HttpRequest, otherwise: Refusal) -> Refusal {
    match permission(request).await {
        Ok(()) => otherwise,
        Err(refusal) => refusal,
    }
}

async fn permission(request: &HttpRequest) -> Answer<()> {
    let app = app_of(request)?;
    let pattern = request.match_pattern().unwrap_or_default();
    let operation = format!("{} {pattern}", request.method());
    let Some(action) = app.actions.get(&operation).copied() else {
        return Ok(());
    };
    let now = clock::now();
    let credential = credential(&app, request, now)?;
    let actor = resolve(&app.db, &app.instance, credential, now).await?;
    count(&app, &actor, request)?;
    match permitted(&actor, action) {
        ReachKind::No => Err(forbidden(&actor, action)),
        _ => Ok(()),
    }
}
