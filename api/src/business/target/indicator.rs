//! What targets are set for, as data.

use contract::leave::Names;
use contract::target::{Indicator, IndicatorBasis, Indicators, NewIndicator};
use diesel::prelude::*;
use uuid::Uuid;

use crate::access::Grant;
use crate::clock::new_id;
use crate::db::schema::indicators as i;
use crate::db::types::g;
use crate::db::words::{parse, word};
use crate::db::{AnyConn, Tx};
use crate::engine::record::Record;
use crate::problem::{Answer, internal};

type Read = (Uuid, String, String, String, String, String, String);

/// Not reach-checked: what is counted is known to the whole department.
pub fn all(conn: &mut AnyConn) -> Answer<Indicators> {
    let rows: Vec<Read> = i::table.order(i::id).load(conn)?;
    let data = rows
        .into_iter()
        .map(|(id, code, hant, hans, en, unit, basis)| {
            let names = Names {
                zh_hant: hant,
                zh_hans: hans,
                en,
            };
            Ok(Indicator {
                id,
                code,
                names,
                unit: parse(&unit)?,
                basis: parse(&basis)?,
            })
        });
    Ok(Indicators {
        data: data.collect::<Answer<_>>()?,
    })
}

/// As [`all`], bare.
pub fn every(conn: &mut AnyConn) -> Answer<Vec<Indicator>> {
    Ok(all(conn)?.data)
}

/// The indicator of a target or a figure that is there.
pub fn of(conn: &mut AnyConn, id: Uuid) -> Answer<Indicator> {
    let found = all(conn)?.data.into_iter().find(|one| one.id == id);
    found.ok_or_else(|| internal("a target of no indicator"))
}

pub fn add(tx: &mut Tx, grant: &Grant, new: &NewIndicator) -> Answer<Indicator> {
    grant.whole_department()?;
    let made = Indicator {
        id: new_id(),
        code: new.code.clone(),
        names: new.names.clone(),
        unit: new.unit,
        basis: IndicatorBasis::Figures,
    };
    diesel::insert_into(i::table)
        .values((
            i::id.eq(g(made.id)),
            i::code.eq(&made.code),
            i::name_hant.eq(&made.names.zh_hant),
            i::name_hans.eq(&made.names.zh_hans),
            i::name_en.eq(&made.names.en),
            i::unit.eq(word(&made.unit)),
            i::basis.eq(word(&made.basis)),
        ))
        .execute(tx.conn)?;
    Record::new("indicator.added", "indicator", made.id, &made.names.zh_hant)
        .clause("5.3.1")
        .change("code", (), &made.code)
        .change("unit", (), made.unit)
        .write(tx, &grant.acting);
    Ok(made)
}
