//! Where a secret lies: never the secret itself.

use std::{fmt, str::FromStr};

/// The most characters of an ARN of a secret.
const LONGEST_ARN: usize = 1200;

/// The ARN of a parameter of SSM, or of a secret of Secrets Manager.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SecretAddress {
    arn: String,
    region: String,
    keeper: SecretKeeper,
}

/// Who keeps it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum SecretKeeper {
    /// SSM Parameter Store, under this name.
    Parameter(String),
    /// Secrets Manager.
    Secret,
}

/// A text that is not such an ARN. It may be the secret, so it is not repeated.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error(
    "this takes the ARN of the SSM parameter or of the secret that holds the webhook's address, and never the address itself; write arn:aws:ssm:REGION:ACCOUNT:parameter/NAME or arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME"
)]
pub struct SecretAddressError;

impl SecretAddress {
    /// The whole ARN.
    pub fn as_str(&self) -> &str {
        &self.arn
    }

    /// The region that it is in.
    pub fn region(&self) -> &str {
        &self.region
    }

    /// Who keeps it.
    pub fn keeper(&self) -> &SecretKeeper {
        &self.keeper
    }
}

impl fmt::Display for SecretAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.arn)
    }
}

impl FromStr for SecretAddress {
    type Err = SecretAddressError;

    fn from_str(text: &str) -> Result<Self, SecretAddressError> {
        let text = text.trim();
        let is_plain = |text: &str| text.chars().all(|c| c.is_ascii_graphic());
        if LONGEST_ARN < text.len() || !is_plain(text) {
            return Err(SecretAddressError);
        }
        let parts: Vec<&str> = text.splitn(6, ':').collect();
        let &["arn", partition, service, region, account, rest] = parts.as_slice() else {
            return Err(SecretAddressError);
        };
        let is_word =
            |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        let is_account = account.len() == 12 && account.chars().all(|c| c.is_ascii_digit());
        if !is_account || !is_word(partition) || !is_word(region) {
            return Err(SecretAddressError);
        }
        let keeper = match (service, rest.split_once(['/', ':'])) {
            ("ssm", Some(("parameter", name))) if !name.is_empty() => {
                // In a name of several parts the ARN leaves the slash out that the name begins with.
                let slash = if name.contains('/') { "/" } else { "" };
                SecretKeeper::Parameter(format!("{slash}{name}"))
            }
            ("secretsmanager", Some(("secret", name))) if !name.is_empty() => SecretKeeper::Secret,
            _ => return Err(SecretAddressError),
        };
        Ok(Self { arn: text.to_owned(), region: region.to_owned(), keeper })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameter_and_a_secret_have_arns() {
        for (arn, keeper) in [
            ("arn:aws:ssm:eu-west-1:123456789012:parameter/hook", SecretKeeper::Parameter("hook".to_owned())),
            (
                "arn:aws:ssm:eu-west-1:123456789012:parameter/labelrace/hook",
                SecretKeeper::Parameter("/labelrace/hook".to_owned()),
            ),
            ("arn:aws:secretsmanager:eu-west-1:123456789012:secret:hook-a1B2c3", SecretKeeper::Secret),
        ] {
            let address: SecretAddress = arn.parse().unwrap();
            assert_eq!((address.region(), address.keeper(), address.as_str()), ("eu-west-1", &keeper, arn));
        }
    }

    #[test]
    fn an_address_of_a_webhook_is_refused_and_not_repeated() {
        for text in [
            "https://hooks.slack.com/services/T0/B0/secret",
            "arn:aws:sns:eu-west-1:123456789012:hook",
            "arn:aws:ssm:eu-west-1:123456789012:parameter/",
            "arn:aws:ssm:eu-west-1:1234:parameter/hook",
            "hook",
            "",
        ] {
            let error = text.parse::<SecretAddress>().unwrap_err().to_string();
            assert!(
                !error.contains("hooks.slack.com") && error.contains("never the address itself"),
                "{error}"
            );
        }
    }
}
