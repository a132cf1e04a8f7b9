//! Something to look at in the demo department: families as they live in Taiwan, what they are insured for, what they still need —
//! and records with the gaps that every real book of customers has.

use chrono::{Datelike, Duration, NaiveDate};
use contract::customer::{CustomerClass, Gender, NewCustomer};
use contract::household::{
    FamilyMember, FamilyRelation, HeldPolicy, NeedKind, NeedState, PolicyState, PremiumTerm,
    ProtectionNeed,
};
use contract::{Code, Money};
use diesel::prelude::*;
use uuid::Uuid;

use super::vault::Vault;
use super::write;
use crate::access::Grant;
use crate::db::Tx;
use crate::db::schema::employees;
use crate::problem::Answer;
use crate::secrets::Secrets;

/// A large department is for load tests, which bring their own customers.
const MOST_OWNERS: i64 = 120;
const EACH: usize = 6;

const SURNAMES: [&str; 16] = [
    "陳", "林", "黃", "張", "李", "王", "吳", "劉", "蔡", "楊", "許", "鄭", "謝", "歐陽", "郭",
    "曾",
];
const WOMEN: [&str; 12] = [
    "淑芬", "怡君", "雅婷", "美玲", "佳穎", "詩涵", "欣怡", "筱涵", "惠雯", "品妤", "秀英", "麗華",
];
const MEN: [&str; 12] = [
    "志明", "家豪", "建宏", "俊傑", "冠宇", "宗翰", "承恩", "柏翰", "彥廷", "子軒", "文雄", "宏偉",
];
const OCCUPATIONS: [&str; 10] = [
    "國小教師",
    "軟體工程師",
    "護理師",
    "早餐店老闆",
    "公務員",
    "會計師",
    "建築師",
    "計程車司機",
    "牙醫師",
    "退休",
];
const SOURCES: [&str; 5] = ["轉介紹", "孤兒保單", "說明會", "陌生開發", "親友"];
const NEEDS: [&str; 6] = [
    "孩子剛出生，想補足家庭責任期的壽險與意外險",
    "房貸還有二十年，擔心收入中斷",
    "希望六十歲退休，每月有穩定的退休收入",
    "母親曾罹癌，重大傷病保障不足",
    "子女教育金，十年後出國念書",
    "企業主，想安排資產傳承與稅源",
];
const TAGS: [&str; 6] = ["企業主", "新婚", "房貸族", "銀髮", "高資產", "生日月"];
const PRODUCTS: [(&str, &str, i64); 6] = [
    ("國泰人壽", "終身壽險二十年期", 3_680_000),
    ("富邦人壽", "實支實付醫療險", 1_250_000),
    ("南山人壽", "重大傷病終身險", 2_890_000),
    ("新光人壽", "利變型增額終身壽險", 12_000_000),
    ("中國人壽", "意外傷害險", 380_000),
    ("台灣人壽", "美元利變還本險", 20_000_000),
];
const ROADS: [&str; 6] = [
    "臺北市信義區松仁路",
    "新北市板橋區文化路一段",
    "桃園市中壢區中央西路",
    "臺中市西屯區臺灣大道三段",
    "臺南市東區東門路二段",
    "高雄市左營區博愛二路",
];

pub fn fill(tx: &mut Tx, grant: &Grant, secrets: &Secrets) -> Answer<()> {
    let vault = Vault::of(secrets);
    let today = crate::organization::settings::today(tx.conn, grant.acting.now)?;
    let owners: Vec<Uuid> = employees::table
        .filter(employees::status.eq("active"))
        .filter(employees::number.like("E%"))
        .filter(employees::team_id.is_not_null())
        .order(employees::number)
        .limit(MOST_OWNERS)
        .select(employees::id)
        .load(tx.conn)?;
    for n in 0..owners.len() * EACH {
        let new = customer(n, owners[n % owners.len()], today);
        match tx.part(|tx| write::create(tx, grant, &vault, &new)) {
            Ok(_) => {}
            // Two of one name were born on one day: that is one customer.
            Err(refusal) if refusal.code() == Code::CustomerSimilar => {}
            Err(refusal) => return Err(refusal),
        }
    }
    Ok(())
}

fn customer(n: usize, owner: Uuid, today: NaiveDate) -> NewCustomer {
    let (surname, woman) = (SURNAMES[(n * 7) % 16], n.is_multiple_of(2));
    let given = if woman { WOMEN } else { MEN }[(n / 16 + n * 5) % 12];
    let age = 24 + (n as i64 * 37) % 46;
    let birthday = today - Duration::days(age * 365 + (n as i64 * 53) % 365);
    let class = match n % 20 {
        0 | 7 => CustomerClass::A,
        1..=6 => CustomerClass::B,
        8..=15 => CustomerClass::C,
        _ => CustomerClass::D,
    };
    // A third has some gap, every eleventh is hardly more than a name and a phone.
    let thin = n % 11 == 10;
    let has = |step: usize| !thin && n % step != step - 1;
    let tags = [TAGS[n / 5 % 6], TAGS[(n / 5 + 2) % 6]];
    let tagged = [0, 1, 0, 2, 1][n % 5];
    NewCustomer {
        name: format!("{surname}{given}"),
        gender: (!thin).then_some(if woman { Gender::Female } else { Gender::Male }),
        birthday: has(13).then_some(birthday),
        class: has(17).then_some(class),
        tags: tags[..tagged].iter().map(|tag| (*tag).to_owned()).collect(),
        occupation: has(7).then(|| OCCUPATIONS[n % 10].to_owned()),
        email: n
            .is_multiple_of(3)
            .then(|| format!("customer{n:04}@example.com")),
        address: has(9)
            .then(|| format!("{} {} 號 {} 樓", ROADS[n % 6], 1 + n * 3 % 200, 2 + n % 11)),
        source: has(19).then(|| SOURCES[n % 5].to_owned()),
        needs: has(5).then(|| NEEDS[n % 6].to_owned()),
        phone: Some(format!(
            "09{:02}-{:03}-{:03}",
            10 + n % 80,
            n / 1000,
            n % 1000
        )),
        identity_number: has(6).then(|| {
            let letter = char::from(b'A' + (n % 26) as u8);
            format!(
                "{letter}{}{:08}",
                if woman { 2 } else { 1 },
                10_000_019 + n * 7919
            )
        }),
        family: if thin {
            Vec::new()
        } else {
            family(n, surname, woman, birthday)
        },
        policies: policies(n, today),
        protection_needs: if thin { Vec::new() } else { needs(n, today) },
        owner_id: Some(owner),
        different_because: None,
    }
}

fn family(n: usize, surname: &str, woman: bool, birthday: NaiveDate) -> Vec<FamilyMember> {
    let mut family = Vec::new();
    let member = |name: String, relation, birthday, occupation: Option<&str>| FamilyMember {
        name,
        relation,
        birthday: Some(birthday),
        occupation: occupation.map(str::to_owned),
    };
    if n % 4 != 3 {
        let given = if woman { MEN } else { WOMEN }[(n * 3) % 12];
        let name = format!("{}{given}", SURNAMES[(n * 11 + 3) % 16]);
        let born = birthday + Duration::days(700 - (n as i64 * 91) % 1400);
        family.push(member(
            name,
            FamilyRelation::Spouse,
            born,
            Some(OCCUPATIONS[(n + 4) % 10]),
        ));
        for k in 0..n % 3 {
            let given = if k == 0 { WOMEN } else { MEN }[(n * 5 + k) % 12];
            let born = birthday + Duration::days(365 * (27 + 3 * k as i64) + n as i64 % 300);
            if born.year() < 2026 {
                family.push(member(
                    format!("{surname}{given}"),
                    FamilyRelation::Child,
                    born,
                    None,
                ));
            }
        }
    }
    family
}

/// What was found out when their needs were analysed.
fn needs(n: usize, today: NaiveDate) -> Vec<ProtectionNeed> {
    let need = |k: usize| {
        let kind = NeedKind::ALL[(n * 3 + k * 4) % 10];
        let of_age = matches!(kind, NeedKind::Retirement | NeedKind::Education);
        ProtectionNeed {
            kind,
            cover: ((n + k) % 4 != 3).then(|| Money {
                amount: 100_000_000 * (1 + (n as i64 * 3 + k as i64) % 9),
                currency: "TWD".to_owned(),
            }),
            wanted_by: of_age.then(|| today + Duration::days(365 * (5 + n as i64 % 20))),
            note: (n % 5 == k).then(|| "先從保費可負擔的額度開始".to_owned()),
            state: match (n + k * 2) % 6 {
                0 => NeedState::Covered,
                5 => NeedState::Declined,
                _ => NeedState::Open,
            },
        }
    };
    (0..1 + n % 3).map(need).collect()
}

fn policies(n: usize, today: NaiveDate) -> Vec<HeldPolicy> {
    let policy = |k: usize| {
        let (insurer, product, premium) = PRODUCTS[(n + k * 2) % 6];
        HeldPolicy {
            insurer: insurer.to_owned(),
            product: product.to_owned(),
            number: Some(format!(
                "{}{:08}",
                ["L", "H", "A"][(n + k) % 3],
                20_260_000 + n * 13 + k
            )),
            premium: Some(Money {
                amount: premium,
                currency: "TWD".to_owned(),
            }),
            paid: Some(PremiumTerm::ALL[1 + (n + k) % 4]),
            due_on: Some(today + Duration::days((n as i64 * 17 + k as i64 * 61) % 360 - 10)),
            state: match (n + k) % 12 {
                11 => PolicyState::Lapsed,
                10 => PolicyState::Ended,
                _ => PolicyState::InForce,
            },
        }
    };
    (0..n % 4).map(policy).collect()
}
