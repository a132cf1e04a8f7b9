//! Ids in paths. One that is none names nothing — but who may not ask at all is told that, before anything of what was asked.

use std::future::{Ready, ready};
use std::ops::Deref;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use contract::Code;
use futures_util::future::{Either, LocalBoxFuture};
use serde::de::DeserializeOwned;

use crate::access::first;
use crate::problem::Refusal;

/// The same as actix's, whose refusal would overtake the permission's.
#[derive(Debug)]
pub struct Path<T>(T);

impl<T> Path<T> {
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> Deref for Path<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: DeserializeOwned + 'static> FromRequest for Path<T> {
    type Error = actix_web::Error;
    type Future = Extracted<Self>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let found = req.match_info().load::<T>();
        extracted(
            req,
            found.map(Path).map_err(|_| Refusal::new(Code::NotFound)),
        )
    }
}

/// What an extractor has found, or its refusal once the caller's permission is known.
pub type Extracted<T> = Either<
    Ready<Result<T, actix_web::Error>>,
    LocalBoxFuture<'static, Result<T, actix_web::Error>>,
>;

pub fn extracted<T: 'static>(request: &HttpRequest, found: Result<T, Refusal>) -> Extracted<T> {
    match found {
        Ok(found) => Either::Left(ready(Ok(found))),
        Err(refusal) => {
            let request = request.clone();
            Either::Right(Box::pin(async move {
                Err(first::refused(&request, refusal).await.into())
            }))
        }
    }
}
