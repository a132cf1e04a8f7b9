//! Rate limits per actor: a token bucket per person, key or address, told to the caller in `RateLimit` headers.

use std::num::NonZeroU32;

use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use actix_web::{HttpMessage, HttpRequest};
use contract::Code;
use governor::clock::{Clock, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::DefaultKeyedStateStore;
use governor::{Quota, RateLimiter};
use uuid::Uuid;

use crate::problem::{Answer, Refusal};

type Keyed =
    RateLimiter<Uuid, DefaultKeyedStateStore<Uuid>, DefaultClock, StateInformationMiddleware>;

pub struct Limits {
    keyed: Option<Keyed>,
    clock: DefaultClock,
    burst: u32,
    per_second: u32,
}

/// What the edge adds to the response.
pub struct Headers {
    policy: String,
    state: String,
}

impl Headers {
    pub fn apply(self, headers: &mut HeaderMap) {
        for (name, value) in [("ratelimit-policy", self.policy), ("ratelimit", self.state)] {
            if let Ok(value) = HeaderValue::from_str(&value) {
                headers.insert(HeaderName::from_static(name), value);
            }
        }
    }
}

impl Limits {
    /// `per_second` requests on average with four seconds' worth at once; 0 switches the limit off.
    pub fn new(per_second: u32) -> Limits {
        let burst = per_second.saturating_mul(4);
        let keyed = NonZeroU32::new(per_second)
            .zip(NonZeroU32::new(burst))
            .map(|(rate, burst)| {
                RateLimiter::keyed(Quota::per_second(rate).allow_burst(burst))
                    .with_middleware::<StateInformationMiddleware>()
            });
        Limits {
            keyed,
            clock: DefaultClock::default(),
            burst,
            per_second,
        }
    }

    /// Counts a request, once however often its extractors ask.
    pub fn check(&self, who: Uuid, request: &HttpRequest) -> Answer<()> {
        let Some(keyed) = &self.keyed else {
            return Ok(());
        };
        if request.extensions().contains::<Headers>() {
            return Ok(());
        }
        let (remaining, wait) = match keyed.check_key(&who) {
            Ok(state) => (state.remaining_burst_capacity(), None),
            Err(not_until) => (
                0,
                Some(not_until.wait_time_from(self.clock.now()).as_secs() + 1),
            ),
        };
        let headers = Headers {
            policy: format!(
                "\"actor\";q={};w={}",
                self.burst,
                self.burst.div_ceil(self.per_second.max(1))
            ),
            state: format!("\"actor\";r={remaining};t={}", wait.unwrap_or(1)),
        };
        request.extensions_mut().insert(headers);
        match wait {
            None => Ok(()),
            Some(seconds) => Err(Refusal::new(Code::TooManyRequests).retry_after(seconds)),
        }
    }

    /// Forgets actors whose bucket is full again.
    pub fn tidy(&self) {
        if let Some(keyed) = &self.keyed {
            keyed.retain_recent();
        }
    }
}
