//! `serve`, and the password link for somebody who is locked out.

use std::net::TcpListener;
use std::sync::Arc;

use actix_web::web;
use contract::Code;
use diesel::prelude::*;

use super::{demo, migrate, say, secrets};
use crate::access::{password_link, setup};
use crate::app::{App, serve as serve_app};
use crate::config::Config;
use crate::db::schema::employees;
use crate::engine::record::Acting;
use crate::engine::worker;
use crate::problem::Refusal;

pub fn serve(config: Config, demo_if_new: bool) -> Result<(), String> {
    migrate(&config)?;
    let secrets = secrets(&config)?;
    let listener =
        TcpListener::bind(&config.listen).map_err(|e| format!("{}: {e}", config.listen))?;
    let address = listener.local_addr().map_err(|e| e.to_string())?;
    let app = Arc::new(App::open(config, secrets)?);
    let runtime = actix_web::rt::System::new();
    runtime.block_on(async move {
        let base = format!("http://{address}");
        if demo_if_new && let Some(sign_ins) = demo::fill(&app, 60).await? {
            demo::print(&sign_ins);
        }
        if let Some(path) = setup::link(&app.db).await.map_err(|e| e.to_string())? {
            say(&format!("set up the first manager: {base}{path}"));
        }
        worker::start(web::Data::from(app.clone()));
        say(&format!("serving {base}"));
        serve_app(app, listener).await.map_err(|e| e.to_string())
    })
}

pub fn password_link(config: Config, number: &str) -> Result<(), String> {
    let secrets = secrets(&config)?;
    let app = App::open(config, secrets)?;
    let number = number.to_owned();
    let link = actix_web::rt::System::new().block_on(async move {
        app.db
            .write(move |tx| {
                let found: Option<(uuid::Uuid, String, Option<uuid::Uuid>)> = employees::table
                    .filter(employees::number.eq(&number))
                    .filter(employees::status.eq("active"))
                    .select((employees::id, employees::name, employees::team_id))
                    .first(tx.conn)
                    .optional()?;
                let (id, name, team) = found.ok_or_else(|| Refusal::new(Code::NotFound))?;
                password_link::issue(tx, &Acting::system("command line"), id, &name, team)
            })
            .await
    });
    let link = link.map_err(|e| e.to_string())?;
    say(&format!(
        "open {} at your server's address before {}",
        link.path, link.expires_at
    ));
    Ok(())
}
