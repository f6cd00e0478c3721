//! A service that gives prepared answers, for those that no emulator of S3 can be made to give.

use std::sync::{Arc, Mutex};

use labelrace::store::s3::S3;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

use super::sdk;

/// Answers one request after the other, the last answer for ever; it ends with the runtime.
pub(crate) struct Answers {
    url: String,
    requests: Arc<Mutex<Vec<String>>>,
}

/// An answer as it goes over the wire, after which the connection is closed.
pub(crate) fn answer(status: &str, headers: &str, body: &str) -> String {
    let length = body.len();
    format!("HTTP/1.1 {status}\r\ncontent-length: {length}\r\nconnection: close\r\n{headers}\r\n{body}")
}

/// An error as S3 words it; `more` is what stands beside code and message.
pub(crate) fn error(status: &str, headers: &str, code: &str, message: &str, more: &str) -> String {
    let body = format!("<Error><Code>{code}</Code><Message>{message}</Message>{more}</Error>");
    answer(status, headers, &body)
}

impl Answers {
    pub(crate) async fn serve(answers: Vec<String>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&requests);
        tokio::spawn(async move {
            while let Ok((mut connection, _)) = listener.accept().await {
                let Some(request) = request(&mut connection).await else { continue };
                let n_before = {
                    let mut seen = seen.lock().unwrap();
                    seen.push(request);
                    seen.len() - 1
                };
                let answer = &answers[n_before.min(answers.len() - 1)];
                // A client that has gone has its reasons; the test looks at those.
                let _ = connection.write_all(answer.as_bytes()).await;
            }
        });
        Self { url, requests }
    }

    pub(crate) fn bucket(&self) -> S3 {
        S3::new(&sdk::config(&self.url), "team")
    }

    /// The heads of all requests so far.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

/// The head of a request, once its body has come as well; nothing where a client only connects.
async fn request(connection: &mut TcpStream) -> Option<String> {
    let mut bytes = Vec::new();
    loop {
        if connection.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
        let text = String::from_utf8_lossy(&bytes);
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let head = head.to_lowercase();
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        if length.map_or(0, |length| length.parse().unwrap()) <= body.len() {
            return Some(head);
        }
    }
}
