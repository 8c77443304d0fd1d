//! One method a file: parameters and a view go in, the answer comes out. They run on workers.

pub mod text_document_content;
