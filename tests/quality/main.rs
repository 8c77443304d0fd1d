//! The measuring harness: runs the very judge that the editor and `verify` use over labelled claims, and prints how well it does.
//!
//! `cargo bench --bench quality --profile dev` measures; see `README.md` beside this file for what else it does.
#![allow(clippy::unwrap_used)]

mod data;
mod dump;
mod measures;
mod opinions;
mod report;

use std::path::PathBuf;

/// What was asked for on the command line.
#[derive(Debug, Default)]
pub struct Options {
    /// Rows to take of each set, whole groups at a time; all, where none.
    pub sample: Option<usize>,
    /// Sets to take; all, where empty.
    pub sets: Vec<String>,
    /// Where to write a line per row with the judge's answer.
    pub answers: Option<PathBuf>,
    /// Where to write a line per row with its features, for the fit.
    pub features: Option<PathBuf>,
    /// Where to write a line per word of the claims whose words were marked, for the fit.
    pub words: Option<PathBuf>,
    /// Whether to take only the claims written by hand.
    pub hand: bool,
    /// Where to write a line per row with what judge and network say, for the fit of both.
    pub opinions: Option<PathBuf>,
    /// A model to read instead of the embedded one, for `opinions`.
    pub model: Option<PathBuf>,
    /// Whether the second opinion is asked as well.
    pub second: bool,
    /// Where to write the table of document frequencies.
    pub frequencies: Option<PathBuf>,
}

fn options() -> Result<Options, String> {
    let mut options = Options::default();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or_else(|| format!("{argument} needs a value"));
        match argument.as_str() {
            "--bench" => {}
            "--sample" => options.sample = Some(value()?.parse().map_err(|_| "--sample needs a number".to_owned())?),
            "--hand" => options.hand = true,
            "--set" => options.sets.push(value()?),
            "--answers" => options.answers = Some(value()?.into()),
            "--features" => options.features = Some(value()?.into()),
            "--words" => options.words = Some(value()?.into()),
            "--opinions" => options.opinions = Some(value()?.into()),
            "--model" => options.model = Some(value()?.into()),
            "--second" => options.second = true,
            "--frequencies" => options.frequencies = Some(value()?.into()),
            other => {
                return Err(format!(
                    "unknown argument {other}: give --hand, --sample N, --set NAME, --answers FILE, --features FILE, --words FILE, --opinions FILE, --model FILE, --second or --frequencies FILE"
                ));
            }
        }
    }
    Ok(options)
}

fn main() {
    let options = match options() {
        Ok(options) => options,
        Err(error) => {
            eprintln!("{error}");
            std::process::exit(2);
        }
    };
    let Some(data) = data::folder() else {
        println!("quality: no labelled claims beside the checkout (shared/data); set BACKTEXT_DATA to their folder");
        return;
    };
    if let Some(path) = &options.frequencies {
        dump::frequencies(&data, path);
    } else if let Some(path) = &options.words {
        dump::words(&data, path);
    } else if let Some(path) = &options.opinions {
        opinions::write(&data, &options, path);
    } else if let Some(path) = &options.features {
        dump::features(&data, &options, path);
    } else {
        report::measure(&data, &options);
    }
}
