//! One method a file: parameters and a view go in, the answer comes out. They run on workers, and convert between the
//! protocol and [`crate::features`]; what there is to find out is found out there.

pub mod code_action;
pub mod code_lens;
pub mod completion;
pub mod definition;
pub mod diagnostic;
pub mod document_highlight;
pub mod document_link;
pub mod document_symbol;
pub mod execute_command;
pub mod folding_range;
pub mod graph;
pub mod hover;
pub mod inlay_hint;
pub mod references;
pub mod rename;
pub mod selection_range;
pub mod semantic_tokens;
pub mod text_document_content;
pub mod will_rename_files;
pub mod workspace_symbol;
