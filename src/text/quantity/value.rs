//! What a quantity can be.

use jiff::civil::Date;
use smol_str::SmolStr;

use crate::text::Span;

/// A number, share, sum of money, date … that a sentence names.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// The words that say it, with its comparator ("more than 20,000"); a counted noun stays outside.
    pub span: Span,
    /// How much, or when.
    pub value: Value,
    /// How the value bounds what is meant.
    pub comparator: Comparator,
    /// Of what.
    pub unit: Unit,
}

/// How much, or when.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A count or measure.
    Number(Amount),
    /// A part of a whole: 0.48 for 48 per cent.
    Share(Amount),
    /// A sum; the unit is its currency.
    Money(Amount),
    /// A factor: "twice", "three times", "fourfold".
    Multiple(Amount),
    /// A place in an order: "third largest".
    Ordinal(u32),
    /// Two numbers held against each other: "nine votes to two", "3:2".
    Score(u32, u32),
    /// The number in a name; the unit says of what: "Resolution 1701".
    Label(u32),
    /// A time of day, in minutes from midnight.
    Clock(u16),
    /// A date, or a stretch of time that is named as a whole.
    Date(Moment),
    /// From one date to another.
    Period(Moment, Moment),
}

/// One number, or a range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Amount {
    /// The number, or the lower end.
    pub low: f64,
    /// The number, or the upper end.
    pub high: f64,
    /// The step that its form allows it to be rounded to: 100,000 for "1.5 million"; 0 for a figure written out.
    pub grain: f64,
}

/// How a value bounds what is meant. With dates: `AtMost` is "by", `LessThan` "before", `MoreThan` "after".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Comparator {
    /// The value itself; also where nothing is said.
    #[default]
    Exactly,
    /// "about", "some", "roughly".
    About,
    /// "at least", "or more".
    AtLeast,
    /// "up to", "at most"; "by" a date.
    AtMost,
    /// "more than", "over"; "after" a date.
    MoreThan,
    /// "fewer than", "under"; "before" a date.
    LessThan,
    /// "nearly", "almost".
    Nearly,
    /// "between … and …", "10–15", "from … until …".
    Between,
    /// "since", "from" a date on.
    Since,
    /// "until" a date.
    Until,
}

/// Of what.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Nothing is said, or nothing that the words alone tell.
    #[default]
    None,
    /// ISO 4217 code.
    Currency(SmolStr),
    /// A unit of measure by its name in `units.tsv`.
    Measure(SmolStr),
    /// A counted thing, in the singular.
    Noun(SmolStr),
    /// Years of somebody's age.
    Age,
    /// Percentage points.
    Points,
}

/// A point or stretch on the calendar, or one told relative to a day that the sentence does not name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Moment {
    /// With a year.
    Calendar(Interval),
    /// Without a year ("5 January", "May", "the first quarter"): an interval of the year 2000. `shift` is −1 for
    /// "last", 0 for "this", 1 for "next".
    Recurring {
        /// Where in a year.
        interval: Interval,
        /// Which year, told from now.
        shift: Option<i8>,
    },
    /// 1 is Monday, 7 Sunday.
    Weekday {
        /// Day of the week.
        day: i8,
        /// "last", "this", "next".
        shift: Option<i8>,
    },
    /// So many units from now: "last year", "two weeks ago", "yesterday".
    Relative {
        /// Name of the unit in the singular.
        unit: SmolStr,
        /// How many, negative for the past.
        shift: i32,
    },
    /// A turn of phrase that is compared as it stands: "the end of the year".
    Named(SmolStr),
}

/// Days from `start` to `end`, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    /// First day.
    pub start: Date,
    /// Last day.
    pub end: Date,
    /// How exactly it was told.
    pub precision: Precision,
}

/// How exactly a date is told, finest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// A day.
    Day,
    /// Early, mid or late in a month.
    Week,
    /// A month.
    Month,
    /// A season; where it begins and ends is not held against anybody.
    Season,
    /// A quarter of a year.
    Quarter,
    /// Half of a year, or early, mid or late in one.
    PartOfYear,
    /// A year.
    Year,
    /// Ten years, or a part of them.
    Decade,
    /// A hundred years, or a part of them.
    Century,
}

impl Amount {
    /// One number, written out.
    pub const fn exact(value: f64) -> Self {
        Self { low: value, high: value, grain: 0.0 }
    }

    /// Whether it is one number.
    pub fn is_single(self) -> bool {
        self.low >= self.high
    }

    /// Both ends and the grain times `factor`.
    #[must_use]
    pub fn times(self, factor: f64) -> Self {
        Self { low: self.low * factor, high: self.high * factor, grain: self.grain * factor }
    }
}

impl Quantity {
    /// How exactly a date is told; none for what is no date of the calendar.
    pub fn precision(&self) -> Option<Precision> {
        match &self.value {
            Value::Date(moment) => moment.precision(),
            Value::Period(from, to) => from.precision().max(to.precision()),
            _ => None,
        }
    }

    /// First and last day that it names; none for what needs a day to be told from, and for what is no date.
    /// An open end ("since 2015") is none of that side.
    pub fn days(&self) -> Option<(Option<Date>, Option<Date>)> {
        let calendar = |moment: &Moment| match moment {
            Moment::Calendar(interval) => Some(*interval),
            _ => None,
        };
        match (&self.value, self.comparator) {
            (Value::Period(from, to), _) => Some((Some(calendar(from)?.start), Some(calendar(to)?.end))),
            (Value::Date(at), Comparator::Since) => Some((Some(calendar(at)?.start), None)),
            (Value::Date(at), Comparator::MoreThan) => Some((Some(calendar(at)?.end), None)),
            (Value::Date(at), Comparator::Until | Comparator::AtMost) => Some((None, Some(calendar(at)?.end))),
            (Value::Date(at), Comparator::LessThan) => Some((None, Some(calendar(at)?.start))),
            (Value::Date(at), _) => calendar(at).map(|interval| (Some(interval.start), Some(interval.end))),
            _ => None,
        }
    }
}

impl Moment {
    /// How exactly it is told.
    pub fn precision(&self) -> Option<Precision> {
        match self {
            Self::Calendar(interval) | Self::Recurring { interval, .. } => Some(interval.precision),
            Self::Weekday { .. } => Some(Precision::Day),
            Self::Relative { .. } | Self::Named(_) => None,
        }
    }
}
