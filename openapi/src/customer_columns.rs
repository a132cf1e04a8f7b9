//! The columns of a file of customers (5.1.3), and the names that people give them.

pub const COLUMNS: &[&str] = &[
    "name",
    "gender",
    "birthday",
    "class",
    "tags",
    "occupation",
    "email",
    "address",
    "source",
    "needs",
    "phone",
    "identity_number",
    "owner",
    "different_because",
];

const KNOWN: &[(&str, &str)] = &[
    ("姓名", "name"),
    ("客戶姓名", "name"),
    ("客户姓名", "name"),
    ("性別", "gender"),
    ("性别", "gender"),
    ("生日", "birthday"),
    ("出生日期", "birthday"),
    ("等級", "class"),
    ("等级", "class"),
    ("標籤", "tags"),
    ("标签", "tags"),
    ("職業", "occupation"),
    ("职业", "occupation"),
    ("電子郵件", "email"),
    ("电子邮件", "email"),
    ("地址", "address"),
    ("來源", "source"),
    ("来源", "source"),
    ("需求", "needs"),
    ("電話", "phone"),
    ("电话", "phone"),
    ("手機", "phone"),
    ("手机", "phone"),
    ("證件號碼", "identity_number"),
    ("证件号码", "identity_number"),
    ("身分證字號", "identity_number"),
    ("身份证号", "identity_number"),
    ("業務員", "owner"),
    ("业务员", "owner"),
];

/// Our column of that name, as far as it says so.
pub fn known(header: &str) -> Option<&'static str> {
    let header = header.trim();
    let ours = COLUMNS.iter().find(|ours| **ours == header);
    let theirs = KNOWN.iter().find(|(theirs, _)| *theirs == header);
    ours.copied().or_else(|| theirs.map(|(_, ours)| *ours))
}
