//! Shapes that are not rectangles: from corners to a mask of the part that is on the frame.

use std::{fmt, ops::Range};

use zeno::{Command, PathBuilder, Scratch, Stroke, Vector};

use crate::frame::{Mask, UNIT};

/// How far a circle's corners may be from round, in pixels.
const FLAT: f64 = 1.0 / 64.0;

/// How long the middle of a polygon must be, in units, before it is painted as a rectangle of its own.
const LONG: i64 = 16 * UNIT as i64;

/// Units to the right and down from the frame's corner.
pub type Point = (i32, i32);

type Corner = [f64; 2];

/// The shape to paint next, and buffers to compute its mask in.
pub struct Outline {
    width: u32,
    height: u32,
    /// The corners of a polygon, in units.
    polygon: Vec<Point>,
    columns: Vec<i32>,
    /// Where the middle of the polygon begins and ends, in pixels.
    middle: (f64, f64),
    /// All rings after one another, in pixels, clipped; and where each ends.
    corners: Vec<Corner>,
    ends: Vec<usize>,
    ring: Vec<Corner>,
    spare: Vec<Corner>,
    path: Vec<Command>,
    stroke: Vec<Command>,
    scratch: Scratch,
    coverage: Vec<u8>,
}

impl fmt::Debug for Outline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Outline on {} x {}", self.width, self.height)
    }
}

impl Outline {
    /// Nothing yet, on a frame of this size.
    pub fn new(width: u32, height: u32) -> Self {
        Self {
            width,
            height,
            polygon: Vec::new(),
            columns: Vec::new(),
            middle: (0.0, 0.0),
            corners: Vec::new(),
            ends: Vec::new(),
            ring: Vec::new(),
            spare: Vec::new(),
            path: Vec::new(),
            stroke: Vec::new(),
            scratch: Scratch::new(),
            coverage: Vec::new(),
        }
    }

    /// The corners of a polygon, of which [`Outline::whole`] or its two ends are painted.
    pub fn polygon(&mut self, corners: impl IntoIterator<Item = Point>) {
        self.polygon.clear();
        self.polygon.extend(corners);
    }

    /// The middle of the polygon where that is a long rectangle, as it is of a bar with round
    /// corners: its columns and rows in units.
    ///
    /// A rectangle is painted much faster than a mask. It begins and ends between two samples of
    /// color, so there is no seam.
    pub fn split(&mut self) -> Option<(Range<i64>, Range<i64>)> {
        self.columns.clear();
        self.columns.extend(self.polygon.iter().map(|(x, _)| *x));
        self.columns.sort_unstable();
        let edge = i64::from(self.width) * i64::from(UNIT);
        let (start, end) = self
            .columns
            .windows(2)
            .map(|pair| (i64::from(pair[0]), i64::from(pair[1])))
            .max_by_key(|(start, end)| end.clamp(&0, &edge) - start.clamp(&0, &edge))?;

        // Between two neighboring corners no edge begins or ends, so every edge here crosses the whole range.
        let mut crossing = (0..self.polygon.len())
            .map(|at| (self.polygon[at], self.polygon[(at + 1) % self.polygon.len()]))
            .filter(|(one, other)| {
                i64::from(one.0.min(other.0)) <= start && end <= i64::from(one.0.max(other.0))
            });
        let ((one, also_one), (other, also_other)) = (crossing.next()?, crossing.next()?);
        if crossing.next().is_some() || one.1 != also_one.1 || other.1 != also_other.1 {
            return None;
        }

        let pair = 2 * i64::from(UNIT);
        let columns = (start.max(0) + pair - 1) / pair * pair..end.clamp(0, edge) / pair * pair;
        if columns.end - columns.start < LONG {
            return None;
        }
        self.middle = (pixels(columns.start), pixels(columns.end));
        Some((columns, i64::from(one.1.min(other.1))..i64::from(one.1.max(other.1))))
    }

    /// The part to the left of the middle.
    pub fn left(&mut self) {
        self.side(0.0, self.middle.0);
    }

    /// The part to the right of the middle.
    pub fn right(&mut self) {
        self.side(self.middle.1, f64::from(self.width));
    }

    /// All of the polygon.
    pub fn whole(&mut self) {
        self.side(0.0, f64::from(self.width));
    }

    fn side(&mut self, left: f64, right: f64) {
        self.ring.clear();
        self.ring.extend(self.polygon.iter().map(|corner| place(*corner)));
        self.close(left, right);
    }

    /// A straight line, blunt at its ends.
    pub fn line(&mut self, from: Point, to: Point, stroke: u32) {
        let ([x0, y0], [x1, y1]) = (place(from), place(to));
        let half = pixels(i64::from(stroke)) / 2.0 / (x1 - x0).hypot(y1 - y0);
        let (x, y) = ((y0 - y1) * half, (x1 - x0) * half);
        self.ring.clear();
        self.ring.extend([[x0 + x, y0 + y], [x1 + x, y1 + y], [x1 - x, y1 - y], [x0 - x, y0 - y]]);
        self.close(0.0, f64::from(self.width));
    }

    /// A line through all the points; closed where it ends at its beginning.
    pub fn path(&mut self, points: impl Iterator<Item = Point>, stroke: u32) {
        self.polygon.clear();
        self.polygon.extend(points);
        self.polygon.dedup();
        let closed = 2 < self.polygon.len() && self.polygon.first() == self.polygon.last();
        self.polygon.truncate(self.polygon.len() - usize::from(closed));

        self.path.clear();
        for (at, point) in self.polygon.iter().enumerate() {
            let [x, y] = place(*point);
            let point = Vector::new(x as f32, y as f32);
            self.path.push(if at == 0 { Command::MoveTo(point) } else { Command::LineTo(point) });
        }
        if closed {
            self.path.push(Command::Close);
        }
        // With mitred corners and blunt ends the edge of the line is straight throughout.
        let width = pixels(i64::from(stroke)) as f32;
        let mut stroke = std::mem::take(&mut self.stroke);
        stroke.clear();
        self.scratch.apply(&self.path, Stroke::new(width).cap(zeno::Cap::Butt), None, &mut stroke);
        self.ring.clear();
        for command in &stroke {
            match *command {
                Command::MoveTo(to) => {
                    self.close(0.0, f64::from(self.width));
                    self.ring.push([f64::from(to.x), f64::from(to.y)]);
                }
                Command::LineTo(to) | Command::CurveTo(_, _, to) | Command::QuadTo(_, to) => {
                    self.ring.push([f64::from(to.x), f64::from(to.y)]);
                }
                Command::Close => self.close(0.0, f64::from(self.width)),
            }
        }
        self.close(0.0, f64::from(self.width));
        self.stroke = stroke;
    }

    /// A disc, or the line around it where there is a stroke.
    pub fn circle(&mut self, center: Point, radius: u32, stroke: Option<u32>) {
        let radius = pixels(i64::from(radius));
        let half = pixels(i64::from(stroke.unwrap_or(0))) / 2.0;
        self.disc(center, radius + half, 1.0);
        if stroke.is_some() {
            // The other way round, which takes it out of the first.
            self.disc(center, radius - half, -1.0);
        }
    }

    fn disc(&mut self, center: Point, radius: f64, way: f64) {
        if radius <= 0.0 {
            return;
        }
        let corners = (std::f64::consts::PI / (1.0 - FLAT / radius).acos()).clamp(12.0, 2_000.0);
        let corners = if corners.is_nan() { 12 } else { corners.ceil() as u32 };
        let [x, y] = place(center);
        self.ring.clear();
        self.ring.extend((0..corners).map(|corner| {
            let (sin, cos) = (std::f64::consts::TAU * f64::from(corner) / f64::from(corners)).sin_cos();
            [x + radius * cos, y + way * radius * sin]
        }));
        self.close(0.0, f64::from(self.width));
    }

    /// Ends a ring: what of it is on the frame, between these columns, will be painted.
    ///
    /// Corners beyond an edge are put onto it, which changes nothing inside and keeps the
    /// numbers small for the rasteriser.
    fn close(&mut self, left: f64, right: f64) {
        let bottom = f64::from(self.height);
        for (axis, bound, way) in [(0, left, 1.0), (0, right, -1.0), (1, 0.0, 1.0), (1, bottom, -1.0)] {
            let inside = |corner: &Corner| 0.0 <= (corner[axis] - bound) * way;
            if self.ring.iter().all(inside) {
                continue;
            }
            self.spare.clear();
            for at in 0..self.ring.len() {
                let (from, to) = (self.ring[at], self.ring[(at + 1) % self.ring.len()]);
                if inside(&from) {
                    self.spare.push(from);
                }
                if inside(&from) != inside(&to) {
                    let part = (bound - from[axis]) / (to[axis] - from[axis]);
                    let mut cut = [0, 1].map(|axis| from[axis] + part * (to[axis] - from[axis]));
                    cut[axis] = bound;
                    self.spare.push(cut);
                }
            }
            std::mem::swap(&mut self.ring, &mut self.spare);
        }
        if 2 < self.ring.len() {
            self.corners.append(&mut self.ring);
            self.ends.push(self.corners.len());
        }
        self.ring.clear();
    }

    /// All that was closed, as one mask; then there is nothing again.
    pub fn mask(&mut self) -> Option<Mask<'_>> {
        let [left, right] = side(&self.corners, 0);
        let [top, bottom] = side(&self.corners, 1);
        let seen = left < right && top < bottom;
        self.path.clear();
        let mut start = 0;
        for end in self.ends.drain(..) {
            let mut corners = self.corners[start..end]
                .iter()
                .map(|[x, y]| Vector::new((x - left) as f32, (y - top) as f32));
            start = end;
            if let (true, Some(first)) = (seen, corners.next()) {
                self.path.move_to(first);
                corners.for_each(|corner| self.path.push(Command::LineTo(corner)));
                self.path.close();
            }
        }
        self.corners.clear();
        if !seen {
            return None;
        }

        let (width, height) = ((right - left) as u32, (bottom - top) as u32);
        self.coverage.clear();
        self.coverage.resize(width as usize * height as usize, 0);
        zeno::Mask::with_scratch(&self.path, &mut self.scratch)
            .size(width, height)
            .render_into(&mut self.coverage, None);
        Some(Mask { left: left as i64, top: top as i64, width: width as usize, coverage: &self.coverage })
    }
}

/// Where the corners begin and end along an axis, in whole pixels.
fn side(corners: &[Corner], axis: usize) -> [f64; 2] {
    let along = corners.iter().map(|corner| corner[axis]);
    [along.clone().fold(f64::MAX, f64::min).floor(), along.fold(f64::MIN, f64::max).ceil()]
}

fn pixels(units: i64) -> f64 {
    units as f64 / f64::from(UNIT)
}

fn place((x, y): Point) -> Corner {
    [pixels(i64::from(x)), pixels(i64::from(y))]
}

#[cfg(test)]
mod tests {
    use super::*;

    const BAR: [Point; 6] = [(160, 160), (1_500, 160), (1_530, 200), (1_530, 300), (1_500, 330), (160, 330)];

    #[test]
    fn the_middle_of_a_bar_is_between_its_corners_and_on_whole_samples() {
        let mut outline = Outline::new(200, 100);
        outline.polygon(BAR);
        assert_eq!(outline.split(), Some((160..1_472, 160..330)));
    }

    #[test]
    fn the_middle_of_a_bar_ends_with_the_frame() {
        let mut outline = Outline::new(50, 100);
        outline.polygon(BAR);
        assert_eq!(outline.split(), Some((160..800, 160..330)));
    }

    #[test]
    fn what_is_slanted_short_or_crossed_has_no_middle() {
        let mut outline = Outline::new(200, 100);
        for corners in [
            vec![(0, 0), (1_600, 100), (0, 200)],
            vec![(0, 0), (200, 0), (200, 200), (0, 200)],
            vec![(0, 0), (1_600, 0), (1_600, 300), (0, 300), (0, 200), (1_600, 200), (1_600, 100), (0, 100)],
            vec![(5, 5)],
            vec![],
        ] {
            outline.polygon(corners);
            assert_eq!(outline.split(), None);
        }
    }

    #[test]
    fn a_mask_is_as_large_as_what_is_seen_of_the_shape() {
        let mut outline = Outline::new(20, 10);
        outline.circle((0, 80), 48, None);
        let mask = outline.mask().unwrap();
        assert_eq!((mask.left, mask.top, mask.width, mask.coverage.len()), (0, 2, 3, 18));
    }

    #[test]
    fn a_shape_is_painted_once() {
        let mut outline = Outline::new(20, 10);
        outline.line((0, 0), (300, 100), 16);
        assert!(outline.mask().is_some());
        assert!(outline.mask().is_none());
    }
}
