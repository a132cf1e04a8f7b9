//! What the regulation asks of every office, loaded in one step: for each team, and for the department. What was loaded before is left
//! as it is.

use contract::duty::{
    DutyDayRule, DutyItem, DutyProof, DutyResponsible, DutyTemplates, NewDuty, NewDutyTemplates,
};
use contract::{Locale, Text};
use diesel::prelude::*;
use uuid::Uuid;

use super::generate::ahead;
use super::write::{blank, keep_new};
use crate::access::Grant;
use crate::db::schema::{duties as d, employees as e, teams};
use crate::db::{Tx, hold};
use crate::organization::settings;
use crate::problem::Answer;

use DutyProof::{Number, Photo, Tick};
use DutyResponsible::{Lead, Manager, Rota};

struct Template {
    key: &'static str,
    clause: &'static str,
    title: Text,
    rrule: &'static str,
    day_rule: DutyDayRule,
    due: &'static str,
    opens_hours: i64,
    responsible: DutyResponsible,
    items: &'static [(&'static str, Text, DutyProof, bool)],
}

/// Each team's own.
const TEAM: &[Template] = &[
    Template {
        key: "daily_cleaning",
        clause: "3.1.1",
        title: Text::new("下班前清潔", "下班前清洁", "Cleaning before leaving"),
        rrule: "FREQ=DAILY",
        day_rule: DutyDayRule::Skip,
        due: "18:00",
        opens_hours: 9,
        responsible: Rota,
        items: &[
            (
                "desks",
                Text::new(
                    "桌面收拾、擦拭",
                    "桌面收拾、擦拭",
                    "Desks cleared and wiped",
                ),
                Tick,
                true,
            ),
            (
                "floor",
                Text::new("地面打掃", "地面打扫", "Floor swept"),
                Tick,
                true,
            ),
            (
                "rubbish",
                Text::new("垃圾清空", "垃圾清空", "Rubbish taken out"),
                Tick,
                true,
            ),
        ],
    },
    Template {
        key: "deep_cleaning",
        clause: "3.1.1",
        title: Text::new(
            "每月大掃除與消毒",
            "每月大扫除与消毒",
            "Monthly deep-cleaning and disinfection",
        ),
        rrule: "FREQ=MONTHLY;BYMONTHDAY=-1",
        day_rule: DutyDayRule::Before,
        due: "17:00",
        opens_hours: 33,
        responsible: Lead,
        items: &[
            (
                "surfaces",
                Text::new(
                    "門把、電話、鍵盤消毒",
                    "门把、电话、键盘消毒",
                    "Handles, telephones, keyboards disinfected",
                ),
                Tick,
                true,
            ),
            (
                "windows",
                Text::new(
                    "窗戶、紗窗清洗",
                    "窗户、纱窗清洗",
                    "Windows and screens washed",
                ),
                Tick,
                true,
            ),
            (
                "photo",
                Text::new("完成後照片", "完成后照片", "Photo of the result"),
                Photo,
                false,
            ),
        ],
    },
    Template {
        key: "tidiness",
        clause: "3.1.2",
        title: Text::new(
            "物品與文件整理檢查",
            "物品与文件整理检查",
            "Check of supplies and files",
        ),
        rrule: "FREQ=WEEKLY;BYDAY=FR",
        day_rule: DutyDayRule::Before,
        due: "17:30",
        opens_hours: 33,
        responsible: Rota,
        items: &[
            (
                "supplies",
                Text::new("辦公用品歸位", "办公用品归位", "Supplies in their places"),
                Tick,
                true,
            ),
            (
                "files",
                Text::new("文件分類歸檔", "文件分类归档", "Files sorted and filed"),
                Tick,
                true,
            ),
            (
                "private",
                Text::new(
                    "客戶資料已上鎖",
                    "客户资料已上锁",
                    "Papers about customers locked away",
                ),
                Tick,
                true,
            ),
        ],
    },
    Template {
        key: "safety_equipment",
        clause: "3.3.2",
        title: Text::new(
            "消防設備檢查",
            "消防设备检查",
            "Inspection of safety equipment",
        ),
        rrule: "FREQ=MONTHLY;BYMONTHDAY=1",
        day_rule: DutyDayRule::After,
        due: "17:00",
        opens_hours: 81,
        responsible: Lead,
        items: &[
            (
                "extinguishers",
                Text::new(
                    "滅火器在位、壓力正常、未過期",
                    "灭火器在位、压力正常、未过期",
                    "Extinguishers in place, under pressure, not expired",
                ),
                Tick,
                true,
            ),
            (
                "pressure",
                Text::new(
                    "滅火器壓力（kgf/cm²）",
                    "灭火器压力（kgf/cm²）",
                    "Pressure of the extinguisher (kgf/cm²)",
                ),
                Number,
                false,
            ),
            (
                "lights",
                Text::new("緊急照明可用", "应急照明可用", "Emergency lights work"),
                Tick,
                true,
            ),
            (
                "exits",
                Text::new("逃生通道暢通", "逃生通道畅通", "Ways out are clear"),
                Tick,
                true,
            ),
        ],
    },
    Template {
        key: "closing_check",
        clause: "3.3.4",
        title: Text::new(
            "離開前門窗電源檢查",
            "离开前门窗电源检查",
            "Doors, windows and power before leaving",
        ),
        rrule: "FREQ=DAILY",
        day_rule: DutyDayRule::Skip,
        due: "20:00",
        opens_hours: 4,
        responsible: Rota,
        items: &[
            (
                "doors",
                Text::new("門已上鎖", "门已上锁", "Doors locked"),
                Tick,
                true,
            ),
            (
                "windows",
                Text::new("窗已關閉", "窗已关闭", "Windows shut"),
                Tick,
                true,
            ),
            (
                "power",
                Text::new(
                    "電腦、空調、插座電源已關",
                    "电脑、空调、插座电源已关",
                    "Computers, air conditioning and sockets off",
                ),
                Tick,
                true,
            ),
        ],
    },
];

/// The department's.
const DEPARTMENT: &[Template] = &[Template {
    key: "venue_inspection",
    clause: "3.2.1",
    title: Text::new(
        "會議室與培訓教室檢查",
        "会议室与培训教室检查",
        "Inspection of meeting and training rooms",
    ),
    rrule: "FREQ=WEEKLY;BYDAY=MO",
    day_rule: DutyDayRule::After,
    due: "12:00",
    opens_hours: 28,
    responsible: Manager,
    items: &[
        (
            "furniture",
            Text::new("桌椅完好", "桌椅完好", "Furniture sound"),
            Tick,
            true,
        ),
        (
            "projector",
            Text::new(
                "投影與音響可用",
                "投影与音响可用",
                "Projector and sound work",
            ),
            Tick,
            true,
        ),
        (
            "network",
            Text::new("網路可用", "网络可用", "Network works"),
            Tick,
            true,
        ),
    ],
}];

impl Template {
    fn new_duty(
        &self,
        team: Option<Uuid>,
        rota: &[Uuid],
        locale: Locale,
        today: chrono::NaiveDate,
    ) -> NewDuty {
        let item = |(key, text, proof, required): &(&str, Text, DutyProof, bool)| DutyItem {
            key: (*key).to_owned(),
            text: text.get(locale).to_owned(),
            proof: *proof,
            required: *required,
            at_least: None,
            at_most: None,
        };
        let turns = self.responsible == Rota && !rota.is_empty();
        NewDuty {
            clause: self.clause.to_owned(),
            title: self.title.get(locale).to_owned(),
            place: None,
            place_id: None,
            team_id: team,
            rrule: self.rrule.to_owned(),
            day_rule: self.day_rule,
            starts_on: today,
            ends_on: None,
            due_time: self.due.to_owned(),
            opens_hours: self.opens_hours,
            responsible: match self.responsible {
                // A team of nobody but its lead.
                Rota if !turns => Lead,
                other => other,
            },
            person_id: None,
            rota: if turns { rota.to_vec() } else { Vec::new() },
            remind_minutes: Some(30),
            escalate_minutes: 60,
            checklist: self.items.iter().map(item).collect(),
        }
    }
}

/// Whoever asks reaches the whole department; two who ask at once come one after the other.
pub fn load(tx: &mut Tx, grant: &Grant, _: &NewDutyTemplates) -> Answer<DutyTemplates> {
    grant.whole_department()?;
    let today = settings::today(tx.conn, grant.acting.now)?;
    load_from(tx, grant, today)
}

pub fn load_from(
    tx: &mut Tx,
    grant: &Grant,
    starts_on: chrono::NaiveDate,
) -> Answer<DutyTemplates> {
    let department = settings::id(tx.conn)?;
    hold(tx.conn, "departments", &[department], "FOR UPDATE")?;
    let known: Vec<(Option<Uuid>, Option<String>)> = d::table
        .filter(d::template.is_not_null())
        .select((d::team_id, d::template))
        .load(tx.conn)?;
    let teams: Vec<Uuid> = teams::table
        .order((teams::name, teams::id))
        .select(teams::id)
        .load(tx.conn)?;
    let people: Vec<(Uuid, Option<Uuid>)> = e::table
        .filter(e::status.eq("active"))
        .filter(e::team_id.is_not_null())
        .order((e::number, e::id))
        .select((e::id, e::team_id))
        .load(tx.conn)?;
    let mut made = Vec::new();
    let ours = teams.into_iter().map(|team| (Some(team), TEAM));
    for (team, templates) in ours.chain([(None, DEPARTMENT)]) {
        let rota: Vec<Uuid> = people
            .iter()
            .filter(|(_, theirs)| team.is_some() && *theirs == team)
            .map(|(id, _)| *id)
            .take(60)
            .collect();
        for template in templates {
            let there = |(of, key): &(Option<Uuid>, Option<String>)| {
                *of == team && key.as_deref() == Some(template.key)
            };
            if known.iter().any(there) {
                continue;
            }
            let new = template.new_duty(team, &rota, grant.locale, starts_on);
            let mut row = blank(grant, &new)?;
            row.template = Some(template.key.to_owned());
            made.push(keep_new(tx, grant, row, &new.rota)?.id);
        }
    }
    ahead(tx, &made, grant.acting.now)?;
    Ok(DutyTemplates {
        made: made.len() as i64,
    })
}

/// Loads them for a demo that began some weeks ago; answers what there is.
pub fn of_demo(tx: &mut Tx, grant: &Grant, starts_on: chrono::NaiveDate) -> Answer<Vec<Uuid>> {
    load_from(tx, grant, starts_on)?;
    Ok(d::table
        .filter(d::template.is_not_null())
        .filter(d::starts_on.eq(starts_on))
        .order(d::id)
        .select(d::id)
        .load(tx.conn)?)
}
