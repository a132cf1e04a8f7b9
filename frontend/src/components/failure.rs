//! A failure in plain words, with a way to try again.

use leptos::prelude::*;

use super::empty::empty;
use super::icon::Icon;
use crate::core::http::Failure;
use crate::tr;

pub fn words(failure: &Failure) -> String {
    match failure {
        Failure::Network => tr!(common.network_text).into(),
        Failure::Unreadable => tr!(common.unreadable_text).into(),
        Failure::Problem(problem) if problem.detail.is_empty() => problem.title.clone(),
        Failure::Problem(problem) => problem.detail.clone(),
    }
}

/// Fills the place of what couldn't be loaded.
pub fn panel(failure: &Failure, retry: impl Fn() + 'static) -> AnyView {
    let (sign, title) = match failure {
        Failure::Network => (Icon::Globe, tr!(common.network_title)),
        Failure::Problem(problem) if problem.status == 404 => {
            (Icon::Search, tr!(common.not_found_title))
        }
        _ => (Icon::Alert, tr!(common.error_title)),
    };
    let reference = match failure {
        Failure::Problem(problem) => {
            let id = problem.request_id.clone();
            view! { <p class="small mono muted">{tr!(common.request_id, id = id)}</p> }.into_any()
        }
        _ => ().into_any(),
    };
    let action = view! {
        <button type="button" class="btn" on:click=move |_| retry()>{tr!(common.retry)}</button>
        {reference}
    };
    view! { <div role="alert">{empty(sign, title, words(failure), action.into_any())}</div> }
        .into_any()
}
