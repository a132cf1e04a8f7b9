//! Black-box HTTP tests, one binary. Nearly every test runs on SQLite and on PostgreSQL.

mod access_ends;
mod api_keys;
mod approvals;
mod attachments;
mod audit;
mod bad_input;
mod contract;
mod delegations;
mod employees;
mod exports;
mod flows;
mod forged_tokens;
mod given;
mod imports;
mod instances;
mod lists;
mod matrix;
mod migrations;
mod notifications;
mod organization;
mod seats;
mod setup;
mod sign_in;
mod versions;
