//! Where a webhook may lead: not into the network the server stands in, unless the operator says so. Names are looked at again
//! with every connection, for they can point elsewhere by then.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use contract::Code;
use contract::webhook::DeliveryError;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{HeaderMap, RETRY_AFTER};
use reqwest::{Client, Url};

use super::logic::Outcome;
use crate::problem::{Answer, Refusal, internal};

const LIMIT: Duration = Duration::from_secs(15);
const CONNECT: Duration = Duration::from_secs(5);

/// The address as a URL, refused where it can't be a public one. A name is only looked up when something is sent.
pub fn checked(url: &str, private: bool) -> Answer<Url> {
    let wrong = |code: &str| Refusal::new(Code::Invalid).field("/url", code, "");
    let parsed = Url::parse(url).map_err(|_| wrong("url"))?;
    if !private && parsed.scheme() != "https" {
        return Err(wrong("url"));
    }
    let inside = match parsed.host_str() {
        None => return Err(wrong("url")),
        Some("localhost") => true,
        Some(host) => literal(host).is_some_and(|ip| !is_public(ip)),
    };
    match inside && !private {
        true => Err(wrong("url_private")),
        false => Ok(parsed),
    }
}

/// A host written as an address.
fn literal(host: &str) -> Option<IpAddr> {
    host.trim_matches(['[', ']']).parse().ok()
}

pub fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(v4) => public_v4(v4),
        IpAddr::V6(v6) => public_v6(v6),
    }
}

/// Not one of the special blocks of RFC 6890.
fn public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let special = ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_documentation()
        || ip.is_multicast()
        || a == 0
        || a >= 240
        // Shared by carriers, protocol assignments, benchmarks.
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 198 && (b == 18 || b == 19));
    !special
}

/// Global unicast (2000::/3) only, without documentation; what carries an IPv4 address counts as that address.
fn public_v6(ip: Ipv6Addr) -> bool {
    if let Some(v4) = ip.to_ipv4_mapped() {
        return public_v4(v4);
    }
    let s = ip.segments();
    let carried = |hi: u16, lo: u16| Ipv4Addr::from((u32::from(hi) << 16) | u32::from(lo));
    match s {
        [0x64, 0xff9b, 0, 0, 0, 0, hi, lo] => public_v4(carried(hi, lo)),
        [0x2002, hi, lo, ..] => public_v4(carried(hi, lo)),
        [0x2001, 0x0db8, ..] | [0x2001, 0, ..] => false,
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

/// Looks names up and leaves out what isn't public.
struct Public;

impl Resolve for Public {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let public: Vec<SocketAddr> = found.filter(|a| is_public(a.ip())).collect();
            match public.is_empty() {
                true => Err(Inside.into()),
                false => Ok(Box::new(public.into_iter()) as Addrs),
            }
        })
    }
}

#[derive(Debug)]
struct Inside;

impl std::fmt::Display for Inside {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the name leads into a private network")
    }
}

impl std::error::Error for Inside {}

/// Follows no redirect and no proxy: the checked address is the one that is spoken to.
pub fn client(private: bool) -> Answer<Client> {
    // A provider that is there already serves as well.
    let _there = rustls::crypto::ring::default_provider().install_default();
    let mut builder = Client::builder()
        .timeout(LIMIT)
        .connect_timeout(CONNECT)
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .pool_max_idle_per_host(2)
        .user_agent("Shouzhan-Webhooks/1");
    if !private {
        builder = builder.dns_resolver(std::sync::Arc::new(Public));
    }
    builder.build().map_err(internal)
}

/// One try: what the other side said, or why it said nothing. Its words aren't read.
pub async fn post(client: &Client, url: Url, headers: HeaderMap, body: String) -> Outcome {
    match client.post(url).headers(headers).body(body).send().await {
        Ok(answer) => {
            let asked = answer.headers().get(RETRY_AFTER);
            let asked = asked.and_then(|v| v.to_str().ok()?.parse().ok());
            Outcome::Status(answer.status().as_u16(), asked)
        }
        Err(error) => Outcome::Failed(reason(&error)),
    }
}

fn reason(error: &reqwest::Error) -> DeliveryError {
    let mut cause: Option<&dyn std::error::Error> = Some(error);
    while let Some(at) = cause {
        if at.is::<Inside>() {
            return DeliveryError::PrivateAddress;
        }
        cause = at.source();
    }
    match error.is_timeout() {
        true => DeliveryError::Timeout,
        false => DeliveryError::Connection,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_isnt_public_is_known() {
        for inside in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "::1",
            "::",
            "fe80::1",
            "fd00::1",
            "::ffff:10.0.0.1",
            "64:ff9b::a00:1",
            "2002:a00:1::",
            "2001:db8::1",
            "ff02::1",
        ] {
            assert!(!is_public(inside.parse().unwrap()), "{inside}");
        }
        for outside in [
            "93.184.216.34",
            "172.32.0.1",
            "100.128.0.1",
            "2606:4700::1111",
            "64:ff9b::5db8:d822",
        ] {
            assert!(is_public(outside.parse().unwrap()), "{outside}");
        }
    }

    #[test]
    fn an_address_inside_is_refused_unless_allowed() {
        let code = |url| checked(url, false).unwrap_err().errors()[0].code.clone();
        assert_eq!(code("http://example.com/"), "url");
        assert_eq!(code("ftp://example.com/"), "url");
        assert_eq!(code("https://localhost/x"), "url_private");
        assert_eq!(code("https://2130706433/"), "url_private");
        assert_eq!(code("https://0x7f.1/"), "url_private");
        assert_eq!(code("https://[::ffff:127.0.0.1]/"), "url_private");
        assert!(checked("https://example.com:8443/a?b=c", false).is_ok());
        assert!(checked("http://127.0.0.1:9/", true).is_ok());
    }
}
