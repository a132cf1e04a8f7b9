//! What a decider looks at beside the request: balance, length, who else of the team is out, the certificate.

use contract::approval::Figure;
use contract::{Days, Text};
use diesel::prelude::*;
use uuid::Uuid;

use super::store;
use crate::access::{Grant, Reach};
use crate::db::AnyConn;
use crate::db::schema::{attachments, employees, leave_days};
use crate::db::types::g;
use crate::organization::settings;
use crate::people::leave::ledger::store as ledger;
use crate::people::leave::logic::rules::years;
use crate::people::leave::types;
use crate::problem::Answer;

const OTHERS: i64 = 8;

/// Whoever may see the approval may see these.
pub fn figures(conn: &mut AnyConn, grant: &Grant, subject: Uuid) -> Answer<Vec<Figure>> {
    let row = store::row(conn, &Reach::system(), subject)?;
    let kind = types::find(conn, row.leave_type_id)?;
    let say = |text: Text| text.get(grant.locale).to_owned();
    let days = |d: i64| format!("{} {}", Days(d), say(Text::new("天", "天", "days")));
    let figure = |label: Text, value: String, warning: bool| Figure {
        label: say(label),
        value,
        warning,
        clause: Some(kind.clause.clone()),
    };
    let mut out = vec![figure(
        Text::new("請假長度", "请假长度", "Length"),
        days(row.half_days),
        false,
    )];
    if kind.from_ledger() {
        let years = years(&row.span()?);
        let theirs = ledger::accounts(
            conn,
            row.employee_id,
            Some(kind.id),
            *years.start(),
            *years.end(),
        )?;
        let accounts = theirs.into_values().next().unwrap_or_default();
        let held = ledger::held(conn, row.id)?;
        let today = settings::today(conn, grant.acting.now)?;
        for (year, account) in accounts {
            let after = account.remaining() - account.lapsed(today);
            let before = after + held.get(&(kind.id, year)).copied().unwrap_or(0);
            let label = Text::new(
                "餘額（此申請前 → 後）",
                "余额（此申请前 → 后）",
                "Balance, before → after",
            );
            out.push(figure(
                label,
                format!("{year}: {} → {}", Days(before), Days(after)),
                after == 0,
            ));
        }
    }
    if row.after_the_fact {
        let text = Text::new("事後補請", "事后补请", "Asked afterwards");
        out.push(figure(text, row.starts_on.to_string(), true));
    }
    let others = others(conn, &row)?;
    let nobody = Text::new("無", "无", "nobody");
    let names = match others.is_empty() {
        true => say(nobody),
        false => others.join("、"),
    };
    let label = Text::new(
        "同期不在的團隊成員",
        "同期不在的团队成员",
        "Also away from the team",
    );
    out.push(figure(label, names, !others.is_empty()));
    if row.certificate_required {
        let files: i64 = attachments::table
            .filter(attachments::subject_id.eq(g(row.approval_id.unwrap_or(row.id))))
            .filter(attachments::removed_at.is_null())
            .count()
            .get_result(conn)?;
        let value = match files {
            0 => say(Text::new("尚未附上", "尚未附上", "missing")),
            n => n.to_string(),
        };
        let label = Text::new("證明文件", "证明文件", "Certificate");
        out.push(figure(label, value, files == 0));
    }
    Ok(out)
}

/// Team members who are away on a day of the request: names only.
fn others(conn: &mut AnyConn, row: &store::Row) -> Answer<Vec<String>> {
    let Some(team) = row.team_id else {
        return Ok(Vec::new());
    };
    let away = leave_days::table
        .filter(leave_days::on_date.between(row.starts_on, row.ends_on))
        .filter(leave_days::team_id.eq(g(Some(team))))
        .filter(leave_days::employee_id.ne(g(row.employee_id)))
        .filter(leave_days::counted.eq(true))
        .select(leave_days::employee_id);
    Ok(employees::table
        .filter(employees::id.eq_any(away))
        .order(employees::name)
        .select(employees::name)
        .limit(OTHERS)
        .load(conn)?)
}
