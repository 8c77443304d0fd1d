//! Sessions on file: what the client sent and when, so that a bug can be seen again and any session is a benchmark.
//!
//! One message a line: `[milliseconds since the start, "the message"]`.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use tokio::io::{AsyncRead, AsyncWriteExt, DuplexStream, ReadBuf, duplex};

/// A stream that writes down the messages that are read from it, if there is a file for them.
pub struct Recording<R> {
    input: R,
    tape: Option<Tape>,
}

struct Tape {
    file: File,
    start: Instant,
    /// What has been read of a message that is not whole yet.
    rest: Vec<u8>,
}

impl<R> Recording<R> {
    /// Records what is read from `input` to `file`, which is written anew.
    pub fn new(input: R, file: Option<&Path>) -> io::Result<Self> {
        let tape = match file {
            None => None,
            Some(path) => {
                let file = File::create(path).map_err(|error| about(path, "cannot be written", &error))?;
                Some(Tape { file, start: Instant::now(), rest: Vec::new() })
            }
        };
        Ok(Self { input, tape })
    }
}

impl<R: AsyncRead + Unpin> AsyncRead for Recording<R> {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.input).poll_read(context, buffer);
        if let Some(tape) = &mut self.tape {
            tape.take(buffer.filled().get(before..).unwrap_or_default());
        }
        read
    }
}

impl Tape {
    fn take(&mut self, bytes: &[u8]) {
        self.rest.extend_from_slice(bytes);
        while let Some((message, used)) = frame(&self.rest) {
            let line = serde_json::json!([self.start.elapsed().as_millis() as u64, String::from_utf8_lossy(message)]);
            // A full disk ends the record, not the session.
            let _ = writeln!(self.file, "{line}");
            self.rest.drain(..used);
        }
    }
}

/// The first whole message of some bytes, and how many bytes it takes with its header.
fn frame(bytes: &[u8]) -> Option<(&[u8], usize)> {
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")? + 4;
    let header = String::from_utf8_lossy(bytes.get(..end)?).to_ascii_lowercase();
    let length = header.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse::<usize>().ok()).unwrap_or(0);
    Some((bytes.get(end..end.checked_add(length)?)?, end + length))
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
        let sent = "Content-Length: 5\r\n\r\n{\"é\"Content-Length: 2\r\nContent-Type: x\r\n\r\n{}Content-Le".as_bytes();
        let mut recording = Recording::new(sent, Some(&path)).unwrap();
        recording.read_to_end(&mut Vec::new()).await.unwrap();
        drop(recording);
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
