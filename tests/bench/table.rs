//! Tables on standard output: the first column to the left, the others to the right.

/// A row: its name and its cells, each with the head of its column.
pub struct Row {
    pub name: String,
    pub cells: Vec<(String, String)>,
}

/// Prints rows that have the same columns.
pub fn print(title: &str, rows: &[Row]) {
    println!("\n{title}");
    let Some(first) = rows.first() else { return };
    let heads: Vec<&str> = first.cells.iter().map(|(head, _)| head.as_str()).collect();
    let cell = |row: &Row, head: &str| row.cells.iter().find(|(other, _)| other == head).map_or("–".to_owned(), |(_, cell)| cell.clone());
    let names = rows.iter().map(|row| row.name.chars().count()).max().unwrap_or(0);
    let width = |head: &str| rows.iter().map(|row| cell(row, head).chars().count()).max().unwrap_or(0).max(head.chars().count());
    let line = |name: &str, cells: Vec<String>| {
        let cells: String = cells.iter().zip(&heads).map(|(cell, head)| format!("  {cell:>width$}", width = width(head))).collect();
        println!("{name:<names$}{cells}");
    };
    line("", heads.iter().map(ToString::to_string).collect());
    for row in rows {
        line(&row.name, heads.iter().map(|head| cell(row, head)).collect());
    }
}

/// A time of so many seconds, for people.
pub fn time(seconds: f64) -> String {
    match seconds {
        seconds if seconds >= 1.0 => format!("{seconds:.2} s"),
        seconds if seconds >= 0.01 => format!("{:.0} ms", seconds * 1e3),
        seconds if seconds >= 0.001 => format!("{:.1} ms", seconds * 1e3),
        seconds => format!("{:.0} µs", seconds * 1e6),
    }
}

/// The time that a part of the runs stays below (0.5: the median), in seconds.
pub fn part(times: &mut [f64], part: f64) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(((times.len() as f64 * part) as usize).min(times.len().saturating_sub(1))).copied().unwrap_or_default()
}

/// Peak memory of a process in MB (Linux; 0 elsewhere).
pub fn peak_memory(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok()).map_or(0, |kilobytes| kilobytes / 1000)
}
