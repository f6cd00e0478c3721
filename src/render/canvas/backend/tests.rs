//! What is drawn on a canvas, pixel by pixel.

use plotters::style::{FontDesc, FontFamily, RGBColor, ShapeStyle, TextStyle, text_anchor::Pos};

use super::*;
use crate::render::canvas::{I420, Rgb};

const WIDTH: u32 = 96;
const HEIGHT: u32 = 64;
const BLACK: RGBColor = RGBColor(0, 0, 0);
const WHITE: RGBColor = RGBColor(255, 255, 255);
const FAR: [i32; 9] = [i32::MIN, -100_000, -17, -1, 0, 333, 1_531, 100_000, i32::MAX];

fn faces() -> Rc<RefCell<Text>> {
    Rc::new(RefCell::new(Text::embedded()))
}

fn frame<P: Pixels>(color: RGBColor) -> Canvas<P> {
    let mut canvas = Canvas::new(WIDTH, HEIGHT, faces());
    canvas.draw_rect((0, 0), (px(WIDTH), px(HEIGHT)), &color, true).unwrap();
    canvas
}

fn px(pixels: u32) -> i32 {
    pixels.cast_signed() * UNIT
}

fn pen(color: RGBColor, alpha: f64, width: u32) -> ShapeStyle {
    use plotters::style::Color;
    ShapeStyle { color: color.mix(alpha), filled: false, stroke_width: width }
}

fn words(size: f64, style: FontStyle, color: RGBColor, anchor: Pos) -> TextStyle<'static> {
    let font = FontDesc::new(FontFamily::SansSerif, size * f64::from(UNIT), style);
    TextStyle { font, color: color.color(), pos: anchor }
}

fn plain(size: f64) -> TextStyle<'static> {
    words(size, FontStyle::Normal, BLACK, Pos::new(HPos::Left, VPos::Bottom))
}

/// How dark a pixel of a picture in greys is.
fn dark(canvas: &Canvas<Rgb>, column: usize, row: usize) -> u8 {
    255 - canvas.pixels().bytes()[3 * (row * WIDTH as usize + column)]
}

/// All that was painted black on white, in whole pixels.
fn ink(canvas: &Canvas<Rgb>) -> f64 {
    let (pixels, _) = canvas.pixels().bytes().as_chunks::<3>();
    pixels.iter().map(|[red, ..]| f64::from(255 - red) / 255.0).sum()
}

/// The first and last columns, and the first and last rows, that are not white.
fn bounds(canvas: &Canvas<Rgb>) -> [usize; 4] {
    let (columns, rows) = (0..WIDTH as usize, 0..HEIGHT as usize);
    let column = |column: &usize| rows.clone().any(|row| 60 < dark(canvas, *column, row));
    let row = |row: &usize| columns.clone().any(|column| 60 < dark(canvas, column, *row));
    [
        columns.clone().find(column).unwrap(),
        columns.clone().rfind(column).unwrap(),
        rows.clone().find(row).unwrap(),
        rows.clone().rfind(row).unwrap(),
    ]
}

#[track_caller]
fn check_near(found: f64, expect: f64, within: f64) {
    assert!((found - expect).abs() <= within, "{found}, not {expect}");
}

fn alpha(pen: &ShapeStyle) -> u8 {
    (pen.color.3 * 255.0) as u8
}

/// Everything a canvas can draw, with these two corners.
fn everything<P: Pixels>(
    canvas: &mut Canvas<P>,
    one: BackendCoord,
    other: BackendCoord,
    pen: &ShapeStyle,
) -> CanvasResult {
    use plotters::style::Color;
    let text = words(12.0, FontStyle::Bold, WHITE, Pos::new(HPos::Center, VPos::Center));
    let text = TextStyle { color: pen.color.to_backend_color(), ..text };
    canvas.draw_pixel(one, pen.color())?;
    canvas.draw_line(one, other, pen)?;
    canvas.draw_line(one, (other.0, one.1), pen)?;
    canvas.draw_line(one, (one.0, other.1), pen)?;
    canvas.draw_rect(one, other, pen, true)?;
    canvas.draw_rect(one, other, pen, false)?;
    canvas.draw_path([one, other, (one.0, other.1), (7, 300), one], pen)?;
    canvas.draw_path([one, one, one], pen)?;
    canvas.draw_path([one], pen)?;
    canvas.draw_circle(one, other.0.unsigned_abs(), pen, true)?;
    canvas.draw_circle(one, other.1.unsigned_abs(), pen, false)?;
    canvas.fill_polygon([one, (other.0, one.1), other, (100, 200)], pen)?;
    canvas.fill_polygon([one, other], pen)?;
    canvas.fill_polygon([], pen)?;
    canvas.draw_text("Ag 17…", &text, one)?;
    canvas.blit_bitmap(one, (3, 2), &[[90, 80, 70, alpha(pen)]; 6].concat())?;
    Ok(())
}

#[test]
fn a_frame_says_it_is_sixteen_times_as_large() {
    assert_eq!(frame::<I420>(WHITE).get_size(), (16 * WIDTH, 16 * HEIGHT));
}

#[test]
fn an_edge_inside_of_a_pixel_covers_its_part_of_it() {
    let mut canvas = frame::<Rgb>(WHITE);
    canvas.draw_rect((0, 0), (165, 24), &BLACK, true).unwrap();
    assert_eq!([9, 10, 11].map(|column| dark(&canvas, column, 0)), [255, 80, 0]);
    assert_eq!([9, 10, 11].map(|column| dark(&canvas, column, 1)), [127, 40, 0]);
    check_near(ink(&canvas), 165.0 * 24.0 / 256.0, 0.05);
}

#[test]
fn a_rectangle_within_a_pixel_covers_its_area_of_it() {
    let mut canvas = frame::<Rgb>(WHITE);
    canvas.draw_rect((36, 36), (44, 40), &BLACK, true).unwrap();
    assert_eq!(dark(&canvas, 2, 2), 32);
    check_near(ink(&canvas), 32.0 / 256.0, 0.001);
}

#[test]
fn an_edge_inside_of_a_sample_of_color_covers_its_part_of_it() {
    let mut canvas = frame::<I420>(WHITE);
    canvas.draw_rect((0, 0), (165, 64), &RGBColor(255, 0, 0), true).unwrap();
    let luma = (WIDTH * HEIGHT) as usize;
    let bytes = canvas.pixels().bytes();
    // 10 5/16 pixels are 5 5/32 samples: 128 and 5/32 of the way to 102 and to 240.
    assert_eq!(bytes[luma + 4..luma + 7], [102, 124, 128]);
    assert_eq!(bytes[luma * 5 / 4 + 4..luma * 5 / 4 + 7], [240, 146, 128]);
    assert_eq!(bytes[9..12], [63, 181, 235]);
}

#[test]
fn rectangles_with_a_common_edge_leave_no_seam() {
    let color = RGBColor(200, 100, 50);
    let mut rgb = frame::<Rgb>(color);
    let mut film = frame::<I420>(color);
    let (whole_rgb, whole_film) = (rgb.pixels.clone(), film.pixels.clone());
    for edge in [160, 165, 171, 175] {
        for (one, other) in [((0, 0), (edge, 1_000)), ((edge, 0), (1_400, 1_000))] {
            rgb.draw_rect(one, other, &color, true).unwrap();
            film.draw_rect(one, other, &color, true).unwrap();
        }
    }
    assert_eq!(rgb.pixels(), &whole_rgb);
    assert_eq!(film.pixels(), &whole_film);
}

#[test]
fn rectangles_meet_without_sharing_a_pixel() {
    let mut canvas = frame::<Rgb>(WHITE);
    for start in [2, 3, 4] {
        canvas.draw_rect((px(start), 0), (px(start + 1), 16), &pen(BLACK, 0.5, 1), true).unwrap();
    }
    assert_eq!([1, 2, 3, 4, 5].map(|column| dark(&canvas, column, 0)), [0, 127, 127, 127, 0]);
}

#[test]
fn corners_may_come_in_any_order() {
    let mut one = frame::<I420>(WHITE);
    let mut other = frame::<I420>(WHITE);
    one.draw_rect((37, 300), (500, 41), &BLACK, true).unwrap();
    other.draw_rect((500, 41), (37, 300), &BLACK, true).unwrap();
    assert_eq!(one.pixels(), other.pixels());
}

#[test]
fn a_line_has_its_middle_on_its_coordinate() {
    let mut canvas = frame::<Rgb>(WHITE);
    canvas.draw_line((40, 0), (40, 64), &pen(BLACK, 1.0, 16)).unwrap();
    canvas.draw_line((96, 800), (500, 800), &pen(BLACK, 1.0, 16)).unwrap();
    assert_eq!([1, 2, 3].map(|column| dark(&canvas, column, 1)), [0, 255, 0]);
    assert_eq!([48, 49, 50, 51].map(|row| dark(&canvas, 9, row)), [0, 127, 127, 0]);
    check_near(ink(&canvas), 4.0 + 404.0 / 16.0, 0.2);
}

#[test]
fn a_slanted_line_is_as_wide_as_its_stroke() {
    let mut canvas = frame::<Rgb>(WHITE);
    canvas.draw_line((160, 160), (160 + 480, 160 + 640), &pen(BLACK, 1.0, 40)).unwrap();
    check_near(ink(&canvas), 50.0 * 2.5, 0.5);
}

#[test]
fn a_path_paints_its_corners_once() {
    let mut canvas = frame::<Rgb>(WHITE);
    let path = [(160, 160), (960, 160), (960, 800)];
    canvas.draw_path(path, &pen(BLACK, 0.5, 64)).unwrap();
    check_near(2.0 * ink(&canvas), (50.0 + 2.0) * 4.0 + (40.0 - 2.0) * 4.0, 2.0);
    assert!((0..90).all(|column| dark(&canvas, column, 10) < 130));
}

#[test]
fn a_closed_path_has_no_gap() {
    let mut canvas = frame::<Rgb>(WHITE);
    let path = [(160, 160), (960, 160), (960, 800), (160, 800), (160, 160)];
    canvas.draw_path(path, &pen(BLACK, 1.0, 64)).unwrap();
    check_near(ink(&canvas), 54.0 * 44.0 - 46.0 * 36.0, 1.0);
}

#[test]
fn a_faded_frame_has_no_darker_corners() {
    let mut canvas = frame::<Rgb>(WHITE);
    canvas.draw_rect((160, 160), (960, 800), &pen(BLACK, 0.5, 64), false).unwrap();
    assert_eq!([9, 10, 11].map(|at| dark(&canvas, at, at)), [127; 3]);
    check_near(2.0 * ink(&canvas), 54.0 * 44.0 - 46.0 * 36.0, 4.0);
}

#[test]
fn a_disc_has_its_area_and_a_circle_its_stroke() {
    use std::f64::consts::PI;
    let mut canvas = frame::<Rgb>(WHITE);
    canvas.draw_circle((500, 500), 320, &BLACK, true).unwrap();
    check_near(ink(&canvas), PI * 400.0, 1.5);
    let mut canvas = frame::<Rgb>(WHITE);
    canvas.draw_circle((500, 500), 320, &pen(BLACK, 1.0, 32), false).unwrap();
    check_near(ink(&canvas), PI * (21.0 * 21.0 - 19.0 * 19.0), 1.5);
}

#[test]
fn a_polygon_of_four_corners_is_a_rectangle() {
    for (left, top, right, bottom) in [(37, 41, 205, 300), (37, 41, 1_317, 300)] {
        let mut one = frame::<Rgb>(WHITE);
        let mut other = frame::<Rgb>(WHITE);
        one.draw_rect((left, top), (right, bottom), &BLACK, true).unwrap();
        let corners = [(left, top), (right, top), (right, bottom), (left, bottom)];
        other.fill_polygon(corners, &BLACK).unwrap();
        for (one, other) in one.pixels().bytes().iter().zip(other.pixels().bytes()) {
            assert!(one.abs_diff(*other) <= 1, "{one} and {other}");
        }
    }
}

/// A bar with round ends, with so many more corners along its long sides.
fn bar(more: i32) -> Vec<BackendCoord> {
    let mut corners = vec![(40, 170), (60, 150)];
    corners.extend((1..=more).map(|at| (60 + 1_200 * at / (more + 1), 150)));
    corners.extend([(1_260, 150), (1_301, 200), (1_301, 300), (1_260, 395)]);
    corners.extend((1..=more).rev().map(|at| (60 + 1_200 * at / (more + 1), 395)));
    corners.extend([(60, 395), (40, 370)]);
    corners
}

#[test]
fn the_middle_of_a_bar_joins_its_ends() {
    for alpha in [1.0, 0.5] {
        let mut quick = frame::<I420>(WHITE);
        let mut slow = frame::<I420>(WHITE);
        quick.fill_polygon(bar(0), &pen(RGBColor(10, 80, 200), alpha, 1)).unwrap();
        slow.fill_polygon(bar(20), &pen(RGBColor(10, 80, 200), alpha, 1)).unwrap();
        for (one, other) in quick.pixels().bytes().iter().zip(slow.pixels().bytes()) {
            assert!(one.abs_diff(*other) <= 1, "{one} and {other}");
        }
    }
}

#[test]
fn nothing_is_too_far_away_to_be_drawn() {
    let mut rgb = frame::<Rgb>(WHITE);
    let mut film = frame::<I420>(WHITE);
    let pens = [0, 1, 16, 90_000, u32::MAX].map(|width| pen(BLACK, 0.7, width));
    for (at, x0) in FAR.into_iter().enumerate() {
        for y0 in FAR {
            for x1 in FAR {
                for y1 in FAR.into_iter().skip(at % 2).step_by(2) {
                    let pen = &pens[(at + x1.unsigned_abs() as usize) % pens.len()];
                    everything(&mut rgb, (x0, y0), (x1, y1), pen).unwrap();
                    everything(&mut film, (x0, y0), (x1, y1), pen).unwrap();
                }
            }
        }
    }
}

#[test]
fn what_is_beyond_an_edge_changes_nothing() {
    let mut canvas = frame::<I420>(WHITE);
    let white = canvas.pixels.clone();
    let (right, bottom) = (px(WIDTH), px(HEIGHT));
    let beyond = [
        ((-900, 0), (-400, bottom)),
        ((0, -900), (right, -400)),
        ((right + 400, 0), (right + 900, bottom)),
        ((0, bottom + 400), (right, bottom + 900)),
        ((i32::MIN, 0), (-400, i32::MAX)),
        ((right + 400, i32::MIN), (i32::MAX, bottom)),
    ];
    for (one, other) in beyond {
        let corners = [one, (other.0, one.1), other, (one.0, other.1)];
        let middle = (one.0.midpoint(other.0), one.1.midpoint(other.1));
        canvas.draw_rect(one, other, &BLACK, true).unwrap();
        canvas.draw_rect(one, other, &pen(BLACK, 1.0, 32), false).unwrap();
        canvas.fill_polygon(corners, &BLACK).unwrap();
        canvas.draw_path(corners, &pen(BLACK, 1.0, 32)).unwrap();
        canvas.draw_line(one, other, &pen(BLACK, 1.0, 32)).unwrap();
        canvas.draw_circle(middle, 150, &BLACK, true).unwrap();
        canvas.draw_text("l", &plain(8.0), middle).unwrap();
        canvas.blit_bitmap(middle, (2, 2), &[0; 12]).unwrap();
        assert_eq!(canvas.pixels(), &white, "{one:?} {other:?}");
    }
}

#[test]
fn what_is_on_an_edge_is_cut_there() {
    let mut whole = frame::<Rgb>(WHITE);
    whole.draw_circle((700, 500), 300, &BLACK, true).unwrap();
    let quarter = ink(&whole) / 4.0;
    for corner in [(0, 0), (px(WIDTH), 0), (0, px(HEIGHT)), (px(WIDTH), px(HEIGHT))] {
        let mut canvas = frame::<Rgb>(WHITE);
        canvas.draw_circle(corner, 300, &BLACK, true).unwrap();
        check_near(ink(&canvas), quarter, 0.5);
    }
}

#[test]
fn what_covers_everything_covers_everything() {
    let black = frame::<I420>(BLACK);
    let (low, high) = (i32::MIN, i32::MAX);
    let mut canvas = frame::<I420>(WHITE);
    canvas.draw_rect((low, low), (high, high), &BLACK, true).unwrap();
    assert_eq!(canvas.pixels(), black.pixels());
    let mut canvas = frame::<I420>(WHITE);
    let corners = [(low, low), (high, low), (high, high), (low, high)];
    canvas.fill_polygon(corners, &BLACK).unwrap();
    assert_eq!(canvas.pixels(), black.pixels());
    let mut canvas = frame::<I420>(WHITE);
    canvas.draw_circle((700, 500), u32::MAX, &BLACK, true).unwrap();
    assert_eq!(canvas.pixels(), black.pixels());
    let mut canvas = frame::<I420>(WHITE);
    canvas.draw_line((low, 7), (high, 9), &pen(BLACK, 1.0, u32::MAX)).unwrap();
    assert_eq!(canvas.pixels(), black.pixels());
}

#[test]
fn no_alpha_draws_nothing() {
    let mut rgb = frame::<Rgb>(WHITE);
    let mut film = frame::<I420>(WHITE);
    let (white_rgb, white_film) = (rgb.pixels.clone(), film.pixels.clone());
    everything(&mut rgb, (100, 200), (900, 700), &pen(BLACK, 0.0, 16)).unwrap();
    everything(&mut film, (100, 200), (900, 700), &pen(BLACK, 0.0, 16)).unwrap();
    assert_eq!(rgb.pixels(), &white_rgb);
    assert_eq!(film.pixels(), &white_film);
}

#[test]
fn half_an_alpha_draws_half() {
    let mut canvas = frame::<Rgb>(WHITE);
    canvas.draw_text("Ann", &plain(20.0), (160, 600)).unwrap();
    let full = ink(&canvas);
    let mut canvas = frame::<Rgb>(WHITE);
    let style = TextStyle { color: pen(BLACK, 0.5, 1).color(), ..plain(20.0) };
    canvas.draw_text("Ann", &style, (160, 600)).unwrap();
    check_near(2.0 * ink(&canvas), full, 0.02 * full);
}

#[test]
fn a_text_a_pixel_further_on_is_the_same_picture() {
    for (dx, dy) in [(1, 0), (0, 1), (5, 3)] {
        for at in [(163, 640), (160, 641), (171, 655)] {
            let mut one = frame::<Rgb>(WHITE);
            let mut other = frame::<Rgb>(WHITE);
            one.draw_text("Wolf 1,417", &plain(13.3), at).unwrap();
            let moved = (at.0 + UNIT * dx as i32, at.1 + UNIT * dy as i32);
            other.draw_text("Wolf 1,417", &plain(13.3), moved).unwrap();
            assert!(50.0 < ink(&one));
            for row in 0..HEIGHT as usize - dy {
                for column in 0..WIDTH as usize - dx {
                    assert_eq!(dark(&one, column, row), dark(&other, column + dx, row + dy));
                }
            }
        }
    }
}

#[test]
fn a_text_moves_by_quarters_of_a_pixel() {
    let picture = |units: i32| {
        let mut canvas = frame::<Rgb>(WHITE);
        canvas.draw_text("Ann", &plain(20.0), (160 + units, 640)).unwrap();
        canvas.pixels
    };
    let quarters = [picture(0), picture(4), picture(8), picture(12)];
    for pair in quarters.windows(2) {
        assert_ne!(pair[0], pair[1]);
    }
}

#[test]
fn bold_is_not_regular() {
    let anchor = Pos::new(HPos::Left, VPos::Bottom);
    let mut one = frame::<Rgb>(WHITE);
    let mut other = frame::<Rgb>(WHITE);
    one.draw_text("Ann", &words(20.0, FontStyle::Normal, BLACK, anchor), (160, 640)).unwrap();
    other.draw_text("Ann", &words(20.0, FontStyle::Bold, BLACK, anchor), (160, 640)).unwrap();
    assert!(1.2 * ink(&one) < ink(&other));
}

#[test]
fn a_glyph_that_was_kept_is_drawn_as_one_that_was_not() {
    let mut used = frame::<I420>(WHITE);
    for units in [0, 3, 7, 0] {
        used.draw_text("Ann 1,417", &plain(14.0), (160 + units, 640 + units)).unwrap();
    }
    used.draw_rect((0, 0), (px(WIDTH), px(HEIGHT)), &WHITE, true).unwrap();
    let mut fresh = frame::<I420>(WHITE);
    used.draw_text("Ann 1,417", &plain(14.0), (163, 643)).unwrap();
    fresh.draw_text("Ann 1,417", &plain(14.0), (163, 643)).unwrap();
    assert_eq!(used.pixels(), fresh.pixels());
}

#[test]
fn the_bottom_of_a_text_is_its_baseline() {
    let mut canvas = frame::<Rgb>(WHITE);
    canvas.draw_text("HHH", &plain(22.0), (160, px(40))).unwrap();
    let [_, _, top, bottom] = bounds(&canvas);
    assert_eq!((top, bottom), (24, 39));
}

#[test]
fn the_centre_of_a_text_is_the_middle_of_its_capitals() {
    let mut canvas = frame::<Rgb>(WHITE);
    let anchor = Pos::new(HPos::Center, VPos::Center);
    let style = words(22.0, FontStyle::Bold, BLACK, anchor);
    canvas.draw_text("HHH", &style, (px(48), px(32))).unwrap();
    let [left, right, top, bottom] = bounds(&canvas);
    assert_eq!((top, bottom), (24, 39));
    assert!((left + right).abs_diff(95) <= 1, "{left} to {right}");
}

#[test]
fn the_top_of_a_text_is_its_ascent_above_the_baseline() {
    let mut top = frame::<Rgb>(WHITE);
    let style = words(32.0, FontStyle::Normal, BLACK, Pos::new(HPos::Left, VPos::Top));
    top.draw_text("HHH", &style, (160, px(10))).unwrap();
    let mut bottom = frame::<Rgb>(WHITE);
    bottom.draw_text("HHH", &plain(32.0), (160, px(41))).unwrap();
    assert_eq!(top.pixels(), bottom.pixels());
}

#[test]
fn a_text_on_the_right_ends_at_its_coordinate() {
    let mut canvas = frame::<Rgb>(WHITE);
    let style = words(20.0, FontStyle::Normal, BLACK, Pos::new(HPos::Right, VPos::Bottom));
    canvas.draw_text("WHH", &style, (px(80), px(40))).unwrap();
    let [_, right, ..] = bounds(&canvas);
    assert!((76..80).contains(&right), "{right}");
}

#[test]
fn sizes_that_are_none_are_not_drawn() {
    let mut canvas = frame::<Rgb>(WHITE);
    for size in [0.0, -3.0, f64::NAN, f64::INFINITY, 1e9] {
        canvas.draw_text("Ann", &plain(size), (160, 640)).unwrap();
    }
    check_near(ink(&canvas), 0.0, 0.0);
}

#[test]
fn the_size_of_a_text_is_in_units() {
    let canvas = frame::<I420>(WHITE);
    let (width, height) = canvas.estimate_text_size("Ann", &plain(20.0)).unwrap();
    let pixels = faces().borrow_mut().width("Ann", 20.0, Weight::Regular);
    check_near(f64::from(width), f64::from(pixels) * 16.0, 1.0);
    check_near(f64::from(height), 1.21 * 20.0 * 16.0, 1.0);
}

/// A disc of greys that fades at its edge, with something to see in it.
fn portrait(diameter: u32) -> Vec<u8> {
    let middle = f64::from(diameter - 1) / 2.0;
    let pixel = |at: u32| {
        let (x, y) = (f64::from(at % diameter) - middle, f64::from(at / diameter) - middle);
        let alpha = (middle + 0.5 - x.hypot(y)).clamp(0.0, 1.0) * 255.0;
        let grey = (at.wrapping_mul(2_654_435_761) >> 25) as u8;
        [grey, grey, grey, alpha as u8]
    };
    (0..diameter * diameter).flat_map(pixel).collect()
}

#[test]
fn a_picture_on_whole_pixels_is_itself() {
    let mut canvas = frame::<Rgb>(WHITE);
    canvas.blit_bitmap((32, -16), (2, 2), &[9, 9, 9, 9, 9, 9, 0, 0, 0, 55, 55, 55]).unwrap();
    assert_eq!([1, 2, 3, 4].map(|column| dark(&canvas, column, 0)), [0, 255, 200, 0]);
    assert!((0..5).all(|column| dark(&canvas, column, 1) == 0));
}

#[test]
fn a_picture_between_pixels_is_on_both() {
    let mut rgb = frame::<Rgb>(WHITE);
    let mut film = frame::<I420>(WHITE);
    rgb.blit_bitmap((36, 32), (2, 1), &[0, 0, 0, 55, 55, 55]).unwrap();
    film.blit_bitmap((36, 40), (2, 1), &[0, 0, 0, 55, 55, 55]).unwrap();
    // A quarter to the right: three quarters black, then the two as one to three, then a quarter.
    assert_eq!([1, 2, 3, 4, 5].map(|column| dark(&rgb, column, 2)), [0, 191, 214, 50, 0]);
    assert!((0..6).all(|column| dark(&rgb, column, 1) == 0 && dark(&rgb, column, 3) == 0));
    let luma = |row: usize| film.pixels().bytes()[row * 96 + 1..row * 96 + 6].to_vec();
    assert_eq!(luma(1), [235; 5]);
    assert_eq!(luma(2), [235, 153, 143, 213, 235]);
    assert_eq!(luma(3), luma(2));
    assert_eq!(luma(4), [235; 5]);
}

#[test]
fn a_picture_of_one_color_moves_as_a_rectangle_does() {
    use plotters::style::Color;
    for (x, y) in [(165, 160), (160, 171), (173, 179), (-37, -5), (1_500, 990)] {
        let mut film = frame::<I420>(WHITE);
        let mut rgb = frame::<Rgb>(WHITE);
        let mut film_of_bar = frame::<I420>(WHITE);
        let mut rgb_of_bar = frame::<Rgb>(WHITE);
        let color = RGBColor(200, 30, 90).mix(0.6);
        let (one, other) = ((x, y), (x + px(6), y + px(5)));
        let picture = [[200, 30, 90, 153]; 30];
        film.blit_bitmap(one, (6, 5), picture.as_flattened()).unwrap();
        rgb.blit_bitmap(one, (6, 5), picture.as_flattened()).unwrap();
        film_of_bar.draw_rect(one, other, &color, true).unwrap();
        rgb_of_bar.draw_rect(one, other, &color, true).unwrap();
        let pairs = film.pixels().bytes().iter().zip(film_of_bar.pixels().bytes());
        for (one, other) in pairs.chain(rgb.pixels().bytes().iter().zip(rgb_of_bar.pixels().bytes())) {
            assert!(one.abs_diff(*other) <= 1, "{one} and {other} at {x} {y}");
        }
    }
}

#[test]
fn a_picture_a_pixel_further_on_is_the_same_picture() {
    let picture = portrait(11);
    for (dx, dy) in [(1, 0), (0, 1), (5, 3)] {
        for at in [(160, 160), (163, 160), (-90, 171), (175, -70)] {
            let mut one = frame::<Rgb>(WHITE);
            let mut other = frame::<Rgb>(WHITE);
            one.blit_bitmap(at, (11, 11), &picture).unwrap();
            let moved = (at.0 + UNIT * dx as i32, at.1 + UNIT * dy as i32);
            other.blit_bitmap(moved, (11, 11), &picture).unwrap();
            assert!(10.0 < ink(&one));
            for row in 0..HEIGHT as usize - dy {
                for column in 0..WIDTH as usize - dx {
                    assert_eq!(dark(&one, column, row), dark(&other, column + dx, row + dy));
                }
            }
        }
    }
}

#[test]
fn a_picture_has_as_much_ink_wherever_it_stands() {
    let picture = portrait(24);
    let mut whole = frame::<Rgb>(WHITE);
    whole.blit_bitmap((160, 160), (24, 24), &picture).unwrap();
    for x in 0..16 {
        for y in 0..16 {
            let mut canvas = frame::<Rgb>(WHITE);
            canvas.blit_bitmap((160 + x, 160 + y), (24, 24), &picture).unwrap();
            // Means are rounded to a level: a quarter of one over the whole picture at most.
            check_near(ink(&canvas), ink(&whole), 0.002 * ink(&whole));
        }
    }
}

#[test]
fn a_picture_with_alpha_lets_the_frame_through() {
    let mut rgb = frame::<Rgb>(WHITE);
    let mut film = frame::<I420>(WHITE);
    let picture = [[255, 0, 0, 0], [255, 0, 0, 255], [255, 0, 0, 51], [255, 0, 0, 102]];
    rgb.blit_bitmap((32, 32), (4, 1), picture.as_flattened()).unwrap();
    film.blit_bitmap((32, 32), (4, 1), picture.as_flattened()).unwrap();
    assert_eq!([2, 3, 4, 5].map(|at| rgb.pixels().bytes()[3 * (2 * 96 + at) + 1]), [255, 0, 204, 153]);
    assert_eq!(film.pixels().bytes()[2 * 96 + 2..2 * 96 + 6], [235, 63, 201, 166]);
}

#[test]
fn a_picture_beyond_the_edge_is_cut_and_one_with_too_few_bytes_is_not_drawn() {
    let mut canvas = frame::<Rgb>(WHITE);
    canvas.blit_bitmap((-32, -32), (4, 4), &[0; 48]).unwrap();
    check_near(ink(&canvas), 4.0, 0.0);
    for x in FAR {
        canvas.blit_bitmap((x, 0), (4, 4), &[0; 47]).unwrap();
        canvas.blit_bitmap((x, 0), (u32::MAX, u32::MAX), &[0; 47]).unwrap();
        canvas.blit_bitmap((x, 0), (0, 0), &[]).unwrap();
        canvas.blit_bitmap((x, 3), (0, u32::MAX), &[]).unwrap();
        canvas.blit_bitmap((3, x), (u32::MAX, 0), &[]).unwrap();
    }
    check_near(ink(&canvas), 4.0, 0.0);
}

#[test]
fn a_new_frame_is_the_background_and_nothing_else() {
    let mut canvas = frame::<I420>(WHITE);
    canvas.keep_background();
    let kept = canvas.pixels.clone();
    everything(&mut canvas, (100, 200), (900, 700), &pen(BLACK, 1.0, 16)).unwrap();
    assert_ne!(canvas.pixels(), &kept);
    canvas.restore_background();
    assert_eq!(canvas.pixels().bytes(), kept.bytes());
}

#[test]
fn a_frame_that_was_handed_over_is_not_drawn_on() {
    let mut canvas = frame::<I420>(WHITE);
    canvas.keep_background();
    let white = canvas.pixels().bytes().to_vec();
    let mut buffer = Vec::new();
    canvas.swap(&mut buffer);
    canvas.draw_rect((0, 0), (px(WIDTH), px(HEIGHT)), &BLACK, true).unwrap();
    assert_eq!(buffer, white);
    canvas.restore_background();
    assert_eq!(canvas.pixels().bytes(), white);
}

#[test]
fn a_film_looks_like_its_pictures() {
    fn scene<P: Pixels>() -> Canvas<P> {
        let mut canvas = frame::<P>(WHITE);
        let anchor = Pos::new(HPos::Left, VPos::Center);
        let pale = words(50.0, FontStyle::Bold, RGBColor(220, 224, 232), anchor);
        let name = words(11.0, FontStyle::Bold, RGBColor(30, 40, 60), anchor);
        canvas.draw_text("14", &pale, (500, 700)).unwrap();
        canvas.draw_line((333, 0), (333, 1_000), &pen(RGBColor(200, 205, 210), 1.0, 16)).unwrap();
        canvas.fill_polygon(bar(0), &RGBColor(78, 121, 167)).unwrap();
        canvas.draw_rect((37, 450), (900, 600), &RGBColor(242, 142, 43), true).unwrap();
        canvas.draw_circle((1_300, 600), 150, &pen(RGBColor(89, 161, 79), 0.6, 1), true).unwrap();
        canvas.draw_text("Zoë 1,417", &name, (100, 525)).unwrap();
        canvas
    }
    let picture = scene::<Rgb>();
    let film = scene::<I420>();
    let film = film.pixels().bytes();
    let (width, height) = (WIDTH as usize, HEIGHT as usize);
    let (mut bright, mut color, mut sum_of_color) = (0.0_f64, 0.0_f64, 0.0);
    for row in (0..height).step_by(2) {
        for column in (0..width).step_by(2) {
            let mut mean = [0.0; 3];
            for (x, y) in [(0, 0), (1, 0), (0, 1), (1, 1)] {
                let at = (row + y) * width + column + x;
                let rgb = &picture.pixels().bytes()[3 * at..][..3];
                let [r, g, b] = [0, 1, 2].map(|channel| f64::from(rgb[channel]));
                let luma = 0.2126 * r + 0.7152 * g + 0.0722 * b;
                let found = (f64::from(film[at]) - 16.0) * 255.0 / 219.0;
                bright = bright.max((luma - found).abs());
                for (sum, part) in mean.iter_mut().zip([luma, b, r]) {
                    *sum += part / 4.0;
                }
            }
            let at = width * height + row / 2 * width / 2 + column / 2;
            for (plane, part, range) in [(0, mean[1], 1.8556), (1, mean[2], 1.5748)] {
                let code = f64::from(film[at + plane * width * height / 4]);
                let found = mean[0] + (code - 128.0) * 255.0 / 224.0 * range;
                color = color.max((part - found).abs());
                sum_of_color += (part - found).abs();
            }
        }
    }
    assert!(bright <= 2.5, "{bright} levels");
    // Four pixels share a sample: where a letter crosses the edge of a bar, its mean is not
    // the mean of their colors.
    assert!(color <= 16.0, "{color} levels");
    assert!(sum_of_color / f64::from(WIDTH * HEIGHT / 2) <= 1.0, "{sum_of_color} levels in all");
}
