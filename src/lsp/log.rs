//! What the server writes down: to the client's log, and to a file where one was asked for.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Instant;

use tokio::sync::mpsc::UnboundedSender;
use tower_lsp::ls_types::MessageType;

use super::outbox::Out;

/// A handle to the log; cheap to clone. Writing never fails and never waits for the client.
#[derive(Clone)]
pub struct Log(Arc<Inner>);

struct Inner {
    file: Option<Mutex<File>>,
    client: OnceLock<UnboundedSender<Out>>,
    start: Instant,
}

impl Log {
    /// A log that goes to `file` too, which is created or added to.
    pub fn new(file: Option<&Path>) -> io::Result<Self> {
        let file = match file {
            None => None,
            Some(path) => {
                let open = File::options().create(true).append(true).open(path);
                Some(Mutex::new(open.map_err(|error| {
                    io::Error::new(
                        error.kind(),
                        format!("the log cannot be written to {}: {error}; name another file with --log", path.display()),
                    )
                })?))
            }
        };
        Ok(Self(Arc::new(Inner { file, client: OnceLock::new(), start: Instant::now() })))
    }

    /// From now on the client hears of it as well.
    pub fn tell(&self, client: UnboundedSender<Out>) {
        let _ = self.0.client.set(client);
    }

    /// Something that a developer may want to know; to the file only.
    pub fn debug(&self, text: &str) {
        self.write("debug", text);
    }

    /// Something worth knowing.
    pub fn info(&self, text: impl Into<String>) {
        self.say(MessageType::INFO, "info", text.into());
    }

    /// Something that should not have happened, and was dealt with.
    pub fn warn(&self, text: impl Into<String>) {
        self.say(MessageType::WARNING, "warning", text.into());
    }

    /// Something that went wrong.
    pub fn error(&self, text: impl Into<String>) {
        self.say(MessageType::ERROR, "error", text.into());
    }

    fn say(&self, kind: MessageType, name: &str, text: String) {
        self.write(name, &text);
        if let Some(client) = self.0.client.get() {
            let _ = client.send(Out::Log(kind, text));
        }
    }

    fn write(&self, name: &str, text: &str) {
        if let Some(file) = &self.0.file
            && let Ok(mut file) = file.lock()
        {
            let _ = writeln!(file, "{:>10.3} {name:<7} {text}", self.0.start.elapsed().as_secs_f64());
        }
    }
}
