//! The promises of the transition table, over random departments, stand-ins, absences and acts: nobody decides their own matter,
//! nothing approves itself, nothing is stuck, and of an open request exactly one step is open.

use chrono::{DateTime, Duration, Utc};
use contract::Code;
use contract::access::Field;
use contract::approval::{
    AddPosition, ApprovalEventKind as Event, ApprovalState, Decision, FlowStep, Relation, StepState,
};
use proptest::prelude::*;
use uuid::Uuid;

use super::case::Case;
use super::logic::{Organization, place};
use super::step::{By, Step};

const PEOPLE: usize = 7;

fn person(n: usize) -> Uuid {
    Uuid::from_u128(n as u128 + 1)
}

/// Records for the company and is never a party.
fn outside() -> Uuid {
    person(PEOPLE)
}

/// A department small enough that everything meets everything.
#[derive(Debug, Clone)]
struct World {
    /// Lead, deputy, deputy of the field, manager.
    seats: [Option<usize>; 4],
    active: [bool; PEOPLE],
    away: [bool; PEOPLE],
    /// May form circles here, though the store refuses them.
    stand_ins: [Option<usize>; PEOPLE],
}

impl Organization for World {
    type Error = Code;

    fn seat(&mut self, level: Relation, _: Option<Field>) -> Result<Option<Uuid>, Code> {
        Ok(match level {
            Relation::Lead => self.seats[0],
            Relation::Deputy => self.seats[1],
            Relation::FieldDeputy => self.seats[2],
            Relation::Manager => self.seats[3],
            Relation::Company | Relation::Named => None,
        }
        .map(person))
    }

    fn active(&mut self, who: Uuid) -> Result<bool, Code> {
        Ok(self.active[who.as_u128() as usize - 1])
    }

    fn away(&mut self, who: Uuid) -> Result<bool, Code> {
        Ok(self.away[who.as_u128() as usize - 1])
    }

    fn stand_in(&mut self, who: Uuid) -> Result<Option<Uuid>, Code> {
        Ok(self.stand_ins[who.as_u128() as usize - 1].map(person))
    }
}

#[derive(Debug, Clone)]
enum Act {
    Decide(usize, Decision, bool),
    /// Somebody may try without asking first whether they may.
    Force(usize, Decision),
    Company(usize, Decision),
    Transfer(usize, usize),
    Add(usize, usize, AddPosition),
    Withdraw(usize),
    Resubmit(usize),
    Remind(usize),
    Hours(i64),
    Seat(usize, Option<usize>),
    Active(usize, bool),
    Away(usize, bool),
    StandIn(usize, Option<usize>),
    Rehome,
}

fn decisions() -> impl Strategy<Value = Decision> {
    prop_oneof![
        3 => Just(Decision::Approve),
        1 => Just(Decision::Refuse),
        1 => Just(Decision::Return),
    ]
}

fn acts() -> impl Strategy<Value = Act> {
    let p = || 0..PEOPLE;
    prop_oneof![
        6 => (p(), decisions(), any::<bool>()).prop_map(|(a, b, c)| Act::Decide(a, b, c)),
        2 => (p(), decisions()).prop_map(|(a, b)| Act::Force(a, b)),
        3 => (p(), decisions()).prop_map(|(a, b)| Act::Company(a, b)),
        3 => (p(), p()).prop_map(|(a, b)| Act::Transfer(a, b)),
        3 => (p(), p(), prop_oneof![Just(AddPosition::Before), Just(AddPosition::After)])
            .prop_map(|(a, b, c)| Act::Add(a, b, c)),
        1 => p().prop_map(Act::Withdraw),
        2 => p().prop_map(Act::Resubmit),
        1 => p().prop_map(Act::Remind),
        3 => (1..100i64).prop_map(Act::Hours),
        2 => (0..4usize, prop::option::of(p())).prop_map(|(a, b)| Act::Seat(a, b)),
        2 => (p(), any::<bool>()).prop_map(|(a, b)| Act::Active(a, b)),
        2 => (p(), any::<bool>()).prop_map(|(a, b)| Act::Away(a, b)),
        2 => (p(), prop::option::of(p())).prop_map(|(a, b)| Act::StandIn(a, b)),
        2 => Just(Act::Rehome),
    ]
}

fn worlds() -> impl Strategy<Value = World> {
    let seat = || prop::option::of(0..PEOPLE);
    (
        [seat(), seat(), seat(), seat()],
        prop::array::uniform7(prop::bool::weighted(0.85)),
        prop::array::uniform7(prop::bool::weighted(0.25)),
        prop::array::uniform7(prop::option::weighted(0.3, 0..PEOPLE)),
    )
        .prop_map(|(seats, active, away, stand_ins)| World {
            seats,
            active,
            away,
            stand_ins,
        })
}

fn flows() -> impl Strategy<Value = Vec<FlowStep>> {
    let relation = prop_oneof![
        Just(Relation::Lead),
        Just(Relation::Deputy),
        Just(Relation::FieldDeputy),
        Just(Relation::Manager),
        Just(Relation::Company),
    ];
    let step = relation.prop_map(|relation| FlowStep {
        relation,
        field: (relation == Relation::FieldDeputy).then_some(Field::People),
        name: None,
        when: None,
        deadline_hours: 24,
    });
    prop::collection::vec(step, 1..5)
}

fn steps(flow: &[FlowStep]) -> Vec<Step> {
    flow.iter().map(Step::of_flow).collect()
}

fn start() -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000, 0).unwrap()
}

/// What must hold after every act, whatever it was and whether or not it was refused.
fn sound(case: &Case, world: &mut World) -> Result<(), TestCaseError> {
    let open: Vec<&Step> = case
        .steps
        .iter()
        .filter(|s| s.state == StepState::Open)
        .collect();
    let wanted = usize::from(case.state == ApprovalState::Open);
    prop_assert_eq!(open.len(), wanted, "open steps of {:?}", case.state);
    for step in &case.steps {
        if let Some(by) = step.decided_by {
            prop_assert!(!case.parties.contains(&by), "a party decided");
        }
        let decided = matches!(
            step.state,
            StepState::Approved | StepState::Refused | StepState::Returned
        );
        prop_assert_eq!(decided, step.decided_at.is_some());
        let company = step.place.level == Relation::Company;
        prop_assert_eq!(decided, step.decided_by.is_some(), "nobody decided");
        prop_assert_eq!(step.seek.base == Relation::Named, step.seek.named.is_some());
        if step.state == StepState::Open {
            prop_assert_eq!(company, step.place.holder.is_none());
            for who in [step.place.holder, step.place.stands_for]
                .into_iter()
                .flatten()
            {
                prop_assert!(!case.parties.contains(&who), "it lies with a party");
            }
            prop_assert!(step.due_at.is_some() && step.check_at.is_some());
        }
    }
    match case.state {
        ApprovalState::Approved => {
            // Every step was approved, at least one of them, and by somebody.
            prop_assert!(!case.steps.is_empty());
            prop_assert!(case.steps.iter().all(|s| s.state == StepState::Approved));
        }
        ApprovalState::Open => {
            // Looked at again it lies with somebody who is there to act, or with the company: never stuck.
            let now = place(world, &open[0].seek, &case.parties).unwrap();
            match now.holder {
                Some(who) => {
                    prop_assert!(!case.parties.contains(&who));
                    prop_assert!(world.active(who).unwrap());
                    prop_assert!(
                        !world.away(who).unwrap(),
                        "it lies with somebody who is away"
                    );
                }
                None => prop_assert_eq!(now.level, Relation::Company),
            }
            // What is before it is settled, what comes after waits.
            let n = case
                .steps
                .iter()
                .position(|s| s.state == StepState::Open)
                .unwrap();
            prop_assert!(
                case.steps[..n]
                    .iter()
                    .all(|s| s.state == StepState::Approved)
            );
            prop_assert!(
                case.steps[n + 1..]
                    .iter()
                    .all(|s| s.state == StepState::Waiting)
            );
        }
        _ => prop_assert!(case.steps.iter().all(|s| s.state != StepState::Waiting)),
    }
    Ok(())
}

fn run(case: &mut Case, world: &mut World, flow: &[FlowStep], now: &mut DateTime<Utc>, act: &Act) {
    // As the store does: what is refused is taken back.
    let before = case.clone();
    let reason = || Some("because".to_owned());
    let done: Result<(), Code> = match act.clone() {
        Act::Decide(by, decision, comment) => {
            case.may_decide(world, *now, person(by)).and_then(|()| {
                let comment = comment.then(|| "because".to_owned());
                case.decide(world, *now, By::Person(person(by)), decision, comment)
            })
        }
        Act::Force(by, decision) => {
            case.decide(world, *now, By::Person(person(by)), decision, reason())
        }
        Act::Company(by, decision) => {
            let by = person(by);
            case.may_decide_for_company(world, *now, by)
                .and_then(|()| case.decide(world, *now, By::Company(by), decision, reason()))
        }
        Act::Transfer(by, to) => case.transfer(world, *now, person(by), person(to), None),
        Act::Add(by, who, position) => {
            case.add(world, *now, person(by), person(who), position, None)
        }
        Act::Withdraw(by) => case.withdraw(Some(person(by)), None),
        Act::Resubmit(by) => case.resubmit(world, *now, person(by), steps(flow), None),
        Act::Remind(by) => case.remind(person(by), None),
        Act::Hours(hours) => {
            *now += Duration::hours(hours);
            case.deadline(world, *now).map(|_| ())
        }
        Act::Seat(seat, holder) => {
            world.seats[seat] = holder;
            Ok(())
        }
        Act::Active(who, active) => {
            world.active[who] = active;
            Ok(())
        }
        Act::Away(who, away) => {
            world.away[who] = away;
            Ok(())
        }
        Act::StandIn(who, by) => {
            world.stand_ins[who] = by;
            Ok(())
        }
        Act::Rehome => case.rehome(world, *now).map(|_| ()),
    };
    if done.is_err() {
        *case = before;
    }
}

fn begun(world: &mut World, flow: &[FlowStep], parties: Vec<Uuid>) -> Case {
    let mut case = Case {
        state: ApprovalState::Open,
        round: 1,
        parties,
        steps: Vec::new(),
        happened: Vec::new(),
    };
    case.begin(world, start(), steps(flow)).unwrap();
    case
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(3000) })]

    #[test]
    fn no_reachable_state_breaks_the_invariants(
        mut world in worlds(),
        flow in flows(),
        parties in prop::collection::vec(0..PEOPLE, 1..4),
        acts in prop::collection::vec(acts(), 0..60),
    ) {
        let parties: Vec<Uuid> = parties.into_iter().map(person).collect();
        let mut case = begun(&mut world, &flow, parties);
        let mut now = start();
        prop_assert_ne!(case.state, ApprovalState::Approved, "it approved itself");
        sound(&case, &mut world)?;
        for act in &acts {
            let (state, steps) = (case.state, case.steps.clone());
            run(&mut case, &mut world, &flow, &mut now, act);
            sound(&case, &mut world)?;
            // What is over stays as it is.
            if matches!(state, ApprovalState::Approved | ApprovalState::Refused | ApprovalState::Withdrawn) {
                prop_assert_eq!(case.state, state);
                prop_assert_eq!(&case.steps, &steps);
            }
        }
        // Only decisions end a request: neither deadlines nor absences do.
        let ended = case.state == ApprovalState::Approved || case.state == ApprovalState::Refused;
        let decided = case.happened.iter().any(|h| matches!(h.event, Event::Approved | Event::Refused));
        prop_assert!(!ended || decided);
    }

    #[test]
    fn whoever_an_open_request_lies_with_can_bring_it_to_its_end(
        mut world in worlds(),
        flow in flows(),
        parties in prop::collection::vec(0..PEOPLE, 1..4),
    ) {
        let parties: Vec<Uuid> = parties.into_iter().map(person).collect();
        let mut case = begun(&mut world, &flow, parties);
        for _ in 0..flow.len() {
            let Some(step) = case.open_step() else { break };
            let by = step.place.holder;
            let decided: Result<(), Code> = match by {
                Some(by) => case
                    .may_decide(&mut world, start(), by)
                    .and_then(|()| case.decide(&mut world, start(), By::Person(by), Decision::Approve, None)),
                None => case
                    .may_decide_for_company(&mut world, start(), outside())
                    .and_then(|()| case.decide(&mut world, start(), By::Company(outside()), Decision::Approve, None)),
            };
            prop_assert_eq!(decided, Ok(()));
        }
        prop_assert_eq!(case.state, ApprovalState::Approved);
    }

    #[test]
    fn a_stand_in_gives_nobody_more_time(
        mut world in worlds(),
        flow in flows(),
        parties in prop::collection::vec(0..PEOPLE, 1..4),
        turns in prop::collection::vec((0..PEOPLE, any::<bool>(), prop::option::of(0..PEOPLE)), 1..20),
    ) {
        let parties: Vec<Uuid> = parties.into_iter().map(person).collect();
        let mut case = begun(&mut world, &flow, parties);
        let whose = |case: &Case| case.open_step().map(|s| s.place.stands_for.or(s.place.holder));
        let times = |case: &Case| case.open_step().map(|s| (s.opened_at, s.due_at, s.check_at, s.reminded_at));
        for (n, (who, away, by)) in turns.into_iter().enumerate() {
            let before = (whose(&case), times(&case));
            world.away[who] = away;
            world.stand_ins[who] = by;
            let _moved: bool = case.rehome(&mut world, start() + Duration::hours(n as i64 + 1)).unwrap();
            if whose(&case) == before.0 {
                prop_assert_eq!(times(&case), before.1);
            }
        }
    }

    #[test]
    fn a_deadline_that_nobody_heeds_ends_at_the_manager_and_never_decides(
        mut world in worlds(),
        flow in flows(),
    ) {
        let mut case = begun(&mut world, &flow, vec![person(0)]);
        let mut now = start();
        for _ in 0..40 {
            now += Duration::hours(25);
            let _moved: bool = case.deadline(&mut world, now).unwrap();
        }
        prop_assert_eq!(case.state, ApprovalState::Open);
        let level = case.open_step().unwrap().place.level;
        prop_assert!(matches!(level, Relation::Manager | Relation::Company), "{:?}", level);
    }
}

/// Person 0 applies; lead 1, deputy 2, deputy of the field 3, manager 4; 5 and 6 are members.
fn usual() -> World {
    World {
        seats: [Some(1), Some(2), Some(3), Some(4)],
        active: [true; PEOPLE],
        away: [false; PEOPLE],
        stand_ins: [None; PEOPLE],
    }
}

fn flow_of(relations: &[Relation]) -> Vec<FlowStep> {
    let step = |relation: &Relation| FlowStep {
        relation: *relation,
        field: None,
        name: None,
        when: None,
        deadline_hours: 24,
    };
    relations.iter().map(step).collect()
}

fn holder(case: &Case) -> (Relation, Option<usize>, Option<usize>) {
    let place = case.open_step().unwrap().place;
    let index = |id: Uuid| id.as_u128() as usize - 1;
    (
        place.level,
        place.holder.map(index),
        place.stands_for.map(index),
    )
}

#[test]
fn each_relation_climbs_past_whoever_cannot_decide() {
    type Turn = fn(&mut World);
    type Case = (Turn, usize, Relation, Option<usize>, Option<usize>);
    let cases: &[Case] = &[
        (|_| {}, 0, Relation::Lead, Some(1), None),
        (|w| w.seats[0] = None, 0, Relation::Deputy, Some(2), None),
        (|w| w.away[1] = true, 0, Relation::Deputy, Some(2), None),
        (
            |w| w.stand_ins[1] = Some(5),
            0,
            Relation::Lead,
            Some(5),
            Some(1),
        ),
        // The stand-in is away, too; then theirs; then nobody.
        (
            |w| {
                w.away[1] = true;
                w.stand_ins[1] = Some(5);
                w.away[5] = true;
                w.stand_ins[5] = Some(6);
            },
            0,
            Relation::Lead,
            Some(6),
            Some(1),
        ),
        (
            |w| {
                w.away[1] = true;
                w.stand_ins[1] = Some(5);
                w.active[5] = false;
            },
            0,
            Relation::Deputy,
            Some(2),
            None,
        ),
        // A circle ends where it began.
        (
            |w| {
                w.stand_ins[1] = Some(5);
                w.stand_ins[5] = Some(1);
            },
            0,
            Relation::Lead,
            Some(5),
            Some(1),
        ),
        // The applicant as stand-in: whoever is there decides, and it isn't the applicant's choice who.
        (
            |w| {
                w.stand_ins[1] = Some(0);
                w.stand_ins[0] = Some(6);
            },
            0,
            Relation::Lead,
            Some(1),
            None,
        ),
        // The lead's own matter, the deputy's, the manager's.
        (|_| {}, 1, Relation::Deputy, Some(2), None),
        (
            |w| {
                w.seats[0] = None;
                w.seats[1] = None;
            },
            2,
            Relation::Manager,
            Some(4),
            None,
        ),
        (
            |w| {
                w.seats[0] = None;
                w.seats[1] = None;
            },
            4,
            Relation::Company,
            None,
            None,
        ),
    ];
    for (n, (turn, applicant, level, by, stands_for)) in cases.iter().enumerate() {
        let mut world = usual();
        turn(&mut world);
        let case = begun(
            &mut world,
            &flow_of(&[Relation::Lead]),
            vec![person(*applicant)],
        );
        assert_eq!(holder(&case), (*level, *by, *stands_for), "case {n}");
    }
}

#[test]
fn a_decision_covers_the_next_step_of_the_same_person_and_no_further() {
    let mut world = usual();
    world.seats[0] = None;
    let flow = flow_of(&[Relation::Lead, Relation::Deputy, Relation::Manager]);
    let mut case = begun(&mut world, &flow, vec![person(0)]);
    assert_eq!(holder(&case), (Relation::Deputy, Some(2), None));
    let by = By::Person(person(2));
    case.decide(&mut world, start(), by, Decision::Approve, None)
        .unwrap();
    assert_eq!(case.steps[1].decided_by, Some(person(2)));
    assert_eq!(holder(&case), (Relation::Manager, Some(4), None));
    let approvals = case.happened.iter().filter(|h| h.event == Event::Approved);
    assert_eq!(approvals.count(), 2, "both are in the timeline");
}

#[test]
fn somebody_added_before_decides_first_and_then_the_step_comes_back() {
    let mut world = usual();
    let mut case = begun(&mut world, &flow_of(&[Relation::Lead]), vec![person(0)]);
    let add = |case: &mut Case, world: &mut World, who, position| -> Result<(), Code> {
        case.add(world, start(), person(1), person(who), position, None)
    };
    assert_eq!(
        add(&mut case, &mut world, 0, AddPosition::Before),
        Err(Code::ApproverInvolved)
    );
    assert_eq!(
        add(&mut case, &mut world, 1, AddPosition::After),
        Err(Code::ApproverUnfit)
    );
    add(&mut case, &mut world, 6, AddPosition::After).unwrap();
    assert_eq!(
        add(&mut case, &mut world, 6, AddPosition::After),
        Err(Code::ApproverUnfit)
    );
    add(&mut case, &mut world, 5, AddPosition::Before).unwrap();
    for who in [5, 1, 6] {
        assert_eq!(holder(&case).1, Some(who));
        let by = By::Person(person(who));
        case.decide(&mut world, start(), by, Decision::Approve, None)
            .unwrap();
    }
    assert_eq!(case.state, ApprovalState::Approved);
}

#[test]
fn a_transferred_step_stays_with_the_named_person_while_they_are_there() {
    let mut world = usual();
    let mut case = begun(&mut world, &flow_of(&[Relation::Lead]), vec![person(0)]);
    case.transfer(&mut world, start(), person(1), person(5), None)
        .unwrap();
    world.seats[0] = Some(6);
    assert!(!case.rehome(&mut world, start()).unwrap());
    assert_eq!(
        case.may_decide(&mut world, start(), person(1)),
        Err(Code::Forbidden)
    );
    // Away: whoever stands in for them, else the seat that would have decided; back again: they.
    world.away[5] = true;
    world.stand_ins[5] = Some(3);
    assert!(case.rehome(&mut world, start()).unwrap());
    assert_eq!(holder(&case), (Relation::Named, Some(3), Some(5)));
    world.stand_ins[5] = None;
    assert!(case.rehome(&mut world, start()).unwrap());
    assert_eq!(holder(&case), (Relation::Lead, Some(6), None));
    world.away[5] = false;
    assert!(case.rehome(&mut world, start()).unwrap());
    assert_eq!(holder(&case), (Relation::Named, Some(5), None));
    world.active[5] = false;
    assert!(case.rehome(&mut world, start()).unwrap());
    assert_eq!(holder(&case), (Relation::Lead, Some(6), None));
}

#[test]
fn a_lead_who_lost_the_seat_is_told_that_the_step_moved() {
    let mut world = usual();
    let mut case = begun(&mut world, &flow_of(&[Relation::Lead]), vec![person(0)]);
    world.seats[0] = Some(5);
    assert_eq!(
        case.may_decide(&mut world, start(), person(1)),
        Err(Code::StepMoved)
    );
    assert_eq!(case.may_decide(&mut world, start(), person(5)), Ok(()));
}

#[test]
fn a_deadline_reminds_and_then_goes_up_one_level_at_a_time() {
    let mut world = usual();
    let mut case = begun(&mut world, &flow_of(&[Relation::Lead]), vec![person(0)]);
    let mut seen = Vec::new();
    for hour in 0..200 {
        if case
            .deadline(&mut world, start() + Duration::hours(hour))
            .unwrap()
        {
            let event = case.happened.last().unwrap().event;
            seen.push((hour, event, holder(&case).1.unwrap()));
        }
    }
    use Event::{DeadlineReminded as Told, Escalated as Up};
    assert_eq!(
        seen[..6],
        [
            (24, Told, 1),
            (48, Up, 2),
            (72, Told, 2),
            (96, Up, 4),
            (120, Told, 4),
            (144, Told, 4)
        ]
    );
}
