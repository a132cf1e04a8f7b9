//! Recipes of approvals, flows, delegations.

use super::recipes::Attempt;
use super::world::{Caller, Scope, World};

pub fn scopes(_operation: &str) -> Option<&'static [Scope]> {
    None
}

pub async fn attempt(
    _w: &World,
    operation: &str,
    _caller: &Caller,
    _scope: Scope,
    _client: tests::Client,
) -> Attempt {
    panic!("no recipe for {operation}")
}
