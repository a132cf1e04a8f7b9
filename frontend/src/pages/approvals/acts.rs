//! What the caller may do to this approval now: exactly the `acts` that the server names.

use contract::approval::{
    Approval, ApprovalAct as Act, ApprovalNote, NewApprover, NewComment, NewCompanyDecision,
    NewCopies, NewDecision, NewStepTransfer,
};
use contract::attachment::Attachment;
use contract::{Code, approval::ApprovalState};
use leptos::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use super::detail;
use crate::components::dialog::Dialog;
use crate::components::field::{Field, select};
use crate::components::icon::{Icon, icon};
use crate::components::menu::Menu;
use crate::components::person_combo::Among;
use crate::components::person_picker::{PeoplePicker, PersonPicker};
use crate::components::toast::{Toasts, use_toasts};
use crate::components::{banner, form as view};
use crate::core::check::{FieldError, check};
use crate::core::form::Form;
use crate::core::http::{Answer, Call, Failure};
use crate::core::listing::Listing;
use crate::core::remote::Remote;
use crate::core::time;
use crate::tr;

/// What an act's dialog works on.
#[derive(Clone, Copy)]
struct Desk {
    record: Remote<Approval>,
    id: Uuid,
    version: i64,
    open: RwSignal<Option<Act>>,
    toasts: Toasts,
    files: Listing<Attachment>,
}

pub fn bar(record: Remote<Approval>, one: Approval, files: Listing<Attachment>) -> Option<AnyView> {
    if one.acts.is_empty() {
        return None;
    }
    let desk = Desk {
        record,
        id: one.id,
        version: one.version,
        open: RwSignal::new(None),
        toasts: use_toasts(),
        files,
    };
    let may = |act: Act| one.acts.contains(&act);
    // The applicant of a returned request finds "submit again" first, a decider "approve".
    let first: Vec<Act> = [
        Act::Withdraw,
        Act::Remind,
        Act::Refuse,
        Act::Approve,
        Act::CompanyDecide,
        Act::Resubmit,
    ]
    .into_iter()
    .filter(|act| may(*act))
    .collect();
    let more: Vec<Act> = [
        Act::Return,
        Act::Transfer,
        Act::AddApprover,
        Act::Comment,
        Act::Copy,
        Act::Attach,
    ]
    .into_iter()
    .filter(|act| may(*act))
    .collect();
    let returned = (one.state == ApprovalState::Returned && may(Act::Resubmit)).then(|| {
        view! { <a class="btn" href=one.subject_path.clone()>{icon(Icon::Edit)} {tr!(common.edit)}</a> }
    });
    let entries = StoredValue::new(more.clone());
    let menu = (!more.is_empty()).then(|| {
        let face = view! { {icon(Icon::Dots)} <span>{tr!(common.more)}</span> }.into_any();
        view! {
            <Menu label=tr!(common.more) class="btn" face testid="more-acts">
                {entries.get_value().into_iter().map(|act| entry(desk, act)).collect_view()}
            </Menu>
        }
    });
    let view = view! {
        <div class="act-bar" role="region" aria-label=tr!(common.actions)>
            {menu}
            <span class="grow"></span>
            {returned}
            {first.into_iter().map(|act| button(desk, act)).collect_view()}
        </div>
        {dialogs(desk, &one.acts)}
    };
    Some(view.into_any())
}

fn face(act: Act) -> (&'static str, Icon, &'static str, &'static str) {
    match act {
        Act::Approve => (
            tr!(approvals.approve),
            Icon::Check,
            "btn primary",
            "approve",
        ),
        Act::Refuse => (tr!(approvals.refuse), Icon::Close, "btn danger", "refuse"),
        Act::Return => (tr!(approvals.send_back), Icon::Return, "btn", "return"),
        Act::Transfer => (tr!(approvals.transfer), Icon::Swap, "btn", "transfer"),
        Act::AddApprover => (
            tr!(approvals.add_approver),
            Icon::UserPlus,
            "btn",
            "add-approver",
        ),
        Act::Comment => (tr!(approvals.comment), Icon::Chat, "btn", "comment"),
        Act::Copy => (tr!(approvals.copy), Icon::Copy, "btn", "copy"),
        Act::Attach => (tr!(approvals.attach), Icon::Clip, "btn", "attach"),
        Act::Withdraw => (tr!(approvals.withdraw), Icon::Return, "btn", "withdraw"),
        Act::Remind => (tr!(approvals.remind), Icon::Bell, "btn primary", "remind"),
        Act::Resubmit => (
            tr!(approvals.resubmit),
            Icon::Send,
            "btn primary",
            "resubmit",
        ),
        Act::CompanyDecide => (
            tr!(approvals.company_decide),
            Icon::Role,
            "btn primary",
            "company-decide",
        ),
    }
}

fn button(desk: Desk, act: Act) -> AnyView {
    let (text, sign, class, word) = face(act);
    view! {
        <button type="button" class=class data-testid=format!("act-{word}") on:click=move |_| desk.open.set(Some(act))>{icon(sign)} {text}</button>
    }
    .into_any()
}

fn entry(desk: Desk, act: Act) -> AnyView {
    let (text, sign, _, word) = face(act);
    let go = move |_| {
        if act == Act::Attach {
            detail::to_files();
        } else {
            desk.open.set(Some(act));
        }
    };
    view! { <button type="button" data-testid=format!("act-{word}") on:click=go>{icon(sign)} {text}</button> }.into_any()
}

fn dialogs(desk: Desk, acts: &[Act]) -> AnyView {
    acts.iter()
        .filter(|act| **act != Act::Attach)
        .map(|act| {
            let act = *act;
            let open = RwSignal::new(false);
            Effect::new(move || {
                let mine = desk.open.get() == Some(act);
                if open.get_untracked() != mine {
                    open.set(mine);
                }
            });
            Effect::new(move |before: Option<bool>| {
                let now = open.get();
                if before == Some(true) && !now && desk.open.get_untracked() == Some(act) {
                    desk.open.set(None);
                }
                now
            });
            view! { <Dialog open title=title(act)>{form(desk, act)}</Dialog> }
        })
        .collect_view()
        .into_any()
}

fn title(act: Act) -> &'static str {
    match act {
        Act::Approve => tr!(approvals.approve_title),
        Act::Refuse => tr!(approvals.refuse_title),
        Act::Return => tr!(approvals.return_title),
        Act::Transfer => tr!(approvals.transfer_title),
        Act::AddApprover => tr!(approvals.add_title),
        Act::Comment => tr!(approvals.comment),
        Act::Copy => tr!(approvals.copy_title),
        Act::Attach => tr!(approvals.attach),
        Act::Withdraw => tr!(approvals.withdraw_title),
        Act::Remind => tr!(approvals.remind_title),
        Act::Resubmit => tr!(approvals.resubmit_title),
        Act::CompanyDecide => tr!(approvals.company_title),
    }
}

fn form(desk: Desk, act: Act) -> AnyView {
    let remark = |form: Form| {
        Field::new(form, "comment", tr!(approvals.opinion))
            .kind("textarea")
            .show()
    };
    let reason = |form: Form| {
        Field::new(form, "comment", tr!(approvals.reason))
            .required()
            .help(tr!(approvals.reason_help))
            .kind("textarea")
            .show()
    };
    let (id, name) = (desk.id, face(act).3);
    let form = Form::new(format!("{name}-{id}"), json!({}));
    let hint = |text: &'static str| view! { <p class="muted">{text}</p> }.into_any();
    match act {
        Act::Approve => desk.ask(
            form,
            act,
            "decisions",
            check::<NewDecision>,
            &[("decision", "approve")],
            remark(form),
        ),
        Act::Refuse => desk.ask(
            form,
            act,
            "decisions",
            check::<NewDecision>,
            &[("decision", "refuse")],
            reason(form),
        ),
        Act::Return => desk.ask(
            form,
            act,
            "decisions",
            check::<NewDecision>,
            &[("decision", "return")],
            reason(form),
        ),
        Act::Transfer => {
            let fields = view! { {hint(tr!(approvals.transfer_text))} {whom(form)} {remark(form)} };
            desk.ask(
                form,
                act,
                "transfers",
                check::<NewStepTransfer>,
                &[],
                fields.into_any(),
            )
        }
        Act::AddApprover => {
            form.set("position", "before");
            form.settle();
            let fields = view! { {whom(form)} {positions(form)} {remark(form)} };
            desk.ask(
                form,
                act,
                "approvers",
                check::<NewApprover>,
                &[],
                fields.into_any(),
            )
        }
        Act::Comment => {
            let text = Field::new(form, "text", tr!(approvals.comment))
                .required()
                .kind("textarea")
                .show();
            desk.ask(form, act, "comments", check::<NewComment>, &[], text)
        }
        Act::Copy => {
            let fields = view! { {hint(tr!(approvals.copy_text))} <PeoplePicker form name="employee_ids" label=tr!(approvals.people) among=Among::Department(None) /> };
            desk.ask(
                form,
                act,
                "copies",
                check::<NewCopies>,
                &[],
                fields.into_any(),
            )
        }
        Act::Withdraw => {
            let fields = view! { {hint(tr!(approvals.withdraw_text))} {remark(form)} };
            desk.ask(
                form,
                act,
                "withdrawals",
                check::<ApprovalNote>,
                &[],
                fields.into_any(),
            )
        }
        Act::Remind => {
            let fields = view! { {hint(tr!(approvals.remind_text))} {remark(form)} };
            desk.ask(
                form,
                act,
                "reminders",
                check::<ApprovalNote>,
                &[],
                fields.into_any(),
            )
        }
        Act::Resubmit => {
            let fields = view! { {hint(tr!(approvals.resubmit_text))} {remark(form)} };
            desk.ask(
                form,
                act,
                "resubmissions",
                check::<ApprovalNote>,
                &[],
                fields.into_any(),
            )
        }
        Act::CompanyDecide => {
            form.set("decided_on", time::today());
            form.settle();
            let fields = company(desk, form);
            desk.ask(
                form,
                act,
                "company-decisions",
                check::<NewCompanyDecision>,
                &[],
                fields,
            )
        }
        Act::Attach => ().into_any(),
    }
}

fn whom(form: Form) -> AnyView {
    view! { <PersonPicker form name="employee_id" label=tr!(approvals.person) among=Among::Department(None) /> }.into_any()
}

fn positions(form: Form) -> AnyView {
    let option = move |value: &'static str, text: &'static str, help: &'static str| {
        view! {
            <label class="check">
                <input type="radio" name="position" data-testid=format!("position-{value}") prop:checked=move || form.text("position") == value on:change=move |_| form.set("position", value) />
                <span>{text}<span class="help">{help}</span></span>
            </label>
        }
    };
    view! {
        <fieldset class="field">
            <legend class="label">{tr!(approvals.add_position)}</legend>
            {option("before", tr!(approvals.add_before), tr!(approvals.add_before_text))}
            {option("after", tr!(approvals.add_after), tr!(approvals.add_after_text))}
        </fieldset>
    }
    .into_any()
}

fn company(desk: Desk, form: Form) -> AnyView {
    let documents = Signal::derive(move || {
        desk.files.rows.with(|rows| {
            rows.iter()
                .map(|file| (file.id.to_string(), file.file_name.clone()))
                .collect::<Vec<_>>()
        })
    });
    let decisions = [
        ("approve", tr!(approvals.approve)),
        ("refuse", tr!(approvals.refuse)),
        ("return", tr!(approvals.send_back)),
    ];
    let decisions = decisions
        .map(|(value, text)| (value.to_owned(), text.to_owned()))
        .to_vec();
    let none = move || {
        documents
            .get()
            .is_empty()
            .then(|| banner::banner("info", tr!(approvals.company_text)))
    };
    view! {
        {none}
        <div class="form-grid">
            {select(form, "decision", tr!(approvals.decision), true, "", Signal::stored(decisions))}
            {Field::new(form, "decided_on", tr!(approvals.decided_on)).required().kind("date").max(time::today()).show()}
        </div>
        {select(form, "document_id", tr!(approvals.document), true, "", documents)}
        {Field::new(form, "comment", tr!(approvals.opinion)).kind("textarea").show()}
    }
    .into_any()
}

impl Desk {
    fn ask(
        self,
        form: Form,
        act: Act,
        noun: &'static str,
        check: fn(&Value) -> Vec<FieldError>,
        more: &'static [(&'static str, &'static str)],
        fields: AnyView,
    ) -> AnyView {
        let submit = move || {
            let mut body = form.body();
            for (name, value) in more {
                body[*name] = Value::from(*value);
            }
            let send = move |body: Value, key| async move {
                let call = Call::post(format!("/approvals/{}/{noun}", self.id), key)
                    .version(self.version)
                    .json(&body);
                self.told(call.done().await)
            };
            form.submit(body, check, send, move |()| {
                self.toasts.good(done(act));
                self.open.set(None);
                self.record.reload();
            });
        };
        let foot = match act {
            Act::Refuse | Act::Withdraw => view::submit_danger(form, face(act).0),
            _ => view::submit(form, face(act).0),
        };
        view::frame(form, submit, None, fields, foot)
    }

    /// Somebody else was first: the page shows the state as it is now, from the refusal itself where it brings it.
    fn told(self, answer: Answer<()>) -> Answer<()> {
        let Err(Failure::Problem(problem)) = &answer else {
            return answer;
        };
        let moved = matches!(
            problem.code,
            Code::StepDecided | Code::StepMoved | Code::ApprovalClosed | Code::StaleVersion
        );
        if moved {
            let now = problem
                .current
                .clone()
                .and_then(|now| serde_json::from_value::<Approval>(now).ok());
            self.toasts.bad(format!(
                "{} {}",
                problem.detail,
                tr!(approvals.changed_meanwhile)
            ));
            match now.filter(|now| now.detail.is_some()) {
                Some(now) => self.record.put(now),
                None => self.record.reload(),
            }
        }
        answer
    }
}

fn done(act: Act) -> &'static str {
    match act {
        Act::Approve => tr!(approvals.approved_toast),
        Act::Refuse => tr!(approvals.refused_toast),
        Act::Return => tr!(approvals.returned_toast),
        _ => tr!(approvals.done_toast),
    }
}
