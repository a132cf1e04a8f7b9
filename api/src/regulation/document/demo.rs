//! The demo department's regulation in its second version, procedures and emergency plans, and most people's acknowledgements.

use chrono::Duration;
use contract::access::Field;
use contract::document::{
    DocumentKind, DocumentSection, Heading, NewDocument, NewDocumentVersion, Prose,
};
use diesel::prelude::*;
use uuid::Uuid;

use super::{publish, version, write};
use crate::access::Grant;
use crate::db::Tx;
use crate::db::schema::{document_readings as r, employees};
use crate::db::types::{g, t};
use crate::problem::Answer;

/// In the three languages.
type Three = (&'static str, &'static str, &'static str);

struct Story {
    kind: DocumentKind,
    field: Option<Field>,
    title: Three,
    clause: &'static str,
    sections: &'static [(Three, Three)],
    review_months: Option<i64>,
    drill_months: Option<i64>,
    /// When it was published.
    days_ago: i64,
    /// One in so many hasn't acknowledged it.
    unread: usize,
}

const STORIES: [Story; 5] = [
    Story {
        kind: DocumentKind::Procedure,
        field: Some(Field::Workplace),
        title: (
            "門禁與訪客作業程序",
            "门禁与访客作业程序",
            "Access and visitors",
        ),
        clause: "3.3.4",
        sections: &[
            (
                ("訪客", "访客", "Visitors"),
                (
                    "- 訪客於櫃台登記，由接待同事陪同\n- 離開時歸還訪客證",
                    "- 访客于前台登记，由接待同事陪同\n- 离开时归还访客证",
                    "- Visitors sign in at the desk and are accompanied\n- The badge is handed back on leaving",
                ),
            ),
            (
                ("最後離開者", "最后离开者", "Last to leave"),
                (
                    "- 檢查門窗、電源、茶水間\n- 簽署離場檢查",
                    "- 检查门窗、电源、茶水间\n- 签署离场检查",
                    "- Check doors, windows, power and pantry\n- Sign the closing check",
                ),
            ),
        ],
        review_months: Some(12),
        drill_months: None,
        days_ago: 400,
        unread: 11,
    },
    Story {
        kind: DocumentKind::Procedure,
        field: Some(Field::Business),
        title: (
            "客戶個資處理程序",
            "客户个人信息处理程序",
            "Handling customers' personal data",
        ),
        clause: "5.1.3",
        sections: &[
            (
                ("蒐集", "收集", "Collecting"),
                (
                    "- 先告知目的，取得同意後才登錄\n- 只登錄業務需要的資料",
                    "- 先告知目的，取得同意后才登记\n- 只登记业务需要的资料",
                    "- Say what for, and record only after consent\n- Record only what the work needs",
                ),
            ),
            (
                ("查閱", "查阅", "Looking up"),
                (
                    "- 完整號碼僅於必要時顯示，每次都留下紀錄\n- 不得截圖、不得以私人通訊軟體傳送",
                    "- 完整号码仅于必要时显示，每次都留下记录\n- 不得截图、不得以私人通讯软件传送",
                    "- Numbers are revealed only when needed, and each time is logged\n- No screenshots, no private messengers",
                ),
            ),
        ],
        review_months: Some(12),
        drill_months: None,
        days_ago: 150,
        unread: 40,
    },
    Story {
        kind: DocumentKind::Procedure,
        field: Some(Field::People),
        title: ("新人報到程序", "新人入职程序", "A newcomer's first days"),
        clause: "4.1.4",
        sections: &[(
            ("報到前", "入职前", "Before the first day"),
            (
                "- 備妥座位、帳號與教材\n- 指定輔導人員",
                "- 备妥座位、账号与教材\n- 指定辅导人员",
                "- Seat, accounts and material are ready\n- A mentor is named",
            ),
        )],
        review_months: None,
        drill_months: None,
        days_ago: 90,
        unread: 29,
    },
    Story {
        kind: DocumentKind::EmergencyPlan,
        field: Some(Field::Workplace),
        title: ("火災應變計畫", "火灾应急预案", "Fire"),
        clause: "3.3.5",
        sections: &[
            (
                ("發現火災", "发现火灾", "Whoever sees a fire"),
                (
                    "- 大聲示警，按下警鈴\n- 撥打 119，說明樓層與火勢\n- 能撲滅時以滅火器撲滅，否則立即撤離",
                    "- 大声示警，按下警铃\n- 拨打 119，说明楼层与火势\n- 能扑灭时以灭火器扑灭，否则立即撤离",
                    "- Shout, and press the alarm\n- Call 119 with the floor and how big it is\n- Put it out if that is safe, else leave at once",
                ),
            ),
            (
                ("疏散", "疏散", "Leaving"),
                (
                    "- 走安全梯，不搭電梯\n- 在前庭集合，由各團隊主管點名",
                    "- 走安全通道，不乘电梯\n- 在前庭集合，由各团队主管点名",
                    "- By the stairs, never the lift\n- Gather in the forecourt; each lead counts their team",
                ),
            ),
        ],
        review_months: Some(12),
        drill_months: Some(6),
        days_ago: 220,
        unread: 23,
    },
    Story {
        kind: DocumentKind::EmergencyPlan,
        field: Some(Field::Workplace),
        title: ("地震應變計畫", "地震应急预案", "Earthquake"),
        clause: "3.3.5",
        sections: &[(
            ("搖晃時", "摇晃时", "While it shakes"),
            (
                "- 趴下、掩護、穩住\n- 遠離窗戶與高櫃\n- 搖晃停止後關閉電源再疏散",
                "- 趴下、掩护、稳住\n- 远离窗户与高柜\n- 摇晃停止后关闭电源再疏散",
                "- Drop, cover, hold on\n- Away from windows and tall cupboards\n- Power off, then leave when it is over",
            ),
        )],
        review_months: Some(24),
        drill_months: Some(12),
        days_ago: 300,
        unread: 31,
    },
];

fn heading((zh_hant, zh_hans, en): Three) -> Heading {
    Heading {
        zh_hant: zh_hant.to_owned(),
        zh_hans: zh_hans.to_owned(),
        en: en.to_owned(),
    }
}

fn section(clause: &str, (head, (zh_hant, zh_hans, en)): &(Three, Three)) -> DocumentSection {
    DocumentSection {
        clause: Some(clause.to_owned()),
        heading: heading(*head),
        text: Prose {
            zh_hant: (*zh_hant).to_owned(),
            zh_hans: (*zh_hans).to_owned(),
            en: (*en).to_owned(),
        },
    }
}

pub fn fill(tx: &mut Tx, grant: &Grant) -> Answer<()> {
    let readers: Vec<Uuid> = employees::table
        .filter(employees::status.eq("active"))
        .order(employees::number)
        .select(employees::id)
        .load(tx.conn)?;
    regulation(tx, grant, &readers)?;
    for story in &STORIES {
        let then = grant.at(grant.acting.now - Duration::days(story.days_ago));
        let new = NewDocument {
            kind: story.kind,
            title: heading(story.title),
            field: story.field,
            review_months: story.review_months,
            drill_months: story.drill_months,
        };
        let document = write::create(tx, &then, &new)?;
        let sections = story.sections.iter().map(|one| section(story.clause, one));
        let draft = NewDocumentVersion {
            document_id: document.id,
            sections: Some(sections.collect()),
            note: None,
        };
        publish_and_read(tx, &then, &draft, (&readers, story.unread))?;
    }
    Ok(())
}

/// The first version as it is built in; the second with a clause worded more exactly.
fn regulation(tx: &mut Tx, grant: &Grant, readers: &[Uuid]) -> Answer<()> {
    let first = grant.at(grant.acting.now - Duration::days(420));
    let new = NewDocument {
        kind: DocumentKind::Regulation,
        title: heading((
            "收展部職場管理制度",
            "收展部职场管理制度",
            "Workplace regulation of the department",
        )),
        field: None,
        review_months: Some(12),
        drill_months: None,
    };
    let document = write::create(tx, &first, &new)?;
    let mut draft = NewDocumentVersion {
        document_id: document.id,
        sections: None,
        note: None,
    };
    let held = publish_and_read(tx, &first, &draft, (readers, 9))?;
    let mut sections = held.sections;
    let clause = |section: &&mut DocumentSection| section.clause.as_deref() == Some("3.3.4");
    if let Some(section) = sections.iter_mut().find(clause) {
        section.text = Prose {
            zh_hant: "每日最後離開者檢查門窗、電源與茶水間，並簽署離場檢查；未簽署者次日由主管查明。".to_owned(),
            zh_hans: "每日最后离开者检查门窗、电源与茶水间，并签署离场检查；未签署者次日由主管查明。".to_owned(),
            en: "Whoever leaves last checks doors, windows, power and pantry and signs for it; a night without a signature is looked into the \
                 next day."
                .to_owned(),
        };
    }
    draft.sections = Some(sections);
    draft.note = Some("3.3.4 明定由最後離開者簽署離場檢查".to_owned());
    let second = grant.at(grant.acting.now - Duration::days(60));
    publish_and_read(tx, &second, &draft, (readers, 13))?;
    Ok(())
}

fn publish_and_read(
    tx: &mut Tx,
    grant: &Grant,
    draft: &NewDocumentVersion,
    (readers, unread): (&[Uuid], usize),
) -> Answer<contract::document::DocumentVersion> {
    let made = version::create(tx, grant, draft)?;
    let held = publish::publish(tx, grant, made.id, made.version)?;
    for (n, reader) in readers.iter().enumerate() {
        // The first are who the demo is shown to: something is left for them to read.
        if n % unread == unread - 1 || (n < 4 && unread > 25) {
            continue;
        }
        let read_at = grant.acting.now + Duration::hours(1 + (n as i64 * 7) % 400);
        diesel::insert_into(r::table)
            .values((
                r::version_id.eq(g(held.id)),
                r::employee_id.eq(g(*reader)),
                r::read_at.eq(t(read_at)),
            ))
            .execute(tx.conn)?;
    }
    Ok(held)
}
