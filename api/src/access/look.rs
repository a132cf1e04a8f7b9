//! The permission to look at one record by key, for the reads that are most of the traffic. Rights this worker remembers are
//! used at once, and whether they still stand is asked together with the record: on PostgreSQL that is one wait instead of two.
//! What has ended counts at the very next request all the same — the epoch is read after the request came in, on the
//! connection and right before the read.

use std::marker::PhantomData;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};
use chrono::{DateTime, Utc};
use contract::access::ActionTag;
use std::future::{Ready, ready};

use super::actor::{Credential, known, resolve};
use super::can::{Grant, app_of, count, credential, grant};
use crate::app::App;
use crate::clock;
use crate::db::Shared;
use crate::problem::Answer;

pub struct Look<A: ActionTag> {
    app: web::Data<App>,
    request: HttpRequest,
    credential: Credential,
    now: DateTime<Utc>,
    _action: PhantomData<A>,
}

impl<A: ActionTag> FromRequest for Look<A> {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, Self::Error>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Look::of(req.clone()).map_err(Into::into))
    }
}

impl<A: ActionTag> Look<A> {
    fn of(request: HttpRequest) -> Answer<Look<A>> {
        let app = app_of(&request)?;
        let now = clock::now();
        Ok(Look {
            credential: credential(&app, &request, now)?,
            app,
            request,
            now,
            _action: PhantomData,
        })
    }

    /// `ask` says what to read for a grant, `tell` what of it to show. `ask` is called again when the first grant proves
    /// outdated.
    pub async fn at<S: Shared, T>(
        self,
        ask: impl Fn(&Grant) -> S,
        tell: impl FnOnce(&Grant, S::Out) -> Answer<T>,
    ) -> Answer<T> {
        let (app, request, now) = (&self.app, &self.request, self.now);
        let mut counted = false;
        if let Some((epoch, actor)) = known(&app.instance, &self.credential, now) {
            count(app, &actor, request)?;
            counted = true;
            // Only a grant is believed; a refusal is looked up.
            if let Ok(grant) = grant(app, actor, A::ACTION, request, now)
                && let Some(found) = app.db.share(epoch, ask(&grant)).await?
            {
                return tell(&grant, found);
            }
        }
        let actor = resolve(&app.db, &app.instance, self.credential, now).await?;
        if !counted {
            count(app, &actor, request)?;
        }
        let grant = grant(app, actor, A::ACTION, request, now)?;
        let what = ask(&grant);
        let found = app.db.point(move |c| what.read_one(c)).await?;
        tell(&grant, found)
    }
}
