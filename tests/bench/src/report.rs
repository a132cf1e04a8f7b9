//! The table at the end.

use crate::load::Sample;

/// What a figure should be.
#[derive(Clone, Copy)]
pub enum Goal {
    AtLeast(f64),
    Below(f64),
}

impl Goal {
    pub fn at_least(value: f64) -> Goal {
        Goal::AtLeast(value)
    }

    pub fn below(value: f64) -> Goal {
        Goal::Below(value)
    }

    fn verdict(self, value: f64) -> String {
        let (met, wanted) = match self {
            Goal::AtLeast(goal) => (value >= goal, format!("≥ {goal}")),
            Goal::Below(goal) => (value < goal, format!("< {goal}")),
        };
        format!("{} (goal {wanted})", if met { "met" } else { "MISSED" })
    }
}

#[derive(Default)]
pub struct Table {
    lines: Vec<String>,
    goals: Vec<String>,
    section: String,
    last: String,
}

impl Table {
    pub fn section(&mut self, name: String) {
        self.lines.push(String::new());
        self.lines.push(name.clone());
        self.lines.push(format!(
            "{}{:>10}{:>9}{:>9}{:>9}  ratios",
            pad("", 56),
            "req/s",
            "p50 µs",
            "p99 µs",
            "CPU µs"
        ));
        self.section = name;
    }

    pub fn row(&mut self, name: String, sample: &Sample) -> &mut Table {
        let processor = match sample.processor {
            0.0 => String::new(),
            _ => format!("{:.1}", sample.processor_micros()),
        };
        self.lines.push(format!(
            "{}{:>10.0}{:>9.0}{:>9.0}{processor:>9}",
            pad(&name, 56),
            sample.rate(),
            sample.percentile(0.5),
            sample.percentile(0.99)
        ));
        self.last = name;
        self
    }

    /// Adds to the last row.
    pub fn ratio(&mut self, of: &str, value: f64, goal: Option<Goal>) {
        if let Some(line) = self.lines.last_mut() {
            line.push_str(&format!("  {value:.2} of {of}"));
        }
        if let Some(goal) = goal {
            self.goal(&format!("{} / {of}", self.last.clone()), value, goal);
        }
    }

    /// The tail of the last row: p99 against p50.
    pub fn tail(&mut self, sample: &Sample) {
        let value = sample.percentile(0.99) / sample.percentile(0.5).max(1.0);
        if let Some(line) = self.lines.last_mut() {
            line.push_str(&format!("  p99/p50 {value:.1}"));
        }
        self.goal(
            &format!("{}, p99/p50", self.last.clone()),
            value,
            Goal::below(5.0),
        );
    }

    pub fn fact(&mut self, name: &str, value: f64, goal: Option<Goal>) {
        self.lines.push(format!("{}{value:>10.0}", pad(name, 56)));
        if let Some(goal) = goal {
            self.goal(name, value, goal);
        }
    }

    fn goal(&mut self, name: &str, value: f64, goal: Goal) {
        let database = self.section.split(',').next().unwrap_or_default();
        self.goals.push(format!(
            "{}{}{value:>8.2}  {}",
            pad(database, 12),
            pad(name, 62),
            goal.verdict(value)
        ));
    }

    pub fn print(&self) {
        let cores = std::thread::available_parallelism().map_or(0, |n| n.get());
        println!(
            "\n{cores} cores, shared by server, database and load. CPU µs: of the serving process, per request."
        );
        for line in &self.lines {
            println!("{line}");
        }
        println!("\nGoals");
        for line in &self.goals {
            println!("{line}");
        }
    }
}

/// Pads by what the eye counts: a Chinese character is two columns wide.
fn pad(text: &str, width: usize) -> String {
    let columns: usize = text
        .chars()
        .map(|c| if c as u32 >= 0x2E80 { 2 } else { 1 })
        .sum();
    format!("{text}{}", " ".repeat(width.saturating_sub(columns)))
}
