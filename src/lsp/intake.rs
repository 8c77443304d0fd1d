//! Takes the input apart into messages before the protocol layer sees it.
//!
//! The layer below stops reading at the first thing it cannot decode, and a server that ends for a stray byte takes the
//! person's session with it. So whatever is no message is replaced here by a request of our own, whose answer is the error that
//! JSON-RPC asks for, with the id null.

use std::io;
use std::path::Path;
use std::pin::Pin;
use std::task::{Context, Poll};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tokio::io::{AsyncRead, ReadBuf};
use tower_lsp::jsonrpc::{Request, Response};

use super::record::Tape;

/// Method of the request that stands in for what was no message.
pub const UNREADABLE: &str = "backtext/unreadable";

/// Longer messages are taken for a broken header, in bytes.
const LONGEST: usize = 512 << 20;
/// Bytes without the end of a header that are waited for.
const LONGEST_HEADER: usize = 64 << 10;
const READ: usize = 64 << 10;

/// Parameters of [`UNREADABLE`].
#[derive(Debug, Serialize, Deserialize)]
pub struct Unreadable {
    /// What is wrong.
    pub problem: String,
    /// Whether it was JSON at least.
    pub json: bool,
}

/// The input, made sure to hold nothing but messages.
pub struct Intake<R> {
    input: R,
    tape: Option<Tape>,
    /// Read, and not yet a whole message.
    raw: Vec<u8>,
    /// Messages in their frames, for whoever reads from here, from `given` on.
    ready: Vec<u8>,
    given: usize,
    buffer: Box<[u8]>,
}

impl<R> Intake<R> {
    /// Takes `input` apart, and records it where there is a file for that.
    pub fn new(input: R, record: Option<&Path>) -> io::Result<Self> {
        let tape = record.map(Tape::new).transpose()?;
        Ok(Self { input, tape, raw: Vec::new(), ready: Vec::new(), given: 0, buffer: vec![0; READ].into() })
    }

    /// Moves whole messages from `raw` to `ready`.
    fn sort(&mut self) {
        loop {
            match frame(&self.raw) {
                Frame::Partial => return,
                Frame::Message { start, end } => {
                    let body = self.raw.get(start..end).unwrap_or_default();
                    if let Some(tape) = &mut self.tape {
                        tape.take(body);
                    }
                    match problem(body) {
                        None => push(&mut self.ready, body),
                        Some(problem) => push(&mut self.ready, stand_in(&problem).to_string().as_bytes()),
                    }
                    self.raw.drain(..end);
                }
                Frame::Garbage { end } => {
                    let problem = Unreadable { problem: "bytes without a Content-Length were left out".into(), json: false };
                    push(&mut self.ready, stand_in(&problem).to_string().as_bytes());
                    self.raw.drain(..end);
                }
            }
        }
    }
}

impl<R: AsyncRead + Unpin> AsyncRead for Intake<R> {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, out: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        loop {
            let this = &mut *self;
            if let Some(left) = this.ready.get(this.given..).filter(|left| !left.is_empty()) {
                let some = left.get(..out.remaining()).unwrap_or(left);
                out.put_slice(some);
                this.given += some.len();
                return Poll::Ready(Ok(()));
            }
            this.ready.clear();
            this.given = 0;
            let mut buffer = ReadBuf::new(&mut this.buffer);
            match Pin::new(&mut this.input).poll_read(context, &mut buffer) {
                Poll::Ready(Ok(())) if buffer.filled().is_empty() => return Poll::Ready(Ok(())),
                Poll::Ready(Ok(())) => this.raw.extend_from_slice(buffer.filled()),
                other => return other,
            }
            this.sort();
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Frame {
    Partial,
    Message { start: usize, end: usize },
    Garbage { end: usize },
}

/// What some bytes begin with.
fn frame(bytes: &[u8]) -> Frame {
    let Some(header_end) = find(bytes, b"\r\n\r\n").map(|at| at + 4) else {
        return if bytes.len() > LONGEST_HEADER { Frame::Garbage { end: bytes.len() } } else { Frame::Partial };
    };
    let header = String::from_utf8_lossy(bytes.get(..header_end).unwrap_or_default()).to_ascii_lowercase();
    let length = header.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse::<usize>().ok());
    match length.filter(|length| *length <= LONGEST) {
        Some(length) if bytes.len() >= header_end + length => Frame::Message { start: header_end, end: header_end + length },
        Some(_) => Frame::Partial,
        // There may be a message right behind.
        None => {
            let next = bytes.get(1..).and_then(|rest| find(rest, b"Content-Length:")).map(|at| at + 1);
            Frame::Garbage { end: next.unwrap_or(header_end) }
        }
    }
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

/// Why a body is no message, if so.
fn problem(body: &[u8]) -> Option<Unreadable> {
    let unreadable = |problem: String, json: bool| Some(Unreadable { problem, json });
    let message: Value = match serde_json::from_slice(body) {
        Ok(message) => message,
        Err(error) => return unreadable(format!("not JSON: {error}"), false),
    };
    let Some(fields) = message.as_object() else { return unreadable("a message is an object".into(), true) };
    let read =
        if fields.contains_key("method") { Request::deserialize(&message).map(drop) } else { Response::deserialize(&message).map(drop) };
    read.err().and_then(|error| unreadable(error.to_string(), true))
}

fn stand_in(problem: &Unreadable) -> Value {
    json!({"jsonrpc": "2.0", "id": null, "method": UNREADABLE, "params": problem})
}

fn push(into: &mut Vec<u8>, body: &[u8]) {
    into.extend_from_slice(format!("Content-Length: {}\r\n\r\n", body.len()).as_bytes());
    into.extend_from_slice(body);
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use tokio::io::AsyncReadExt;

    async fn taken(sent: &str) -> Vec<String> {
        let mut intake = Intake::new(sent.as_bytes(), None).unwrap();
        let mut read = Vec::new();
        intake.read_to_end(&mut read).await.unwrap();
        let mut bodies = Vec::new();
        while let Frame::Message { start, end } = frame(&read) {
            bodies.push(String::from_utf8(read[start..end].to_vec()).unwrap());
            read.drain(..end);
        }
        assert!(read.is_empty());
        bodies
    }

    #[tokio::test]
    async fn messages_pass_and_the_rest_is_replaced() {
        let good = r#"{"jsonrpc":"2.0","method":"é"}"#;
        let framed = |body: &str| format!("Content-Length: {}\r\n\r\n{body}", body.len());
        let kinds = |bodies: Vec<String>| bodies.iter().map(|body| body.contains(UNREADABLE)).collect::<Vec<_>>();
        let sent = [framed(good), framed("{"), framed("[]"), framed(r#"{"jsonrpc":"2.0","id":1}"#), framed(good)].concat();
        assert_eq!(kinds(taken(&sent).await), [false, true, true, true, false]);
        assert_eq!(kinds(taken(&format!("garbage\r\n\r\n{}", framed(good))).await), [true, false]);
        assert_eq!(kinds(taken(&format!("content-type: x\r\nContent-Length: 2\r\n\r\n{{}}{}", framed(good))).await), [true, false]);
        assert_eq!(kinds(taken("Content-Length: 99\r\n\r\n{}").await), [] as [bool; 0]);
    }
}
