//! What the clauses behind leave say, in the product's own words, for whoever asks for it.

use contract::{Locale, Text};

const TEXTS: &[(&str, Text)] = &[
    (
        "4.4.1",
        Text::new(
            "準時上下班，不遲到、不早退、不缺勤。",
            "准时上下班，不迟到、不早退、不缺勤。",
            "Everybody is on time: not late, not leaving early, not absent.",
        ),
    ),
    (
        "4.4.2",
        Text::new(
            "請假須事先提出，核准後才開始。",
            "请假须事先提出，批准后才开始。",
            "Leave is requested ahead and starts only once it is approved.",
        ),
    ),
    (
        "4.4.4",
        Text::new(
            "依法給予法定假日、特別休假、病假、婚假、產假、陪產假與喪假。",
            "依法给予法定假日、年休假、病假、婚假、产假、陪产假与丧假。",
            "Statutory holidays, annual, sick, marriage, maternity, paternity and bereavement leave are given as the law says.",
        ),
    ),
];

/// Empty for a clause that isn't about leave.
pub fn text(clause: &str, locale: Locale) -> &'static str {
    TEXTS
        .iter()
        .find(|(id, _)| *id == clause)
        .map_or("", |(_, text)| text.get(locale))
}
