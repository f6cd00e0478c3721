//! The arithmetic of painting: rows of cells of one or more bytes, each covered in part.
//!
//! A cell is a pixel, or the square of four that share one sample of color.

use std::ops::Range;

use crate::frame::{Mask, Paint, SubpixelRect};

/// The weight of an opaque color that covers a whole cell.
pub(crate) const ONE: u32 = 1 << 16;

/// The byte that results when `over` is laid over `under` with this weight.
#[inline]
pub(crate) fn mix(under: u8, over: u8, weight: u32) -> u8 {
    ((u32::from(under) * (ONE - weight) + u32::from(over) * weight + ONE / 2) >> 16) as u8
}

/// Paints an area of a plane whose cells are `side` units wide and high.
pub(crate) fn fill<const N: usize>(
    cells: &mut [[u8; N]],
    stride: usize,
    side: usize,
    area: &SubpixelRect,
    (over, alpha): ([u8; N], u32),
) {
    let SubpixelRect { columns, rows } = area;
    let weight = |wide: usize, tall: usize| {
        (wide * tall) as u32 * alpha * (ONE / Paint::OPAQUE) / (side * side) as u32
    };
    for (row, tall) in covered(rows, side) {
        let row = &mut cells[row * stride..][..stride];
        let whole = columns.start.div_ceil(side)..columns.end / side;
        if whole.end < whole.start {
            lay(&mut row[whole.end..whole.start], over, weight(columns.len(), tall));
            continue;
        }
        let (before, after) = (columns.start.wrapping_neg() % side, columns.end % side);
        if before != 0 {
            lay(&mut row[whole.start - 1..whole.start], over, weight(before, tall));
        }
        if after != 0 {
            lay(&mut row[whole.end..=whole.end], over, weight(after, tall));
        }
        lay(&mut row[whole], over, weight(side, tall));
    }
}

/// The cells that a range of units touches, and how many units of each.
fn covered(units: &Range<usize>, side: usize) -> impl Iterator<Item = (usize, usize)> {
    (units.start / side..units.end.div_ceil(side))
        .map(move |cell| (cell, units.end.min((cell + 1) * side) - units.start.max(cell * side)))
}

fn lay<const N: usize>(cells: &mut [[u8; N]], over: [u8; N], weight: u32) {
    if weight == ONE {
        cells.fill(over);
    } else {
        for cell in cells {
            for (under, over) in cell.iter_mut().zip(over) {
                *under = mix(*under, over, weight);
            }
        }
    }
}

/// Paints a row of cells, each as much as its coverage says.
#[inline]
pub(crate) fn stamp<const N: usize>(cells: &mut [[u8; N]], coverage: &[u8], (over, alpha): ([u8; N], u32)) {
    if alpha == Paint::OPAQUE {
        // The usual case, without a multiplication that changes nothing.
        stamp_by(cells, coverage, over, |covered| covered);
    } else {
        stamp_by(cells, coverage, over, |covered| ((u32::from(covered) * alpha + 128) >> 8) as u8);
    }
}

/// All in sixteen bits, which is what lets the compiler take many cells at once.
#[inline]
fn stamp_by<const N: usize>(
    cells: &mut [[u8; N]],
    coverage: &[u8],
    over: [u8; N],
    weight: impl Fn(u8) -> u8,
) {
    for (cell, covered) in cells.iter_mut().zip(coverage) {
        let weight = weight(*covered);
        for (under, over) in cell.iter_mut().zip(over) {
            *under = cover(*under, over, weight);
        }
    }
}

/// The byte that results when `over` covers `weight` parts in 255 of `under`.
#[inline]
pub(crate) fn cover(under: u8, over: u8, weight: u8) -> u8 {
    let weight = u16::from(weight);
    let sum = u16::from(under) * (255 - weight) + u16::from(over) * weight + 128;
    // A division by 255 that is exact for these sums.
    ((sum + (sum >> 8)) >> 8) as u8
}

/// The part of a mask that is on the frame.
#[derive(Clone, Debug)]
pub(crate) struct Part<'a> {
    /// The columns of the frame it is on.
    pub(crate) columns: Range<usize>,
    /// The rows of the frame it is on.
    pub(crate) rows: Range<usize>,
    mask: Mask<'a>,
}

impl<'a> Part<'a> {
    /// `None` where nothing of it is on a frame of this size.
    pub(crate) fn of(mask: Mask<'a>, (width, height): (u32, u32)) -> Option<Self> {
        let tall = mask.coverage.len().checked_div(mask.width)?;
        let columns = shared(mask.left, mask.width, width);
        let rows = shared(mask.top, tall, height);
        (!columns.is_empty() && !rows.is_empty()).then_some(Self { columns, rows, mask })
    }

    /// The coverage on one of the rows of the frame.
    pub(crate) fn row(&self, row: usize) -> &'a [u8] {
        let Mask { left, top, width, coverage } = self.mask;
        let row = &coverage[(row as i64 - top) as usize * width..][..width];
        let start = (self.columns.start as i64 - left) as usize;
        &row[start..start + self.columns.len()]
    }
}

/// What `length` pixels from `start` on share with a side of the frame.
pub(crate) fn shared(start: i64, length: usize, side: u32) -> Range<usize> {
    let side = i64::from(side);
    let end = start.saturating_add_unsigned(length as u64);
    start.clamp(0, side) as usize..end.clamp(0, side) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_laid_over_changes_nothing_and_all_of_it_hides_all() {
        for under in 0..=255 {
            for over in 0..=255 {
                assert_eq!(mix(under, over, 0), under);
                assert_eq!(mix(under, over, ONE), over);
                for (covered, expect) in [(0, under), (255, over)] {
                    let mut cell = [[under]];
                    stamp(&mut cell, &[covered], ([over], Paint::OPAQUE));
                    assert_eq!(cell, [[expect]]);
                }
            }
        }
    }

    #[test]
    fn coverage_is_rounded_to_the_nearest_level() {
        for under in (0..=255).step_by(5) {
            for covered in 0..=255_u8 {
                let mut cell = [[under]];
                stamp(&mut cell, &[covered], ([200], Paint::OPAQUE));
                let part = f64::from(covered) / 255.0;
                let exact = f64::from(under) * (1.0 - part) + 200.0 * part;
                assert!((f64::from(cell[0][0]) - exact).abs() <= 0.5, "{under} {covered}");
            }
        }
    }

    #[test]
    fn the_same_color_over_itself_stays() {
        for color in 0..=255 {
            for weight in (0..=ONE).step_by(997) {
                assert_eq!(mix(color, color, weight), color);
            }
        }
    }

    #[test]
    fn an_area_weighs_what_it_covers() {
        for columns in [0..5, 3..16, 16..32, 7..9, 30..50, 0..64, 15..33] {
            let mut cells = [[0_u8]; 4];
            fill(&mut cells, 4, 16, &SubpixelRect { columns: columns.clone(), rows: 0..16 }, ([240], 256));
            let sum: usize = cells.iter().map(|[cell]| usize::from(*cell)).sum();
            assert_eq!(sum, 15 * columns.len(), "{columns:?}");
        }
    }

    #[test]
    fn a_mask_without_columns_is_nowhere() {
        let mask = Mask { left: 0, top: 0, width: 0, coverage: &[] };
        assert!(Part::of(mask, (9, 9)).is_none());
    }
}
