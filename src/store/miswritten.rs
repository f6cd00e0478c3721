//! Names of places that are no paths, although a file could be called so: told with what to write instead. Whoever has
//! such a file writes `./` before its name.

/// A name that looks like a place and is none.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Miswritten {
    /// An address that lacks a slash, or has a large letter too many, or a path as browsers write it.
    #[error("`{written}` is not how places are written; did you mean {instead}?")]
    Almost {
        /// What was written.
        written: String,
        /// What was probably meant.
        instead: String,
    },
    /// A name that AWS has for a job or something else.
    #[error(
        "{0} is a name and no place: give the folder in S3 that the job writes to, which its page in the console and `aws sagemaker describe-labeling-job` show (S3OutputPath)"
    )]
    Arn(String),
    /// A home folder that the shell left alone.
    #[error(
        "the ~ in {0} was not replaced by a home folder, as it is in quotes or there is no such user; write the whole path"
    )]
    Home(String),
    /// What other programs take for their input or output.
    #[error("- is no place: jobs are read from folders, files and S3, and results go to files; name one")]
    Pipe,
}

/// What is wrong with the name of a place; `None` if nothing is.
pub(super) fn miswritten(text: &str) -> Option<Miswritten> {
    let almost = |instead: String| Some(Miswritten::Almost { written: text.to_owned(), instead });
    let lower = text.to_ascii_lowercase();
    if text == "-" {
        return Some(Miswritten::Pipe);
    }
    if lower.starts_with("s3:") && !text.starts_with("s3://") {
        return almost(format!("s3://{}", text[3..].trim_start_matches('/')));
    }
    if lower.starts_with("file://") {
        return almost(text[7..].to_owned());
    }
    if lower.starts_with("arn:aws") {
        return match text.split_once(":s3:::") {
            Some((_, place)) => almost(format!("s3://{place}")),
            None => Some(Miswritten::Arn(text.to_owned())),
        };
    }
    let is_home = text == "~" || text.starts_with('~') && text.contains('/');
    is_home.then(|| Miswritten::Home(text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_probably_meant_is_said() {
        for (written, words) in [
            ("s3:/bucket/job", "did you mean s3://bucket/job?"),
            ("s3:bucket/job", "did you mean s3://bucket/job?"),
            ("S3://bucket/job", "did you mean s3://bucket/job?"),
            ("file:///tmp/job", "did you mean /tmp/job?"),
            ("arn:aws:s3:::bucket/job", "did you mean s3://bucket/job?"),
            ("arn:aws-cn:s3:::bucket", "did you mean s3://bucket?"),
            ("arn:aws:sagemaker:eu-west-1:123456789012:labeling-job/job", "S3OutputPath"),
            ("~ada/job", "the ~ in ~ada/job"),
            ("-", "name one"),
        ] {
            let said = miswritten(written).map(|error| error.to_string()).unwrap_or_default();
            assert!(said.contains(words), "{written}: {said}");
        }
        for path in ["job", "s3", "./s3:/job", "s3://bucket", "~$sheet.csv", "race~", "-job", "arn"] {
            assert_eq!(miswritten(path), None, "{path}");
        }
    }
}
