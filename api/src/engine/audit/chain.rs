//! Appending to a lane, and proving all lanes.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use uuid::Uuid;

use crate::clock;
use crate::db::bulk::Unnest;
use crate::db::schema::{audit_entries, audit_heads};
use crate::db::sql::Kept;
use crate::db::types::{G, T, g, t};
use crate::db::{AnyConn, Backend};

/// An entry before its place in the chain is known.
#[derive(Debug, Clone)]
pub struct NewEntry {
    pub id: Uuid,
    pub at: DateTime<Utc>,
    pub actor_id: Option<Uuid>,
    pub api_key_id: Option<Uuid>,
    pub event: &'static str,
    pub subject_kind: &'static str,
    pub subject_id: Uuid,
    pub subject_name: String,
    pub team_id: Option<Uuid>,
    pub owner_id: Option<Uuid>,
    pub clause: Option<&'static str>,
    pub request_id: String,
    pub changes: String,
}

#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = audit_entries)]
#[diesel(treat_none_as_default_value = false)]
struct Row {
    lane: String,
    seq: i64,
    id: G,
    at: T,
    actor_id: Option<G>,
    api_key_id: Option<G>,
    event: String,
    subject_kind: String,
    subject_id: G,
    subject_name: String,
    team_id: Option<G>,
    owner_id: Option<G>,
    clause: Option<String>,
    request_id: String,
    changes: String,
    hash: Vec<u8>,
}

impl Row {
    /// Keyed hash over the entry before it and every field, each with its length, so that no two entries read alike.
    fn digest(&self, key: &[u8; 32], previous: &[u8]) -> [u8; 32] {
        let mut h = blake3::Hasher::new_keyed(key);
        let mut part = |bytes: &[u8]| {
            h.update(&(bytes.len() as u64).to_le_bytes());
            h.update(bytes);
        };
        part(previous);
        part(self.lane.as_bytes());
        part(&self.seq.to_le_bytes());
        part(self.id.0.as_bytes());
        part(&self.at.0.timestamp_micros().to_le_bytes());
        for id in [
            self.actor_id,
            self.api_key_id,
            Some(self.subject_id),
            self.team_id,
            self.owner_id,
        ] {
            part(
                id.as_ref()
                    .map(|i| i.0.as_bytes().as_slice())
                    .unwrap_or_default(),
            );
        }
        for text in [
            &self.event,
            &self.subject_kind,
            &self.subject_name,
            &self.request_id,
            &self.changes,
        ] {
            part(text.as_bytes());
        }
        part(self.clause.as_deref().unwrap_or_default().as_bytes());
        *h.finalize().as_bytes()
    }
}

fn insert_all(conn: &mut PgConnection, rows: &[Row]) -> QueryResult<()> {
    const TEXT: &str = "INSERT INTO audit_entries (lane, seq, id, at, actor_id, api_key_id, event, subject_kind, subject_id, \
        subject_name, team_id, owner_id, clause, request_id, changes, hash) SELECT * FROM unnest(";
    Unnest::new(TEXT, rows)
        .text(|r| Some(&r.lane))
        .int(|r| r.seq)
        .guid(|r| Some(r.id))
        .time(|r| Some(r.at))
        .guid(|r| r.actor_id)
        .guid(|r| r.api_key_id)
        .text(|r| Some(&r.event))
        .text(|r| Some(&r.subject_kind))
        .guid(|r| Some(r.subject_id))
        .text(|r| Some(&r.subject_name))
        .guid(|r| r.team_id)
        .guid(|r| r.owner_id)
        .text(|r| r.clause.as_deref())
        .text(|r| Some(&r.request_id))
        .text(|r| Some(&r.changes))
        .bytes(|r| &r.hash)
        .run(conn)
}

/// A writer's own chain. Its end is kept in memory between groups and read again after a rollback.
pub struct Lane {
    name: String,
    key: [u8; 32],
    end: Option<(i64, Vec<u8>)>,
}

impl Lane {
    pub fn new(backend: Backend, key: [u8; 32]) -> Lane {
        let name = match backend {
            Backend::Sqlite => "main".to_owned(),
            Backend::Postgres => clock::new_id().to_string(),
        };
        Lane {
            name,
            key,
            end: None,
        }
    }

    pub fn forget(&mut self) {
        self.end = None;
    }

    pub fn append(&mut self, conn: &mut AnyConn, entries: Vec<NewEntry>) -> QueryResult<()> {
        if entries.is_empty() {
            return Ok(());
        }
        let (mut seq, mut hash) = match self.end.take() {
            Some(end) => end,
            None => self.read_end(conn)?,
        };
        let mut rows = Vec::with_capacity(entries.len());
        for e in entries {
            seq += 1;
            let mut row = Row {
                lane: self.name.clone(),
                seq,
                id: g(e.id),
                at: t(e.at),
                actor_id: g(e.actor_id),
                api_key_id: g(e.api_key_id),
                event: e.event.to_owned(),
                subject_kind: e.subject_kind.to_owned(),
                subject_id: g(e.subject_id),
                subject_name: e.subject_name,
                team_id: g(e.team_id),
                owner_id: g(e.owner_id),
                clause: e.clause.map(str::to_owned),
                request_id: e.request_id,
                changes: e.changes,
                hash: Vec::new(),
            };
            row.hash = row.digest(&self.key, &hash).to_vec();
            hash = row.hash.clone();
            rows.push(row);
        }
        match conn {
            AnyConn::Pg(c) => insert_all(c, &rows)?,
            AnyConn::Sqlite(c) => {
                for row in &rows {
                    diesel::insert_into(audit_entries::table)
                        .values(row)
                        .execute(c)?;
                }
            }
        }
        let head = diesel::update(audit_heads::table.find(&self.name))
            .set((audit_heads::seq.eq(seq), audit_heads::hash.eq(&hash)));
        Kept(head).execute(conn)?;
        self.end = Some((seq, hash));
        Ok(())
    }

    fn read_end(&self, conn: &mut AnyConn) -> QueryResult<(i64, Vec<u8>)> {
        let end = audit_heads::table
            .find(&self.name)
            .select((audit_heads::seq, audit_heads::hash))
            .first::<(i64, Vec<u8>)>(conn)
            .optional()?;
        match end {
            Some(end) => Ok(end),
            None => {
                diesel::insert_into(audit_heads::table)
                    .values((
                        audit_heads::lane.eq(&self.name),
                        audit_heads::seq.eq(0),
                        audit_heads::hash.eq(Vec::<u8>::new()),
                    ))
                    .execute(conn)?;
                Ok((0, Vec::new()))
            }
        }
    }
}

/// What `shouzhan audit verify` found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verdict {
    pub lanes: u64,
    pub entries: u64,
    /// One sentence per break, naming lane and number.
    pub breaks: Vec<String>,
}

/// Walks every lane from its start and compares its end with the head. Reads 1,000 entries at a time.
pub fn verify(conn: &mut AnyConn, key: &[u8; 32]) -> QueryResult<Verdict> {
    let mut verdict = Verdict::default();
    let heads = audit_heads::table
        .select((audit_heads::lane, audit_heads::seq, audit_heads::hash))
        .order(audit_heads::lane)
        .load::<(String, i64, Vec<u8>)>(conn)?;
    let orphans: Vec<String> = audit_entries::table
        .filter(audit_entries::lane.ne_all(heads.iter().map(|h| h.0.clone()).collect::<Vec<_>>()))
        .select(audit_entries::lane)
        .distinct()
        .load(conn)?;
    verdict.breaks.extend(
        orphans
            .into_iter()
            .map(|lane| format!("lane {lane}: entries without a head")),
    );
    for (lane, head_seq, head_hash) in heads {
        verdict.lanes += 1;
        let (mut seq, mut hash) = (0_i64, Vec::new());
        'lane: loop {
            let rows = audit_entries::table
                .filter(audit_entries::lane.eq(&lane))
                .filter(audit_entries::seq.gt(seq))
                .order(audit_entries::seq)
                .limit(1000)
                .load::<Row>(conn)?;
            if rows.is_empty() {
                break;
            }
            for row in rows {
                if row.seq != seq + 1 {
                    verdict
                        .breaks
                        .push(format!("lane {lane}: entry {} is missing", seq + 1));
                    hash = row.hash.clone();
                    seq = row.seq;
                    continue;
                }
                if row.digest(key, &hash).as_slice() != row.hash {
                    verdict
                        .breaks
                        .push(format!("lane {lane}: entry {} was changed", row.seq));
                    seq = head_seq;
                    hash = head_hash.clone();
                    break 'lane;
                }
                verdict.entries += 1;
                seq = row.seq;
                hash = row.hash;
            }
        }
        if seq != head_seq || hash != head_hash {
            verdict.breaks.push(format!(
                "lane {lane}: ends at entry {seq}, its head says {head_seq}"
            ));
        }
    }
    Ok(verdict)
}
