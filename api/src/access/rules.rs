//! **The rules table: who may do what.** One row per action; the columns are the four roles; each cell says how far the
//! action reaches. Rendered to `openapi/rules.md` and served at `GET /api/v1/rules`.
//!
//! `No` not allowed · `Own` records whose owner is the actor · `Team` records of the actor's team · `Area` records of the
//! teams in the deputy's area, and department-wide records of its fields of work · `Department` every record.

use actix_web::get;
use contract::ReachKind::{self, Area, Department, No, Own, Team};
use contract::access::tag;
use contract::rules::{Rule, Rules};
use contract::{Action, Locale, Role};
use utoipa_actix_web::service_config::ServiceConfig;

use super::Can;
use crate::http::answer::Plain;

#[rustfmt::skip]
const fn row(action: Action) -> [ReachKind; 4] {
    use Action::*;
    match action {
        //                        member      lead        deputy      manager
        ProfileRead         => [Own,        Own,        Own,        Own       ],
        ProfileUpdate       => [Own,        Own,        Own,        Own       ],
        MyDayRead           => [Own,        Own,        Own,        Own       ],
        NotificationRead    => [Own,        Own,        Own,        Own       ],
        RulesRead           => [Department, Department, Department, Department],
        ComplianceRead      => [Team,       Team,       Area,       Department],   // figures, never whose

        SettingsRead        => [Department, Department, Department, Department],
        SettingsManage      => [No,         No,         No,         Department],
        OrganizationRead    => [Department, Department, Department, Department],   // names and seats only, never private data
        AreaManage          => [No,         No,         No,         Department],
        TeamManage          => [No,         No,         Area,       Department],

        EmployeeRead        => [Own,        Team,       Area,       Department],
        EmployeePrivateRead => [Own,        No,         Area,       Department],   // birth date, address, emergency contact
        EmployeeCreate      => [No,         No,         Area,       Department],
        EmployeeUpdate      => [No,         No,         Area,       Department],
        EmployeeTransfer    => [No,         No,         Area,       Department],
        EmployeeDepart      => [No,         No,         Area,       Department],
        EmployeeImport      => [No,         No,         No,         Department],
        PasswordReset       => [No,         Team,       Area,       Department],
        RoleRead            => [Own,        Team,       Area,       Department],
        RoleAssign          => [No,         No,         No,         Department],
        RoleEnd             => [No,         No,         No,         Department],
        RoleHandOver        => [No,         No,         No,         Department],
        DocumentRead        => [Own,        No,         Area,       Department],
        DocumentManage      => [Own,        No,         Area,       Department],

        ApprovalRead        => [Own,        Team,       Area,       Department],   // also what the actor decides, decided, or got a copy of
        ApprovalDecide      => [Own,        Own,        Own,        Own       ],   // steps that lie with the actor, whatever their rank
        ApprovalFollow      => [Own,        Own,        Own,        Own       ],   // the actor's own matters, and those they entered
        ApprovalComment     => [Own,        Team,       Area,       Department],   // as far as the approval can be seen
        CompanyDecide       => [No,         No,         Area,       Department],   // never by a party; with the document
        FlowRead            => [Department, Department, Department, Department],
        FlowManage          => [No,         No,         No,         Department],
        DelegationManage    => [Own,        Own,        Own,        Own       ],

        CalendarRead        => [Department, Department, Department, Department],
        CalendarManage      => [No,         No,         Area,       Department],
        LeaveTypeRead       => [Department, Department, Department, Department],
        LeaveTypeManage     => [No,         No,         No,         Department],
        LeaveRead           => [Own,        Team,       Area,       Department],
        LeaveRequest        => [Own,        Team,       Area,       Department],   // beyond Own: entered on somebody's behalf
        LeaveGrant          => [No,         No,         Area,       Department],
        AbsenceRead         => [Team,       Team,       Area,       Department],   // who is away, not why
        FeedManage          => [Own,        Own,        Own,        Own       ],

        ShiftRead           => [Department, Department, Department, Department],
        ShiftManage         => [No,         No,         Area,       Department],
        ScheduleRead        => [Own,        Team,       Area,       Department],
        ScheduleAssign      => [No,         Team,       Area,       Department],
        AttendanceRead      => [Own,        Team,       Area,       Department],
        PunchClock          => [Own,        Own,        Own,        Own       ],
        PunchRecord         => [No,         No,         No,         Department],
        CorrectionRequest   => [Own,        Team,       Area,       Department],   // beyond Own: entered on somebody's behalf
        StatementRead       => [Own,        Team,       Area,       Department],
        StatementManage     => [No,         No,         Area,       Department],
        ObjectionFile       => [Own,        Own,        Own,        Own       ],
        ObjectionAnswer     => [No,         Team,       Area,       Department],

        CustomerRead        => [Own,        Team,       Area,       Department],
        CustomerCreate      => [Own,        Team,       Area,       Department],   // beyond Own: for somebody else to look after
        CustomerUpdate      => [Own,        Team,       Area,       Department],
        CustomerReveal      => [Own,        Team,       Area,       Department],   // phone and identity number; each look is in the audit trail
        CustomerImport      => [No,         No,         No,         Department],
        TargetRead          => [Own,        Team,       Area,       Department],   // figures; that there are targets is known to all
        TargetManage        => [No,         No,         No,         Department],
        TargetRevise        => [No,         Team,       Area,       Department],   // only below the own node
        AttainmentRead      => [Own,        Team,       Area,       Department],
        ShortfallRead       => [Own,        Team,       Area,       Department],
        ShortfallPlan       => [No,         Team,       Area,       Department],   // never of the actor's own
        IncentiveRuleRead   => [Department, Department, Department, Department],
        IncentiveRuleManage => [No,         No,         No,         Department],
        IncentiveRead       => [No,         Team,       Area,       Department],
        IncentivePropose    => [No,         Team,       Area,       Department],   // decided by somebody who gets nothing of it
        IncentiveDismiss    => [No,         No,         Area,       Department],
        IncentiveAwardRead  => [Own,        Team,       Area,       Department],
        ActualRecord        => [No,         No,         No,         Department],
        CustomerMerge       => [No,         Team,       Area,       Department],   // both records lie inside the reach
        CustomerTransfer    => [No,         Team,       Area,       Department],   // both owners lie inside the reach
        ActivityRead        => [Own,        Team,       Area,       Department],   // with one customer: whoever may see the customer sees all
        ActivityLog         => [Own,        Team,       Area,       Department],   // the customer lies inside the reach; the activity is the actor's
        ActivityCorrect     => [Own,        Own,        Own,        Own       ],   // by whoever did it
        FollowUpRead        => [Own,        Team,       Area,       Department],
        CadenceRead         => [Department, Department, Department, Department],
        CadenceManage       => [No,         No,         No,         Department],

        CaseStageRead       => [Department, Department, Department, Department],
        CaseStageManage     => [No,         No,         No,         Department],
        CaseRead            => [Own,        Team,       Area,       Department],
        CaseCreate          => [Own,        Team,       Area,       Department],   // for a customer the caller may see
        CaseUpdate          => [Own,        Team,       Area,       Department],
        CaseMove            => [Own,        Team,       Area,       Department],   // no stage skipped, none left incomplete
        CaseTransfer        => [No,         Team,       Area,       Department],   // both owners lie inside the reach
        CaseFlagRaise       => [Own,        Team,       Area,       Department],
        CaseFlagClear       => [No,         Team,       Area,       Department],   // never the case's own owner
        ManualRead          => [Department, Department, Department, Department],
        ManualManage        => [No,         No,         No,         Department],
        ManualAcknowledge   => [Own,        Own,        Own,        Own       ],
        ManualWatch         => [No,         Team,       Area,       Department],
        RiskRead            => [Own,        Team,       Area,       Department],
        RiskManage          => [No,         Team,       Area,       Department],

        InspectionPlanRead  => [Department, Department, Department, Department],
        InspectionPlanManage => [No,        No,         Area,       Department],
        InspectionChecklistManage => [No,   No,         No,         Department],
        InspectionRead      => [Own,        Team,       Area,       Department],   // own: of cases that are or were the actor's
        InspectionOrder     => [No,         Team,       Area,       Department],
        InspectionRecord    => [No,         Team,       Area,       Department],   // never of the actor's own case
        FindingRectify      => [Own,        Team,       Area,       Department],
        InspectionRecheck   => [No,         Team,       Area,       Department],   // never of the actor's own case

        ServiceCategoryRead => [Department, Department, Department, Department],
        ServiceCategoryManage => [No,       No,         No,         Department],
        ServiceRead         => [Own,        Team,       Area,       Department],
        ServiceCreate       => [Own,        Team,       Area,       Department],   // for a customer the caller may see
        ServiceUpdate       => [Own,        Team,       Area,       Department],   // never the colleague a complaint is about
        ServiceAnswer       => [Own,        Team,       Area,       Department],
        ServiceClose        => [Own,        Team,       Area,       Department],
        ServiceReopen       => [Own,        Team,       Area,       Department],
        ServiceRate         => [Own,        Team,       Area,       Department],
        ServiceTransfer     => [No,         Team,       Area,       Department],   // both owners lie inside the reach

        ExpansionPlanRead   => [Team,       Team,       Area,       Department],   // the department's plans are known to all
        ExpansionPlanManage => [No,         Team,       Area,       Department],
        CustomerEventRead   => [Department, Department, Department, Department],   // guests only as far as customers are seen
        CustomerEventCreate => [No,         Team,       Area,       Department],
        CustomerEventManage => [Own,        Team,       Area,       Department],   // own: those the actor organises
        EventInvitationRead => [Own,        Team,       Area,       Department],
        EventInvite         => [Own,        Team,       Area,       Department],   // customers inside the reach
        EventInvitationUpdate => [Own,      Team,       Area,       Department],

        DutyPlanRead        => [Team,       Team,       Area,       Department],
        DutyManage          => [No,         Team,       Area,       Department],
        DutyTemplateLoad    => [No,         No,         No,         Department],
        DutyRead            => [Team,       Team,       Area,       Department],
        DutyComplete        => [Own,        Own,        Own,        Own       ],   // whose turn it is signs
        DutyHandOver        => [Own,        Team,       Area,       Department],   // to the same team, or inside the reach
        DutyExcuse          => [No,         Team,       Area,       Department],   // never one's own

        RepairRead          => [Team,       Team,       Area,       Department],   // and whoever sees to a ticket
        RepairReport        => [Own,        Own,        Own,        Own       ],
        RepairAssign        => [No,         Team,       Area,       Department],
        RepairFix           => [Own,        Team,       Area,       Department],   // own: those the actor sees to
        RepairConfirm       => [Own,        Own,        Own,        Own       ],   // whoever reported it

        PlaceRead           => [Department, Department, Department, Department],
        PlaceManage         => [No,         No,         Area,       Department],
        BookingRead         => [Department, Department, Department, Department],   // who has which room is known to everybody
        BookingCreate       => [Own,        Own,        Own,        Own       ],
        BookingManage       => [Own,        Team,       Area,       Department],
        IncidentReport      => [Department, Department, Department, Department],
        IncidentDecide      => [No,         Team,       Area,       Department],   // never of one's own booking

        HazardRead          => [Team,       Team,       Area,       Department],   // and whoever puts one right
        HazardReport        => [Own,        Own,        Own,        Own       ],
        HazardAssign        => [No,         Team,       Area,       Department],
        HazardRectify       => [Own,        Team,       Area,       Department],   // own: those the actor sees to
        HazardRecheck       => [No,         Team,       Area,       Department],   // never by whoever put it right

        RegulationRead      => [Department, Department, Department, Department],
        RegulationManage    => [No,         No,         Area,       Department],   // a deputy: about the fields of work in their charge
        RegulationAcknowledge => [Own,        Own,        Own,        Own       ],
        RegulationWatch     => [No,         Team,       Area,       Department],

        WorkPlanRead        => [Team,       Team,       Area,       Department],   // and the department's own
        WorkPlanManage      => [No,         Team,       No,         Department],   // the department's by the manager, a team's by its lead
        WorkProgress        => [Own,        Team,       Area,       Department],
        AreaReviewRead      => [No,         Team,       Area,       Department],   // a lead: those of the team's area, once published
        AreaReviewWrite     => [No,         No,         Area,       No        ],   // the deputy's own duty
        FeedbackRead        => [Own,        Team,       Area,       Department],
        FeedbackGive        => [Own,        Own,        Own,        No        ],   // nobody is above the manager
        FeedbackAnswer      => [No,         Team,       Area,       Department],   // never one's own
        FeedbackSettle      => [Own,        Own,        Own,        No        ],   // by whoever gave it
        CoachingRead        => [Own,        Team,       Area,       Department],
        CoachingWrite       => [No,         Team,       Area,       Department],   // about somebody below, changed by whoever wrote it
        CareTalkRead        => [No,         Team,       Area,       Department],   // never those about the actor
        CareTalkWrite       => [No,         Team,       Area,       Department],   // about somebody below, changed by whoever wrote it

        DrillRead           => [Department, Department, Department, Department],
        DrillManage         => [No,         No,         Area,       Department],
        DrillReport         => [Own,        Own,        Area,       Department],   // own: a drill the actor leads
        DrillAttend         => [No,         Team,       Area,       Department],

        ActionItemRead      => [Own,        Team,       Area,       Department],
        ActionItemManage    => [No,         No,         Area,       Department],   // of what the actor is in charge of
        ActionItemComplete  => [Own,        Team,       Area,       Department],

        SafetyRead          => [Department, Department, Department, Department],
        SafetyManage        => [No,         No,         Area,       Department],
        SafetyInspect       => [Department, Department, Department, Department],   // whoever's turn it is

        SupplyRead          => [Department, Department, Department, Department],
        SupplyManage        => [No,         No,         Area,       Department],
        SupplyIssue         => [Own,        Team,       Area,       Department],
        SupplyMovementRead  => [Own,        Team,       Area,       Department],
        FilingRead          => [Department, Department, Department, Department],
        FilingManage        => [No,         No,         Area,       Department],
        FilingBorrow        => [Department, Department, Department, Department],   // for oneself
        ConductRead         => [Own,        Team,       Area,       Department],   // own: what is about the actor
        ConductReport       => [No,         Team,       Area,       Department],   // about somebody below
        ConductState        => [Own,        Own,        Own,        No        ],   // nobody is above the manager
        ConductDecide       => [No,         Team,       Area,       Department],   // never one's own

        JobRead             => [Own,        Own,        Own,        Own       ],
        AuditRead           => [Own,        Team,       Area,       Department],
        WebhookManage       => [No,         No,         No,         Department],
        ApiKeyManage        => [No,         No,         No,         Department],
    }
}

/// How far the role may do the action. Without a role only what every member may do to their own records remains.
pub const fn reach(action: Action, role: Option<Role>) -> ReachKind {
    let row = row(action);
    match role {
        Some(role) => row[role as usize],
        None => match row[0] {
            Own => Own,
            Department => Department,
            _ => No,
        },
    }
}

pub fn mount(cfg: &mut ServiceConfig) {
    cfg.service(list_rules);
}

#[utoipa::path(tag = "rules", operation_id = "list_rules", summary = "Who may do what: the whole rules table",
    responses((status = 200, description = "Every action with its reach per role", body = Rules)), extensions(("x-action" = json!("rules_read"))))]
#[get("")]
async fn list_rules(can: Can<tag::RulesRead>) -> Plain<Rules> {
    let rule = |action: &Action| {
        let [member, lead, deputy, manager] = row(*action);
        let title = action.title().get(can.grant.locale).to_owned();
        Rule {
            action: *action,
            title,
            clause: action.clause().to_owned(),
            member,
            lead,
            deputy,
            manager,
        }
    };
    Plain(Rules {
        data: Action::ALL.iter().map(rule).collect(),
    })
}

/// The table as a page for people (`openapi/rules.md`).
pub fn render() -> String {
    let mut out = String::from(
        "# Who may do what\n\nGenerated from `api/src/access/rules.rs`; a test fails when it is stale.\n\n\
         **own** records whose owner is the actor · **team** records of the actor's team · **area** records of the teams in the \
         deputy's area, and department-wide records of its fields of work · **department** every record\n\n\
         | action | clause | | 團隊成員 member | 團隊主管 lead | 副經理 deputy | 部門經理 manager |\n|---|---|---|---|---|---|---|\n",
    );
    for action in Action::ALL {
        let cells: Vec<&str> = Role::ALL
            .iter()
            .map(|role| reach(*action, Some(*role)).title().en)
            .collect();
        out.push_str(&format!(
            "| `{}` | {} | {} · {} | {} |\n",
            action.name(),
            action.clause(),
            action.title().get(Locale::ZhHant),
            action.title().en,
            cells.join(" | ")
        ));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_widen_with_rank() {
        for action in Action::ALL.iter().filter(|a| a.name().ends_with("_read")) {
            // Two reads stay with the person and the line above the lead: private data and documents.
            let skip_lead = matches!(action, Action::EmployeePrivateRead | Action::DocumentRead);
            let mut last = ReachKind::No;
            for role in Role::ALL {
                if skip_lead && role == Role::Lead {
                    continue;
                }
                let now = reach(*action, Some(role));
                assert!(now >= last, "{} narrows at {role:?}", action.name());
                last = now;
            }
        }
    }

    #[test]
    fn without_a_role_nothing_of_others_remains() {
        for action in Action::ALL {
            assert!(!matches!(reach(*action, None), Team | Area));
        }
    }
}
