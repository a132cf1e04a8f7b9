//! Access tokens: JWT signed with Ed25519, ten minutes, `typ=at+jwt`, exact issuer and audience, every claim required, no
//! roles inside. Published keys: `/.well-known/jwks.json`.

use std::cell::RefCell;
use std::collections::HashMap;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use contract::Code;
use contract::auth::{Jwk, Jwks};
use jsonwebtoken::{
    Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, decode_header, encode,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::problem::{Answer, Refusal, internal};
use crate::secrets::Secrets;

const AUDIENCE: &str = "shouzhan-api";
const TYPE: &str = "at+jwt";
const VERIFIED_SIZE: usize = 10_000;

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Claims {
    iss: String,
    aud: String,
    /// Employee.
    sub: Uuid,
    /// Session.
    sid: Uuid,
    jti: Uuid,
    iat: i64,
    nbf: i64,
    exp: i64,
}

struct Key {
    kid: String,
    /// Public half, base64url, as in the JWKS.
    x: String,
    encoding: EncodingKey,
    decoding: DecodingKey,
}

pub struct Tokens {
    issuer: String,
    keys: Vec<Key>,
    validation: Validation,
    lifetime_seconds: i64,
}

thread_local! {
    /// Verified tokens of this worker: a signature is checked once, its dates on every use. Found by their last bytes, a part
    /// of the signature, and compared whole.
    static VERIFIED: RefCell<HashMap<[u8; 16], Verified>> = RefCell::new(HashMap::new());
}

struct Verified {
    token: String,
    session: Uuid,
    exp: i64,
}

impl Tokens {
    pub fn new(secrets: &Secrets, issuer: &str, lifetime_seconds: i64) -> Tokens {
        let keys = secrets.keys("token signing").into_iter().map(key).collect();
        let mut validation = Validation::new(Algorithm::EdDSA);
        validation.leeway = 0;
        validation.validate_nbf = true;
        validation.validate_exp = true;
        validation.set_audience(&[AUDIENCE]);
        validation.set_issuer(&[issuer]);
        validation.set_required_spec_claims(&["exp", "nbf", "iss", "aud", "sub"]);
        Tokens {
            issuer: issuer.to_owned(),
            keys,
            validation,
            lifetime_seconds,
        }
    }

    pub fn issue(&self, employee: Uuid, session: Uuid, now: DateTime<Utc>) -> Answer<String> {
        let key = self
            .keys
            .first()
            .ok_or_else(|| internal("no signing key"))?;
        let mut header = Header::new(Algorithm::EdDSA);
        header.typ = Some(TYPE.to_owned());
        header.kid = Some(key.kid.clone());
        let at = now.timestamp();
        let claims = Claims {
            iss: self.issuer.clone(),
            aud: AUDIENCE.to_owned(),
            sub: employee,
            sid: session,
            jti: crate::clock::new_id(),
            iat: at,
            nbf: at,
            exp: at + self.lifetime_seconds,
        };
        encode(&header, &claims, &key.encoding).map_err(internal)
    }

    /// The session a token belongs to.
    pub fn session(&self, token: &str, now: DateTime<Utc>) -> Answer<Uuid> {
        let Some(place) = token.as_bytes().last_chunk().copied() else {
            return Err(Refusal::new(Code::Unauthenticated));
        };
        let known = VERIFIED.with_borrow(|all| {
            let one = all.get(&place).filter(|v| v.token == token)?;
            Some((one.session, one.exp))
        });
        if let Some((session, exp)) = known {
            return if now.timestamp() < exp {
                Ok(session)
            } else {
                Err(Refusal::new(Code::TokenExpired))
            };
        }
        let claims = self.verify(token)?;
        VERIFIED.with_borrow_mut(|v| {
            if v.len() >= VERIFIED_SIZE {
                v.clear();
            }
            let verified = Verified {
                token: token.to_owned(),
                session: claims.sid,
                exp: claims.exp,
            };
            v.insert(place, verified);
        });
        Ok(claims.sid)
    }

    fn verify(&self, token: &str) -> Answer<Claims> {
        let refused = || Refusal::new(Code::Unauthenticated);
        let header = decode_header(token).map_err(|_| refused())?;
        // The algorithm and the key are ours to choose, never the token's.
        if header.alg != Algorithm::EdDSA || header.typ.as_deref() != Some(TYPE) {
            return Err(refused());
        }
        let kid = header.kid.ok_or_else(refused)?;
        let key = self
            .keys
            .iter()
            .find(|k| k.kid == kid)
            .ok_or_else(refused)?;
        let data = decode::<Claims>(token, &key.decoding, &self.validation).map_err(|e| match e
            .kind()
        {
            jsonwebtoken::errors::ErrorKind::ExpiredSignature => Refusal::new(Code::TokenExpired),
            _ => refused(),
        })?;
        Ok(data.claims)
    }

    pub fn jwks(&self) -> Jwks {
        let public = |k: &Key| Jwk {
            kty: "OKP".to_owned(),
            crv: "Ed25519".to_owned(),
            x: k.x.clone(),
            kid: k.kid.clone(),
            alg: "EdDSA".to_owned(),
            r#use: "sig".to_owned(),
        };
        Jwks {
            keys: self.keys.iter().map(public).collect(),
        }
    }
}

/// PKCS #8 wrapping of a raw Ed25519 seed (RFC 8410).
const PKCS8_PREFIX: [u8; 16] = [
    0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
];

fn key(seed: [u8; 32]) -> Key {
    let public = ed25519_dalek::SigningKey::from_bytes(&seed)
        .verifying_key()
        .to_bytes();
    let mut der = PKCS8_PREFIX.to_vec();
    der.extend_from_slice(&seed);
    let kid = blake3::hash(&public).to_hex()[..16].to_owned();
    let x = URL_SAFE_NO_PAD.encode(public);
    Key {
        kid,
        x,
        encoding: EncodingKey::from_ed_der(&der),
        decoding: DecodingKey::from_ed_der(&public),
    }
}
