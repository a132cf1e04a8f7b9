use actix_web::{HttpResponse, delete, get, patch, post, web};
use contract::Page;
use contract::access::tag;
use contract::customer::{
    Customer, CustomerImportQuery, CustomerPatch, CustomerQuery, NewCustomer, NewCustomerTransfer,
    NewCustomerTransfers, NewReveal, Revealed, TransferReport,
};
use contract::duplicate::{Duplicates, NewContact, NewDistinction, NewMerge};
use contract::import::{ImportQuery, Job};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::vault::Vault;
use super::{contact, import, likeness, mapping, merge, reveal, store, transfer, write};
use crate::access::Can;
use crate::engine::{export, import as file};
use crate::http::answer::One;
use crate::http::body::Body;
use crate::http::page::Paging;
use crate::http::path::Path;
use crate::http::query::Query;
use crate::problem::Answer;

pub fn mount(cfg: &mut ServiceConfig) {
    cfg.service(list_customers)
        .service(create_customer)
        .service(get_customer)
        .service(update_customer)
        .service(reveal_customer)
        .service(transfer_customer)
        .service(add_customer_contact)
        .service(remove_customer_contact)
        .service(list_customer_duplicates)
        .service(tell_customers_apart)
        .service(merge_customers)
        .service(transfer_customers);
}

pub fn mount_import(cfg: &mut ServiceConfig) {
    cfg.service(import_customers);
}

#[utoipa::path(tag = "customers", operation_id = "list_customers", summary = "Customers inside my reach", params(CustomerQuery),
    responses((status = 200, description = "A page of customers; `Accept: text/csv` or `application/x-ndjson` streams all of them", body = Page<Customer>)),
    extensions(("x-action" = json!("customer_read"))))]
#[get("")]
async fn list_customers(
    can: Can<tag::CustomerRead>,
    Query(query): Query<CustomerQuery>,
) -> Answer<HttpResponse> {
    let paging = Paging::new(&can.app, "customers", &query, "customers.id", store::SORTS)?;
    let vault = Vault::of(&can.app.secrets);
    export::list(can, "customers", paging, move |c, grant, paging| {
        store::list(c, grant, &vault, &query, paging)
    })
    .await
}

#[utoipa::path(tag = "customers", operation_id = "create_customer", summary = "Add a customer", request_body = NewCustomer,
    description = "The same phone or identity number as another customer's is refused; the same name and birthday, unless \
        `different_because` says why it is somebody else.",
    responses((status = 201, description = "The new customer", body = Customer)), extensions(("x-action" = json!("customer_create"))))]
#[post("")]
async fn create_customer(
    can: Can<tag::CustomerCreate>,
    body: Body<NewCustomer>,
) -> Answer<HttpResponse> {
    let vault = Vault::of(&can.app.secrets);
    can.create(body, move |tx, grant, new| {
        write::create(tx, grant, &vault, new)
    })
    .await
}

#[utoipa::path(tag = "customers", operation_id = "get_customer", summary = "One customer, phone and identity number masked",
    params(("id" = Uuid, Path)),
    responses((status = 200, description = "The customer", body = Customer)), extensions(("x-action" = json!("customer_read"))))]
#[get("/{id}")]
async fn get_customer(can: Can<tag::CustomerRead>, id: Path<Uuid>) -> Answer<One<Customer>> {
    let grant = can.grant.clone();
    let found = can.app.db.point(move |c| store::get(c, &grant, *id));
    Ok(One(found.await?))
}

#[utoipa::path(tag = "customers", operation_id = "update_customer", summary = "Change a customer's record", params(("id" = Uuid, Path)),
    request_body = CustomerPatch,
    responses((status = 200, description = "The customer as they are now", body = Customer)), extensions(("x-action" = json!("customer_update"))))]
#[patch("/{id}")]
async fn update_customer(
    can: Can<tag::CustomerUpdate>,
    id: Path<Uuid>,
    body: Body<CustomerPatch>,
) -> Answer<HttpResponse> {
    let vault = Vault::of(&can.app.secrets);
    can.change(body, move |tx, grant, patch, known| {
        write::update(tx, grant, &vault, *id, patch, known)
    })
    .await
}

#[utoipa::path(tag = "customers", operation_id = "reveal_customer", summary = "See a customer's phone and identity number, for a reason",
    description = "Each look is in the audit trail as `customer.revealed`, with who, when and why. A repeat with the same \
        `Idempotency-Key` isn't answered again.",
    params(("id" = Uuid, Path)), request_body = NewReveal,
    responses((status = 201, description = "What stands behind the masks", body = Revealed)), extensions(("x-action" = json!("customer_reveal"))))]
#[post("/{id}/reveals")]
async fn reveal_customer(
    can: Can<tag::CustomerReveal>,
    id: Path<Uuid>,
    body: Body<NewReveal>,
) -> Answer<HttpResponse> {
    let vault = Vault::of(&can.app.secrets);
    // As a secret, so that the numbers aren't kept in clear beside the Idempotency-Key.
    can.create_secret(body, move |tx, grant, new| {
        Ok((reveal::reveal(tx, grant, &vault, *id, new)?, None))
    })
    .await
}

#[utoipa::path(tag = "customers", operation_id = "transfer_customer", summary = "Hand a customer over to another owner",
    params(("id" = Uuid, Path)), request_body = NewCustomerTransfer,
    responses((status = 200, description = "The customer as they are now", body = Customer)), extensions(("x-action" = json!("customer_transfer"))))]
#[post("/{id}/transfers")]
async fn transfer_customer(
    can: Can<tag::CustomerTransfer>,
    id: Path<Uuid>,
    body: Body<NewCustomerTransfer>,
) -> Answer<HttpResponse> {
    can.act_on(body, move |tx, grant, new, known| {
        transfer::transfer(tx, grant, *id, new, known)
    })
    .await
}

#[utoipa::path(tag = "customers", operation_id = "transfer_customers", summary = "Hand many customers over to another owner",
    description = "Each stands or falls on its own, and the report says how. The new owner is told once.",
    request_body = NewCustomerTransfers,
    responses((status = 200, description = "What became of each", body = TransferReport)), extensions(("x-action" = json!("customer_transfer"))))]
#[post("/transfers")]
async fn transfer_customers(
    can: Can<tag::CustomerTransfer>,
    body: Body<NewCustomerTransfers>,
) -> Answer<HttpResponse> {
    can.answer(body, 200, transfer::transfer_many).await
}

#[utoipa::path(tag = "customers", operation_id = "add_customer_contact", summary = "Add a further phone, address or account of a customer",
    params(("id" = Uuid, Path)), request_body = NewContact,
    responses((status = 200, description = "The customer as they are now", body = Customer)), extensions(("x-action" = json!("customer_update"))))]
#[post("/{id}/contacts")]
async fn add_customer_contact(
    can: Can<tag::CustomerUpdate>,
    id: Path<Uuid>,
    body: Body<NewContact>,
) -> Answer<HttpResponse> {
    let vault = Vault::of(&can.app.secrets);
    can.act_on(body, move |tx, grant, new, known| {
        contact::add(tx, grant, &vault, *id, new, known)
    })
    .await
}

#[utoipa::path(tag = "customers", operation_id = "remove_customer_contact", summary = "Remove a contact of a customer",
    params(("id" = Uuid, Path), ("contact_id" = Uuid, Path)),
    responses((status = 204, description = "Removed")), extensions(("x-action" = json!("customer_update"))))]
#[delete("/{id}/contacts/{contact_id}")]
async fn remove_customer_contact(
    can: Can<tag::CustomerUpdate>,
    path: Path<(Uuid, Uuid)>,
) -> Answer<HttpResponse> {
    let (id, contact_id) = *path;
    can.remove(move |tx, grant| contact::remove(tx, grant, id, contact_id))
        .await
}

#[utoipa::path(tag = "customers", operation_id = "list_customer_duplicates", summary = "Records that may be the same customer's",
    description = "Of the same phone, or of the same name where nothing known (gender, birthday, phone, identity number) tells the two \
        apart and nobody has. Only those inside the caller's reach.",
    params(("id" = Uuid, Path)),
    responses((status = 200, description = "Those that look alike", body = Duplicates)), extensions(("x-action" = json!("customer_read"))))]
#[get("/{id}/duplicates")]
async fn list_customer_duplicates(
    can: Can<tag::CustomerRead>,
    id: Path<Uuid>,
) -> Answer<web::Json<Duplicates>> {
    let grant = can.grant.clone();
    let found = can.app.db.read(move |c| likeness::of(c, &grant, *id));
    Ok(web::Json(found.await?))
}

#[utoipa::path(tag = "customers", operation_id = "tell_customers_apart", summary = "Say that two records are two customers",
    params(("id" = Uuid, Path)), request_body = NewDistinction,
    responses((status = 200, description = "The customer as they are now", body = Customer)), extensions(("x-action" = json!("customer_update"))))]
#[post("/{id}/distinctions")]
async fn tell_customers_apart(
    can: Can<tag::CustomerUpdate>,
    id: Path<Uuid>,
    body: Body<NewDistinction>,
) -> Answer<HttpResponse> {
    can.act(body, move |tx, grant, new| {
        likeness::distinguish(tx, grant, *id, new)
    })
    .await
}

#[utoipa::path(tag = "customers", operation_id = "merge_customers", summary = "Make two records of one customer one",
    description = "The other record's activities, cases, contacts, family, policies and tags come over, and what this record lacks is filled \
        from it. Where both say something, this record's stays unless `take` names the field; a phone, mail or postal address that doesn't \
        stay is kept as a contact. Refused while identity numbers differ. Whoever asks for the other record afterwards gets 410 \
        `customer_merged` with this one as `current`.",
    params(("id" = Uuid, Path)), request_body = NewMerge,
    responses((status = 200, description = "The customer as they are now", body = Customer)), extensions(("x-action" = json!("customer_merge"))))]
#[post("/{id}/merges")]
async fn merge_customers(
    can: Can<tag::CustomerMerge>,
    id: Path<Uuid>,
    body: Body<NewMerge>,
) -> Answer<HttpResponse> {
    let vault = Vault::of(&can.app.secrets);
    can.act_on(body, move |tx, grant, new, known| {
        merge::merge(tx, grant, &vault, *id, new, known)
    })
    .await
}

#[utoipa::path(tag = "imports", operation_id = "import_customers", summary = "Import customers from CSV",
    description = "UTF-8, comma-separated, with a header of these columns in any order: `name` (required), `gender`, `birthday`, `class`, \
        `tags` (`;` between them), `occupation`, `email`, `address`, `source`, `needs`, `phone`, `identity_number`, `owner` (staff number; \
        the caller unless told), `different_because`. Usual Chinese names of columns are understood; `columns` maps others. Customers are \
        found by phone or identity number. Answers a job; follow `Location`, then read its rows.",
    params(CustomerImportQuery),
    request_body(content = String, content_type = "text/csv", description = "The file",
        example = "姓名,電話,生日,業務員\n王美玲,0912-345-678,1985-03-12,E0101\n"),
    responses((status = 202, description = "The job that runs the import", body = Job)), extensions(("x-action" = json!("customer_import"))))]
#[post("/customers")]
async fn import_customers(
    can: Can<tag::CustomerImport>,
    Query(query): Query<CustomerImportQuery>,
    payload: web::Payload,
) -> Answer<HttpResponse> {
    let input = file::text(&can, payload).await?;
    let input = mapping::mapped(&input, query.columns.as_deref())?;
    let query = ImportQuery {
        dry_run: query.dry_run,
        mode: query.mode,
    };
    file::order(can, &query, &import::IMPORT, input).await
}
