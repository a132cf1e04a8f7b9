//! Language and appearance: kept in this browser, changeable everywhere.

use contract::Locale;
use leptos::prelude::*;

use crate::components::choice::segmented;
use crate::components::icon::{Icon, icon};
use crate::components::menu::Menu;
use crate::core::locale;
use crate::core::session::use_session;
use crate::core::theme::{self, Theme};
use crate::tr;

pub fn language_menu() -> AnyView {
    let signal = use_session().locale();
    let face = icon(Icon::Globe);
    view! {
        <Menu label=tr!(common.language) face testid="language-menu">
            {Locale::ALL
                .map(|one| {
                    view! {
                        <button type="button" lang=one.tag() data-testid=format!("language-{}", one.tag()) on:click=move |_| locale::choose(signal, one)>
                            {locale::own_name(one)}
                            {(one == locale::current()).then(|| icon(Icon::Check))}
                        </button>
                    }
                })
                .into_iter()
                .collect_view()}
        </Menu>
    }
    .into_any()
}

/// Auto → light → dark → auto.
pub fn theme_button() -> AnyView {
    let now = RwSignal::new(theme::current());
    let turn = move |_| {
        let next = match now.get_untracked() {
            Theme::Auto => Theme::Light,
            Theme::Light => Theme::Dark,
            Theme::Dark => Theme::Auto,
        };
        theme::choose(next);
        now.set(next);
    };
    view! {
        <button type="button" class="btn quiet icon-only" aria-label=move || format!("{}：{}", tr!(common.theme), name(now.get())) on:click=turn>
            {move || icon(match now.get() {
                Theme::Dark => Icon::Moon,
                Theme::Light | Theme::Auto => Icon::Sun,
            })}
        </button>
    }
    .into_any()
}

pub fn panel() -> AnyView {
    let signal = use_session().locale();
    let now = RwSignal::new(theme::current());
    view! {
        <section class="card">
            <div class="card-body stack wide">
                <div class="field">
                    <span class="label">{tr!(common.language)}</span>
                    <div>{segmented(tr!(common.language), Locale::ALL.map(|one| (one, locale::own_name(one))).to_vec(), locale::current, move |one| locale::choose(signal, one))}</div>
                </div>
                <div class="field">
                    <span class="label">{tr!(common.theme)}</span>
                    <div>
                        {segmented(
                            tr!(common.theme),
                            Theme::ALL.map(|one| (one, name(one))).to_vec(),
                            move || now.get(),
                            move |one| {
                                theme::choose(one);
                                now.set(one);
                            },
                        )}
                    </div>
                </div>
            </div>
        </section>
    }
    .into_any()
}

fn name(theme: Theme) -> &'static str {
    match theme {
        Theme::Auto => tr!(common.theme_auto),
        Theme::Light => tr!(common.theme_light),
        Theme::Dark => tr!(common.theme_dark),
    }
}
