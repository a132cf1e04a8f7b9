//! Signing in (api.md): a session with a ten-minute access token and a rotating refresh token in an HttpOnly cookie. Using a
//! refresh token twice ends the session: one of the two users is a thief.

mod routes;
mod store;

pub use routes::{jwks, mount, reauthenticate};
pub use store::set_password;
