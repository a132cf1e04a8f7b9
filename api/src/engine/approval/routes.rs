use actix_web::{HttpResponse, get, post, web};
use contract::access::{ActionTag, tag};
use contract::approval::{
    Approval, ApprovalNote, ApprovalQuery, BulkReport, NewApprover, NewBulkDecision, NewComment,
    NewCompanyDecision, NewCopies, NewDecision, NewStepTransfer,
};
use contract::attachment::{Attachment, AttachmentQuery, Upload};
use contract::{Code, Page};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::{bulk, comment, company, deadline, decide, files, follow, list, read, transfer};
use crate::access::{Can, Grant};
use crate::db::Tx;
use crate::engine::attachment::OfRecord;
use crate::engine::export;
use crate::http::answer::One;
use crate::http::body::Body;
use crate::http::path::Path;
use crate::http::query::Query;
use crate::problem::Answer;

pub fn mount(cfg: &mut ServiceConfig) {
    cfg.service(list_approvals)
        .service(decide_approvals)
        .service(get_approval)
        .service(decide_approval)
        .service(transfer_approval_step)
        .service(add_approver)
        .service(comment_approval)
        .service(copy_approval)
        .service(withdraw_approval)
        .service(remind_approval)
        .service(resubmit_approval)
        .service(decide_for_company)
        .service(list_approval_attachments)
        .service(add_approval_attachment)
        .service(download_approval_attachment);
}

#[utoipa::path(tag = "approvals", operation_id = "list_approvals", summary = "Approvals: waiting for me, handled by me, mine, copied to me, or all inside my reach",
    description = "As CSV the columns are `id`, `kind`, `subject_id`, `title`, `state`, `applicant.id`, `applicant.number`, \
        `applicant.name`, `created_by.id`, `team_id`, `team_name`, `flow_version`, `round`, `days`, `amount.amount`, \
        `amount.currency`, `current_step.level`, `current_step.holder.id`, `current_step.holder.name`, \
        `current_step.due_at`, `created_at`, `updated_at`, `decided_at`, `clause`, `version`.",
    params(ApprovalQuery),
    responses((status = 200, description = "A page of approvals; `Accept: text/csv` or `application/x-ndjson` streams all of them", body = Page<Approval>)),
    extensions(("x-action" = json!("approval_read"))))]
#[get("")]
async fn list_approvals(
    can: Can<tag::ApprovalRead>,
    Query(query): Query<ApprovalQuery>,
) -> Answer<HttpResponse> {
    let paging = list::paging(&can.app, &query)?;
    export::list(can, "approvals", paging, move |c, grant, paging| {
        list::list(c, grant, &query, paging)
    })
    .await
}

#[utoipa::path(tag = "approvals", operation_id = "get_approval", summary = "One approval with its steps, timeline, figures and copies",
    description = "Inside the reach, or one that lies or lay with the caller, that they entered, stood in for, or got a copy of.",
    params(("id" = Uuid, Path)),
    responses((status = 200, description = "The approval", body = Approval)), extensions(("x-action" = json!("approval_read"))))]
#[get("/{id}")]
async fn get_approval(can: Can<tag::ApprovalRead>, id: Path<Uuid>) -> Answer<One<Approval>> {
    let grant = can.grant.clone();
    Ok(One(can
        .app
        .db
        .point(move |c| read::get(c, &grant, *id))
        .await?))
}

/// An act upon the open step. Where it turned out to lie with somebody else, the refusal took everything back; so it moves now.
async fn on_step<A, B, F>(can: Can<A>, id: Uuid, body: Body<B>, f: F) -> Answer<HttpResponse>
where
    A: ActionTag,
    B: Send + 'static,
    F: Fn(&mut Tx, &Grant, Uuid, &B, i64) -> Answer<Approval> + Send + 'static,
{
    let (app, acting) = (can.app.clone(), can.grant.acting.clone());
    let done = can
        .act_on(body, move |tx, grant, new, known| {
            f(tx, grant, id, new, known)
        })
        .await;
    if matches!(&done, Err(refusal) if refusal.code() == Code::StepMoved) {
        app.db
            .write(move |tx| deadline::rehome(tx, &acting, id))
            .await?;
    }
    done
}

#[utoipa::path(tag = "approvals", operation_id = "decide_approval", summary = "Approve, refuse or return the step that lies with me",
    description = "Of two at once one wins; the other gets 409 `step_decided` or `approval_closed` with the approval as it is now (`current`). \
                   409 `step_moved`: it lies with somebody else now. Nobody decides their own matter (403 `own_matter`).",
    params(("id" = Uuid, Path)), request_body = NewDecision,
    responses((status = 200, description = "The approval as it is now", body = Approval)),
    extensions(("x-action" = json!("approval_decide")), ("x-if-match" = json!(true))))]
#[post("/{id}/decisions")]
async fn decide_approval(
    can: Can<tag::ApprovalDecide>,
    id: Path<Uuid>,
    body: Body<NewDecision>,
) -> Answer<HttpResponse> {
    on_step(can, *id, body, decide::decide).await
}

#[utoipa::path(tag = "approvals", operation_id = "decide_approvals", summary = "Decide many at once; each on its own, with a report per item",
    request_body = NewBulkDecision,
    responses((status = 200, description = "What became of each, in the order asked", body = BulkReport)), extensions(("x-action" = json!("approval_decide"))))]
#[post("/decisions")]
async fn decide_approvals(
    can: Can<tag::ApprovalDecide>,
    body: Body<NewBulkDecision>,
) -> Answer<HttpResponse> {
    can.answer(body, 200, bulk::decide).await
}

#[utoipa::path(tag = "approvals", operation_id = "transfer_approval_step", summary = "Pass the step that lies with me on to somebody (轉交)",
    params(("id" = Uuid, Path)), request_body = NewStepTransfer,
    responses((status = 200, description = "The approval as it is now", body = Approval)),
    extensions(("x-action" = json!("approval_decide")), ("x-if-match" = json!(true))))]
#[post("/{id}/transfers")]
async fn transfer_approval_step(
    can: Can<tag::ApprovalDecide>,
    id: Path<Uuid>,
    body: Body<NewStepTransfer>,
) -> Answer<HttpResponse> {
    on_step(can, *id, body, transfer::transfer).await
}

#[utoipa::path(tag = "approvals", operation_id = "add_approver", summary = "Ask one more approver before or after the step that lies with me (加簽)",
    params(("id" = Uuid, Path)), request_body = NewApprover,
    responses((status = 200, description = "The approval as it is now", body = Approval)),
    extensions(("x-action" = json!("approval_decide")), ("x-if-match" = json!(true))))]
#[post("/{id}/approvers")]
async fn add_approver(
    can: Can<tag::ApprovalDecide>,
    id: Path<Uuid>,
    body: Body<NewApprover>,
) -> Answer<HttpResponse> {
    on_step(can, *id, body, transfer::add).await
}

#[utoipa::path(tag = "approvals", operation_id = "comment_approval", summary = "Comment on an approval I may see",
    params(("id" = Uuid, Path)), request_body = NewComment,
    responses((status = 200, description = "The approval as it is now", body = Approval)), extensions(("x-action" = json!("approval_comment"))))]
#[post("/{id}/comments")]
async fn comment_approval(
    can: Can<tag::ApprovalComment>,
    id: Path<Uuid>,
    body: Body<NewComment>,
) -> Answer<HttpResponse> {
    can.act(body, move |tx, grant, new| {
        comment::comment(tx, grant, *id, new)
    })
    .await
}

#[utoipa::path(tag = "approvals", operation_id = "copy_approval", summary = "Send copies of an approval I may see (抄送)",
    params(("id" = Uuid, Path)), request_body = NewCopies,
    responses((status = 200, description = "The approval as it is now", body = Approval)), extensions(("x-action" = json!("approval_comment"))))]
#[post("/{id}/copies")]
async fn copy_approval(
    can: Can<tag::ApprovalComment>,
    id: Path<Uuid>,
    body: Body<NewCopies>,
) -> Answer<HttpResponse> {
    can.act(body, move |tx, grant, new| {
        comment::copy(tx, grant, *id, new)
    })
    .await
}

#[utoipa::path(tag = "approvals", operation_id = "withdraw_approval", summary = "Take my request back (撤回)",
    params(("id" = Uuid, Path)), request_body = ApprovalNote,
    responses((status = 200, description = "The approval as it is now", body = Approval)), extensions(("x-action" = json!("approval_follow"))))]
#[post("/{id}/withdrawals")]
async fn withdraw_approval(
    can: Can<tag::ApprovalFollow>,
    id: Path<Uuid>,
    body: Body<ApprovalNote>,
) -> Answer<HttpResponse> {
    can.act(body, move |tx, grant, note| {
        follow::withdraw(tx, grant, *id, note)
    })
    .await
}

#[utoipa::path(tag = "approvals", operation_id = "remind_approval", summary = "Remind whoever my request lies with (催辦)",
    description = "Once in four hours per request, else 429 `reminded_recently` with `Retry-After`.",
    params(("id" = Uuid, Path)), request_body = ApprovalNote,
    responses((status = 200, description = "The approval as it is now", body = Approval)), extensions(("x-action" = json!("approval_follow"))))]
#[post("/{id}/reminders")]
async fn remind_approval(
    can: Can<tag::ApprovalFollow>,
    id: Path<Uuid>,
    body: Body<ApprovalNote>,
) -> Answer<HttpResponse> {
    can.act(body, move |tx, grant, note| {
        follow::remind(tx, grant, *id, note)
    })
    .await
}

#[utoipa::path(tag = "approvals", operation_id = "resubmit_approval", summary = "Submit a returned request again",
    description = "A new round under the flow it started with. The record itself is changed before, through its own module.",
    params(("id" = Uuid, Path)), request_body = ApprovalNote,
    responses((status = 200, description = "The approval as it is now", body = Approval)), extensions(("x-action" = json!("approval_follow"))))]
#[post("/{id}/resubmissions")]
async fn resubmit_approval(
    can: Can<tag::ApprovalFollow>,
    id: Path<Uuid>,
    body: Body<ApprovalNote>,
) -> Answer<HttpResponse> {
    can.act(body, move |tx, grant, note| {
        follow::resubmit(tx, grant, *id, note)
    })
    .await
}

#[utoipa::path(tag = "approvals", operation_id = "decide_for_company", summary = "The company's decision, recorded with its document",
    description = "Recorded by a deputy or the manager who is no party to the matter, or by a service account whose owner is none, with the \
        decision document attached before.",
    params(("id" = Uuid, Path)), request_body = NewCompanyDecision,
    responses((status = 200, description = "The approval as it is now", body = Approval)),
    extensions(("x-action" = json!("company_decide")), ("x-if-match" = json!(true))))]
#[post("/{id}/company-decisions")]
async fn decide_for_company(
    can: Can<tag::CompanyDecide>,
    id: Path<Uuid>,
    body: Body<NewCompanyDecision>,
) -> Answer<HttpResponse> {
    on_step(can, *id, body, company::decide).await
}

#[utoipa::path(tag = "approvals", operation_id = "list_approval_attachments", summary = "Files of an approval",
    params(("id" = Uuid, Path), AttachmentQuery),
    responses((status = 200, description = "A page of attachments", body = Page<Attachment>)), extensions(("x-action" = json!("approval_read"))))]
#[get("/{id}/attachments")]
async fn list_approval_attachments(
    can: Can<tag::ApprovalRead>,
    id: Path<Uuid>,
    Query(query): Query<AttachmentQuery>,
) -> Answer<HttpResponse> {
    let of = OfRecord { can, id: *id };
    of.list(query, files::list).await
}

#[utoipa::path(tag = "approvals", operation_id = "add_approval_attachment", summary = "Add a file to an approval I may see",
    description = "One part named `file`, at most 20 MiB. Images, PDF, office documents, ZIP, plain text and CSV; told by content. It stays.",
    params(("id" = Uuid, Path)), request_body(content = Upload, content_type = "multipart/form-data"),
    responses((status = 201, description = "The attachment", body = Attachment)), extensions(("x-action" = json!("approval_comment"))))]
#[post("/{id}/attachments")]
async fn add_approval_attachment(
    can: Can<tag::ApprovalComment>,
    id: Path<Uuid>,
    payload: web::Payload,
) -> Answer<HttpResponse> {
    let of = OfRecord { can, id: *id };
    of.add(payload, "approvals", files::seen, files::add).await
}

#[utoipa::path(tag = "approvals", operation_id = "download_approval_attachment", summary = "The content of an approval's file",
    params(("id" = Uuid, Path), ("attachment_id" = Uuid, Path)),
    responses((status = 200, description = "The bytes, with the type told from them", body = Vec<u8>, content_type = "application/octet-stream")),
    extensions(("x-action" = json!("approval_read"))))]
#[get("/{id}/attachments/{attachment_id}/content")]
async fn download_approval_attachment(
    can: Can<tag::ApprovalRead>,
    path: Path<(Uuid, Uuid)>,
) -> Answer<HttpResponse> {
    let (id, file) = path.into_inner();
    OfRecord { can, id }.content(file, files::row).await
}
