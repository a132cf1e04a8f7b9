//! Somebody like the one being written is known already: who it is, and what to say when it is somebody else.

use contract::Code;
use contract::customer::Customer;
use leptos::prelude::*;

use crate::components::banner;
use crate::components::field::Field;
use crate::core::form::Form;
use crate::core::http::Failure;
use crate::core::routes::Route;
use crate::tr;

pub fn notice(form: Form) -> AnyView {
    // Stays while the form is sent again.
    let alike = RwSignal::new(!form.text("different_because").is_empty());
    Effect::new(move || {
        let code = form
            .failure
            .with(|failure| failure.as_ref().and_then(Failure::code));
        if code == Some(Code::CustomerSimilar) {
            alike.set(true);
        }
    });
    let other = Memo::new(move |_| {
        form.failure
            .with(|failure| failure.as_ref().and_then(known))
    });
    view! {
        {move || other.get().map(who)}
        {move || {
            alike.get().then(|| {
                Field::new(form, "different_because", tr!(customers.different)).help(tr!(customers.different_help)).kind("textarea").show()
            })
        }}
    }
    .into_any()
}

/// The other customer, where the server names them to this caller.
fn known(failure: &Failure) -> Option<Customer> {
    match failure {
        Failure::Problem(problem)
            if matches!(problem.code, Code::CustomerExists | Code::CustomerSimilar) =>
        {
            serde_json::from_value(problem.current.clone()?).ok()
        }
        _ => None,
    }
}

fn who(other: Customer) -> AnyView {
    let name = other.name.clone();
    let open = view! {
        <a class="btn small" href=Route::Customer(other.id).path() data-testid="open-other">{tr!(customers.open_other, name = name).to_string()}</a>
    };
    let text = format!(
        "{} {} · {} {}",
        tr!(customers.duplicate),
        other.name,
        tr!(customers.owner),
        other.owner.name
    );
    banner::with("warn", text, open.into_any())
}
