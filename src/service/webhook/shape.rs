//! What Slack and Teams take.

use serde_json::{Value, json};

use crate::{report::mail::MailText, settings::WebhookStyle};

/// So many characters a text of Slack may have, with what is around the mail; it cuts longer ones off.
const LONGEST_TEXT: usize = 36_000;

/// So many characters of a mail a card of Teams has: a whole card may have 28 kB.
const LONGEST_CARD: usize = 8_000;

/// The addresses beside a text.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct PostLinks {
    /// The page or film.
    pub film: Option<String>,
    /// The picture.
    pub poster: Option<String>,
}

/// The body of a post with a mail and its links.
pub fn post_for(style: WebhookStyle, mail: &MailText, links: &PostLinks) -> Value {
    // The link is a link of the post, and not a line of its text.
    let is_link = |line: &&str| links.film.as_deref() == Some(*line);
    let said: Vec<&str> = mail.body.lines().filter(|line| !is_link(line)).collect();
    let body = said.join("\n");
    match style {
        WebhookStyle::Slack => slack(&mail.subject, &body, links),
        WebhookStyle::Teams => teams(&mail.subject, &body, links),
    }
}

fn slack(subject: &str, body: &str, links: &PostLinks) -> Value {
    let text = format!("*{}*\n```{}```", escaped(subject), escaped(&cut(body, LONGEST_TEXT)));
    let links = named(links).into_iter().map(|(url, name)| format!("\n<{url}|{name}>"));
    json!({ "text": text + &links.collect::<String>() })
}

/// The three characters that mean something in a text of Slack are written as it asks for, and what would end the block
/// of the body is taken out.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace("```", "")
}

fn teams(subject: &str, body: &str, links: &PostLinks) -> Value {
    let subject = plain(subject);
    let mut blocks = vec![
        json!({"type": "TextBlock", "text": subject, "weight": "Bolder", "size": "Medium", "wrap": true}),
    ];
    // Within a block single line breaks are lost, so its lines are told apart by two.
    let cut = cut(body, LONGEST_CARD);
    for paragraph in cut.split("\n\n").filter(|paragraph| !paragraph.trim().is_empty()) {
        let said: Vec<String> = paragraph.lines().map(|line| plain(line.trim())).collect();
        let text = said.join("\n\n");
        blocks.push(json!({"type": "TextBlock", "text": text, "wrap": true, "separator": true}));
    }
    let action = |(url, name)| json!({"type": "Action.OpenUrl", "title": name, "url": url});
    let actions: Vec<Value> = named(links).into_iter().map(action).collect();
    json!({
        "type": "message",
        "attachments": [{
            "contentType": "application/vnd.microsoft.card.adaptive",
            "contentUrl": null,
            "content": {
                "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
                "type": "AdaptiveCard",
                "version": "1.4",
                "msteams": {"width": "Full"},
                "body": blocks,
                "actions": actions,
            },
        }],
    })
}

/// A block knows Markdown, which nothing of ours is meant as.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '*' | '_' | '[' | ']' | '`' | '~' | '\\') {
            plain.push('\\');
        }
        plain.push(c);
    }
    plain
}

fn named(links: &PostLinks) -> Vec<(String, &'static str)> {
    let film = links.film.clone().map(|url| (url, "Film"));
    film.into_iter().chain(links.poster.clone().map(|url| (url, "Poster"))).collect()
}

/// The beginning of a text, in whole lines.
fn cut(text: &str, longest: usize) -> String {
    if text.chars().count() <= longest {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut room = longest;
    for line in text.lines() {
        let Some(rest) = room.checked_sub(line.chars().count() + 1) else { break };
        room = rest;
        kept.push_str(line);
        kept.push('\n');
    }
    kept + "..."
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mail() -> MailText {
        let body = "Hello! <b> & Ann_1\n\n   1 Ann  7\nhttps://films.example.com/v/a?e=1&s=x\n";
        MailText { subject: "[labelrace] blades: 7 labels".to_owned(), body: body.to_owned() }
    }

    fn links() -> PostLinks {
        PostLinks {
            film: Some("https://films.example.com/v/a?e=1&s=x".to_owned()),
            poster: Some("https://films.example.com/v/a.png?e=1&s=x".to_owned()),
        }
    }

    #[test]
    fn slack_gets_a_text_in_which_nothing_is_markup() {
        let post = post_for(WebhookStyle::Slack, &mail(), &links());
        assert_eq!(
            post["text"].as_str().unwrap(),
            "*[labelrace] blades: 7 labels*\n```Hello! &lt;b&gt; &amp; Ann_1\n\n   1 Ann  7```\n\
             <https://films.example.com/v/a?e=1&s=x|Film>\n<https://films.example.com/v/a.png?e=1&s=x|Poster>"
        );
        let long = MailText { body: "word\n".repeat(20_000), ..mail() };
        assert!(post_for(WebhookStyle::Slack, &long, &links())["text"].as_str().unwrap().len() < 40_000);
    }

    #[test]
    fn teams_gets_an_adaptive_card_that_is_never_too_large() {
        let post = post_for(WebhookStyle::Teams, &mail(), &links());
        assert_eq!(post["type"], "message");
        let card = &post["attachments"][0];
        assert_eq!(card["contentType"], "application/vnd.microsoft.card.adaptive");
        assert_eq!(card["content"]["type"], "AdaptiveCard");
        assert_eq!(card["content"]["body"][1]["text"], "Hello! <b> & Ann\\_1");
        assert_eq!(card["content"]["actions"].as_array().unwrap().len(), 2);
        let long = MailText { body: "a line of a mail\nand one more\n\n".repeat(2_000), ..mail() };
        assert!(post_for(WebhookStyle::Teams, &long, &links()).to_string().len() < 28_000);
    }
}
