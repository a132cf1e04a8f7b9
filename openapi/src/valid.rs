//! Validation rules shared by server and browser, beyond what `validator` brings.

use validator::ValidationError;

pub use validator::Validate;

/// No surrounding white space, not blank, no control characters.
pub fn clean(text: &str) -> Result<(), ValidationError> {
    if text.trim() != text || text.is_empty() {
        return Err(ValidationError::new("blank"));
    }
    if text.chars().any(char::is_control) {
        return Err(ValidationError::new("control_character"));
    }
    Ok(())
}

/// Several lines of text: no control characters but line breaks and tabs.
pub fn lines(text: &str) -> Result<(), ValidationError> {
    match text
        .chars()
        .any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
    {
        true => Err(ValidationError::new("control_character")),
        false => Ok(()),
    }
}

/// Phone as people write it: digits, spaces, `+ - ( )`, 5 to 24 characters with at least 5 digits.
pub fn phone(text: &str) -> Result<(), ValidationError> {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let shape = text.len() <= 24
        && text
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '+' | '-' | ' ' | '(' | ')'));
    if shape && digits >= 5 {
        Ok(())
    } else {
        Err(ValidationError::new("phone"))
    }
}

/// E-mail address as browsers check it (WHATWG `input type=email`), 254 characters at most. Own code because the usual crate
/// brings a regular-expression engine and Unicode tables into the browser.
pub fn email(text: &str) -> Result<(), ValidationError> {
    let label = |l: &str| {
        (1..=63).contains(&l.len())
            && l.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            && !l.starts_with('-')
            && !l.ends_with('-')
    };
    let ok = text.len() <= 254
        && text.split_once('@').is_some_and(|(local, domain)| {
            let allowed = |c: char| c.is_ascii_alphanumeric() || ".!#$%&'*+/=?^_`{|}~-".contains(c);
            (1..=64).contains(&local.len())
                && local.chars().all(allowed)
                && domain.contains('.')
                && domain.split('.').all(label)
        });
    if ok {
        Ok(())
    } else {
        Err(ValidationError::new("email"))
    }
}

/// `http://` or `https://`, a host, no white space, no user name, no fragment; the server looks closer.
pub fn web_address(text: &str) -> Result<(), ValidationError> {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    let host = rest.and_then(|r| r.split(['/', '?']).next()).unwrap_or("");
    let odd = |c: char| c.is_whitespace() || c.is_control() || c == '#';
    if host.is_empty() || host.contains('@') || text.chars().any(odd) {
        return Err(ValidationError::new("url"));
    }
    Ok(())
}

/// Names of events, groups of them, or all.
pub fn event_patterns(patterns: &[String]) -> Result<(), ValidationError> {
    match patterns.iter().all(|p| crate::event::is_pattern(p)) {
        true => Ok(()),
        false => Err(ValidationError::new("unknown_event")),
    }
}

/// ISO 4217 code: three capital letters.
pub fn currency(text: &str) -> Result<(), ValidationError> {
    if text.len() == 3 && text.chars().all(|c| c.is_ascii_uppercase()) {
        return Ok(());
    }
    Err(ValidationError::new("currency"))
}

/// IANA time zone name by shape; the server also checks that it exists.
pub fn time_zone(text: &str) -> Result<(), ValidationError> {
    let ok = !text.is_empty()
        && text.len() <= 64
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '_' | '-' | '+'));
    if ok {
        Ok(())
    } else {
        Err(ValidationError::new("time_zone"))
    }
}

/// Staff number: letters, digits, `-`, `_`, `.`; 1 to 32 characters.
pub fn staff_number(text: &str) -> Result<(), ValidationError> {
    let ok = (1..=32).contains(&text.len())
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'));
    if ok {
        Ok(())
    } else {
        Err(ValidationError::new("staff_number"))
    }
}

/// Stable word of our own: lower-case letters, digits, `_`; begins with a letter.
pub fn code_word(text: &str) -> Result<(), ValidationError> {
    let ok = text.starts_with(|c: char| c.is_ascii_lowercase())
        && text
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if ok {
        Ok(())
    } else {
        Err(ValidationError::new("code_word"))
    }
}

/// Minutes after midnight of a local time `HH:MM`.
pub fn minute_of_day(text: &str) -> Option<i64> {
    let (hours, minutes) = text.split_once(':')?;
    let number = |t: &str| {
        (t.len() == 2 && t.bytes().all(|b| b.is_ascii_digit()))
            .then(|| t.parse::<i64>().ok())
            .flatten()
    };
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    (hours < 24 && minutes < 60).then_some(hours * 60 + minutes)
}

/// Days that anything is about, first and last: a slip of the finger isn't a century, and sums of days never leave the calendar.
pub const DAYS: (i32, i32) = (1900, 2200);

/// A day between 1900-01-01 and 2200-12-31.
pub fn date(day: &chrono::NaiveDate) -> Result<(), ValidationError> {
    let (first, last) = DAYS;
    if (first..=last).contains(&chrono::Datelike::year(day)) {
        return Ok(());
    }
    let mut error = ValidationError::new("range");
    error.add_param("min".into(), &format!("{first}-01-01"));
    error.add_param("max".into(), &format!("{last}-12-31"));
    Err(error)
}

/// `HH:MM`, 00:00 to 23:59.
pub fn time_of_day(text: &str) -> Result<(), ValidationError> {
    match minute_of_day(text) {
        Some(_) => Ok(()),
        None => Err(ValidationError::new("time_of_day")),
    }
}

/// `YYYY-MM`.
pub fn month(text: &str) -> Result<(), ValidationError> {
    let ok = text.len() == 7
        && format!("{text}-01")
            .parse::<chrono::NaiveDate>()
            .is_ok_and(|d| (2000..=2200).contains(&chrono::Datelike::year(&d)));
    if ok {
        Ok(())
    } else {
        Err(ValidationError::new("month"))
    }
}

/// 12 to 128 characters (NIST SP 800-63B: length, not composition), not one character repeated.
pub fn password(text: &str) -> Result<(), ValidationError> {
    let n = text.chars().count();
    if n < 12 {
        return Err(ValidationError::new("password_short"));
    }
    if n > 128 {
        return Err(ValidationError::new("password_long"));
    }
    let mut chars = text.chars();
    let first = chars.next();
    if chars.all(|c| Some(c) == first) {
        return Err(ValidationError::new("password_weak"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_stay_within_three_centuries() {
        let of = |text: &str| date(&text.parse().unwrap());
        for fine in ["1900-01-01", "2028-02-29", "2200-12-31"] {
            assert!(of(fine).is_ok(), "{fine}");
        }
        for bad in ["1899-12-31", "2201-01-01", "-262143-01-02", "+262142-12-31"] {
            assert_eq!(of(bad).unwrap_err().code, "range", "{bad}");
        }
    }

    #[test]
    fn times_and_months_are_written_in_full() {
        assert_eq!(minute_of_day("09:30"), Some(570));
        for bad in ["9:30", "24:00", "12:60", "1230", "", "+1:00", "0a:00"] {
            assert!(time_of_day(bad).is_err(), "{bad}");
        }
        assert!(month("2026-02").is_ok());
        for bad in ["2026-13", "2026-2", "26-02", "1999-01", "2026-02-01"] {
            assert!(month(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn addresses_people_have_are_taken_and_others_refused() {
        for good in [
            "a@b.tw",
            "first.last+tag@sub.example.com",
            "o'neil@example.co.uk",
        ] {
            assert!(email(good).is_ok(), "{good}");
        }
        for bad in [
            "", "a", "@b.tw", "a@b", "a@b..tw", "a b@c.tw", "a@-b.tw", "a@b@c.tw", "陳@b.tw",
        ] {
            assert!(email(bad).is_err(), "{bad}");
        }
    }
}
