//! An error with everything that it comes from, in one line.

/// The words of `error` and of all its causes.
pub fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let mut words = error.to_string();
    for cause in std::iter::successors(error.source(), |error| error.source()) {
        let said = cause.to_string();
        // A transparent error says the same as its cause.
        if !words.ends_with(&said) {
            words = format!("{words}: {said}");
        }
    }
    words.replace(['\n', '\r'], " ")
}
