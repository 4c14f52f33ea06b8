//! Between the model and Popsell's words.
pub(crate) mod dates;
pub(crate) mod established;
