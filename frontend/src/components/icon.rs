//! The icon set: 24 × 24 strokes of our own.

use leptos::prelude::*;

macro_rules! icons {
    ($($name:ident = $path:literal;)+) => {
        #[derive(Clone, Copy, PartialEq, Eq)]
        pub enum Icon { $($name,)+ }

        fn path(icon: Icon) -> &'static str {
            match icon { $(Icon::$name => $path,)+ }
        }
    };
}

icons! {
    Alert = "M12 9v4m0 3.5v.01M10.3 4.2 2.9 17a2 2 0 0 0 1.7 3h14.8a2 2 0 0 0 1.7-3L13.7 4.2a2 2 0 0 0-3.4 0Z";
    Area = "M4 5h7v6H4zM13 5h7v6h-7zM4 13h7v6H4zM13 13h7v6h-7z";
    Bell = "M6 16V11a6 6 0 1 1 12 0v5l1.5 2h-15L6 16ZM10 20.5a2.2 2.2 0 0 0 4 0";
    Bolt = "M13 3 5 13.5h6L10 21l8.5-11h-6.2L13 3Z";
    Box = "M12 3 4 7v10l8 4 8-4V7l-8-4ZM4 7l8 4 8-4M12 11v10";
    Calendar = "M4 6.5h16V20H4zM4 10.5h16M8 4v4M16 4v4";
    Chat = "M4 5h16v11h-8.5L7 20v-4H4zM8 9.5h8M8 12.5h5";
    Check = "m5 12.5 4.5 4.5L19 7.5";
    Chevron = "m9 6 6 6-6 6";
    Clip = "m19 11.5-7.4 7.4a4.6 4.6 0 0 1-6.5-6.5l8-8a3.1 3.1 0 0 1 4.4 4.4l-7.9 7.9a1.5 1.5 0 0 1-2.2-2.2l6.9-6.9";
    Clock = "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16ZM12 8v4.5l3 1.8";
    Close = "m6 6 12 12M18 6 6 18";
    Copy = "M9 9h10v11H9zM5 15V4h10";
    Document = "M6 3.5h8l4 4V20.5H6zM14 3.5v4h4M9 12h6M9 16h6";
    Dots = "M4.8 12a.7.7 0 1 0 1.4 0 .7.7 0 1 0-1.4 0M11.3 12a.7.7 0 1 0 1.4 0 .7.7 0 1 0-1.4 0M17.8 12a.7.7 0 1 0 1.4 0 .7.7 0 1 0-1.4 0";
    Down = "m6 9 6 6 6-6";
    Download = "M12 4v11m-4.5-4.5L12 15l4.5-4.5M5 20h14";
    Edit = "M4 20h4L19 9l-4-4L4 16v4ZM13.5 6.5l4 4";
    Eye = "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12ZM12 9.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6Z";
    EyeOff = "M4 4l16 16M9.9 5.8A9 9 0 0 1 12 5.5c6 0 9.5 6.5 9.5 6.5a16 16 0 0 1-2.6 3.3M6.5 7.5A15 15 0 0 0 2.5 12S6 18.5 12 18.5a9 9 0 0 0 4.5-1.2";
    Flame = "M12.5 3.5c.3 3.2 4.5 5.2 4.5 10a5 5 0 0 1-10 0c0-2.2 1.1-3.8 2.2-5 .2 1.6.9 2.6 1.9 3.1-.4-3 .2-5.8 1.4-8.1Z";
    Flow = "M5 4.5h6v5H5zM13 14.5h6v5h-6zM8 9.5v7.5h5";
    Globe = "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17ZM3.5 12h17M12 3.5c5 5.5 5 11.5 0 17-5-5.5-5-11.5 0-17Z";
    Heart = "M12 20s-7.5-4.6-7.5-10.2A4.1 4.1 0 0 1 12 7.4a4.1 4.1 0 0 1 7.5 2.4C19.5 15.4 12 20 12 20Z";
    History = "M4 12a8 8 0 1 0 2.5-5.8L4 8.5M4 4v4.5h4.5M12 8v4.5l3 1.8";
    Home = "M4 11 12 4l8 7v9h-5.5v-5.5h-5V20H4z";
    Inbox = "M4 13 6.5 5h11L20 13v6H4zM4 13h5l1 2.5h4l1-2.5h5";
    Info = "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16ZM12 11v5M12 8v.01";
    Key = "M14.5 4a5.5 5.5 0 1 0-4.9 8L4 17.5V20h3v-2h2v-2h2l1.5-1.5A5.5 5.5 0 0 0 14.5 4ZM15.8 8.2v.01";
    Leave = "M12 4v16M12 4a8 8 0 0 1 8 8H4a8 8 0 0 1 8-8ZM12 20a2.5 2.5 0 0 0 4 0";
    Ledger = "M6 4h12v16H6zM6 4v16M9.5 8.5h5M9.5 12h5M9.5 15.5h3";
    Lock = "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3";
    Moon = "M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10Z";
    Next = "m9 6 6 6-6 6";
    Phone = "M5 4h4l1.5 4.5-2 1.5a11 11 0 0 0 5.5 5.5l1.5-2L20 15v4a1.5 1.5 0 0 1-1.5 1.5A15 15 0 0 1 3.5 5.5 1.5 1.5 0 0 1 5 4Z";
    Plus = "M12 5v14M5 12h14";
    Previous = "m15 6-6 6 6 6";
    Print = "M7 8V4h10v4M5 8h14v8h-2v-2H7v2H5zM7 14h10v6H7z";
    Report = "M5 20V10M10 20V5M15 20v-7M20 20V8M3 20h18";
    Return = "M9 7 4.5 11.5 9 16M4.5 11.5H15a4.5 4.5 0 0 1 0 9h-3";
    Role = "M12 3.5 19 6v6c0 4-3 7-7 8.5C8 19 5 16 5 12V6l7-2.5ZM9 12l2 2 4-4";
    Rows = "M4 6h16M4 12h16M4 18h16";
    Rules = "M5 4h14v16H5zM9 9h6M9 13h6M9 17h3";
    Search = "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM15.5 15.5 20 20";
    Send = "M4 12 20 4l-5 16-3.5-6.5L4 12Zm7.5 1.5L20 4";
    Settings = "M4 7h9m4 0h3M4 17h3m4 0h9M15 4.8a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4ZM9 14.8a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4Z";
    SignOut = "M14 8V5H5v14h9v-3M10 12h10m-3-3 3 3-3 3";
    Sort = "m8 10 4-4 4 4M8 14l4 4 4-4";
    SortDown = "m8 10 4 4 4-4";
    SortUp = "m8 14 4-4 4 4";
    Star = "m12 4 2.5 5.2 5.5.8-4 4 1 5.7-5-2.7-5 2.7 1-5.7-4-4 5.5-.8L12 4Z";
    Sun = "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4";
    Swap = "M4 8h14m-3.5-3.5L18 8l-3.5 3.5M20 16H6m3.5-3.5L6 16l3.5 3.5";
    Tag = "M4 4h8l8 8-8 8-8-8V4Zm4 4v.01";
    Target = "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16ZM12 8.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7Z";
    Team = "M9 5.5a3 3 0 1 0 0 6 3 3 0 0 0 0-6ZM3.5 19a5.5 5.5 0 0 1 11 0M15.5 6a3 3 0 0 1 0 5.5M17 14a5.5 5.5 0 0 1 3.5 5";
    Trash = "M4.5 7h15M9 7V4.5h6V7M6.5 7l1 13h9l1-13M10 11v5M14 11v5";
    Tree = "M9 4h6v4H9zM3.5 16h6v4h-6zM14.5 16h6v4h-6zM12 8v4M6.5 16v-4h11v4";
    Up = "m6 15 6-6 6 6";
    Upload = "M12 16V5m-4.5 4.5L12 5l4.5 4.5M5 20h14";
    User = "M12 4.5a3.8 3.8 0 1 0 0 7.6 3.8 3.8 0 0 0 0-7.6ZM4.5 20a7.5 7.5 0 0 1 15 0";
    UserPlus = "M10 4.5a3.8 3.8 0 1 0 0 7.6 3.8 3.8 0 0 0 0-7.6ZM3 20a7 7 0 0 1 14 0M19 8v6M16 11h6";
    Week = "M4 5h16v15H4zM4 9.5h16M9.3 9.5V20M14.7 9.5V20";
    Wrench = "M14.7 6.3a4 4 0 0 0-5.4 5.2L4 16.8 7.2 20l5.3-5.3a4 4 0 0 0 5.2-5.4l-2.5 2.5-2.8-.7-.7-2.8z";
}

/// Decoration only: the text beside it says what it means.
pub fn icon(icon: Icon) -> AnyView {
    sized(icon, "icon")
}

pub fn small(icon: Icon) -> AnyView {
    sized(icon, "icon small")
}

pub fn large(icon: Icon) -> AnyView {
    sized(icon, "icon large")
}

fn sized(icon: Icon, class: &'static str) -> AnyView {
    view! {
        <svg class=class viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d=path(icon) />
        </svg>
    }
    .into_any()
}
