//! Black-box HTTP tests, one binary. Every test runs on SQLite and on PostgreSQL.

mod smoke;
