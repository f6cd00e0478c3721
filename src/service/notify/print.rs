//! Prints mail instead of sending it: for a trial without a topic.

use std::{
    io::Write,
    sync::{Mutex, PoisonError},
};

use super::{
    error::{NotifyError, NotifyTrouble},
    mail::{Mail, Notify},
};

/// Writes each mail instead of sending it.
#[derive(Debug)]
pub struct Print<W> {
    to: Mutex<W>,
}

impl<W: Write> Print<W> {
    /// Mails go to `to`.
    pub fn new(to: W) -> Self {
        Self { to: Mutex::new(to) }
    }

    /// The writer that mails went to.
    pub fn into_inner(self) -> W {
        self.to.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<W: Write + Send> Notify for Print<W> {
    async fn publish(&self, mail: &Mail) -> Result<(), NotifyError> {
        let text =
            format!("To: {}\nSubject: {}\n\n{}\n", mail.audience(), mail.subject(), mail.body().trim_end());
        let mut to = self.to.lock().unwrap_or_else(PoisonError::into_inner);
        to.write_all(text.as_bytes()).and_then(|()| to.flush()).map_err(|error| NotifyError {
            what: mail.subject().to_owned(),
            trouble: NotifyTrouble::Write,
            source: Some(error.into()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::audience::Audience;

    #[tokio::test]
    async fn a_trial_shows_whom_the_mail_would_go_to_and_what_it_would_say() {
        let print = Print::new(Vec::new());
        print.publish(&Mail::new(Audience::Owners, "Done", "All of it.\n").unwrap()).await.unwrap();
        let text = String::from_utf8(print.into_inner()).unwrap();
        assert_eq!(text, "To: owners\nSubject: Done\n\nAll of it.\n");
    }

    #[tokio::test]
    async fn a_place_that_is_full_is_an_error() {
        let full: &mut [u8] = &mut [0; 4];
        let error = Print::new(full)
            .publish(&Mail::new(Audience::Owners, "Done", "All of it.").unwrap())
            .await
            .unwrap_err();
        assert_eq!(error.trouble, NotifyTrouble::Write);
    }
}
