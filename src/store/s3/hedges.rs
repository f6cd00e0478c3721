//! Requests that are sent a second time because their answers are late.
//!
//! S3 answers nearly all small reads within a tenth of a second, and a few never: the machine behind that connection
//! has trouble. Whoever asks again, over another connection, is answered at once. Only so many requests are sent again:
//! a service that is slow altogether would not get faster by being asked twice.

use std::{
    future::Future,
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use futures_util::{StreamExt, stream::FuturesUnordered};

/// How long an answer is waited for until the request is sent a second time, and then a third time.
const LATE: [Duration; 2] = [Duration::from_secs(2), Duration::from_secs(4)];

/// One request in so many may be sent again,
const ONE_IN: u64 = 20;
/// and these besides.
const AT_LEAST: u64 = 8;

/// How many requests there were, and how many of them were sent again.
#[derive(Debug)]
pub(super) struct Hedges {
    late: [Duration; 2],
    asked: AtomicU64,
    again: AtomicU64,
}

impl Default for Hedges {
    fn default() -> Self {
        Self { late: LATE, asked: AtomicU64::new(0), again: AtomicU64::new(0) }
    }
}

impl Hedges {
    /// The first good answer to a request that changes nothing, which is sent again if it takes too long.
    ///
    /// # Errors
    /// The last one, if no answer is good.
    pub(super) async fn first<T, E, F>(&self, request: impl Fn() -> F) -> Result<T, E>
    where
        F: Future<Output = Result<T, E>>,
    {
        self.asked.fetch_add(1, Ordering::Relaxed);
        let mut asked = FuturesUnordered::new();
        asked.push(request());
        for late in self.late {
            match tokio::time::timeout(late, asked.next()).await {
                // The others may still be answered.
                Ok(Some(Err(_))) if !asked.is_empty() => {}
                Ok(Some(answer)) => return answer,
                Err(_) if self.may_ask_again() => asked.push(request()),
                Ok(None) | Err(_) => break,
            }
        }
        loop {
            match asked.next().await {
                Some(Err(_)) if !asked.is_empty() => {}
                Some(answer) => return answer,
                // Whatever was asked has been answered, so this is never reached; if it were, asking is right.
                None => return request().await,
            }
        }
    }

    fn may_ask_again(&self) -> bool {
        let again = self.again.fetch_add(1, Ordering::Relaxed);
        let may = again < self.asked.load(Ordering::Relaxed) / ONE_IN + AT_LEAST;
        if !may {
            self.again.fetch_sub(1, Ordering::Relaxed);
        }
        may
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicUsize;

    use tokio::sync::Notify;

    use super::*;

    /// Hedges that nobody has to wait for.
    fn hedges() -> Hedges {
        Hedges { late: [Duration::from_millis(5), Duration::from_millis(5)], ..Hedges::default() }
    }

    #[tokio::test]
    async fn a_request_that_is_not_answered_is_sent_again_and_one_that_is_is_not() {
        let hedges = hedges();
        let n = AtomicUsize::new(0);
        let request = || async {
            match n.fetch_add(1, Ordering::Relaxed) {
                1 | 2 => std::future::pending().await,
                other => Ok::<_, ()>(other),
            }
        };
        assert_eq!(hedges.first(request).await, Ok(0));
        assert_eq!(hedges.first(request).await, Ok(3), "the third was answered");
    }

    #[tokio::test]
    async fn the_answer_of_the_first_counts_where_the_second_fails() {
        let hedges = hedges();
        let (n, second_failed) = (AtomicUsize::new(0), Notify::new());
        let request = || async {
            if n.fetch_add(1, Ordering::Relaxed) == 0 {
                second_failed.notified().await;
                return Ok(());
            }
            second_failed.notify_one();
            Err("late")
        };
        assert_eq!(hedges.first(request).await, Ok(()));
    }

    #[tokio::test]
    async fn an_error_is_told_once_nobody_else_can_answer() {
        let hedges = hedges();
        let n = AtomicUsize::new(0);
        let request = || async { Err::<(), _>(n.fetch_add(1, Ordering::Relaxed)) };
        assert_eq!(hedges.first(request).await, Err(0));
    }

    #[test]
    fn a_service_that_is_slow_altogether_is_not_asked_twice_as_much() {
        let hedges = Hedges::default();
        hedges.asked.store(400, Ordering::Relaxed);
        let n_again = (0..1000).filter(|_| hedges.may_ask_again()).count();
        assert_eq!(n_again as u64, 400 / ONE_IN + AT_LEAST);
    }
}
