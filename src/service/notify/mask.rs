//! Addresses of people as logs and messages may show them.

/// An address that only its owner recognizes: `a***@example.com`.
///
/// Of any other text nothing is left. The length stays hidden, and nothing that could control a terminal gets
/// through.
pub fn masked(address: &str) -> String {
    let Some((local, domain)) = address.rsplit_once('@') else { return "***".to_owned() };
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
    if domain.is_empty() || !domain.chars().all(is_plain) {
        return "***".to_owned();
    }
    // One character of two would be half of a name.
    let first = local.chars().next().filter(|c| 2 < local.chars().count() && c.is_alphanumeric());
    format!("{}***@{domain}", first.map(String::from).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mask_leaves_the_domain_and_at_most_one_letter() {
        for (address, mask) in [
            ("ann.example@example.com", "a***@example.com"),
            ("élodie@example.com", "é***@example.com"),
            ("ab@example.com", "***@example.com"),
            ("a@example.com", "***@example.com"),
            ("@example.com", "***@example.com"),
            ("\u{1b}[31mann@example.com", "***@example.com"),
            ("\"a@b\"@example.com", "***@example.com"),
            ("ann@exam\u{1b}ple.com", "***"),
            ("ann@", "***"),
            ("+15550100", "***"),
            ("https://example.com/hook", "***"),
            ("", "***"),
        ] {
            assert_eq!(masked(address), mask);
        }
    }
}
