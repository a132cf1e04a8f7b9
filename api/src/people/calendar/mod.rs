//! The holiday calendar (4.4.4): which days are off or worked against the week's pattern; imported from CSV or iCalendar.
