//! What the person wants of the editor, from the client's settings.
//!
//! The client's section `backtext` has the tables of `backtext.toml`, which overlay that file, and one more, `editor`, for
//! what only concerns the editor. Wrong values are left out and named in the log.

use std::time::Duration;

use serde_json::Value;

use crate::features::hover::Reasons;

/// The settings that only concern the editor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// How long to wait after a keystroke before the text is judged (`editor.debounce`, in milliseconds).
    pub debounce: Duration,
    /// Whether notes that are not open get diagnostics too (`editor.wholeWorkspace`).
    pub whole_workspace: bool,
    /// Whether the source of a backed claim is shown behind it (`editor.inlayHints`).
    pub inlay_hints: bool,
    /// Whether a hover says why words are flagged (`editor.reasonInHover`), which is for the client to set: it knows what else it shows.
    pub reasons: Reasons,
    /// Whether headings say how much under them is backed (`editor.codeLens`).
    pub code_lens: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self { debounce: Duration::from_millis(150), whole_workspace: false, inlay_hints: false, reasons: Reasons::Here, code_lens: true }
    }
}

/// The longest wait that makes sense; more is taken for a slip of the hand.
const LONGEST_DEBOUNCE: u64 = 10_000;

/// Takes the client's settings apart: those of the editor, the overlay of `backtext.toml`, and what was wrong.
pub fn read(section: &Value) -> (Settings, Value, Vec<String>) {
    // Some clients send the section itself, some an object with the section in it.
    let section = section.get("backtext").unwrap_or(section);
    let mut overlay = section.as_object().cloned().unwrap_or_default();
    let editor = overlay.remove("editor").unwrap_or(Value::Null);
    let mut settings = Settings::default();
    let mut problems = Vec::new();
    for (key, value) in editor.as_object().into_iter().flatten() {
        let right = match key.as_str() {
            "debounce" => value
                .as_u64()
                .filter(|ms| *ms <= LONGEST_DEBOUNCE)
                .map(|ms| settings.debounce = Duration::from_millis(ms))
                .ok_or("a number of milliseconds up to 10000"),
            "wholeWorkspace" => flag(value, &mut settings.whole_workspace),
            "inlayHints" => flag(value, &mut settings.inlay_hints),
            "codeLens" => flag(value, &mut settings.code_lens),
            "reasonInHover" => {
                let mut here = true;
                let read = flag(value, &mut here);
                settings.reasons = if here { Reasons::Here } else { Reasons::Beside };
                read
            }
            _ => Err("left out: the settings are debounce, wholeWorkspace, inlayHints, codeLens and reasonInHover"),
        };
        if let Err(wanted) = right {
            problems.push(format!("setting backtext.editor.{key} is {value}, it should be {wanted}"));
        }
    }
    (settings, Value::Object(overlay), problems)
}

fn flag(value: &Value, into: &mut bool) -> Result<(), &'static str> {
    value.as_bool().map(|flag| *into = flag).ok_or("true or false")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_editors_settings_are_told_from_the_overlay() {
        let (settings, overlay, problems) =
            read(&json!({"backtext": {"rules": {"unbacked-claim": "off"}, "editor": {"debounce": 20, "inlayHints": true}}}));
        assert_eq!(settings, Settings { debounce: Duration::from_millis(20), inlay_hints: true, ..Settings::default() });
        assert_eq!(overlay, json!({"rules": {"unbacked-claim": "off"}}));
        assert!(problems.is_empty());
    }

    #[test]
    fn what_is_wrong_is_named_and_left_out() {
        let (settings, _, problems) = read(&json!({"editor": {"debounce": "fast", "codeLens": 3, "colour": true}}));
        assert_eq!(settings, Settings::default());
        assert_eq!(problems.len(), 3, "{problems:?}");
        assert_eq!(read(&Value::Null).0, Settings::default());
        assert_eq!(read(&json!([1])).1, json!({}));
    }
}
