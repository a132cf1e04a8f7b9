//! The permission as a value. A handler names its action in its signature (`can: Can<tag::EmployeeRead>`); without holding
//! the value it can't get a [`Reach`], and without a reach no store function can be called.

use std::marker::PhantomData;
use std::ops::Deref;
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};
use contract::access::ActionTag;
use contract::me::Permission;
use contract::{Action, Code, Locale, ReachKind};
use futures_util::future::LocalBoxFuture;
use uuid::Uuid;

use super::actor::{Actor, Credential, resolve};
use super::reach::Reach;
use super::rules;
use crate::app::App;
use crate::clock;
use crate::engine::record::Acting;
use crate::http::edge::{RequestId, locale_of};
use crate::integration::feed;
use crate::problem::{Answer, Refusal};
use crate::secrets::hash_token;

/// What a permitted request knows: who acts, in which language, how far.
#[derive(Debug, Clone)]
pub struct Grant {
    pub actor: Arc<Actor>,
    pub acting: Acting,
    pub locale: Locale,
    reach: Reach,
    /// What is done is told of the past: its instant stays what it is.
    past: bool,
}

impl Grant {
    /// For the command line, which acts without a request.
    pub fn system(actor: Actor, acting: Acting) -> Grant {
        Grant {
            reach: Reach::system(),
            locale: Locale::default(),
            actor: Arc::new(actor),
            acting,
            past: false,
        }
    }

    /// The same for history that is made up: whatever is done is done at the instant of `acting`, whatever the clock shows.
    pub fn in_the_past(actor: Actor, acting: Acting) -> Grant {
        Grant {
            past: true,
            ..Grant::system(actor, acting)
        }
    }

    /// The instant of what is done once a lock was waited for.
    pub fn now_locked(&self) -> chrono::DateTime<chrono::Utc> {
        if self.past {
            self.acting.now
        } else {
            clock::now()
        }
    }

    /// The same grant at a later instant; for writes that must not act before what they have read.
    pub fn at(&self, now: chrono::DateTime<chrono::Utc>) -> Grant {
        let mut later = self.clone();
        later.acting.now = now;
        later
    }

    pub fn reach(&self) -> &Reach {
        &self.reach
    }

    /// How far this caller may do another action.
    pub fn reach_of(&self, action: Action) -> Reach {
        Reach::of(&self.actor, permitted(&self.actor, action))
    }

    pub fn permits(&self, action: Action) -> bool {
        permitted(&self.actor, action) != ReachKind::No
    }

    /// For what belongs to the whole department: whoever reaches less is refused.
    pub fn whole_department(&self) -> Answer<()> {
        if self.reach.is_department() {
            Ok(())
        } else {
            Err(self.beyond())
        }
    }

    /// The refusal of what lies beyond the reach although the action is allowed.
    pub fn beyond(&self) -> Refusal {
        Refusal::new(match self.actor.key {
            Some(_) => Code::KeyForbidden,
            None => Code::Forbidden,
        })
    }

    /// The employee who acts; a key acts as its owner.
    pub fn me(&self) -> Uuid {
        self.actor.employee_id
    }

    /// Which of these actions the caller may do to a record of this team and owner; what clients build their buttons from.
    pub fn allowed(
        &self,
        actions: &[Action],
        team: Option<Uuid>,
        owner: Option<Uuid>,
        field: contract::access::Field,
    ) -> Vec<Action> {
        actions
            .iter()
            .copied()
            .filter(|a| self.may(*a, team, owner, field))
            .collect()
    }
}

impl Grant {
    /// May the caller do this action to a record of this team and owner?
    pub fn may(
        &self,
        action: Action,
        team: Option<Uuid>,
        owner: Option<Uuid>,
        field: contract::access::Field,
    ) -> bool {
        match (permitted(&self.actor, action), &self.actor.key) {
            (ReachKind::No, _) => false,
            (ReachKind::Department, None) => true,
            (kind, _) => Reach::of(&self.actor, kind).covers(team, owner, field),
        }
    }
}

/// The rule for this actor: the table's cell for the role; a key also needs to carry the action.
pub fn permitted(actor: &Actor, action: Action) -> ReachKind {
    match &actor.key {
        Some(key) if !key.actions.contains(&action) => ReachKind::No,
        _ => rules::reach(action, actor.role),
    }
}

pub fn permissions(actor: &Actor) -> Vec<Permission> {
    Action::ALL
        .iter()
        .map(|action| Permission {
            action: *action,
            reach: permitted(actor, *action),
        })
        .filter(|p| p.reach != ReachKind::No)
        .collect()
}

pub struct Can<A: ActionTag> {
    pub app: web::Data<App>,
    pub grant: Grant,
    pub(crate) request: HttpRequest,
    _action: PhantomData<A>,
}

impl<A: ActionTag> Deref for Can<A> {
    type Target = Grant;
    fn deref(&self) -> &Grant {
        &self.grant
    }
}

impl<A: ActionTag> FromRequest for Can<A> {
    type Error = actix_web::Error;
    type Future = LocalBoxFuture<'static, Result<Self, Self::Error>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = req.clone();
        Box::pin(async move { Ok(permit::<A>(request).await?) })
    }
}

async fn permit<A: ActionTag>(request: HttpRequest) -> Answer<Can<A>> {
    let app = app_of(&request)?;
    let now = clock::now();
    let credential = credential(&app, &request, now)?;
    let actor = resolve(&app.db, &app.instance, credential, now).await?;
    count(&app, &actor, &request)?;
    let grant = grant(&app, actor, A::ACTION, &request, now)?;
    Ok(Can {
        app,
        grant,
        request,
        _action: PhantomData,
    })
}

pub(super) fn app_of(request: &HttpRequest) -> Answer<web::Data<App>> {
    request
        .app_data::<web::Data<App>>()
        .cloned()
        .ok_or_else(|| Refusal::new(Code::Internal))
}

/// Refuses query parameters where the operation takes none.
fn no_query(app: &App, request: &HttpRequest) -> Answer<()> {
    if !request.query_string().is_empty() {
        let operation = format!(
            "{} {}",
            request.method(),
            request.match_pattern().unwrap_or_default()
        );
        if !app.with_query.contains(&operation) {
            return crate::http::query::none(request.query_string());
        }
    }
    Ok(())
}

/// Counts the request against its actor's rate.
pub(super) fn count(app: &App, actor: &Actor, request: &HttpRequest) -> Answer<()> {
    app.limits.check(
        actor.key.as_ref().map_or(actor.employee_id, |k| k.id),
        request,
    )
}

/// The refusal of an action that isn't the actor's.
pub(super) fn forbidden(actor: &Actor, action: Action) -> Refusal {
    let code = match actor.key {
        Some(_) => Code::KeyForbidden,
        None => Code::Forbidden,
    };
    Refusal::new(code).clause(action.clause())
}

/// What this actor may do, if the action is theirs at all.
pub(super) fn grant(
    app: &web::Data<App>,
    actor: Arc<Actor>,
    action: Action,
    request: &HttpRequest,
    now: chrono::DateTime<chrono::Utc>,
) -> Answer<Grant> {
    let kind = permitted(&actor, action);
    if kind == ReachKind::No {
        return Err(forbidden(&actor, action));
    }
    no_query(app, request)?;
    let acting = Acting {
        employee_id: Some(actor.employee_id),
        api_key_id: actor.key.as_ref().filter(|k| !k.feed).map(|k| k.id),
        request_id: request
            .extensions()
            .get::<RequestId>()
            .map(|r| r.0.clone())
            .unwrap_or_default(),
        now,
    };
    if let Some(key) = &actor.key {
        super::key::seen(app, key, now);
    }
    Ok(Grant {
        reach: Reach::of(&actor, kind),
        locale: locale_of(request),
        actor,
        acting,
        past: false,
    })
}

pub fn credential(
    app: &App,
    request: &HttpRequest,
    now: chrono::DateTime<chrono::Utc>,
) -> Answer<Credential> {
    let Some(header) = request
        .headers()
        .get(actix_web::http::header::AUTHORIZATION)
    else {
        let token = feed::shown(request).filter(|t| super::key::well_formed(t, feed::PREFIX));
        let token = token.ok_or_else(|| Refusal::new(Code::Unauthenticated))?;
        return Ok(Credential::FeedHash(hash_token(&token)));
    };
    let value = header
        .to_str()
        .map_err(|_| Refusal::new(Code::Unauthenticated))?;
    let (scheme, token) = value
        .split_once(' ')
        .ok_or_else(|| Refusal::new(Code::Unauthenticated))?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Err(Refusal::new(Code::Unauthenticated));
    }
    let token = token.trim();
    if token.starts_with(super::key::PREFIX) {
        if !super::key::well_formed(token, super::key::PREFIX) {
            return Err(Refusal::new(Code::Unauthenticated));
        }
        return Ok(Credential::KeyHash(hash_token(token)));
    }
    Ok(Credential::Session(app.tokens.session(token, now)?))
}
