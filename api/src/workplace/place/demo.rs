//! Places of the demo department; those that repairs and duties of it speak of as well.

use contract::place::{NewPlace, PlaceKind};

use super::write::create;
use crate::access::Grant;
use crate::db::Tx;
use crate::problem::Answer;

const READY: &[&str] = &[
    "桌椅排列完成",
    "投影與音響測試",
    "教材與簽到表備妥",
    "茶水備妥",
];
const LEFT: &[&str] = &[
    "桌椅復原",
    "垃圾清理、白板擦淨",
    "設備歸位",
    "冷氣與電源關閉",
];

/// Name, kind, where, persons, whether it can be booked.
type Story = (&'static str, PlaceKind, &'static str, i64, bool);

const STORIES: [Story; 8] = [
    ("大會議室", PlaceKind::MeetingRoom, "12 樓東側", 30, true),
    ("小會議室", PlaceKind::MeetingRoom, "12 樓西側", 8, true),
    ("洽談室", PlaceKind::MeetingRoom, "11 樓入口", 4, true),
    ("培訓教室", PlaceKind::TrainingRoom, "11 樓南側", 60, true),
    ("十二樓辦公室", PlaceKind::Office, "12 樓", 80, false),
    ("影印室", PlaceKind::Other, "12 樓北側", 4, false),
    ("茶水間", PlaceKind::Other, "12 樓北側", 6, false),
    ("文具倉庫", PlaceKind::Storage, "B1", 3, false),
];

pub fn fill(tx: &mut Tx, grant: &Grant) -> Answer<()> {
    let texts = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect();
    for (name, kind, location, capacity, bookable) in STORIES {
        let lists = |lines: &[&str]| if bookable { texts(lines) } else { Vec::new() };
        let new = NewPlace {
            name: name.to_owned(),
            kind,
            location: Some(location.to_owned()),
            capacity: Some(capacity),
            bookable,
            preparation: lists(READY),
            closing: lists(LEFT),
        };
        create(tx, grant, &new)?;
    }
    Ok(())
}
