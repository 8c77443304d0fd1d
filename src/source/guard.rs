//! Code of others that may panic on bad input, kept from taking anything else with it.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;

thread_local! {
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// Runs `work`, and gives nothing if it panics. Nothing is printed about it either: a bad file is reported as a problem of
/// the file, and a server's log is for faults of its own.
pub fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let loud = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if !QUIET.get() {
                loud(info);
            }
        }));
    });
    let before = QUIET.replace(true);
    // What a panic leaves half-done is dropped with `work`.
    let result = catch_unwind(AssertUnwindSafe(work));
    QUIET.set(before);
    result.ok()
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_panic_is_nothing() {
        assert_eq!(super::guarded(|| 7), Some(7));
        assert_eq!(super::guarded(|| -> i32 { panic!("not shown") }), None);
    }
}
