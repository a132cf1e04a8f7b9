//! Words for what is wrong with a single field (`errors[].code`), in three languages. Facts (`max: 80`) are added behind.

use crate::Text;

const TEXTS: &[(&str, Text)] = &[
    ("required", Text::new("必填", "必填", "Required")),
    (
        "unknown_field",
        Text::new("不認識的欄位", "不认识的字段", "Unknown field"),
    ),
    (
        "duplicate_field",
        Text::new("重複的欄位", "重复的字段", "Given more than once"),
    ),
    (
        "unknown_value",
        Text::new(
            "不是可用的值",
            "不是可用的值",
            "Not one of the known values",
        ),
    ),
    (
        "unknown_column",
        Text::new("不認識的欄", "不认识的列", "Unknown column"),
    ),
    (
        "column_count",
        Text::new("欄數不符", "列数不符", "Wrong number of columns"),
    ),
    ("type", Text::new("類型不正確", "类型不正确", "Wrong type")),
    (
        "date",
        Text::new(
            "日期格式應為 YYYY-MM-DD",
            "日期格式应为 YYYY-MM-DD",
            "A date is written YYYY-MM-DD",
        ),
    ),
    (
        "month",
        Text::new(
            "月份請寫該月第一天",
            "月份请写该月第一天",
            "A month is written as its first day",
        ),
    ),
    (
        "tiers",
        Text::new(
            "級距須由低到高，每級都有獎勵",
            "级距须由低到高，每级都有奖励",
            "Tiers rise, and each gives something",
        ),
    ),
    (
        "unit",
        Text::new(
            "與指標的單位不符",
            "与指标的单位不符",
            "Doesn't fit the indicator's unit",
        ),
    ),
    ("length", Text::new("長度不符", "长度不符", "Wrong length")),
    ("range", Text::new("超出範圍", "超出范围", "Out of range")),
    (
        "format",
        Text::new("格式不正確", "格式不正确", "Wrong format"),
    ),
    (
        "email",
        Text::new(
            "不是有效的電子郵件",
            "不是有效的电子邮件",
            "Not an e-mail address",
        ),
    ),
    (
        "phone",
        Text::new("不是有效的電話", "不是有效的电话", "Not a phone number"),
    ),
    (
        "blank",
        Text::new(
            "不能空白，前後不能有空格",
            "不能空白，前后不能有空格",
            "Blank, or with spaces around it",
        ),
    ),
    (
        "control_character",
        Text::new(
            "含有不可見字元",
            "含有不可见字符",
            "Contains control characters",
        ),
    ),
    (
        "currency",
        Text::new(
            "應為三個大寫字母",
            "应为三个大写字母",
            "Three capital letters",
        ),
    ),
    (
        "time_zone",
        Text::new("不是有效的時區", "不是有效的时区", "Not a time zone"),
    ),
    (
        "code_word",
        Text::new(
            "限小寫英文、數字與底線，以字母開頭",
            "限小写英文、数字与下划线，以字母开头",
            "Lower-case letters, digits and _, starting with a letter",
        ),
    ),
    (
        "time_of_day",
        Text::new(
            "時間格式應為 HH:MM",
            "时间格式应为 HH:MM",
            "A time is written HH:MM",
        ),
    ),
    (
        "month",
        Text::new(
            "月份格式應為 YYYY-MM",
            "月份格式应为 YYYY-MM",
            "A month is written YYYY-MM",
        ),
    ),
    (
        "staff_number",
        Text::new(
            "限英數字、- _ .，最多 32 字",
            "限英文数字、- _ .，最多 32 字",
            "Letters, digits, - _ . and at most 32",
        ),
    ),
    (
        "password_short",
        Text::new("至少 12 個字", "至少 12 个字", "At least 12 characters"),
    ),
    (
        "password_long",
        Text::new("最多 128 個字", "最多 128 个字", "At most 128 characters"),
    ),
    (
        "password_weak",
        Text::new("太容易猜", "太容易猜", "Too easy to guess"),
    ),
    (
        "url",
        Text::new(
            "應為 https:// 開頭的網址",
            "应为 https:// 开头的网址",
            "An address starting with https://",
        ),
    ),
    (
        "url_private",
        Text::new(
            "不能指向內部網路位址",
            "不能指向内部网络地址",
            "Must not lead into a private network",
        ),
    ),
    (
        "unknown_event",
        Text::new("沒有此事件", "没有此事件", "There is no such event"),
    ),
    (
        "bad_csv",
        Text::new("此列無法讀取", "此行无法读取", "This row can't be read"),
    ),
];

/// The words for a field code, if it has any.
pub fn text(code: &str) -> Option<Text> {
    TEXTS
        .iter()
        .find(|(c, _)| *c == code)
        .map(|(_, text)| *text)
}
