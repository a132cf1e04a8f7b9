//! Tables as both backends have them. A test compares this with the migrated databases.

diesel::table! {
    use super::types_in_scope::*;

    departments (id) {
        id -> Guid,
        name -> Text,
        time_zone -> Text,
        locale -> Text,
        currency -> Text,
        version -> BigInt,
        created_at -> UtcTs,
        updated_at -> UtcTs,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    areas (id) {
        id -> Guid,
        name -> Text,
        version -> BigInt,
        created_at -> UtcTs,
        updated_at -> UtcTs,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    area_fields (field) {
        field -> Text,
        area_id -> Guid,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    teams (id) {
        id -> Guid,
        name -> Text,
        area_id -> Nullable<Guid>,
        version -> BigInt,
        created_at -> UtcTs,
        updated_at -> UtcTs,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    employees (id) {
        id -> Guid,
        number -> Text,
        name -> Text,
        status -> Text,
        team_id -> Nullable<Guid>,
        post -> Nullable<Text>,
        hire_date -> Date,
        leave_date -> Nullable<Date>,
        email -> Nullable<Text>,
        phone -> Nullable<Text>,
        locale -> Text,
        birth_date -> Nullable<Date>,
        address -> Nullable<Text>,
        emergency_name -> Nullable<Text>,
        emergency_phone -> Nullable<Text>,
        search -> Text,
        version -> BigInt,
        created_at -> UtcTs,
        updated_at -> UtcTs,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    role_assignments (id) {
        id -> Guid,
        employee_id -> Guid,
        role -> Text,
        team_id -> Nullable<Guid>,
        area_id -> Nullable<Guid>,
        starts_at -> UtcTs,
        ends_at -> Nullable<UtcTs>,
        note -> Nullable<Text>,
        applied -> Bool,
        version -> BigInt,
        created_at -> UtcTs,
        created_by -> Nullable<Guid>,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    credentials (employee_id) {
        employee_id -> Guid,
        password_hash -> Nullable<Text>,
        changed_at -> UtcTs,
        totp_secret -> Nullable<Binary>,
        totp_pending -> Nullable<Binary>,
        totp_confirmed_at -> Nullable<UtcTs>,
        totp_step -> BigInt,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    password_links (id) {
        id -> Guid,
        employee_id -> Guid,
        token_hash -> Binary,
        expires_at -> UtcTs,
        used_at -> Nullable<UtcTs>,
        created_by -> Nullable<Guid>,
        created_at -> UtcTs,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    sessions (id) {
        id -> Guid,
        employee_id -> Guid,
        created_at -> UtcTs,
        last_used_at -> UtcTs,
        expires_at -> UtcTs,
        ended_at -> Nullable<UtcTs>,
        end_reason -> Nullable<Text>,
        user_agent -> Text,
        address -> Text,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    refresh_tokens (token_hash) {
        token_hash -> Binary,
        session_id -> Guid,
        issued_at -> UtcTs,
        used_at -> Nullable<UtcTs>,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    throttles (key) {
        key -> Text,
        failures -> BigInt,
        last_failure_at -> UtcTs,
        blocked_until -> Nullable<UtcTs>,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    setup_links (token_hash) {
        token_hash -> Binary,
        created_at -> UtcTs,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    api_keys (id) {
        id -> Guid,
        name -> Text,
        prefix -> Text,
        secret_hash -> Binary,
        owner_id -> Guid,
        actions -> JsonDoc,
        reach -> Text,
        area_id -> Nullable<Guid>,
        team_id -> Nullable<Guid>,
        expires_at -> Nullable<UtcTs>,
        last_used_at -> Nullable<UtcTs>,
        revoked_at -> Nullable<UtcTs>,
        version -> BigInt,
        created_at -> UtcTs,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    access_epoch (id) {
        id -> BigInt,
        epoch -> BigInt,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    idempotency_keys (actor_id, key) {
        actor_id -> Guid,
        key -> Text,
        fingerprint -> Binary,
        status -> BigInt,
        location -> Nullable<Text>,
        etag -> Nullable<Text>,
        body -> Text,
        created_at -> UtcTs,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    audit_entries (lane, seq) {
        lane -> Text,
        seq -> BigInt,
        id -> Guid,
        at -> UtcTs,
        actor_id -> Nullable<Guid>,
        api_key_id -> Nullable<Guid>,
        event -> Text,
        subject_kind -> Text,
        subject_id -> Guid,
        subject_name -> Text,
        team_id -> Nullable<Guid>,
        owner_id -> Nullable<Guid>,
        clause -> Nullable<Text>,
        request_id -> Text,
        changes -> Text,
        hash -> Binary,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    audit_heads (lane) {
        lane -> Text,
        seq -> BigInt,
        hash -> Binary,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    outbox (id) {
        id -> Guid,
        created_at -> UtcTs,
        event -> Text,
        subject_kind -> Text,
        subject_id -> Guid,
        subject_name -> Text,
        team_id -> Nullable<Guid>,
        owner_id -> Nullable<Guid>,
        recipients -> Text,
        payload -> Text,
        dispatched_at -> Nullable<UtcTs>,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    notifications (id) {
        id -> Guid,
        outbox_id -> Guid,
        recipient_id -> Guid,
        created_at -> UtcTs,
        event -> Text,
        subject_kind -> Text,
        subject_id -> Guid,
        subject_name -> Text,
        payload -> Text,
        read_at -> Nullable<UtcTs>,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    attachments (id) {
        id -> Guid,
        subject_kind -> Text,
        subject_id -> Guid,
        owner_id -> Nullable<Guid>,
        team_id -> Nullable<Guid>,
        file_name -> Text,
        media_type -> Text,
        size -> BigInt,
        sha256 -> Text,
        created_by -> Nullable<Guid>,
        created_at -> UtcTs,
        removed_at -> Nullable<UtcTs>,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    jobs (id) {
        id -> Guid,
        kind -> Text,
        state -> Text,
        owner_id -> Guid,
        dry_run -> Bool,
        mode -> Text,
        params -> Text,
        input -> Text,
        done_rows -> BigInt,
        total_rows -> BigInt,
        created_rows -> BigInt,
        updated_rows -> BigInt,
        unchanged_rows -> BigInt,
        refused_rows -> BigInt,
        error -> Nullable<Text>,
        lease_until -> Nullable<UtcTs>,
        attempts -> BigInt,
        created_at -> UtcTs,
        finished_at -> Nullable<UtcTs>,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    job_rows (job_id, row_number) {
        job_id -> Guid,
        row_number -> BigInt,
        outcome -> Text,
        key -> Text,
        errors -> Text,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    leases (name) {
        name -> Text,
        holder -> Guid,
        held_until -> UtcTs,
    }
}

mod types_in_scope {
    pub use crate::db::types::{Guid, JsonDoc, UtcTs};
    pub use diesel::sql_types::*;
}

diesel::joinable!(credentials -> employees (employee_id));
diesel::joinable!(refresh_tokens -> sessions (session_id));

diesel::allow_tables_to_appear_in_same_query!(
    departments,
    areas,
    area_fields,
    teams,
    employees,
    role_assignments,
    credentials,
    password_links,
    sessions,
    refresh_tokens,
    throttles,
    setup_links,
    api_keys,
    access_epoch,
    idempotency_keys,
    audit_entries,
    audit_heads,
    outbox,
    notifications,
    attachments,
    jobs,
    job_rows,
    leases,
);
