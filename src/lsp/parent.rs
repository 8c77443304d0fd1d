//! Ends the server when the editor that started it is gone without a word.

use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use super::log::Log;

/// How often to look.
const INTERVAL: Duration = Duration::from_secs(2);

/// Watches the process `id` on a thread of its own and ends this one soon after it has ended.
pub fn watch(id: u32, log: Log) {
    let watching = thread::Builder::new().name("backtext-parent".into()).spawn(move || {
        while alive(id) {
            thread::sleep(INTERVAL);
        }
        log.debug("the editor's process is gone; ending");
        std::process::exit(1);
    });
    // Without the thread the server still ends when its input does.
    drop(watching);
}

/// Whether a process with that number runs. Where that cannot be told it counts as running.
pub fn alive(id: u32) -> bool {
    if cfg!(target_os = "linux") {
        return Path::new(&format!("/proc/{id}")).exists() || !Path::new("/proc/self").exists();
    }
    let quiet = |command: &mut Command| command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok();
    if cfg!(windows) {
        let listed = quiet(Command::new("tasklist").args(["/NH", "/FO", "CSV", "/FI", &format!("PID eq {id}")]));
        return listed.is_none_or(|output| String::from_utf8_lossy(&output.stdout).contains(&format!("\"{id}\"")));
    }
    quiet(Command::new("kill").args(["-0", &id.to_string()])).is_none_or(|output| output.status.success())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_process_is_seen_while_it_runs() {
        assert!(alive(std::process::id()));
        let mut child = Command::new("sleep").arg("30").spawn().unwrap();
        assert!(alive(child.id()));
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(!alive(child.id()));
    }
}
