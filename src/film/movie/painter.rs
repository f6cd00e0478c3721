//! Drawing one frame after another on a canvas.

use std::{cell::RefCell, ops::ControlFlow, rc::Rc};

use crate::{
    race::{Frame, Race},
    render::{
        canvas::{self, Canvas, Pixels},
        scene::{Look, Scene},
        text::Text,
    },
};

/// Called with the number of frames made so far; returns whether to continue.
pub type Tell<'a> = &'a (dyn Fn(usize) -> ControlFlow<()> + Sync);

/// Why drawing never fails.
const DRAWN: &str = "a canvas takes whatever is drawn on it";

/// A canvas with the scene on it; each thread that draws has its own.
pub(super) struct FramePainter<'l, P> {
    pub(super) canvas: Rc<RefCell<Canvas<P>>>,
    scene: Scene<'l>,
}

impl<'l, P: Pixels> FramePainter<'l, P> {
    pub(super) fn new(race: &Race, look: &'l Look) -> Self {
        let text = Rc::new(RefCell::new(Text::new(&look.faces)));
        let scene = Scene::new(race, look, &mut text.borrow_mut());
        let canvas = Rc::new(RefCell::new(Canvas::new(look.size.width(), look.size.height(), text)));
        let painter = Self { canvas, scene };
        painter.scene.draw_background(&canvas::area(&painter.canvas)).expect(DRAWN);
        painter.canvas.borrow_mut().keep_background();
        painter
    }

    pub(super) fn draw(&self, frame: &Frame) {
        self.canvas.borrow_mut().restore_background();
        self.scene.draw(&canvas::area(&self.canvas), frame).expect(DRAWN);
    }
}
