//! An HTTP server that says what a test wants to hear, and keeps what it was asked.

use std::{
    future::{self, Future},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

/// What was asked.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) method: String,
    /// The path and what follows it.
    pub(crate) target: String,
    /// Everything between the first line and the body, in lower case.
    pub(crate) headers: String,
    pub(crate) body: String,
}

/// What is answered.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
    /// How many bytes are promised that do not come: the body is cut off by so much.
    pub(crate) n_missing: usize,
}

impl Reply {
    pub(crate) fn new(status: u16, body: impl Into<String>) -> Self {
        Self { status, headers: Vec::new(), body: body.into(), n_missing: 0 }
    }

    /// The same with one more header.
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }
}

/// The server; it ends with the runtime of the test.
pub(crate) struct Server {
    pub(crate) url: String,
    requests: Arc<Mutex<Vec<Request>>>,
}

impl Server {
    pub(crate) async fn start<F, A>(answer: F) -> Self
    where
        F: Fn(Request) -> A + Send + Sync + 'static,
        A: Future<Output = Reply> + Send,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let answer = Arc::new(answer);
        let kept = Arc::clone(&requests);
        tokio::spawn(async move {
            while let Ok((mut connection, _)) = listener.accept().await {
                let (answer, kept) = (Arc::clone(&answer), Arc::clone(&kept));
                tokio::spawn(async move {
                    // A client that goes away has its reasons.
                    let Some(request) = read(&mut connection).await else { return };
                    kept.lock().unwrap().push(request.clone());
                    let reply = answer(request).await;
                    let mut head = format!(
                        "HTTP/1.1 {} .\r\nconnection: close\r\ncontent-length: {}\r\n",
                        reply.status,
                        reply.body.len() + reply.n_missing
                    );
                    for (name, value) in reply.headers {
                        for part in [&name, ": ", &value, "\r\n"] {
                            head += part;
                        }
                    }
                    let _ = connection.write_all(format!("{head}\r\n{}", reply.body).as_bytes()).await;
                    let _ = connection.shutdown().await;
                });
            }
        });
        Self { url, requests }
    }

    /// The same answer, whatever is asked.
    pub(crate) async fn saying(status: u16, body: &'static str) -> Self {
        Self::start(move |_| async move { Reply::new(status, body) }).await
    }

    /// One reply after the other, and the last of them again and again.
    pub(crate) async fn replying(replies: Vec<Reply>) -> Self {
        let n_asked = AtomicUsize::new(0);
        Self::start(move |_| {
            let n_before = n_asked.fetch_add(1, Ordering::SeqCst);
            future::ready(replies[n_before.min(replies.len() - 1)].clone())
        })
        .await
    }

    /// What it was asked so far.
    pub(crate) fn asked(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }
}

async fn read(connection: &mut TcpStream) -> Option<Request> {
    let mut bytes = Vec::new();
    let (head, start) = loop {
        if let Some(at) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break (String::from_utf8_lossy(&bytes[..at]).into_owned(), at + 4);
        }
        (0 < connection.read_buf(&mut bytes).await.ok()?).then_some(())?;
    };
    let (first, headers) = head.split_once("\r\n")?;
    let headers = headers.to_lowercase();
    let length = headers.lines().find_map(|line| line.strip_prefix("content-length:"));
    let length: usize = length.map_or(Some(0), |length| length.trim().parse().ok())?;
    while bytes.len() < start + length {
        (0 < connection.read_buf(&mut bytes).await.ok()?).then_some(())?;
    }
    let mut words = first.split(' ').map(str::to_owned);
    Some(Request {
        method: words.next()?,
        target: words.next()?,
        headers,
        body: String::from_utf8_lossy(&bytes[start..]).into_owned(),
    })
}

/// An address on this machine where nobody listens.
pub(crate) fn nobody() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}
