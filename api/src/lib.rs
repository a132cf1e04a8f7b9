//! The server: a JSON REST API that runs the workplace of a service-and-expansion department by its regulation.
//!
//! Dependencies point one way: modules (organization, …) → engine → access → db/http.

pub mod access;
pub mod app;
pub mod business;
pub mod cli;
pub mod clock;
pub mod config;
pub mod db;
pub mod engine;
pub mod http;
pub mod integration;
pub mod leadership;
pub mod organization;
pub mod people;
pub mod problem;
pub mod registry;
pub mod regulation;
pub mod secrets;
pub mod workplace;
