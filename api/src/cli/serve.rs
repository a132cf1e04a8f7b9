//! `serve`, and the password link for somebody who is locked out.

use std::net::TcpListener;
use std::sync::Arc;

use actix_web::web;
use contract::Code;
use diesel::prelude::*;

use super::{demo, migrate, say, secrets};
use crate::access::{password_link, setup, totp};
use crate::app::{App, serve as serve_app};
use crate::config::Config;
use crate::db::Tx;
use crate::db::schema::employees;
use crate::engine::record::Acting;
use crate::engine::worker;
use crate::organization::settings;
use crate::people::attendance::statement::line;
use crate::people::leave::types::seed;
use crate::problem::{Answer, Refusal};

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
        catch_up(&app).await.map_err(|e| e.to_string())?;
        if let Some(path) = setup::link(&app.db).await.map_err(|e| e.to_string())? {
            say(&format!("set up the first manager: {base}{path}"));
        }
        worker::start(web::Data::from(app.clone()));
        say(&format!("serving {base}"));
        serve_app(app, listener).await.map_err(|e| e.to_string())
    })
}

/// A department older than leave gets the kinds of leave that a new one starts with; final months older than the days that are
/// kept of them keep theirs.
async fn catch_up(app: &App) -> Answer<()> {
    if !app.db.read(settings::exists).await? {
        return Ok(());
    }
    app.db
        .write(|tx| {
            let now = crate::clock::now();
            seed::types(tx, now)?;
            line::keep_days(tx, now)
        })
        .await
}

pub fn password_link(config: Config, number: &str) -> Result<(), String> {
    let link = for_employee(config, number, |tx, acting, (id, name, team)| {
        password_link::issue(tx, acting, *id, name, *team)
    })?;
    say(&format!(
        "open {} at your server's address before {}",
        link.path, link.expires_at
    ));
    Ok(())
}

pub fn disable_totp(config: Config, number: &str) -> Result<(), String> {
    for_employee(config, number, |tx, acting, (id, name, _)| {
        totp::switch_off(tx, acting, *id, name)
    })?;
    say(&format!("one-time codes of {number} are off"));
    Ok(())
}

type Person = (uuid::Uuid, String, Option<uuid::Uuid>);

/// One write about an active employee, acted by the command line.
fn for_employee<T: Send + 'static>(
    config: Config,
    number: &str,
    act: impl Fn(&mut Tx, &Acting, &Person) -> Answer<T> + Send + 'static,
) -> Result<T, String> {
    let secrets = secrets(&config)?;
    let app = App::open(config, secrets)?;
    let number = number.to_owned();
    let done = actix_web::rt::System::new().block_on(async move {
        app.db
            .write(move |tx| {
                let found: Option<Person> = employees::table
                    .filter(employees::number.eq(&number))
                    .filter(employees::status.eq("active"))
                    .select((employees::id, employees::name, employees::team_id))
                    .first(tx.conn)
                    .optional()?;
                let person = found.ok_or_else(|| Refusal::new(Code::NotFound))?;
                act(tx, &Acting::system("command line"), &person)
            })
            .await
    });
    done.map_err(|e| e.to_string())
}
