//! How old a signature may be, by the policy of a bucket.

use std::time::Duration;

use serde_json::Value;

/// The condition key: a signature older than its value, in milliseconds, is refused.
const KEY: &str = "s3:signatureage";

/// The shortest age at which a policy denies anything to a signature.
///
/// Which callers and objects a statement is about is ignored: a life that is too short is a nuisance, one that is
/// too long is a broken promise.
pub(super) fn signature_age(policy: &str) -> Option<Duration> {
    let policy: Value = serde_json::from_str(policy).ok()?;
    let denials = one_or_many(policy.get("Statement")?).filter(|statement| statement["Effect"] == "Deny");
    let tests = denials.filter_map(|statement| statement.get("Condition")?.as_object()).flatten();
    let above = tests.filter(|(operator, _)| is_above(operator));
    let ages = above.filter_map(|(_, keys)| keys.as_object()).flatten();
    let ages = ages.filter(|(key, _)| key.eq_ignore_ascii_case(KEY)).flat_map(|(_, ages)| one_or_many(ages));
    ages.filter_map(milliseconds).min().map(Duration::from_millis)
}

/// Policies may leave out the brackets of a list with one item.
fn one_or_many(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice).iter()
}

fn is_above(operator: &str) -> bool {
    let operator = operator.to_ascii_lowercase();
    let operator = operator.strip_suffix("ifexists").unwrap_or(&operator);
    matches!(operator, "numericgreaterthan" | "numericgreaterthanequals")
}

fn milliseconds(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.trim().parse().ok())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn check(statement: &Value, milliseconds: Option<u64>) {
        let policy = json!({ "Version": "2012-10-17", "Statement": statement }).to_string();
        assert_eq!(signature_age(&policy), milliseconds.map(Duration::from_millis), "{policy}");
    }

    fn deny(condition: &Value) -> Value {
        json!({
            "Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::team/*",
            "Condition": condition,
        })
    }

    #[test]
    fn the_age_is_found_however_it_is_written() {
        for age in [json!(3_600_000), json!("3600000"), json!(["3600000"]), json!([7_200_000, "3600000"])] {
            check(&deny(&json!({ "NumericGreaterThan": { "s3:signatureAge": age } })), Some(3_600_000));
        }
        for operator in ["NumericGreaterThanEquals", "NumericGreaterThanIfExists", "numericgreaterthan"] {
            check(&json!([deny(&json!({ operator: { "S3:SignatureAge": "60000" } }))]), Some(60_000));
        }
    }

    #[test]
    fn the_shortest_of_several_counts() {
        let statement = |age: u64| deny(&json!({ "NumericGreaterThan": { "s3:signatureAge": age } }));
        check(&json!([statement(90_000), statement(60_000), statement(80_000)]), Some(60_000));
    }

    #[test]
    fn a_policy_about_something_else_caps_nothing() {
        let mut allow = deny(&json!({ "NumericGreaterThan": { "s3:signatureAge": 1 } }));
        allow["Effect"] = json!("Allow");
        check(&allow, None);
        check(&deny(&json!({ "Bool": { "aws:SecureTransport": "false" } })), None);
        check(&deny(&json!({ "NumericLessThan": { "s3:signatureAge": 1 } })), None);
        check(&deny(&json!({ "NumericGreaterThan": { "s3:max-keys": 1 } })), None);
        check(&deny(&json!({ "NumericGreaterThan": { "s3:signatureAge": "long" } })), None);
        check(&json!({ "Effect": "Deny" }), None);
        check(&json!([]), None);
        for text in ["", "{}", "[]", "null", "{\"Statement\": 1}", "not JSON"] {
            assert_eq!(signature_age(text), None, "{text}");
        }
    }
}
