//! Sessions on file: what the client sent and when, so that a bug can be seen again and any session is a benchmark.
//!
//! One message a line: `[milliseconds since the start, "the message"]`.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use tokio::io::{AsyncWriteExt, DuplexStream, duplex};

/// A file that messages are written to as they come in.
pub struct Tape {
    file: File,
    start: Instant,
}

impl Tape {
    /// A tape in `file`, which is written anew.
    pub fn new(file: &Path) -> io::Result<Self> {
        let created = File::create(file).map_err(|error| about(file, "cannot be written", &error))?;
        Ok(Self { file: created, start: Instant::now() })
    }

    /// Writes down a message.
    pub fn take(&mut self, message: &[u8]) {
        let line = serde_json::json!([self.start.elapsed().as_millis() as u64, String::from_utf8_lossy(message)]);
        // A full disk ends the record, not the session.
        let _ = writeln!(self.file, "{line}");
    }
}

/// A recorded session as a stream that gives each message at its time; it ends with the record. To be called in an async runtime.
pub fn replay(file: &Path) -> io::Result<DuplexStream> {
    let lines = BufReader::new(File::open(file).map_err(|error| about(file, "cannot be read", &error))?).lines();
    let mut messages: Vec<(u64, String)> = Vec::new();
    for line in lines {
        let line = line?;
        let message = serde_json::from_str(&line).map_err(|error| about(file, "is no recorded session", &error.into()))?;
        messages.push(message);
    }
    let (mut here, there) = duplex(1 << 16);
    tokio::spawn(async move {
        let start = tokio::time::Instant::now();
        for (at, message) in messages {
            tokio::time::sleep_until(start + Duration::from_millis(at)).await;
            let frame = format!("Content-Length: {}\r\n\r\n{message}", message.len());
            if here.write_all(frame.as_bytes()).await.is_err() {
                return;
            }
        }
    });
    Ok(there)
}

fn about(path: &Path, what: &str, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{} {what}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use tokio::io::AsyncReadExt;

    #[tokio::test]
    async fn a_record_gives_the_same_messages_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("session.jsonl");
        let mut tape = Tape::new(&path).unwrap();
        tape.take("{\"é\"".as_bytes());
        tape.take(b"{}");
        drop(tape);
        let mut again = String::new();
        replay(&path).unwrap().read_to_string(&mut again).await.unwrap();
        assert_eq!(again, "Content-Length: 5\r\n\r\n{\"é\"Content-Length: 2\r\n\r\n{}");
    }

    #[tokio::test]
    async fn what_is_no_record_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x");
        std::fs::write(&path, "nonsense").unwrap();
        assert!(replay(&path).unwrap_err().to_string().contains("is no recorded session"));
        assert!(replay(&folder.path().join("y")).is_err());
    }
}
