//! The worker's side of an import: rehearsed, taken whole, or taken piece by piece.

use std::sync::Arc;

use actix_web::web;
use contract::import::ImportMode;
use contract::{Code, ReachKind};

use super::file::{self, File, With};
use super::{Import, Params, SEALED, of_kind, pieces};
use crate::access::rules;
use crate::app::App;
use crate::db::Tx;
use crate::db::words::parse;
use crate::engine::job::store::{self, Counts, Lease, Order, finish};
use crate::engine::record::{Acting, Record};
use crate::organization::people;
use crate::problem::{Answer, Refusal};
use crate::secrets::Secrets;

/// An import that a worker has leased.
pub struct Run {
    pub lease: Lease,
    pub order: Order,
    pub file: File,
    import: &'static Import,
    params: Params,
    secrets: Secrets,
}

impl Run {
    fn of(secrets: Secrets, lease: Lease, order: Order) -> Answer<Run> {
        let params = serde_json::from_str(&order.params).map_err(crate::problem::internal)?;
        Ok(Run {
            lease,
            import: of_kind(&order.kind)?,
            file: File::read(&secrets.open_text(SEALED, &order.input)?)?,
            order,
            params,
            secrets,
        })
    }

    pub fn piece(&self) -> usize {
        self.import.take.piece()
    }

    /// With whose rights the rows are taken. Whoever asked may have lost them meanwhile.
    pub fn with(&self, tx: &mut Tx) -> Answer<With<'_>> {
        let acting = Acting {
            employee_id: Some(self.order.owner_id),
            api_key_id: self.params.api_key_id,
            request_id: self.params.request_id.clone(),
            now: crate::clock::now(),
        };
        let role = people::role_at(tx.conn, self.order.owner_id, acting.now)?;
        if rules::reach(self.import.action, role) != ReachKind::Department {
            return Err(Refusal::new(Code::Forbidden));
        }
        Ok(With {
            import: self.import,
            secrets: &self.secrets,
            acting,
            locale: self.params.locale,
        })
    }

    /// Tells whoever ordered it, and the audit trail.
    pub fn told(&self, tx: &mut Tx, with: &With, counts: Counts) {
        Record::new(
            "import.finished",
            "job",
            self.lease.job,
            self.import.subject,
        )
        .owner(Some(self.order.owner_id))
        .clause(self.import.action.clause())
        .change("created", (), counts.created)
        .change("updated", (), counts.updated)
        .fact("created", counts.created)
        .fact("updated", counts.updated)
        .fact("refused", counts.refused)
        .notify([self.order.owner_id])
        .tell_actor()
        .write(tx, &with.acting);
    }
}

/// Runs one leased import to its end. A crash leaves nothing half-written: rows are committed with the report about them.
pub async fn run(app: &web::Data<App>, lease: Lease) -> Answer<()> {
    let order = app.db.read(move |c| store::order(c, lease.job)).await?;
    let done = match Run::of(app.secrets.clone(), lease, order) {
        Ok(run) => carry_out(app, Arc::new(run)).await,
        Err(refusal) => Err(refusal),
    };
    let Err(refusal) = done else { return Ok(()) };
    if refusal.code() == Code::Busy {
        return Err(refusal);
    }
    let fail = move |tx: &mut Tx| store::fail(tx, lease, refusal.code().name());
    app.db.write(fail).await
}

async fn carry_out(app: &web::Data<App>, run: Arc<Run>) -> Answer<()> {
    if run.order.dry_run {
        return rehearse(app, run).await;
    }
    match parse(&run.order.mode)? {
        ImportMode::Partial => pieces::run(app, run).await,
        ImportMode::Atomic => app.db.write(move |tx| whole(tx, &run)).await,
    }
}

/// All rows or none, in one transaction with the report.
fn whole(tx: &mut Tx, run: &Run) -> Answer<()> {
    let with = run.with(tx)?;
    let (mut counts, mut report) = (Counts::default(), Vec::new());
    let taken = tx.part(|tx| {
        (counts, report) = file::take(tx, &with, &run.file, 0, usize::MAX)?;
        // Rolls the rows back; the report stays.
        match counts.refused {
            0 => Ok(()),
            _ => Err(Refusal::new(Code::Conflict)),
        }
    });
    match taken {
        Ok(()) => run.told(tx, &with, counts),
        Err(refusal) if refusal.code() != Code::Conflict => return Err(refusal),
        Err(_) => {}
    }
    finish(tx, run.lease.job, counts, &report, None)
}

/// The report alone: the rows are taken where nobody sees them.
async fn rehearse(app: &web::Data<App>, run: Arc<Run>) -> Answer<()> {
    let play = run.clone();
    let work = move |tx: &mut Tx| {
        let with = play.with(tx)?;
        file::take(tx, &with, &play.file, 0, usize::MAX)
    };
    let (counts, report) = match run.file.rows() > run.import.take.piece() {
        true => app.db.rehearse(work).await?,
        false => app.db.write(move |tx| undone(tx, &work)).await?,
    };
    let job = run.lease.job;
    let write = move |tx: &mut Tx| finish(tx, job, counts, &report, None);
    app.db.write(write).await
}

/// What `work` answers, without what it did.
fn undone<T>(tx: &mut Tx, work: &impl Fn(&mut Tx) -> Answer<T>) -> Answer<T> {
    let mut answer = None;
    let back = tx.part(|tx| {
        answer = Some(work(tx)?);
        Err::<(), Refusal>(Refusal::new(Code::Conflict))
    });
    match (answer, back) {
        (Some(answer), _) => Ok(answer),
        (None, Err(refusal)) => Err(refusal),
        (None, Ok(())) => Err(crate::problem::internal(
            "work that neither answered nor failed",
        )),
    }
}
