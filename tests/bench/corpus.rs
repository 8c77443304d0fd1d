//! Corpora by a seed: the same number always makes the same articles and notes, on every machine.
#![allow(dead_code)]

use std::fmt::Write;
use std::path::Path;

/// Words of an article.
pub const WORDS: usize = 600;

const STATES: &[&str] = &["Iran", "Turkey", "Kenya", "Brazil", "Norway", "Vietnam", "Chad", "Peru", "Japan", "Oman", "Serbia", "Ghana"];
const GROUPS: &[&str] = &["the Taliban", "the Altan Front", "the Sava Union", "the Kora Movement", "the Delta Council", "the Free Miners"];
const PEOPLE: &[&str] =
    &["Leila Khan", "Omar Reyes", "Ines Duarte", "Pavel Orlov", "Mina Sato", "Grace Mutua", "Tomas Berg", "Amina Yusuf"];
const DISPUTES: &[&str] = &["the Helmand water dispute", "the Orlo border dispute", "the fisheries quarrel", "the pipeline dispute"];
const PLACES: &[&str] = &["Orlo", "Geneva", "the Sava valley", "Port Kora", "the northern province", "the capital", "the river delta"];
const ACTS: &[&str] = &[
    "accused",
    "supported",
    "attacked",
    "signed a treaty with",
    "met",
    "threatened",
    "supplied weapons to",
    "imposed sanctions on",
    "withdrew from talks with",
    "reached an agreement with",
    "criticised",
    "reopened the border with",
];
const REASONS: &[&str] =
    &["after weeks of talks", "despite the drought", "as the harvest failed", "under pressure from its neighbours", "in return for aid"];
const FILLER: &[&str] = &[
    "Farmers along the river said that the wells had been dry for months.",
    "Prices of bread and salt rose again, and the markets stayed closed on market days.",
    "Nobody could say how long the calm would last.",
    "The report, which runs to some forty pages, leaves the question open.",
    "Old families remember another time, when the road was lined with trees.",
];

/// Random numbers that are the same everywhere (xorshift64*).
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// Below `bound`, which is not 0.
    pub fn below(&mut self, bound: usize) -> usize {
        (self.next() >> 33) as usize % bound
    }

    pub fn of<'a, T: ?Sized>(&mut self, choices: &[&'a T]) -> &'a T {
        choices[self.below(choices.len())]
    }
}

/// One sentence with actors, a dispute, a figure or a date.
pub fn sentence(random: &mut Random) -> String {
    let kind = random.below(10);
    let actor = |random: &mut Random| if random.below(3) == 0 { random.of(GROUPS) } else { random.of(STATES) };
    let (a, b) = (actor(random), actor(random));
    let text = match kind {
        0..=3 => format!("{a} {} {b} in {} {}.", random.of(ACTS), 1950 + random.below(75), random.of(REASONS)),
        4 => format!("{}, a spokesman for {a}, said that {b} might return to {}.", random.of(PEOPLE), random.of(PLACES)),
        5 => format!("{} between {a} and {b} has lasted since {}.", random.of(DISPUTES), 1950 + random.below(70)),
        6 => format!(
            "Some {} people fled {} on {} March {}.",
            100 * (1 + random.below(90)),
            random.of(PLACES),
            1 + random.below(28),
            1990 + random.below(35)
        ),
        7 => format!("{a} never {} {b}, {} told reporters in {}.", random.of(ACTS), random.of(PEOPLE), random.of(PLACES)),
        _ => random.of(FILLER).to_owned(),
    };
    let mut characters = text.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}

/// The article of a number: a headline and paragraphs of three to five sentences, some [`WORDS`] words in all.
pub fn article(seed: u64, number: usize) -> String {
    let mut random = Random::new(seed ^ (number as u64) << 20);
    let mut text = format!("{} and {}, report {number}\n\n", random.of(STATES), random.of(STATES));
    let mut words = 0;
    while words < WORDS {
        for _ in 0..3 + random.below(3) {
            let sentence = sentence(&mut random);
            words += sentence.split(' ').count();
            let _ = write!(text, "{sentence} ");
        }
        text.truncate(text.trim_end().len());
        text.push_str("\n\n");
    }
    text
}

/// A note of so many lines on a corpus of `articles`: two lines in three hold a sentence of an article, half of them with its
/// citation and a third of them with another year; the rest are headings, judgements, sentences of nowhere and blank lines.
pub fn note(seed: u64, lines: usize, articles: usize) -> String {
    let mut random = Random::new(seed ^ 0x00de_cade);
    let mut text = "# The week at the border\n\n".to_owned();
    for line in 2..lines {
        match line % 6 {
            0 => text.push('\n'),
            1 if random.below(4) == 0 => text.push_str("## What happened\n"),
            1 => text.push_str("We assess that talks will likely resume.\n"),
            _ => {
                let number = random.below(articles);
                let source = article(seed, number);
                let sentences: Vec<&str> = source.lines().skip(2).flat_map(|line| line.split_inclusive(". ")).collect();
                let mut sentence = random.of(&sentences).trim().to_owned();
                if random.below(3) == 0 {
                    sentence = sentence.replace("19", "20");
                }
                let citation = if random.below(2) == 0 { format!(" [@{}]", id(number)) } else { String::new() };
                let _ = writeln!(text, "{}{citation}.", sentence.trim_end_matches('.'));
            }
        }
    }
    text
}

/// The id of an article.
pub fn id(number: usize) -> String {
    format!("article-{number:05}")
}

/// Writes a corpus into `sources/` of a folder; in sub-folders of a thousand.
pub fn write(folder: &Path, seed: u64, articles: usize) -> std::io::Result<()> {
    for number in 0..articles {
        let part = folder.join(format!("sources/{:02}", number / 1000));
        std::fs::create_dir_all(&part)?;
        std::fs::write(part.join(format!("{}.txt", id(number))), article(seed, number))?;
    }
    Ok(())
}
