//! `shouzhan`: the server and its command line.

fn main() -> std::process::ExitCode {
    api::cli::run()
}
