//! What the shaper promises.

use super::*;

const WEIGHTS: [Weight; 2] = [Weight::Regular, Weight::Bold];
/// The embedded faces, and those of the repository's layer.
fn layered() -> Text {
    let folders = vec![concat!(env!("CARGO_MANIFEST_DIR"), "/layers/fonts").into()];
    Text::new(&Faces { folders, ..Faces::default() })
}

const EMPTY: TextRun = TextRun { glyphs: Vec::new(), width: 0.0, scale: 1.0 };

#[track_caller]
fn check_same(one: f32, other: f32) {
    assert_eq!(one.to_bits(), other.to_bits(), "{one} and {other}");
}

#[test]
fn all_digits_are_of_one_width() {
    let mut text = Text::embedded();
    for weight in WEIGHTS {
        for size in [7.0, 12.5, 16.0, 33.3, 240.0] {
            let width = text.width("0000", size, weight);
            for digits in ["1111", "4444", "7777", "8888", "9999", "1417"] {
                check_same(text.width(digits, size, weight), width);
            }
        }
    }
}

#[test]
fn digits_are_of_one_width_within_a_text_too() {
    let mut text = Text::embedded();
    for weight in WEIGHTS {
        let width = text.width("worker-00, 00:00 (000)", 20.0, weight);
        check_same(text.width("worker-17, 11:41 (171)", 20.0, weight), width);
    }
}

#[test]
fn a_hyphen_is_as_wide_as_a_hyphen() {
    let mut text = Text::embedded();
    let word = text.width("a-b", 100.0, Weight::Regular);
    let letters = text.width("ab", 100.0, Weight::Regular);
    assert!(word - letters < 50.0, "{}", word - letters);
}

#[test]
fn pairs_are_kerned() {
    let mut text = Text::embedded();
    let apart = text.width("A", 100.0, Weight::Regular) + text.width("V", 100.0, Weight::Regular);
    assert!(text.width("AV", 100.0, Weight::Regular) < apart - 1.0);
}

#[test]
fn bold_is_wider_than_regular() {
    let mut text = Text::embedded();
    assert!(text.width("Ann", 16.0, Weight::Regular) < text.width("Ann", 16.0, Weight::Bold));
}

#[test]
fn width_grows_with_the_size() {
    let mut text = Text::embedded();
    let one = text.width("Ann Miller", 10.0, Weight::Regular);
    assert!((text.width("Ann Miller", 25.0, Weight::Regular) - 2.5 * one).abs() < 1e-3);
}

#[test]
fn nothing_is_as_wide_as_nothing() {
    let mut text = Text::embedded();
    assert_eq!(*text.shape("", Weight::Regular), EMPTY);
}

#[test]
fn spaces_around_a_text_have_their_width() {
    let mut text = Text::embedded();
    let bare = text.width("a", 16.0, Weight::Regular);
    assert!(bare + 2.0 < text.width("a ", 16.0, Weight::Regular));
    assert!(bare + 2.0 < text.width(" a", 16.0, Weight::Regular));
}

#[test]
fn capitals_are_as_tall_as_the_face_says() {
    let mut text = Text::embedded();
    let glyph = text.shape("H", Weight::Bold).glyphs[0];
    let shade = text.paint((glyph.face, glyph.id), 400.0, (0, 0)).unwrap();
    assert!((f64::from(-shade.top) - f64::from(text.cap_height(400.0))).abs() <= 1.0);
    assert_eq!(shade.height(), usize::try_from(-shade.top).unwrap());
}

#[test]
fn a_text_has_the_same_shape_whatever_was_shaped_before() {
    let texts = ["Ann", "123,456", "fi-ffi", "Ωμέγα Жук", "שלום abc", "\u{301}\u{301}", "日本", "a\u{2029}ב"];
    let mut used = Text::embedded();
    for text in texts.iter().rev().chain(&texts) {
        for weight in WEIGHTS {
            assert_eq!(used.shape(text, weight), Text::embedded().shape(text, weight));
            used.runs.clear();
        }
    }
}

#[test]
fn a_run_that_was_kept_is_the_run_that_was_shaped() {
    let mut text = Text::embedded();
    let first = text.shape("Ann", Weight::Bold);
    assert!(Rc::ptr_eq(&first, &text.shape("Ann", Weight::Bold)));
}

#[test]
fn only_so_many_runs_are_kept() {
    let mut text = Text::embedded();
    for number in 0..=RUNS {
        text.shape(&number.to_string(), Weight::Regular);
    }
    assert_eq!(text.runs.values().map(HashMap::len).sum::<usize>(), 1);
}

#[test]
fn what_no_face_has_takes_no_room_and_draws_no_box() {
    let mut text = Text::embedded();
    assert_eq!(text.shape("a日\u{e000}\u{378}b", Weight::Regular).glyphs.len(), 2);
    assert_eq!(*text.shape("\u{378}", Weight::Regular), EMPTY);
}

/// How far a text reaches above and below its baseline and beside its width, in ems.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    reason = "a glyph has some hundred pixels"
)]
fn reach(text: &mut Text, run: &TextRun) -> (f32, f32, f32) {
    let (mut above, mut below, mut beside) = (0.0_f32, 0.0_f32, 0.0_f32);
    for glyph in &run.glyphs {
        let Some(shade) = text.paint((glyph.face, glyph.id), 100.0 * run.scale, (0, 0)) else { continue };
        let em = |pixels: i32| pixels as f32 / 100.0;
        let height = shade.height() as i32;
        above = above.max(em(-shade.top) - glyph.y);
        below = below.max(em(shade.top + height) + glyph.y);
        beside = beside.max(em(-shade.left) - glyph.x);
        beside = beside.max(glyph.x + em(shade.left + shade.width as i32) - run.width);
    }
    (above, below, beside)
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(400))]

    #[test]
    fn whatever_anybody_writes_is_drawn_in_its_row_and_without_a_box(
        name in proptest::prop_oneof![
            "\\PC{0,12}",
            "[a-z\u{300}-\u{36f}\u{600}-\u{6ff}\u{590}-\u{5ff} ]{0,12}",
            "[\u{900}-\u{dff}\u{200c}\u{200d}]{0,12}",
            "[\u{e00}-\u{eff}\u{1000}-\u{109f}\u{1780}-\u{17ff}]{0,12}",
            "[\u{1100}-\u{11ff}\u{3000}-\u{30ff}\u{ac00}-\u{d7a3}\u{4e00}-\u{9fff}]{0,8}",
            "[\u{1f1e6}-\u{1f1ff}\u{1f3fb}-\u{1f3ff}\u{1f466}-\u{1f469}\u{200d}\u{fe0f}\u{2764}1\u{20e3}]{0,9}",
        ],
    ) {
        thread_local! {
            static TEXT: std::cell::RefCell<Text> = std::cell::RefCell::new(layered());
        }
        TEXT.with_borrow_mut(|text| {
            let legible = text.legible(&name);
            assert_eq!(text.legible(&legible), legible, "twice is once");
            for weight in WEIGHTS {
                assert!(text.set(&legible, weight).iter().all(|glyph| glyph.glyph_id != 0), "{legible}");
                let run = text.shape(&legible, weight);
                let (above, below, beside) = reach(text, &run);
                assert!(above < ROOM.0 + 0.03 && below < ROOM.1 + 0.03, "{above} {below} {legible}");
                assert!(beside < 0.5, "{beside} {legible}");
                assert!(legible.trim().is_empty() || !run.glyphs.is_empty());
                let fitted = text.fit_name(&legible, 3.0, 1.0, weight);
                assert!(text.width(&fitted.text, fitted.size, weight) <= 3.0, "{}", fitted.text);
            }
        });
    }
}

#[test]
fn a_legible_text_is_drawn_without_losing_a_letter() {
    let mut text = Text::embedded();
    let legible = text.legible("Łukasz Ψ Жанна 北京 🎉 \u{202e}x\u{0007}\u{378}");
    let run = text.shape(&legible, Weight::Regular);
    assert_eq!(run.glyphs.len(), legible.chars().count(), "{legible}");
}
