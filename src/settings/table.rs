//! Every setting as a table: what help, events and variables call it, and what it takes.
//!
//! All of it is read from the flags, so nothing here has to be kept in step with them.

use clap::{Arg, ArgAction};
use serde::Serialize;

use super::{
    delivery::Delivery,
    event::{command, is_of_machine, name},
    request::Request,
    variables::{ForAllRuns, for_all_runs, variable_of},
};

/// The values of a setting that is on or off. On the command line the flag alone means true.
pub const SWITCH: &str = "true, false";

/// One setting.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Setting {
    /// What it belongs to, as help groups it.
    pub group: String,
    /// On the command line: `--top`, or `SOURCE`.
    pub flag: String,
    /// In an event; `None`: only the function's variables have it, or only the command line.
    pub field: Option<String>,
    /// The function's variable, where it has one of its own.
    pub variable: Option<String>,
    /// Whether the template's parameter `Settings` may have the field.
    pub in_settings: bool,
    /// What it is if nobody asks for anything; `None`: nothing.
    pub default: Option<String>,
    /// The values or limits.
    pub values: String,
    /// What it does.
    pub meaning: String,
}

/// Every setting of a run, in the order of help.
pub fn settings() -> Vec<Setting> {
    let request = command::<Request>();
    let delivery = command::<Delivery>();
    let fields = request.get_arguments().map(|arg| {
        let field = name(arg);
        let place = for_all_runs(&field);
        if is_of_machine(arg) {
            return setting(arg);
        }
        Setting {
            variable: (place == ForAllRuns::Variable).then(|| variable_of(&field)),
            in_settings: place == ForAllRuns::Settings,
            field: Some(field),
            ..setting(arg)
        }
    });
    let places = delivery
        .get_arguments()
        .map(|arg| Setting { variable: Some(variable_of(&name(arg))), ..setting(arg) });
    let mut settings: Vec<Setting> = fields.chain(places).collect();
    // A stable sort: groups in the order of their first setting.
    let groups: Vec<String> = settings.iter().map(|setting| setting.group.clone()).collect();
    settings.sort_by_key(|setting| groups.iter().position(|group| *group == setting.group));
    settings
}

/// What the flag alone says.
fn setting(arg: &Arg) -> Setting {
    let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
    // Where no value stands for the default, the words say what it is.
    let (meaning, described) = match help.split_once(" [default: ") {
        Some((meaning, default)) => (meaning.to_owned(), Some(default.trim_end_matches(']').to_owned())),
        None => (help, None),
    };
    let is_switch = matches!(arg.get_action(), ArgAction::SetTrue);
    let defaults: Vec<String> =
        arg.get_default_values().iter().map(|value| value.to_string_lossy().into_owned()).collect();
    let default = Some(defaults.join(", ")).filter(|default| !default.is_empty());
    let words: Vec<String> =
        arg.get_possible_values().iter().map(|word| word.get_name().to_owned()).collect();
    let value_name = arg.get_value_names().map(|names| names.join(" ")).unwrap_or_default();
    Setting {
        group: arg.get_help_heading().unwrap_or_default().to_owned(),
        flag: arg.get_long().map_or_else(|| value_name.clone(), |long| format!("--{long}")),
        field: None,
        variable: None,
        in_settings: false,
        default: default.or(described).or(is_switch.then(|| "false".to_owned())),
        values: match () {
            () if is_switch => SWITCH.to_owned(),
            () if !words.is_empty() && !arg.is_hide_possible_values_set() => words.join(", "),
            () => value_name,
        },
        meaning,
    }
}
