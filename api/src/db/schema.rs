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

diesel::table! {
    use super::types_in_scope::*;

    approval_flows (id) {
        id -> Guid,
        kind -> Text,
        number -> BigInt,
        steps -> Text,
        note -> Nullable<Text>,
        created_at -> UtcTs,
        created_by -> Nullable<Guid>,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    approvals (id) {
        id -> Guid,
        kind -> Text,
        subject_id -> Guid,
        state -> Text,
        applicant_id -> Guid,
        created_by -> Guid,
        beneficiary_id -> Nullable<Guid>,
        team_id -> Nullable<Guid>,
        flow_number -> BigInt,
        round -> BigInt,
        half_days -> Nullable<BigInt>,
        amount -> Nullable<BigInt>,
        currency -> Nullable<Text>,
        category -> Nullable<Text>,
        facts -> Text,
        reminded_at -> Nullable<UtcTs>,
        version -> BigInt,
        created_at -> UtcTs,
        updated_at -> UtcTs,
        decided_at -> Nullable<UtcTs>,
        beneficiaries -> Text,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    approval_steps (id) {
        id -> Guid,
        approval_id -> Guid,
        round -> BigInt,
        position -> BigInt,
        relation -> Text,
        level -> Text,
        base -> Text,
        named_id -> Nullable<Guid>,
        field -> Nullable<Text>,
        name -> Nullable<Text>,
        holder_id -> Nullable<Guid>,
        for_id -> Nullable<Guid>,
        state -> Text,
        deadline_hours -> BigInt,
        opened_at -> Nullable<UtcTs>,
        due_at -> Nullable<UtcTs>,
        check_at -> Nullable<UtcTs>,
        reminded_at -> Nullable<UtcTs>,
        decided_at -> Nullable<UtcTs>,
        decided_by -> Nullable<Guid>,
        decided_for -> Nullable<Guid>,
        comment -> Nullable<Text>,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    approval_events (id) {
        id -> Guid,
        approval_id -> Guid,
        at -> UtcTs,
        event -> Text,
        actor_id -> Nullable<Guid>,
        api_key_id -> Nullable<Guid>,
        for_id -> Nullable<Guid>,
        target_id -> Nullable<Guid>,
        step_id -> Nullable<Guid>,
        document_id -> Nullable<Guid>,
        decided_on -> Nullable<Date>,
        flow_number -> BigInt,
        note -> Nullable<Text>,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    approval_copies (id) {
        id -> Guid,
        approval_id -> Guid,
        employee_id -> Guid,
        created_at -> UtcTs,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    delegations (id) {
        id -> Guid,
        delegator_id -> Guid,
        delegate_id -> Guid,
        starts_on -> Date,
        ends_on -> Date,
        kinds -> Text,
        note -> Nullable<Text>,
        source_id -> Nullable<Guid>,
        revoked_at -> Nullable<UtcTs>,
        version -> BigInt,
        created_at -> UtcTs,
        created_by -> Nullable<Guid>,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    calendar_days (id) {
        id -> Guid,
        on_date -> Date,
        kind -> Text,
        name -> Text,
        version -> BigInt,
        created_at -> UtcTs,
        updated_at -> UtcTs,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    leave_types (id) {
        id -> Guid,
        code -> Text,
        name_hant -> Text,
        name_hans -> Text,
        name_en -> Text,
        clause -> Text,
        category -> Text,
        counts -> Text,
        pay_percent -> BigInt,
        allows_half -> Bool,
        notice_days -> BigInt,
        after_days -> BigInt,
        certificate_after -> Nullable<BigInt>,
        balance -> Text,
        max_half_days -> Nullable<BigInt>,
        entitlement -> Text,
        carry_half_days -> Nullable<BigInt>,
        carry_months -> BigInt,
        active -> Bool,
        position -> BigInt,
        version -> BigInt,
        created_at -> UtcTs,
        updated_at -> UtcTs,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    leave_requests (id) {
        id -> Guid,
        employee_id -> Guid,
        team_id -> Nullable<Guid>,
        leave_type_id -> Guid,
        starts_on -> Date,
        starts_half -> Text,
        ends_on -> Date,
        ends_half -> Text,
        half_days -> BigInt,
        reason -> Nullable<Text>,
        stand_in_id -> Nullable<Guid>,
        after_the_fact -> Bool,
        certificate_required -> Bool,
        state -> Text,
        approval_id -> Nullable<Guid>,
        resumed_on -> Nullable<Date>,
        resumed_half -> Nullable<Text>,
        returned_half_days -> BigInt,
        asked_on -> Date,
        created_by -> Guid,
        version -> BigInt,
        created_at -> UtcTs,
        updated_at -> UtcTs,
        decided_at -> Nullable<UtcTs>,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    leave_days (employee_id, on_date, half) {
        employee_id -> Guid,
        on_date -> Date,
        half -> Text,
        request_id -> Guid,
        team_id -> Nullable<Guid>,
        counted -> Bool,
        approved -> Bool,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    leave_entries (id) {
        id -> Guid,
        employee_id -> Guid,
        team_id -> Nullable<Guid>,
        leave_type_id -> Guid,
        year -> BigInt,
        kind -> Text,
        half_days -> BigInt,
        effective_on -> Date,
        expires_on -> Nullable<Date>,
        request_id -> Nullable<Guid>,
        note -> Nullable<Text>,
        source -> Nullable<Text>,
        created_at -> UtcTs,
        created_by -> Nullable<Guid>,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    calendar_feeds (id) {
        id -> Guid,
        owner_id -> Guid,
        name -> Text,
        token_hash -> Binary,
        last_used_at -> Nullable<UtcTs>,
        revoked_at -> Nullable<UtcTs>,
        created_at -> UtcTs,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    shifts (id) {
        id -> Guid,
        name -> Text,
        kind -> Text,
        start_minute -> BigInt,
        end_minute -> BigInt,
        break_minutes -> BigInt,
        middle_minute -> BigInt,
        flex_minutes -> BigInt,
        late_grace -> BigInt,
        early_grace -> BigInt,
        version -> BigInt,
        created_at -> UtcTs,
        updated_at -> UtcTs,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    schedules (id) {
        id -> Guid,
        name -> Text,
        week -> Text,
        follows_calendar -> Bool,
        is_default -> Bool,
        version -> BigInt,
        created_at -> UtcTs,
        updated_at -> UtcTs,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    schedule_assignments (id) {
        id -> Guid,
        employee_id -> Guid,
        schedule_id -> Guid,
        starts_on -> Date,
        ends_on -> Nullable<Date>,
        created_at -> UtcTs,
        created_by -> Nullable<Guid>,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    corrections (id) {
        id -> Guid,
        employee_id -> Guid,
        team_id -> Nullable<Guid>,
        on_date -> Date,
        kind -> Text,
        at -> UtcTs,
        reason -> Text,
        state -> Text,
        approval_id -> Nullable<Guid>,
        created_by -> Guid,
        version -> BigInt,
        created_at -> UtcTs,
        updated_at -> UtcTs,
        decided_at -> Nullable<UtcTs>,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    punches (id) {
        id -> Guid,
        employee_id -> Guid,
        at -> UtcTs,
        kind -> Text,
        source -> Text,
        external_id -> Nullable<Text>,
        correction_id -> Nullable<Guid>,
        created_at -> UtcTs,
        created_by -> Nullable<Guid>,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    attendance_statements (id) {
        id -> Guid,
        month -> Text,
        state -> Text,
        drafted_at -> UtcTs,
        published_at -> Nullable<UtcTs>,
        objections_until -> Nullable<Date>,
        final_at -> Nullable<UtcTs>,
        inputs_version -> Text,
        version -> BigInt,
        created_at -> UtcTs,
        updated_at -> UtcTs,
        created_by -> Nullable<Guid>,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    attendance_lines (id) {
        id -> Guid,
        statement_id -> Guid,
        employee_id -> Guid,
        team_id -> Nullable<Guid>,
        employee_number -> Text,
        employee_name -> Text,
        work_days -> BigInt,
        present_days -> BigInt,
        absent_half_days -> BigInt,
        leave_half_days -> BigInt,
        business_half_days -> BigInt,
        late_count -> BigInt,
        late_minutes -> BigInt,
        early_count -> BigInt,
        early_minutes -> BigInt,
        missing_punches -> BigInt,
        worked_minutes -> BigInt,
        corrections -> BigInt,
        breach_count -> BigInt,
        breaches -> Text,
        leave_by_type -> Text,
        inputs_version -> Text,
        updated_at -> UtcTs,
        days -> Nullable<Text>,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    attendance_objections (id) {
        id -> Guid,
        statement_id -> Guid,
        employee_id -> Guid,
        team_id -> Nullable<Guid>,
        on_date -> Nullable<Date>,
        text -> Text,
        state -> Text,
        answer -> Nullable<Text>,
        answered_by -> Nullable<Guid>,
        answered_at -> Nullable<UtcTs>,
        version -> BigInt,
        created_at -> UtcTs,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    webhooks (id) {
        id -> Guid,
        name -> Text,
        url -> Text,
        events -> JsonDoc,
        reach -> Text,
        area_id -> Nullable<Guid>,
        team_id -> Nullable<Guid>,
        owner_id -> Guid,
        secret -> Binary,
        old_secret -> Nullable<Binary>,
        old_until -> Nullable<UtcTs>,
        state -> Text,
        paused_reason -> Nullable<Text>,
        failing_since -> Nullable<UtcTs>,
        last_success_at -> Nullable<UtcTs>,
        version -> BigInt,
        created_at -> UtcTs,
        updated_at -> UtcTs,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    webhook_deliveries (id) {
        id -> Guid,
        webhook_id -> Guid,
        event_id -> Guid,
        event -> Text,
        subject_kind -> Text,
        subject_id -> Guid,
        body -> Text,
        state -> Text,
        attempts -> BigInt,
        next_at -> Nullable<UtcTs>,
        first_at -> Nullable<UtcTs>,
        last_at -> Nullable<UtcTs>,
        last_status -> Nullable<BigInt>,
        last_error -> Nullable<Text>,
        created_at -> UtcTs,
        delivered_at -> Nullable<UtcTs>,
    }
}

mod types_in_scope {
    pub use crate::db::types::{Guid, JsonDoc, UtcTs};
    pub use diesel::sql_types::*;
}

diesel::joinable!(credentials -> employees (employee_id));
diesel::joinable!(refresh_tokens -> sessions (session_id));

diesel::table! {
    use super::types_in_scope::*;

    customers (id) {
        id -> Guid,
        name -> Text,
        gender -> Nullable<Text>,
        birthday -> Nullable<Date>,
        class -> Nullable<Text>,
        tags -> Text,
        occupation -> Nullable<Text>,
        email -> Nullable<Text>,
        address -> Nullable<Text>,
        source -> Nullable<Text>,
        needs -> Nullable<Text>,
        phone_sealed -> Nullable<Text>,
        phone_hash -> Nullable<Text>,
        phone_tail -> Nullable<Text>,
        identity_sealed -> Nullable<Text>,
        identity_hash -> Nullable<Text>,
        identity_tail -> Nullable<Text>,
        name_key -> Text,
        pinyin -> Text,
        initials -> Text,
        completeness -> BigInt,
        owner_id -> Guid,
        team_id -> Nullable<Guid>,
        version -> BigInt,
        created_at -> UtcTs,
        updated_at -> UtcTs,
        last_contact_on -> Nullable<Date>,
        agreed_on -> Nullable<Date>,
        due_on -> Nullable<Date>,
        doubtful -> Bool,
        orphaned -> Bool,
        needs_listed -> Bool,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    customer_contacts (id) {
        id -> Guid,
        customer_id -> Guid,
        kind -> Text,
        label -> Nullable<Text>,
        value -> Nullable<Text>,
        sealed -> Nullable<Text>,
        hash -> Nullable<Text>,
        tail -> Nullable<Text>,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    customer_tags (tag, customer_id) {
        tag -> Text,
        customer_id -> Guid,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    customer_distinctions (one_id, other_id) {
        one_id -> Guid,
        other_id -> Guid,
        because -> Text,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    customer_merges (id) {
        id -> Guid,
        kept_id -> Guid,
        record -> Text,
        because -> Text,
        at -> UtcTs,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    activities (id) {
        id -> Guid,
        customer_id -> Guid,
        employee_id -> Guid,
        team_id -> Nullable<Guid>,
        channel -> Text,
        outcome -> Text,
        at -> UtcTs,
        note -> Nullable<Text>,
        next_step -> Nullable<Text>,
        next_on -> Nullable<Date>,
        version -> BigInt,
        created_at -> UtcTs,
        updated_at -> UtcTs,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    follow_up_rules (id) {
        id -> BigInt,
        a -> Nullable<BigInt>,
        b -> Nullable<BigInt>,
        c -> Nullable<BigInt>,
        d -> Nullable<BigInt>,
        unclassified -> Nullable<BigInt>,
        version -> BigInt,
        updated_at -> UtcTs,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    follow_up_reminders (day) {
        day -> Date,
    }
}

diesel::joinable!(customers -> employees (owner_id));

diesel::table! {
    use super::types_in_scope::*;

    customer_family (customer_id, place) {
        customer_id -> Guid,
        place -> BigInt,
        name -> Text,
        relation -> Text,
        birthday -> Nullable<Date>,
        occupation -> Nullable<Text>,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    customer_needs (customer_id, place) {
        customer_id -> Guid,
        place -> BigInt,
        kind -> Text,
        cover_amount -> Nullable<BigInt>,
        cover_currency -> Nullable<Text>,
        wanted_by -> Nullable<Date>,
        note -> Nullable<Text>,
        state -> Text,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    customer_policies (customer_id, place) {
        customer_id -> Guid,
        place -> BigInt,
        insurer -> Text,
        product -> Text,
        number -> Nullable<Text>,
        premium_amount -> Nullable<BigInt>,
        premium_currency -> Nullable<Text>,
        paid -> Nullable<Text>,
        due_on -> Nullable<Date>,
        state -> Text,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    case_stages (key) {
        key -> Text,
        place -> BigInt,
        name_zh_hant -> Text,
        name_zh_hans -> Text,
        name_en -> Text,
        needs -> Text,
        fields -> Text,
        checks -> Text,
        stuck_days -> BigInt,
        version -> BigInt,
        updated_at -> UtcTs,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    cases (id) {
        id -> Guid,
        customer_id -> Guid,
        stage -> Text,
        state -> Text,
        product -> Nullable<Text>,
        premium_amount -> Nullable<BigInt>,
        premium_currency -> Nullable<Text>,
        expected_close_on -> Nullable<Date>,
        next_step -> Nullable<Text>,
        answers -> Text,
        ticks -> Text,
        lost_reason -> Nullable<Text>,
        open_flags -> BigInt,
        stage_since -> UtcTs,
        closed_at -> Nullable<UtcTs>,
        owner_id -> Guid,
        team_id -> Nullable<Guid>,
        version -> BigInt,
        created_at -> UtcTs,
        updated_at -> UtcTs,
        closed_year -> Nullable<BigInt>,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    case_sums (owner_id, state, stage) {
        owner_id -> Guid,
        team_id -> Nullable<Guid>,
        state -> Text,
        stage -> Text,
        currency -> Nullable<Text>,
        year -> BigInt,
        count -> BigInt,
        amount -> BigInt,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    case_moves (id) {
        id -> Guid,
        case_id -> Guid,
        kind -> Text,
        from_stage -> Nullable<Text>,
        to_stage -> Text,
        stage_version -> BigInt,
        note -> Nullable<Text>,
        moved_by -> Nullable<Guid>,
        created_at -> UtcTs,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    case_flags (id) {
        id -> Guid,
        case_id -> Guid,
        reason -> Text,
        raised_by -> Guid,
        cleared_by -> Nullable<Guid>,
        cleared_at -> Nullable<UtcTs>,
        clearing_note -> Nullable<Text>,
        version -> BigInt,
        created_at -> UtcTs,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    work_plans (id) {
        id -> Guid,
        team_id -> Nullable<Guid>,
        year -> BigInt,
        summary -> Text,
        state -> Text,
        revision -> BigInt,
        published_at -> Nullable<UtcTs>,
        revised_at -> Nullable<UtcTs>,
        version -> BigInt,
        created_at -> UtcTs,
        updated_at -> UtcTs,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    work_goals (id) {
        id -> Guid,
        plan_id -> Guid,
        position -> BigInt,
        title -> Text,
        measure -> Nullable<Text>,
        owner_id -> Guid,
        due_on -> Date,
        progress -> BigInt,
        note -> Nullable<Text>,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    work_plan_revisions (id) {
        id -> Guid,
        plan_id -> Guid,
        number -> BigInt,
        note -> Nullable<Text>,
        summary -> Text,
        goals -> Text,
        published_at -> UtcTs,
        published_by -> Guid,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    area_reviews (id) {
        id -> Guid,
        area_id -> Guid,
        starts_on -> Date,
        state -> Text,
        achievements -> Text,
        problems -> Text,
        improvements -> Text,
        author_id -> Guid,
        published_at -> Nullable<UtcTs>,
        version -> BigInt,
        created_at -> UtcTs,
        updated_at -> UtcTs,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    feedback (id) {
        id -> Guid,
        kind -> Text,
        text -> Text,
        state -> Text,
        author_id -> Guid,
        team_id -> Nullable<Guid>,
        asked_id -> Guid,
        due_on -> Date,
        answer -> Nullable<Text>,
        answered_by -> Nullable<Guid>,
        answered_at -> Nullable<UtcTs>,
        remark -> Nullable<Text>,
        reopened -> BigInt,
        told_at -> Nullable<UtcTs>,
        version -> BigInt,
        created_at -> UtcTs,
        updated_at -> UtcTs,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    talks (id) {
        id -> Guid,
        kind -> Text,
        employee_id -> Guid,
        team_id -> Nullable<Guid>,
        author_id -> Guid,
        held_on -> Date,
        text -> Text,
        next_step -> Nullable<Text>,
        next_on -> Nullable<Date>,
        version -> BigInt,
        created_at -> UtcTs,
        updated_at -> UtcTs,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    action_items (id) {
        id -> Guid,
        subject_kind -> Text,
        subject_id -> Guid,
        area_id -> Nullable<Guid>,
        subject_title -> Text,
        clause -> Text,
        text -> Text,
        responsible_id -> Guid,
        team_id -> Nullable<Guid>,
        due_on -> Date,
        state -> Text,
        outcome -> Nullable<Text>,
        ended_at -> Nullable<UtcTs>,
        ended_by -> Nullable<Guid>,
        told_at -> Nullable<UtcTs>,
        version -> BigInt,
        created_at -> UtcTs,
        updated_at -> UtcTs,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    drills (id) {
        id -> Guid,
        document_id -> Guid,
        planned_on -> Date,
        place_id -> Nullable<Guid>,
        scenario -> Text,
        leader_id -> Guid,
        state -> Text,
        held_on -> Nullable<Date>,
        summary -> Nullable<Text>,
        minutes -> Nullable<BigInt>,
        version -> BigInt,
        created_at -> UtcTs,
        updated_at -> UtcTs,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    drill_people (drill_id, employee_id) {
        drill_id -> Guid,
        employee_id -> Guid,
        attended -> Bool,
        noted_by -> Guid,
        noted_at -> UtcTs,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    documents (id) {
        id -> Guid,
        kind -> Text,
        title_zh_hant -> Text,
        title_zh_hans -> Text,
        title_en -> Text,
        field -> Nullable<Text>,
        review_months -> Nullable<BigInt>,
        review_on -> Nullable<Date>,
        drill_months -> Nullable<BigInt>,
        active -> Bool,
        version -> BigInt,
        created_at -> UtcTs,
        updated_at -> UtcTs,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    document_versions (id) {
        id -> Guid,
        document_id -> Guid,
        number -> BigInt,
        state -> Text,
        note -> Nullable<Text>,
        sections -> Text,
        published_at -> Nullable<UtcTs>,
        published_by -> Nullable<Guid>,
        version -> BigInt,
        created_at -> UtcTs,
        updated_at -> UtcTs,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    document_readings (version_id, employee_id) {
        version_id -> Guid,
        employee_id -> Guid,
        read_at -> UtcTs,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    manual_pages (id) {
        id -> Guid,
        stage -> Text,
        number -> BigInt,
        state -> Text,
        body_zh_hant -> Text,
        body_zh_hans -> Text,
        body_en -> Text,
        published_at -> Nullable<UtcTs>,
        published_by -> Nullable<Guid>,
        version -> BigInt,
        created_at -> UtcTs,
        updated_at -> UtcTs,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    manual_readings (page_id, employee_id) {
        page_id -> Guid,
        employee_id -> Guid,
        read_at -> UtcTs,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    risks (id) {
        id -> Guid,
        title -> Text,
        description -> Nullable<Text>,
        controls -> Text,
        likelihood -> BigInt,
        impact -> BigInt,
        score -> BigInt,
        state -> Text,
        next_review_on -> Date,
        owner_id -> Guid,
        team_id -> Nullable<Guid>,
        version -> BigInt,
        created_at -> UtcTs,
        updated_at -> UtcTs,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    risk_reviews (id) {
        id -> Guid,
        risk_id -> Guid,
        likelihood -> BigInt,
        impact -> BigInt,
        note -> Text,
        next_review_on -> Nullable<Date>,
        reviewed_by -> Guid,
        created_at -> UtcTs,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    service_categories (id) {
        id -> Guid,
        key -> Text,
        name_zh_hant -> Text,
        name_zh_hans -> Text,
        name_en -> Text,
        kind -> Text,
        deadline_days -> BigInt,
        active -> Bool,
        version -> BigInt,
        created_at -> UtcTs,
        updated_at -> UtcTs,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    service_numbers (id) {
        id -> BigInt,
        last -> BigInt,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    service_requests (id) {
        id -> Guid,
        number -> BigInt,
        customer_id -> Guid,
        category_id -> Guid,
        kind -> Text,
        state -> Text,
        channel -> Text,
        description -> Text,
        complained_about_id -> Nullable<Guid>,
        opened_on -> Date,
        opened_month -> Text,
        due_on -> Date,
        answer -> Nullable<Text>,
        answered_at -> Nullable<UtcTs>,
        answer_days -> Nullable<BigInt>,
        closed_at -> Nullable<UtcTs>,
        reopened -> BigInt,
        score -> Nullable<BigInt>,
        score_comment -> Nullable<Text>,
        reminded_at -> Nullable<UtcTs>,
        escalated_at -> Nullable<UtcTs>,
        owner_id -> Guid,
        team_id -> Nullable<Guid>,
        version -> BigInt,
        created_at -> UtcTs,
        updated_at -> UtcTs,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    service_steps (id) {
        id -> Guid,
        request_id -> Guid,
        kind -> Text,
        note -> Nullable<Text>,
        to_id -> Nullable<Guid>,
        score -> Nullable<BigInt>,
        channel -> Nullable<Text>,
        by_id -> Nullable<Guid>,
        created_at -> UtcTs,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    indicators (id) {
        id -> Guid,
        code -> Text,
        name_hant -> Text,
        name_hans -> Text,
        name_en -> Text,
        unit -> Text,
        basis -> Text,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    targets (id) {
        id -> Guid,
        indicator_id -> Guid,
        period -> Text,
        starts_on -> Date,
        ends_on -> Date,
        currency -> Nullable<Text>,
        state -> Text,
        revision -> BigInt,
        reason -> Nullable<Text>,
        published_at -> Nullable<UtcTs>,
        assessed_on -> Nullable<Date>,
        version -> BigInt,
        created_at -> UtcTs,
        updated_at -> UtcTs,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    target_nodes (id) {
        id -> Guid,
        target_id -> Guid,
        parent_id -> Nullable<Guid>,
        level -> Text,
        area_id -> Nullable<Guid>,
        team_id -> Nullable<Guid>,
        owner_id -> Nullable<Guid>,
        name -> Text,
        place -> BigInt,
        amount -> BigInt,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    target_actuals (id) {
        id -> Guid,
        source -> Text,
        external_id -> Text,
        indicator_id -> Guid,
        owner_id -> Guid,
        team_id -> Nullable<Guid>,
        on_date -> Date,
        amount -> BigInt,
        version -> BigInt,
        created_at -> UtcTs,
        updated_at -> UtcTs,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    shortfalls (id) {
        id -> Guid,
        target_id -> Guid,
        indicator_id -> Guid,
        period -> Text,
        starts_on -> Date,
        ends_on -> Date,
        currency -> Nullable<Text>,
        level -> Text,
        team_id -> Nullable<Guid>,
        owner_id -> Nullable<Guid>,
        place -> Text,
        name -> Text,
        amount -> BigInt,
        actual -> BigInt,
        state -> Text,
        cause -> Nullable<Text>,
        measures -> Nullable<Text>,
        coach_id -> Nullable<Guid>,
        next_check_on -> Nullable<Date>,
        version -> BigInt,
        created_at -> UtcTs,
        updated_at -> UtcTs,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    shortfall_checks (id) {
        id -> Guid,
        shortfall_id -> Guid,
        note -> Text,
        next_check_on -> Nullable<Date>,
        checked_by -> Guid,
        created_at -> UtcTs,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    incentive_rules (id) {
        id -> Guid,
        name_zh_hant -> Text,
        name_zh_hans -> Text,
        name_en -> Text,
        indicator_id -> Guid,
        period -> Text,
        level -> Text,
        tiers -> Text,
        cap -> Nullable<BigInt>,
        currency -> Text,
        starts_on -> Date,
        ends_on -> Nullable<Date>,
        decide_days -> BigInt,
        version -> BigInt,
        created_at -> UtcTs,
        updated_at -> UtcTs,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    incentive_runs (rule_id, starts_on) {
        rule_id -> Guid,
        starts_on -> Date,
        computed_at -> UtcTs,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    incentive_proposals (id) {
        id -> Guid,
        rule_id -> Guid,
        rule_version -> BigInt,
        indicator_id -> Guid,
        period -> Text,
        starts_on -> Date,
        ends_on -> Date,
        level -> Text,
        tiers -> Text,
        cap -> Nullable<BigInt>,
        currency -> Text,
        team_id -> Guid,
        state -> Text,
        total -> BigInt,
        people -> BigInt,
        computed_at -> UtcTs,
        decide_by -> Date,
        approval_id -> Nullable<Guid>,
        reason -> Nullable<Text>,
        version -> BigInt,
        created_at -> UtcTs,
        updated_at -> UtcTs,
        decided_at -> Nullable<UtcTs>,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    incentive_lines (id) {
        id -> Guid,
        proposal_id -> Guid,
        employee_id -> Guid,
        place -> BigInt,
        target -> BigInt,
        actual -> BigInt,
        rate -> BigInt,
        amount -> BigInt,
        left_out -> Bool,
        reason -> Nullable<Text>,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    incentive_awards (id) {
        id -> Guid,
        proposal_id -> Guid,
        rule_id -> Guid,
        employee_id -> Guid,
        team_id -> Guid,
        period -> Text,
        starts_on -> Date,
        ends_on -> Date,
        amount -> BigInt,
        currency -> Text,
        awarded_at -> UtcTs,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    inspection_plans (id) {
        id -> Guid,
        team_id -> Nullable<Guid>,
        place -> Text,
        percent -> BigInt,
        least -> BigInt,
        from_month -> Date,
        version -> BigInt,
        created_at -> UtcTs,
        updated_at -> UtcTs,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    inspection_checklists (id) {
        id -> BigInt,
        items -> Text,
        version -> BigInt,
        updated_at -> UtcTs,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    inspection_draws (id) {
        id -> Guid,
        team_id -> Guid,
        month -> Date,
        percent -> BigInt,
        least -> BigInt,
        seed -> BigInt,
        cases -> BigInt,
        drawn -> BigInt,
        created_at -> UtcTs,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    inspections (id) {
        id -> Guid,
        case_id -> Guid,
        owner_id -> Guid,
        team_id -> Guid,
        inspector_id -> Guid,
        draw_id -> Nullable<Guid>,
        reason -> Nullable<Text>,
        state -> Text,
        due_on -> Date,
        answers -> Text,
        summary -> Nullable<Text>,
        open_findings -> BigInt,
        inspected_at -> Nullable<UtcTs>,
        reminded_at -> Nullable<UtcTs>,
        version -> BigInt,
        created_at -> UtcTs,
        updated_at -> UtcTs,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    inspection_findings (id) {
        id -> Guid,
        inspection_id -> Guid,
        case_id -> Guid,
        owner_id -> Guid,
        team_id -> Guid,
        description -> Text,
        severity -> Text,
        state -> Text,
        rectify_by -> Date,
        rectification -> Nullable<Text>,
        rectified_by -> Nullable<Guid>,
        refused -> BigInt,
        reminded_at -> Nullable<UtcTs>,
        closed_at -> Nullable<UtcTs>,
        version -> BigInt,
        created_at -> UtcTs,
        updated_at -> UtcTs,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    inspection_steps (id) {
        id -> Guid,
        inspection_id -> Guid,
        finding_id -> Nullable<Guid>,
        kind -> Text,
        note -> Nullable<Text>,
        to_id -> Nullable<Guid>,
        by_id -> Nullable<Guid>,
        created_at -> UtcTs,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    customer_events (id) {
        id -> Guid,
        title -> Text,
        kind -> Text,
        state -> Text,
        starts_at -> UtcTs,
        ends_at -> UtcTs,
        place -> Text,
        description -> Nullable<Text>,
        capacity -> Nullable<BigInt>,
        organiser_id -> Guid,
        team_id -> Nullable<Guid>,
        result -> Nullable<Text>,
        cancelled_because -> Nullable<Text>,
        reminded_at -> Nullable<UtcTs>,
        version -> BigInt,
        created_at -> UtcTs,
        updated_at -> UtcTs,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    event_invitations (id) {
        id -> Guid,
        event_id -> Guid,
        customer_id -> Guid,
        owner_id -> Guid,
        team_id -> Nullable<Guid>,
        state -> Text,
        party -> BigInt,
        note -> Nullable<Text>,
        activity_id -> Nullable<Guid>,
        version -> BigInt,
        created_at -> UtcTs,
        updated_at -> UtcTs,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    expansion_plans (id) {
        id -> Guid,
        team_id -> Nullable<Guid>,
        title -> Text,
        goal -> Text,
        starts_on -> Date,
        ends_on -> Date,
        state -> Text,
        author_id -> Guid,
        counted_at -> Nullable<UtcTs>,
        result -> Nullable<Text>,
        version -> BigInt,
        created_at -> UtcTs,
        updated_at -> UtcTs,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    expansion_lines (plan_id, place) {
        plan_id -> Guid,
        place -> BigInt,
        channel -> Nullable<Text>,
        measure -> Text,
        method -> Nullable<Text>,
        quantity -> BigInt,
        owner_id -> Nullable<Guid>,
        actual -> BigInt,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    compliance_days (place, clause, day) {
        place -> Text,
        clause -> Text,
        day -> Date,
        state -> Text,
        nth -> BigInt,
        value -> Nullable<Double>,
        unit -> Nullable<Text>,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    compliance_looks (day) {
        day -> Date,
    }
}

// Activities by who, how, and where their customers come from.
diesel::allow_columns_to_appear_in_same_group_by_clause!(
    activities::employee_id,
    activities::channel,
    customers::source,
);

diesel::joinable!(expansion_lines -> expansion_plans (plan_id));
diesel::joinable!(event_invitations -> customer_events (event_id));
diesel::joinable!(inspections -> inspection_draws (draw_id));
diesel::joinable!(inspection_findings -> inspections (inspection_id));

diesel::table! {
    use super::types_in_scope::*;

    duties (id) {
        id -> Guid,
        clause -> Text,
        template -> Nullable<Text>,
        title -> Text,
        place -> Nullable<Text>,
        place_id -> Nullable<Guid>,
        team_id -> Nullable<Guid>,
        rrule -> Text,
        day_rule -> Text,
        starts_on -> Date,
        ends_on -> Nullable<Date>,
        due_minute -> BigInt,
        opens_hours -> BigInt,
        responsible -> Text,
        person_id -> Nullable<Guid>,
        remind_minutes -> Nullable<BigInt>,
        escalate_minutes -> BigInt,
        checklist -> Text,
        ended -> Bool,
        generated_to -> Date,
        version -> BigInt,
        created_at -> UtcTs,
        updated_at -> UtcTs,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    duty_rota (duty_id, place) {
        duty_id -> Guid,
        place -> BigInt,
        employee_id -> Guid,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    duty_versions (duty_id, version) {
        duty_id -> Guid,
        version -> BigInt,
        title -> Text,
        place -> Nullable<Text>,
        place_id -> Nullable<Guid>,
        checklist -> Text,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    duty_occurrences (id) {
        id -> Guid,
        duty_id -> Guid,
        duty_version -> BigInt,
        clause -> Text,
        day -> Date,
        turn -> BigInt,
        opens_at -> UtcTs,
        due_at -> UtcTs,
        told -> BigInt,
        tell_at -> Nullable<UtcTs>,
        escalate_at -> UtcTs,
        owner_id -> Guid,
        team_id -> Nullable<Guid>,
        handed -> Bool,
        state -> Text,
        done_at -> Nullable<UtcTs>,
        done_by -> Nullable<Guid>,
        results -> Nullable<Text>,
        remarkable -> BigInt,
        note -> Nullable<Text>,
        reason -> Nullable<Text>,
        version -> BigInt,
        updated_at -> UtcTs,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    repair_tickets (id) {
        id -> Guid,
        title -> Text,
        place -> Text,
        description -> Nullable<Text>,
        urgency -> Text,
        state -> Text,
        reporter_id -> Guid,
        team_id -> Nullable<Guid>,
        assignee_id -> Nullable<Guid>,
        repairer -> Nullable<Text>,
        due_at -> UtcTs,
        fixed_at -> Nullable<UtcTs>,
        repair -> Nullable<Text>,
        confirmed_at -> Nullable<UtcTs>,
        declined_because -> Nullable<Text>,
        reopened -> BigInt,
        told_at -> Nullable<UtcTs>,
        version -> BigInt,
        created_at -> UtcTs,
        updated_at -> UtcTs,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    places (id) {
        id -> Guid,
        name -> Text,
        kind -> Text,
        location -> Nullable<Text>,
        capacity -> Nullable<BigInt>,
        bookable -> Bool,
        preparation -> Text,
        closing -> Text,
        active -> Bool,
        version -> BigInt,
        created_at -> UtcTs,
        updated_at -> UtcTs,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    bookings (id) {
        id -> Guid,
        place_id -> Guid,
        title -> Text,
        starts_at -> UtcTs,
        ends_at -> UtcTs,
        attendees -> Nullable<BigInt>,
        state -> Text,
        owner_id -> Guid,
        team_id -> Nullable<Guid>,
        preparation -> Text,
        closing -> Text,
        prepared_at -> Nullable<UtcTs>,
        prepared_by -> Nullable<Guid>,
        closed_at -> Nullable<UtcTs>,
        closed_by -> Nullable<Guid>,
        note -> Nullable<Text>,
        cancelled_because -> Nullable<Text>,
        lent_out -> BigInt,
        open_incidents -> BigInt,
        told -> BigInt,
        tell_at -> Nullable<UtcTs>,
        version -> BigInt,
        created_at -> UtcTs,
        updated_at -> UtcTs,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    booking_loans (id) {
        id -> Guid,
        booking_id -> Guid,
        item -> Text,
        quantity -> BigInt,
        lent_at -> UtcTs,
        lent_by -> Guid,
        returned_at -> Nullable<UtcTs>,
        returned_by -> Nullable<Guid>,
        note -> Nullable<Text>,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    booking_incidents (id) {
        id -> Guid,
        booking_id -> Guid,
        what -> Text,
        reported_at -> UtcTs,
        reported_by -> Guid,
        outcome -> Nullable<Text>,
        decided_at -> Nullable<UtcTs>,
        decided_by -> Nullable<Guid>,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    hazards (id) {
        id -> Guid,
        title -> Text,
        kind -> Text,
        severity -> Text,
        place_id -> Nullable<Guid>,
        spot -> Text,
        description -> Nullable<Text>,
        state -> Text,
        reporter_id -> Guid,
        team_id -> Nullable<Guid>,
        assignee_id -> Nullable<Guid>,
        due_at -> UtcTs,
        rectified_at -> Nullable<UtcTs>,
        rectified_by -> Nullable<Guid>,
        rectification -> Nullable<Text>,
        rechecked_at -> Nullable<UtcTs>,
        rechecked_by -> Nullable<Guid>,
        dismissed_because -> Nullable<Text>,
        reopened -> BigInt,
        told_at -> Nullable<UtcTs>,
        version -> BigInt,
        created_at -> UtcTs,
        updated_at -> UtcTs,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    supply_items (id) {
        id -> Guid,
        name -> Text,
        name_key -> Text,
        kind -> Text,
        unit -> Text,
        place_id -> Nullable<Guid>,
        spot -> Nullable<Text>,
        on_hand -> BigInt,
        reorder_level -> BigInt,
        counted_on -> Nullable<Date>,
        active -> Bool,
        version -> BigInt,
        created_at -> UtcTs,
        updated_at -> UtcTs,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    supply_movements (id) {
        id -> Guid,
        item_id -> Guid,
        kind -> Text,
        quantity -> BigInt,
        on_hand -> BigInt,
        employee_id -> Guid,
        team_id -> Nullable<Guid>,
        recorded_by -> Guid,
        note -> Nullable<Text>,
        at -> UtcTs,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    conduct_records (id) {
        id -> Guid,
        kind -> Text,
        description -> Text,
        observed_on -> Date,
        place_id -> Nullable<Guid>,
        state -> Text,
        employee_id -> Guid,
        team_id -> Nullable<Guid>,
        observer_id -> Guid,
        heard_by -> Date,
        due_on -> Date,
        statement -> Nullable<Text>,
        heard_at -> Nullable<UtcTs>,
        heard_from -> Nullable<Guid>,
        outcome -> Nullable<Text>,
        reason -> Nullable<Text>,
        decided_by -> Nullable<Guid>,
        decided_at -> Nullable<UtcTs>,
        told_at -> Nullable<UtcTs>,
        version -> BigInt,
        created_at -> UtcTs,
        updated_at -> UtcTs,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    filing_entries (id) {
        id -> Guid,
        code -> Text,
        title -> Text,
        search -> Text,
        category -> Text,
        place_id -> Nullable<Guid>,
        spot -> Text,
        keeper_id -> Guid,
        retain_until -> Nullable<Date>,
        state -> Text,
        out_to -> Nullable<Guid>,
        out_since -> Nullable<Date>,
        destroyed_because -> Nullable<Text>,
        version -> BigInt,
        created_at -> UtcTs,
        updated_at -> UtcTs,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    safety_items (id) {
        id -> Guid,
        label -> Text,
        kind -> Text,
        place_id -> Nullable<Guid>,
        spot -> Text,
        state -> Text,
        expires_on -> Nullable<Date>,
        inspect_months -> BigInt,
        inspected_on -> Nullable<Date>,
        due_on -> Date,
        version -> BigInt,
        created_at -> UtcTs,
        updated_at -> UtcTs,
    }
}

diesel::table! {
    use super::types_in_scope::*;

    safety_inspections (id) {
        id -> Guid,
        item_id -> Guid,
        inspected_at -> UtcTs,
        inspected_by -> Guid,
        in_order -> Bool,
        note -> Nullable<Text>,
        expires_on -> Nullable<Date>,
    }
}

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
    approval_flows,
    approvals,
    approval_steps,
    approval_events,
    approval_copies,
    delegations,
    duties,
    repair_tickets,
    safety_items,
    filing_entries,
    supply_items,
    supply_movements,
    conduct_records,
    safety_inspections,
    hazards,
    places,
    bookings,
    booking_loans,
    booking_incidents,
    duty_rota,
    duty_versions,
    duty_occurrences,
    calendar_days,
    leave_types,
    leave_requests,
    leave_days,
    leave_entries,
    calendar_feeds,
    shifts,
    schedules,
    schedule_assignments,
    corrections,
    punches,
    attendance_statements,
    attendance_lines,
    attendance_objections,
    webhooks,
    webhook_deliveries,
    customers,
    customer_family,
    customer_needs,
    customer_policies,
    customer_contacts,
    customer_tags,
    customer_distinctions,
    customer_merges,
    activities,
    follow_up_rules,
    follow_up_reminders,
    case_stages,
    case_sums,
    cases,
    case_moves,
    case_flags,
    work_plans,
    work_goals,
    work_plan_revisions,
    area_reviews,
    feedback,
    talks,
    action_items,
    drills,
    drill_people,
    documents,
    document_versions,
    document_readings,
    manual_pages,
    manual_readings,
    risks,
    risk_reviews,
    service_categories,
    service_numbers,
    service_requests,
    service_steps,
    indicators,
    targets,
    target_nodes,
    target_actuals,
    shortfalls,
    shortfall_checks,
    incentive_rules,
    incentive_runs,
    incentive_proposals,
    incentive_lines,
    incentive_awards,
    inspection_plans,
    inspection_checklists,
    inspection_draws,
    inspections,
    inspection_findings,
    inspection_steps,
    customer_events,
    event_invitations,
    expansion_plans,
    expansion_lines,
    compliance_days,
    compliance_looks,
);
