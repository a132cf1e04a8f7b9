//! Pure: one request on its way. The transition table of requests and steps — everything that changes one goes through here,
//! and nothing else does (rules.md, invariants 1 to 5).

use chrono::{DateTime, Duration, Utc};
use contract::Code;
use contract::approval::{
    AddPosition, ApprovalEventKind as Event, ApprovalState, Decision, Relation, StepState,
};
use uuid::Uuid;

use super::logic::{Organization, Place, above, place, stand_in};
use super::step::{By, Happened, Step};

/// More approvers than this nobody adds to one round.
const MOST_STEPS: usize = 40;

/// A request with the steps of its current round, in order.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    pub state: ApprovalState,
    pub round: i64,
    /// Applicant, creator, beneficiary.
    pub parties: Vec<Uuid>,
    pub steps: Vec<Step>,
    /// What has happened since it was loaded.
    pub happened: Vec<Happened>,
}

type Done<E> = Result<(), E>;

impl Case {
    pub fn open_step(&self) -> Option<&Step> {
        self.steps.iter().find(|s| s.state == StepState::Open)
    }

    fn open_index(&self) -> Option<usize> {
        self.steps.iter().position(|s| s.state == StepState::Open)
    }

    /// The first round, or another after a return: new steps, the first of them opens.
    pub fn begin<O: Organization>(
        &mut self,
        org: &mut O,
        now: DateTime<Utc>,
        steps: Vec<Step>,
    ) -> Done<O::Error> {
        self.state = ApprovalState::Open;
        self.steps = steps;
        self.advance(org, now, None)
    }

    /// Opens the next step; without one the request is approved. Whoever has just decided isn't asked again for the next step.
    fn advance<O: Organization>(
        &mut self,
        org: &mut O,
        now: DateTime<Utc>,
        last: Option<By>,
    ) -> Done<O::Error> {
        while let Some(n) = self
            .steps
            .iter()
            .position(|s| s.state == StepState::Waiting)
        {
            let place = place(org, &self.steps[n].seek, &self.parties)?;
            let step = &mut self.steps[n];
            match last {
                // Somebody added on purpose is asked whatever they said before.
                Some(by) if step.seek.base != Relation::Named && by.decides(&place) => {
                    step.open(place, now);
                    self.settle_step(n, now, by, StepState::Approved, None);
                }
                _ => {
                    step.open(place, now);
                    let opened = Happened::new(Event::Opened, None).at(step);
                    self.happened.push(opened);
                    return Ok(());
                }
            }
        }
        self.state = ApprovalState::Approved;
        Ok(())
    }

    fn settle_step(
        &mut self,
        n: usize,
        now: DateTime<Utc>,
        by: By,
        state: StepState,
        comment: Option<String>,
    ) {
        let step = &mut self.steps[n];
        let person = Some(by.person());
        step.state = state;
        step.check_at = None;
        step.decided_at = Some(now);
        step.decided_by = person;
        step.decided_for = step
            .place
            .stands_for
            .filter(|_| matches!(by, By::Person(p) if step.place.holder == Some(p)));
        step.comment.clone_from(&comment);
        let event = match state {
            StepState::Refused => Event::Refused,
            StepState::Returned => Event::Returned,
            _ => Event::Approved,
        };
        let mut happened = Happened::new(event, person).note(comment);
        happened.step = Some(step.id);
        happened.stands_for = step.decided_for;
        self.happened.push(happened);
    }

    /// Looks again with whom the open step lies; true when it moved.
    pub fn rehome<O: Organization>(
        &mut self,
        org: &mut O,
        now: DateTime<Utc>,
    ) -> Result<bool, O::Error> {
        let Some(n) = self.open_index() else {
            return Ok(false);
        };
        let place = place(org, &self.steps[n].seek, &self.parties)?;
        if place == self.steps[n].place {
            return Ok(false);
        }
        let whose = |place: &Place| place.stands_for.or(place.holder);
        let step = &mut self.steps[n];
        match whose(&step.place) == whose(&place) {
            // Behind the same person only who stands in has changed: nobody gets more time by it.
            true => step.place = place,
            false => step.open(place, now),
        }
        let moved = Happened::new(Event::Reassigned, None).at(&self.steps[n]);
        self.happened.push(moved);
        Ok(true)
    }

    /// May this person decide the open step now? Looks again with whom it lies; a step that moved away stays moved.
    fn claim<O: Organization>(
        &mut self,
        org: &mut O,
        now: DateTime<Utc>,
        by: Uuid,
    ) -> Result<usize, O::Error> {
        if self.parties.contains(&by) {
            return Err(Code::OwnMatter.into());
        }
        let n = self.still_open()?;
        let before = self.steps[n].place;
        self.rehome(org, now)?;
        if self.steps[n].place.lies_with(by) {
            return Ok(n);
        }
        Err(if before.lies_with(by) {
            Code::StepMoved
        } else if self.steps[..n].iter().any(|s| s.had(by)) {
            Code::StepDecided
        } else {
            Code::Forbidden
        }
        .into())
    }

    fn still_open<E: From<Code>>(&self) -> Result<usize, E> {
        match (self.state, self.open_index()) {
            (ApprovalState::Open, Some(n)) => Ok(n),
            (ApprovalState::Open | ApprovalState::Returned, _) => Err(Code::StepDecided.into()),
            _ => Err(Code::ApprovalClosed.into()),
        }
    }

    /// Checks that the caller may decide; the caller's version and what is missing are asked after that.
    pub fn may_decide<O: Organization>(
        &mut self,
        org: &mut O,
        now: DateTime<Utc>,
        by: Uuid,
    ) -> Done<O::Error> {
        self.claim(org, now, by).map(|_| ())
    }

    /// Checks that the open step is the company's and that whoever records its decision is no party.
    pub fn may_decide_for_company<O: Organization>(
        &mut self,
        org: &mut O,
        now: DateTime<Utc>,
        recorder: Uuid,
    ) -> Done<O::Error> {
        if self.parties.contains(&recorder) {
            return Err(Code::OwnMatter.into());
        }
        let n = self.still_open()?;
        let before = self.steps[n].place.level;
        self.rehome(org, now)?;
        let company = |level: Relation| level == Relation::Company;
        if company(self.steps[n].place.level) {
            return Ok(());
        }
        let decided = self.steps[..n].iter().any(|s| company(s.place.level));
        Err(match (company(before), decided) {
            (true, _) => Code::StepMoved,
            (_, true) => Code::StepDecided,
            _ => Code::Conflict,
        }
        .into())
    }

    /// Decides the open step, after [`Case::may_decide`] or [`Case::may_decide_for_company`].
    pub fn decide<O: Organization>(
        &mut self,
        org: &mut O,
        now: DateTime<Utc>,
        by: By,
        decision: Decision,
        comment: Option<String>,
    ) -> Done<O::Error> {
        let n = self.still_open()?;
        if !by.decides(&self.steps[n].place) {
            return Err(Code::StepMoved.into());
        }
        if decision != Decision::Approve && comment.is_none() {
            return Err(Code::CommentRequired.into());
        }
        match decision {
            Decision::Approve => {
                self.settle_step(n, now, by, StepState::Approved, comment);
                self.advance(org, now, Some(by))
            }
            Decision::Refuse => {
                self.settle_step(n, now, by, StepState::Refused, comment);
                self.end(ApprovalState::Refused);
                Ok(())
            }
            Decision::Return => {
                self.settle_step(n, now, by, StepState::Returned, comment);
                self.end(ApprovalState::Returned);
                Ok(())
            }
        }
    }

    fn end(&mut self, state: ApprovalState) {
        self.state = state;
        for step in &mut self.steps {
            if matches!(step.state, StepState::Waiting | StepState::Open) {
                step.state = StepState::Cancelled;
                step.check_at = None;
            }
        }
    }

    /// Somebody who can be asked: no party, here (or stood in for), and not the one who is asked already.
    fn candidate<O: Organization>(&self, org: &mut O, n: usize, person: Uuid) -> Done<O::Error> {
        if self.parties.contains(&person) {
            return Err(Code::ApproverInvolved.into());
        }
        let reachable = org.active(person)?
            && (!org.away(person)? || stand_in(org, person, &self.parties)?.is_some());
        if !reachable || self.steps[n].place.lies_with(person) {
            return Err(Code::ApproverUnfit.into());
        }
        Ok(())
    }

    /// 轉交: the open step goes to a named person and stays with them.
    pub fn transfer<O: Organization>(
        &mut self,
        org: &mut O,
        now: DateTime<Utc>,
        by: Uuid,
        to: Uuid,
        comment: Option<String>,
    ) -> Done<O::Error> {
        let n = self.claim(org, now, by)?;
        self.candidate(org, n, to)?;
        let behalf = self.behalf(n, by);
        let step = &mut self.steps[n];
        step.seek.base = Relation::Named;
        step.seek.named = Some(to);
        let place = place(org, &step.seek, &self.parties)?;
        step.open(place, now);
        let mut happened = Happened::new(Event::Transferred, Some(by)).note(comment);
        happened.step = Some(step.id);
        happened.target = step.place.holder;
        happened.stands_for = behalf;
        self.happened.push(happened);
        Ok(())
    }

    fn behalf(&self, n: usize, by: Uuid) -> Option<Uuid> {
        let place = &self.steps[n].place;
        place.stands_for.filter(|_| place.holder == Some(by))
    }

    /// 加簽: one more approver before the open step (which then waits) or after it.
    pub fn add<O: Organization>(
        &mut self,
        org: &mut O,
        now: DateTime<Utc>,
        by: Uuid,
        who: Uuid,
        position: AddPosition,
        comment: Option<String>,
    ) -> Done<O::Error> {
        let n = self.claim(org, now, by)?;
        self.candidate(org, n, who)?;
        if self.steps.len() >= MOST_STEPS {
            return Err(Code::Conflict.into());
        }
        let waits_already = |s: &Step| s.state == StepState::Waiting && s.seek.named == Some(who);
        if self.steps.iter().any(waits_already) {
            return Err(Code::ApproverUnfit.into());
        }
        let added = Step::new(
            Relation::Named,
            Some(who),
            None,
            self.steps[n].deadline_hours,
        );
        let event = match position {
            AddPosition::Before => Event::AddedBefore,
            AddPosition::After => Event::AddedAfter,
        };
        let mut happened = Happened::new(event, Some(by)).note(comment);
        happened.target = Some(who);
        happened.step = Some(added.id);
        happened.stands_for = self.behalf(n, by);
        self.happened.push(happened);
        match position {
            AddPosition::After => self.steps.insert(n + 1, added),
            AddPosition::Before => {
                self.steps[n].wait();
                self.steps.insert(n, added);
                self.advance(org, now, None)?;
            }
        }
        Ok(())
    }

    /// 撤回, by the applicant or whoever entered it; by somebody else where the applicant has left.
    pub fn withdraw<E: From<Code>>(
        &mut self,
        by: Option<Uuid>,
        comment: Option<String>,
    ) -> Done<E> {
        if !matches!(self.state, ApprovalState::Open | ApprovalState::Returned) {
            return Err(Code::ApprovalClosed.into());
        }
        self.happened
            .push(Happened::new(Event::Withdrawn, by).note(comment));
        self.end(ApprovalState::Withdrawn);
        Ok(())
    }

    /// A new round after a return, under the flow it started with.
    pub fn resubmit<O: Organization>(
        &mut self,
        org: &mut O,
        now: DateTime<Utc>,
        by: Uuid,
        steps: Vec<Step>,
        comment: Option<String>,
    ) -> Done<O::Error> {
        if self.state != ApprovalState::Returned {
            return Err(Code::ApprovalNotReturned.into());
        }
        self.round += 1;
        self.happened
            .push(Happened::new(Event::Resubmitted, Some(by)).note(comment));
        self.begin(org, now, steps)
    }

    /// 催辦: tells whoever it lies with.
    pub fn remind<E: From<Code>>(&mut self, by: Uuid, comment: Option<String>) -> Done<E> {
        let n = self.still_open()?;
        let mut happened = Happened::new(Event::Reminded, Some(by)).note(comment);
        happened.step = Some(self.steps[n].id);
        happened.target = self.steps[n].place.holder;
        self.happened.push(happened);
        Ok(())
    }

    /// The open step's deadline: first it reminds; after as long again it goes up one level. The manager and the company are only
    /// reminded, for nobody is above them who could decide instead.
    pub fn deadline<O: Organization>(
        &mut self,
        org: &mut O,
        now: DateTime<Utc>,
    ) -> Result<bool, O::Error> {
        if self.rehome(org, now)? {
            return Ok(true);
        }
        let Some(n) = self.open_index() else {
            return Ok(false);
        };
        let step = &mut self.steps[n];
        if step.check_at.is_none_or(|at| at > now) {
            return Ok(false);
        }
        let top = matches!(step.place.level, Relation::Manager | Relation::Company);
        if step.reminded_at.is_none() || top {
            step.reminded_at = Some(now);
            step.check_at = Some(now + Duration::hours(step.deadline_hours));
            let told = Happened::new(Event::DeadlineReminded, None).at(step);
            self.happened.push(told);
            return Ok(true);
        }
        step.seek.base = match (step.place.level, step.seek.relation) {
            (Relation::Named, Relation::Manager | Relation::Company) => step.seek.relation,
            (Relation::Named, relation) => above(relation),
            (level, _) => above(level),
        };
        step.seek.named = None;
        let place = place(org, &step.seek, &self.parties)?;
        step.open(place, now);
        let gone_up = Happened::new(Event::Escalated, None).at(step);
        self.happened.push(gone_up);
        Ok(true)
    }
}
