//! The status of a day: a pure, total function of plan, punches, leave and the time it is read.

use chrono::{DateTime, Duration, Utc};
use contract::attendance::{DayStatus, PunchKind, ShiftKind};
use serde::{Deserialize, Serialize};
use std::ops::{Deref, DerefMut};

use super::plan::{DayPlan, Planned, Work};
use super::zone::minutes;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Punch {
    pub at: DateTime<Utc>,
    pub kind: PunchKind,
}

/// A half-day away with approval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Away {
    /// Away for work, 公出; otherwise leave.
    pub business: bool,
    /// Counts as a day of leave; weekends inside a leave often don't.
    pub counted: bool,
}

/// Everything a day is computed from.
#[derive(Debug, Clone, Copy)]
pub struct Inputs<'a> {
    pub plan: &'a DayPlan,
    /// From when until before when punches belong to this day.
    pub window: (DateTime<Utc>, DateTime<Utc>),
    pub employed: bool,
    /// By time. What lies outside the window is ignored.
    pub punches: &'a [Punch],
    /// Morning, afternoon.
    pub away: [Option<Away>; 2],
    pub now: DateTime<Utc>,
}

/// What the day was, as it is told and kept.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Times {
    pub status: DayStatus,
    /// Of what is left of the shift beside leave; with a flexible shift as late as the person may be.
    pub planned: Option<(DateTime<Utc>, DateTime<Utc>)>,
    pub first_in: Option<DateTime<Utc>>,
    pub last_out: Option<DateTime<Utc>>,
    pub late: i64,
    pub early: i64,
    /// Minutes between first in and last out and of business trips, less the break.
    pub worked: i64,
}

/// The same, and what of it was away.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Outcome {
    pub times: Times,
    pub leave_halves: i64,
    pub business_halves: i64,
}

impl Deref for Outcome {
    type Target = Times;
    fn deref(&self) -> &Times {
        &self.times
    }
}

impl DerefMut for Outcome {
    fn deref_mut(&mut self) -> &mut Times {
        &mut self.times
    }
}

/// Two touches of one clock, one after the other, are one.
const SAME_TOUCH: Duration = Duration::minutes(2);

/// The first punch of a day is in, the last is out.
pub fn in_and_out(
    punches: &[Punch],
    window: (DateTime<Utc>, DateTime<Utc>),
) -> (Option<DateTime<Utc>>, Option<DateTime<Utc>>) {
    let mine = || {
        punches
            .iter()
            .filter(|p| window.0 <= p.at && p.at < window.1)
    };
    let first = mine()
        .filter(|p| p.kind != PunchKind::Out)
        .map(|p| p.at)
        .min();
    let leaves = |p: &&Punch| match (p.kind, first) {
        (PunchKind::In, _) => false,
        (PunchKind::Out, Some(first)) => p.at > first,
        (PunchKind::Unspecified, Some(first)) => p.at > first + SAME_TOUCH,
        (_, None) => true,
    };
    (first, mine().filter(leaves).map(|p| p.at).max())
}

/// The day.
pub fn day(i: &Inputs) -> Outcome {
    let mut out = Outcome::default();
    if !i.employed {
        return out;
    }
    (out.first_in, out.last_out) = in_and_out(i.punches, i.window);
    let works = matches!(i.plan.planned, Planned::Work(_));
    // On a working day whoever is away is away; on others only what counts as leave is told.
    let away = i.away.map(|half| half.filter(|a| works || a.counted));
    for half in away.iter().flatten() {
        match half.business {
            true => out.business_halves += 1,
            false => out.leave_halves += 1,
        }
    }
    out.worked = worked(i, &out);
    match &i.plan.planned {
        Planned::Work(work) => on_a_working_day(i, work, away, &mut out),
        Planned::Nothing => {}
        _ if i.now < i.plan.midnight => {}
        off => {
            out.status = match (whole_day(away), off) {
                (Some(status), _) => status,
                (None, Planned::Holiday) => DayStatus::Holiday,
                (None, _) => DayStatus::Rest,
            }
        }
    }
    out
}

/// Away for the whole day. Half a day of leave beside half a day of business is told as leave.
fn whole_day(away: [Option<Away>; 2]) -> Option<DayStatus> {
    match away {
        [Some(a), Some(b)] if a.business && b.business => Some(DayStatus::Business),
        [Some(_), Some(_)] => Some(DayStatus::Leave),
        _ => None,
    }
}

fn on_a_working_day(i: &Inputs, work: &Work, away: [Option<Away>; 2], out: &mut Outcome) {
    let future = i.now < i.plan.midnight;
    let t = &work.shift.times;
    let (start, mut end) = match away.map(|a| a.is_some()) {
        [true, true] => {
            if !future {
                out.status = whole_day(away).unwrap_or(DayStatus::Leave);
            }
            return;
        }
        [true, false] => (work.middle, work.end),
        [false, true] => (work.start, work.middle),
        [false, false] => (work.start, work.end),
    };
    // The window of a flexible shift is in the morning; who takes the morning off begins at the middle like everybody.
    let flex = match t.kind {
        ShiftKind::Flexible if away[0].is_none() => Duration::minutes(t.flex),
        _ => Duration::zero(),
    };
    if let Some(came) = out.first_in {
        end += (came - start).clamp(Duration::zero(), flex);
        let late = minutes(start + flex, came);
        if late > t.late_grace {
            out.late = late.min(minutes(start, end).max(0));
        }
    }
    out.planned = Some((start, end));
    let mut early = 0;
    if let Some(left) = out.last_out {
        early = minutes(left, end);
        if early > t.early_grace {
            out.early = early.min(minutes(start, end).max(0));
        }
    }
    if future {
        return;
    }
    let complete = out.first_in.is_some() && out.last_out.is_some() && early <= t.early_grace;
    if i.now < i.window.1 && !complete {
        // They may still come, or come back; what is early so far says nothing.
        out.early = 0;
        out.status = DayStatus::Working;
        return;
    }
    out.status = match (out.first_in, out.last_out) {
        (None, None) => DayStatus::Absent,
        (None, _) | (_, None) => DayStatus::MissingPunch,
        _ => match (out.late > 0, out.early > 0) {
            (false, false) => DayStatus::Present,
            (true, false) => DayStatus::Late,
            (false, true) => DayStatus::Early,
            (true, true) => DayStatus::LateAndEarly,
        },
    };
}

type Span = (DateTime<Utc>, DateTime<Utc>);

/// Minutes of presence and business trips together, less what of the break lies in them.
fn worked(i: &Inputs, out: &Outcome) -> i64 {
    let mut spans: Vec<Span> = Vec::new();
    if let (Some(from), Some(to)) = (out.first_in, out.last_out) {
        spans.push((from, to));
    }
    let mut pause = None;
    if let Planned::Work(work) = &i.plan.planned {
        pause = Some((work.break_start, work.break_end));
        let halves = [(work.start, work.middle), (work.middle, work.end)];
        for (half, span) in i.away.iter().zip(halves) {
            // A trip still to come isn't work yet.
            if half.is_some_and(|a| a.business) && i.now >= i.plan.midnight {
                spans.push(span);
            }
        }
    }
    let seconds = covered(&mut spans, pause);
    seconds.div_euclid(60).max(0)
}

/// Seconds that at least one span covers, without the pause.
fn covered(spans: &mut [Span], pause: Option<Span>) -> i64 {
    spans.sort_unstable();
    let (mut sum, mut reached) = (0, None::<DateTime<Utc>>);
    for &mut (from, to) in spans {
        let from = reached.map_or(from, |r| r.max(from));
        if to > from {
            sum += (to - from).num_seconds();
            if let Some((a, b)) = pause {
                sum -= (to.min(b) - from.max(a)).num_seconds().max(0);
            }
            reached = Some(to);
        }
    }
    sum
}

#[cfg(test)]
#[path = "logic_tests.rs"]
mod tests;
