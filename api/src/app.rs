//! The application: shared state, the one list of modules, and the server around them.

use std::sync::Arc;

use actix_web::middleware::{Compress, Condition, from_fn};
use actix_web::{HttpRequest, HttpResponse, web};
use contract::Code;
use utoipa_actix_web::service_config::ServiceConfig;
use utoipa_actix_web::{AppExt, scope};

use crate::access::token::Tokens;
use crate::access::{key, me, password_link, rules, session, setup, totp};
use crate::business::{
    activity, case, customer, customer_event, expansion, follow_up, incentive, service, shortfall,
    target,
};
use crate::config::Config;
use crate::db::{Db, DbOptions};
use crate::engine::{
    action_item, approval, attachment, audit, duty, import, job, notification, stream,
};
use crate::http::contract_doc::{self, Paths};
use crate::http::limit::Limits;
use crate::http::spa::Spa;
use crate::http::{edge, spa};
use crate::integration::{feed, webhook};
use crate::leadership::{feedback, plan, review, talk};
use crate::organization::{
    area, assignment, colleague, employee, my_day, org_tree, settings, team,
};
use crate::people::attendance::{correction, day, punch, schedule, shift, statement};
use crate::people::{calendar, leave};
use crate::problem::Refusal;
use crate::regulation;
use crate::secrets::Secrets;
use crate::workplace::{booking, conduct, drill, filing, hazard, place, repair, safety, supply};

/// What every request can reach.
pub struct App {
    pub db: Db,
    /// Tells caches of several servers in one process apart.
    pub instance: String,
    pub config: Config,
    pub tokens: Tokens,
    pub secrets: Secrets,
    pub limits: Limits,
    pub cursor_key: [u8; 32],
    pub hub: stream::Hub,
    pub files: attachment::Files,
    pub key_uses: key::Uses,
    pub spa: Spa,
    pub document: contract_doc::Document,
    /// Operations with query parameters; every other refuses them.
    pub with_query: std::collections::HashSet<String>,
    /// The action that each operation needs; public ones need none.
    pub actions: std::collections::HashMap<String, contract::Action>,
}

impl App {
    /// Opens the database (already migrated) and derives every key.
    pub fn open(config: Config, secrets: Secrets) -> Result<App, String> {
        let options = DbOptions {
            readers: config.readers,
            writers: config.writers,
        };
        let db = Db::open(
            &config.database_url,
            options,
            secrets.lasting_key("audit chain"),
        )?;
        let document = contract_doc::document();
        Ok(App {
            db,
            instance: crate::clock::new_id().to_string(),
            tokens: Tokens::new(&secrets, &config.issuer, config.access_token_seconds),
            limits: Limits::new(config.rate_limit),
            cursor_key: secrets.key("list cursor"),
            hub: stream::Hub::new(),
            files: attachment::Files::new(&config.data_dir),
            key_uses: key::Uses::default(),
            spa: Spa::load(&config.dist),
            with_query: document.with_query(),
            actions: document.actions(),
            document,
            secrets,
            config,
        })
    }
}

/// The one list of modules.
pub fn modules(cfg: &mut ServiceConfig) {
    cfg.service(
        scope("/api/v1")
            .service(
                scope("/auth")
                    .configure(session::mount)
                    .configure(password_link::mount_public),
            )
            .service(scope("/setup").configure(setup::mount))
            .service(scope("/me").configure(me::mount).configure(totp::mount))
            .service(scope("/rules").configure(rules::mount))
            .service(scope("/regulation").configure(regulation::mount))
            .service(scope("/my-day").configure(my_day::mount))
            .service(scope("/settings").configure(settings::mount))
            .service(scope("/areas").configure(area::mount))
            .service(scope("/teams").configure(team::mount))
            .service(
                scope("/employees")
                    .configure(employee::mount)
                    .configure(password_link::mount)
                    .configure(attachment::mount_employee)
                    .configure(leave::ledger::mount_balances),
            )
            .service(scope("/role-assignments").configure(assignment::mount))
            .service(scope("/colleagues").configure(colleague::mount))
            .service(scope("/org-tree").configure(org_tree::mount))
            .service(scope("/attachments").configure(attachment::mount))
            .service(scope("/approvals").configure(approval::mount))
            .service(scope("/approval-flows").configure(approval::mount_flows))
            .service(scope("/delegations").configure(approval::mount_delegations))
            .service(
                scope("/imports")
                    .configure(import::mount)
                    .configure(calendar::mount_import)
                    .configure(punch::mount_import)
                    .configure(customer::mount_import)
                    .configure(target::actual::mount_import),
            )
            .service(scope("/calendar-days").configure(calendar::mount))
            .configure(leave::mount)
            .service(scope("/calendar-feeds").configure(feed::mount))
            .configure(feed::mount_calendar)
            .service(scope("/jobs").configure(job::mount))
            .service(scope("/audit-entries").configure(audit::mount))
            .service(
                scope("/notifications")
                    .configure(notification::mount)
                    .configure(stream::mount),
            )
            .service(scope("/api-keys").configure(key::mount))
            .service(scope("/webhooks").configure(webhook::mount))
            .service(scope("/webhook-deliveries").configure(webhook::mount_deliveries))
            .service(scope("/webhook-events").configure(webhook::mount_events))
            .service(scope("/shifts").configure(shift::mount))
            .service(scope("/schedules").configure(schedule::mount))
            .service(scope("/schedule-assignments").configure(schedule::mount_assignments))
            .service(scope("/punches").configure(punch::mount))
            .service(scope("/clock-punches").configure(punch::mount_clocks))
            .service(scope("/attendance-days").configure(day::mount))
            .service(scope("/attendance-board").configure(day::mount_board))
            .service(scope("/corrections").configure(correction::mount))
            .service(
                scope("/attendance-statements")
                    .configure(statement::mount)
                    .configure(statement::mount_filing),
            )
            .service(scope("/attendance-objections").configure(statement::mount_objections))
            .service(
                scope("/customers")
                    .configure(customer::mount)
                    .configure(activity::mount_customer),
            )
            .service(scope("/activities").configure(activity::mount))
            .service(scope("/follow-ups").configure(follow_up::mount))
            .service(scope("/follow-up-rules").configure(follow_up::mount_rules))
            .service(scope("/cases").configure(case::mount))
            .service(scope("/case-stages").configure(case::mount_stages))
            .service(scope("/case-flags").configure(case::mount_flags))
            .service(scope("/manual-pages").configure(case::manual::mount))
            .service(scope("/risks").configure(case::risk::mount))
            .service(scope("/inspections").configure(case::inspection::mount))
            .service(scope("/inspection-findings").configure(case::inspection::mount_findings))
            .service(scope("/inspection-draws").configure(case::inspection::mount_draws))
            .service(scope("/inspection-plans").configure(case::inspection::mount_plans))
            .service(scope("/inspection-checklist").configure(case::inspection::mount_checklist))
            .service(scope("/documents").configure(regulation::document::mount))
            .service(scope("/document-versions").configure(regulation::document::mount_versions))
            .service(scope("/work-plans").configure(plan::mount))
            .service(scope("/area-reviews").configure(review::mount))
            .service(scope("/feedback").configure(feedback::mount))
            .service(scope("/coaching-notes").configure(talk::mount_coaching))
            .service(scope("/care-talks").configure(talk::mount_care))
            .service(scope("/drills").configure(drill::mount))
            .service(scope("/action-items").configure(action_item::mount))
            .service(scope("/duties").configure(duty::mount))
            .service(scope("/duty-templates").configure(duty::mount_templates))
            .service(scope("/duty-occurrences").configure(duty::mount_occurrences))
            .service(scope("/places").configure(place::mount))
            .service(scope("/bookings").configure(booking::mount))
            .service(scope("/hazards").configure(hazard::mount))
            .service(scope("/safety-items").configure(safety::mount))
            .service(scope("/supplies").configure(supply::mount))
            .service(scope("/supply-movements").configure(supply::mount_movements))
            .service(scope("/filing-entries").configure(filing::mount))
            .service(scope("/conduct-records").configure(conduct::mount))
            .service(scope("/repair-tickets").configure(repair::mount))
            .service(scope("/expansion-plans").configure(expansion::mount))
            .service(scope("/customer-events").configure(customer_event::mount))
            .service(scope("/event-invitations").configure(customer_event::mount_invitations))
            .service(scope("/service-requests").configure(service::mount))
            .service(scope("/service-categories").configure(service::mount_categories))
            .service(scope("/indicators").configure(target::mount_indicators))
            .service(
                scope("/targets")
                    .configure(target::mount)
                    .configure(target::attain::mount),
            )
            .service(scope("/target-actuals").configure(target::actual::mount))
            .service(scope("/shortfalls").configure(shortfall::mount))
            .service(scope("/incentive-rules").configure(incentive::mount_rules))
            .service(scope("/incentive-proposals").configure(incentive::mount_proposals))
            .service(scope("/incentive-awards").configure(incentive::mount_awards)),
    );
    cfg.service(session::jwks);
}

/// Serves until SIGTERM or SIGINT, then drains.
pub async fn serve(app: Arc<App>, listener: std::net::TcpListener) -> std::io::Result<()> {
    let workers = app.config.workers;
    let state = web::Data::from(app);
    let paths = web::Data::new(Paths::of(&state.document));
    actix_web::HttpServer::new(move || {
        let (actix, _) = actix_web::App::new()
            .app_data(state.clone())
            .app_data(paths.clone())
            .into_utoipa_app()
            .configure(modules)
            .split_for_parts();
        actix
            .configure(spa::documents)
            .default_service(web::to(fallback))
            .wrap(Condition::new(state.config.compress, Compress::default()))
            .wrap(from_fn(edge::edge))
    })
    .workers(workers)
    .worker_max_blocking_threads(4)
    .shutdown_timeout(20)
    // Longer than a proxy's, so that none sends a request into a connection that is being closed.
    .keep_alive(std::time::Duration::from_secs(75))
    .listen(listener)?
    .run()
    .await
}

/// What no route took: a wrong method (405 with `Allow`), an unknown API path (404), or a page of the SPA.
async fn fallback(
    request: HttpRequest,
    app: web::Data<App>,
    paths: web::Data<Paths>,
) -> Result<HttpResponse, Refusal> {
    let path = request.path();
    if let Some(methods) = paths.methods(path) {
        return Err(Refusal::new(Code::MethodNotAllowed).allow(methods));
    }
    if path.starts_with("/api/") || path.starts_with("/.well-known/") {
        return Err(Refusal::new(Code::NotFound));
    }
    app.spa.respond(&request)
}
