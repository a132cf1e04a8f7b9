//! Cases (5.2.1): the pipeline as board, list and funnel; one case with what its stage asks for; what the stages ask for; the operations manual (5.2.2).

mod acts;
mod board;
pub mod create;
pub mod detail;
mod edit;
mod flags;
mod funnel;
mod list;
pub mod manual;
mod manual_form;
mod manual_text;
pub mod pipeline;
mod side;
mod stage_form;
mod stage_work;
pub mod stages;
mod words;
