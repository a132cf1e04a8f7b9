//! Pure rules of a customer's record: what a search may begin with, what a mask shows, what is missing.

use contract::customer::CustomerField;
use pinyin::ToPinyin;

use super::store::Row;
use crate::db::sql::fold;

/// What a search may begin with.
#[derive(Debug, Clone, PartialEq)]
pub struct Keys {
    pub name: String,
    pub pinyin: String,
    pub initials: String,
}

/// Folded name, its pinyin without tones or spaces, the initials of it. Letters and digits stand for themselves.
pub fn keys(name: &str) -> Keys {
    let name = fold(name);
    let (mut pinyin, mut initials, mut inside) = (String::new(), String::new(), false);
    for (at, c) in name.chars().enumerate() {
        let surname = (at == 0).then(|| surname(c)).flatten();
        if let Some(sound) = surname.or_else(|| c.to_pinyin().map(|sound| sound.plain())) {
            pinyin.push_str(sound);
            initials.extend(sound.chars().next());
            inside = false;
        } else if c.is_alphanumeric() {
            pinyin.push(c);
            // Of a word in letters only the first is an initial.
            if !inside {
                initials.push(c);
            }
            inside = true;
        } else {
            inside = false;
        }
    }
    Keys {
        name,
        pinyin,
        initials,
    }
}

/// The sound of a character that is another one as a surname. Of the common surnames only: what is rare at the head of a name is
/// less often a surname than part of one.
fn surname(c: char) -> Option<&'static str> {
    Some(match c {
        '曾' => "zeng",
        '單' | '单' => "shan",
        '解' => "xie",
        '仇' => "qiu",
        '查' => "zha",
        '任' => "ren",
        '區' | '区' => "ou",
        '繆' | '缪' => "miao",
        '翟' => "zhai",
        '冼' => "xian",
        '樂' | '乐' => "yue",
        '蓋' | '盖' => "ge",
        '朴' => "piao",
        '覃' => "qin",
        '葉' | '叶' => "ye",
        '沈' => "shen",
        '賈' | '贾' => "jia",
        _ => return None,
    })
}

/// Digits of a phone as they are dialled at home: people write one number in many ways. Numbers of other countries keep their code.
pub fn phone_digits(text: &str) -> String {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let international = text.trim_start().starts_with('+') || digits.starts_with("00");
    let digits = digits.trim_start_matches("00");
    if !international {
        return digits.to_owned();
    }
    // Taiwan's numbers begin with a 0 at home, mainland mobiles with nothing.
    if let Some(rest) = digits.strip_prefix("886") {
        return format!("0{}", rest.trim_start_matches('0'));
    }
    digits.strip_prefix("86").unwrap_or(digits).to_owned()
}

pub fn identity_letters(text: &str) -> String {
    text.to_ascii_uppercase()
}

/// What a phone is found by, without the id that those who share it bear behind it.
pub fn bare(hash: &Option<String>) -> Option<&str> {
    let hash = hash.as_deref()?;
    Some(hash.split_once(':').map_or(hash, |(phone, _)| phone))
}

/// What tells a record from others of its name.
pub fn told_by(row: &Row) -> [Option<String>; 5] {
    [
        Some(row.name_key.clone()),
        row.birthday.map(|day| day.to_string()),
        row.gender.clone(),
        row.phone_hash.clone(),
        row.identity_hash.clone(),
    ]
}

/// The last four characters, of a number that is long enough not to be given away by them.
pub fn tail(text: &str) -> String {
    let all: Vec<char> = text.chars().collect();
    let shown = if all.len() >= 8 { 4 } else { 1 };
    all[all.len().saturating_sub(shown)..].iter().collect()
}

pub fn masked(tail: &str) -> String {
    format!("••••{tail}")
}

/// From so many percent on a record counts as complete.
pub const COMPLETE: i64 = 80;

/// What counts, and whether it is there.
fn counted(row: &Row) -> [(CustomerField, bool); 9] {
    [
        (CustomerField::Gender, row.gender.is_some()),
        (CustomerField::Birthday, row.birthday.is_some()),
        (CustomerField::Phone, row.phone_hash.is_some()),
        (CustomerField::IdentityNumber, row.identity_hash.is_some()),
        (CustomerField::Address, row.address.is_some()),
        (CustomerField::Occupation, row.occupation.is_some()),
        (CustomerField::Class, row.class.is_some()),
        (CustomerField::Source, row.source.is_some()),
        (
            CustomerField::Needs,
            row.needs.is_some() || row.needs_listed,
        ),
    ]
}

/// The counted fields that are empty.
pub fn missing(row: &Row) -> Vec<CustomerField> {
    let empty = counted(row).into_iter().filter(|(_, there)| !there);
    empty.map(|(field, _)| field).collect()
}

/// Share of the counted fields that are filled, in percent.
pub fn completeness(row: &Row) -> i64 {
    let all = counted(row);
    let there = all.iter().filter(|(_, there)| *there).count();
    (there * 100 / all.len()) as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_by_characters_sound_and_initials() {
        let made = keys("王美玲");
        assert_eq!(
            (made.pinyin.as_str(), made.initials.as_str()),
            ("wangmeiling", "wml")
        );
        for (name, sound) in [
            ("曾美玲", "zengmeiling"),
            ("單志明", "shanzhiming"),
            ("沈佳穎", "shenjiaying"),
        ] {
            assert_eq!(keys(name).pinyin, sound, "{name}");
        }
        // Inside a name the character sounds as it does elsewhere.
        assert_eq!(keys("林解").pinyin, "linjie");
        let latin = keys("Mary  Jane Smith");
        assert_eq!(
            (
                latin.name.as_str(),
                latin.pinyin.as_str(),
                latin.initials.as_str()
            ),
            ("mary jane smith", "maryjanesmith", "mjs")
        );
    }

    #[test]
    fn one_phone_written_in_many_ways_is_one_phone() {
        for text in [
            "13812345678",
            "138 1234 5678",
            "+86 138-1234-5678",
            "0086 13812345678",
        ] {
            assert_eq!(phone_digits(text), "13812345678", "{text}");
        }
        for text in [
            "0912-345-678",
            "+886 912 345 678",
            "+886 (0)912 345 678",
            "00886912345678",
        ] {
            assert_eq!(phone_digits(text), "0912345678", "{text}");
        }
        assert_ne!(
            phone_digits("+852 2345 6789"),
            phone_digits("+86 2345 6789")
        );
    }

    #[test]
    fn a_mask_gives_little_away() {
        assert_eq!(masked(&tail("13812345678")), "••••5678");
        assert_eq!(masked(&tail("12345")), "••••5");
    }
}
