//! Configuration: flags, environment, and a few files for secrets.

use std::path::PathBuf;

/// Settings of a running server. Every flag has an environment variable.
#[derive(Debug, Clone, clap::Args)]
pub struct Config {
    /// `sqlite://path` (one instance) or `postgres://…` (several instances).
    #[arg(
        long,
        env = "DATABASE_URL",
        default_value = "sqlite://data/shouzhan.db",
        hide_env_values = true
    )]
    pub database_url: String,

    /// Address to listen on; port 0 takes a free one.
    #[arg(long, env = "SHOUZHAN_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: String,

    /// Where attachments are kept, and the secret unless given.
    #[arg(long, env = "SHOUZHAN_DATA", default_value = "data")]
    pub data_dir: PathBuf,

    /// File with the master secret; made on first start when it doesn't exist. Default: `<data-dir>/secret`.
    #[arg(long, env = "SHOUZHAN_SECRET_FILE")]
    pub secret_file: Option<PathBuf>,

    /// The built SPA; the API works without.
    #[arg(long, env = "SHOUZHAN_DIST", default_value = "dist")]
    pub dist: PathBuf,

    /// `iss` of access tokens.
    #[arg(long, env = "SHOUZHAN_ISSUER", default_value = "shouzhan")]
    pub issuer: String,

    /// Life of an access token in seconds.
    #[arg(long, env = "SHOUZHAN_ACCESS_TOKEN_SECONDS", default_value_t = 600)]
    pub access_token_seconds: i64,

    /// Requests a second and actor on average, four seconds' worth at once; 0 switches the limit off.
    #[arg(long, env = "SHOUZHAN_RATE_LIMIT", default_value_t = 50)]
    pub rate_limit: u32,

    /// HTTP worker threads.
    #[arg(long, env = "SHOUZHAN_WORKERS", default_value_t = 2)]
    pub workers: usize,

    /// Database reader threads (on PostgreSQL as many again for reads by key).
    #[arg(long, env = "SHOUZHAN_READERS", default_value_t = 4)]
    pub readers: u32,

    /// Database writer threads (PostgreSQL; SQLite always has one).
    #[arg(long, env = "SHOUZHAN_WRITERS", default_value_t = 2)]
    pub writers: u32,

    /// Compress answers (leave it to a reverse proxy if there is one).
    #[arg(long, env = "SHOUZHAN_COMPRESS", default_value_t = false)]
    pub compress: bool,

    /// Let webhooks go over plain http and into private networks.
    #[arg(long, env = "SHOUZHAN_WEBHOOK_PRIVATE", default_value_t = false)]
    pub webhook_private: bool,

    /// Seconds to wait before each further try of a delivery to a webhook; after the last it is given up.
    #[arg(
        long,
        env = "SHOUZHAN_WEBHOOK_RETRIES",
        value_delimiter = ',',
        default_value = "5,300,1800,7200,18000,36000,50400,72000,86400"
    )]
    pub webhook_retries: Vec<u32>,

    /// Take the client's address from `X-Forwarded-For` (only behind a proxy that sets it).
    #[arg(long, env = "SHOUZHAN_TRUST_PROXY", default_value_t = false)]
    pub trust_proxy: bool,
}

impl Config {
    pub fn secret_path(&self) -> PathBuf {
        self.secret_file
            .clone()
            .unwrap_or_else(|| self.data_dir.join("secret"))
    }
}
