//! The base map: outlines of countries from Natural Earth, simplified to about two kilometres.
//!
//! `cargo xtask borders` writes the file; its format is described there.

use std::sync::LazyLock;

/// A point in degrees: east, north.
pub type Point = (f32, f32);

static EMBEDDED: LazyLock<Borders> = LazyLock::new(|| {
    let bytes = zstd::decode_all(&include_bytes!("../../../../gazetteer/borders.bin")[..]).unwrap_or_default();
    Borders::read(&bytes).unwrap_or_default()
});

/// Coasts and borders, and the rings that they make.
#[derive(Debug, Clone, Default)]
pub struct Borders {
    arcs: Vec<Arc>,
    rings: Vec<Vec<i64>>,
}

#[derive(Debug, Clone)]
struct Arc {
    is_border: bool,
    points: Vec<Point>,
}

/// A part of the world in degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Frame {
    /// West edge.
    pub west: f32,
    /// South edge.
    pub south: f32,
    /// East edge.
    pub east: f32,
    /// North edge.
    pub north: f32,
}

impl Frame {
    /// Whether a point lies in the frame.
    pub fn holds(&self, (lon, lat): Point) -> bool {
        (self.west..=self.east).contains(&lon) && (self.south..=self.north).contains(&lat)
    }

    fn overlaps(&self, points: &[Point]) -> bool {
        let (mut west, mut east, mut south, mut north) = (f32::MAX, f32::MIN, f32::MAX, f32::MIN);
        for &(lon, lat) in points {
            (west, east) = (west.min(lon), east.max(lon));
            (south, north) = (south.min(lat), north.max(lat));
        }
        west <= self.east && east >= self.west && south <= self.north && north >= self.south
    }
}

impl Borders {
    /// The base map that the program carries.
    pub fn embedded() -> &'static Borders {
        &EMBEDDED
    }

    fn read(bytes: &[u8]) -> Option<Borders> {
        let mut reader = Reader { bytes, at: 0 };
        let mut arcs = Vec::new();
        for _ in 0..reader.unsigned()? {
            let is_border = reader.unsigned()? == 1;
            let (mut lon, mut lat) = (0, 0);
            let mut points = Vec::new();
            for _ in 0..reader.unsigned()? {
                (lon, lat) = (lon + reader.signed()?, lat + reader.signed()?);
                points.push((lon as f32 / 100.0, lat as f32 / 100.0));
            }
            arcs.push(Arc { is_border, points });
        }
        let mut rings = Vec::new();
        for _ in 0..reader.unsigned()? {
            let length = reader.unsigned()?;
            rings.push((0..length).map(|_| reader.signed()).collect::<Option<_>>()?);
        }
        Some(Borders { arcs, rings })
    }

    /// Land in a frame, as rings clipped to it.
    pub fn land(&self, frame: Frame) -> Vec<Vec<Point>> {
        let mut rings = Vec::new();
        for ring in &self.rings {
            let mut points: Vec<Point> = Vec::new();
            for &number in ring {
                let position = if number < 0 { !number } else { number };
                let Some(arc) = usize::try_from(position).ok().and_then(|at| self.arcs.get(at)) else { continue };
                // The end of one arc is the beginning of the next.
                points.pop();
                if number < 0 { points.extend(arc.points.iter().rev()) } else { points.extend(&arc.points) }
            }
            if frame.overlaps(&points) {
                rings.push(clipped(points, frame));
            }
        }
        rings.retain(|ring| ring.len() > 2);
        rings
    }

    /// Lines in a frame: borders between countries, or coasts.
    pub fn lines(&self, frame: Frame, borders: bool) -> Vec<Vec<Point>> {
        let arcs = self.arcs.iter().filter(|arc| arc.is_border == borders && frame.overlaps(&arc.points));
        arcs.flat_map(|arc| pieces(&arc.points, frame)).collect()
    }
}

/// The pieces of a line that lie in a frame, each with the point before and after it.
fn pieces(points: &[Point], frame: Frame) -> Vec<Vec<Point>> {
    let mut pieces: Vec<Vec<Point>> = Vec::new();
    let mut open = false;
    for two in points.windows(2) {
        if !frame.overlaps(two) {
            open = false;
        } else if open {
            pieces.iter_mut().next_back().into_iter().for_each(|piece| piece.push(two[1]));
        } else {
            pieces.push(two.to_vec());
            open = true;
        }
    }
    pieces
}

/// A ring clipped to a frame, after Sutherland and Hodgman.
fn clipped(mut ring: Vec<Point>, frame: Frame) -> Vec<Point> {
    type Cut = (fn(Point) -> f32, f32, f32);
    let cuts: [Cut; 4] = [
        (|point| point.0, frame.west, 1.0),
        (|point| point.0, frame.east, -1.0),
        (|point| point.1, frame.south, 1.0),
        (|point| point.1, frame.north, -1.0),
    ];
    for (axis, edge, sign) in cuts {
        let inside = |point: Point| (axis(point) - edge) * sign >= 0.0;
        let mut out = Vec::with_capacity(ring.len());
        for (position, &point) in ring.iter().enumerate() {
            let before = ring[(position + ring.len() - 1) % ring.len()];
            if inside(point) != inside(before) {
                let part = (edge - axis(before)) / (axis(point) - axis(before));
                out.push((before.0 + part * (point.0 - before.0), before.1 + part * (point.1 - before.1)));
            }
            if inside(point) {
                out.push(point);
            }
        }
        ring = out;
    }
    ring
}

struct Reader<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl Reader<'_> {
    fn unsigned(&mut self) -> Option<u64> {
        let (mut value, mut shift) = (0, 0);
        loop {
            let byte = *self.bytes.get(self.at)?;
            self.at += 1;
            value |= u64::from(byte & 127).checked_shl(shift)?;
            if byte < 128 {
                return Some(value);
            }
            shift += 7;
        }
    }

    fn signed(&mut self) -> Option<i64> {
        let value = self.unsigned()?;
        Some((value >> 1) as i64 ^ -((value & 1) as i64))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LAKES: Frame = Frame { west: 27.0, south: -2.0, east: 33.0, north: 4.0 };

    #[test]
    fn the_world_is_there_and_clipped() {
        let land = Borders::embedded().land(LAKES);
        assert!(land.len() >= 4, "at least the Congo, Uganda, Rwanda and South Sudan");
        let slack = Frame { west: 26.99, south: -2.01, east: 33.01, north: 4.01 };
        assert!(land.iter().flatten().all(|&point| slack.holds(point)));
        assert!(!Borders::embedded().lines(LAKES, true).is_empty());
        assert!(Borders::embedded().lines(LAKES, false).is_empty(), "no coast in the middle of Africa");
        let sea = Frame { west: -40.0, south: -10.0, east: -35.5, north: 0.0 };
        assert!(Borders::embedded().lines(sea, true).is_empty() && !Borders::embedded().lines(sea, false).is_empty());
    }

    #[test]
    fn a_ring_around_the_frame_becomes_the_frame() {
        let frame = Frame { west: 0.0, south: 0.0, east: 1.0, north: 1.0 };
        let ring = clipped(vec![(-5.0, -5.0), (5.0, -5.0), (5.0, 5.0), (-5.0, 5.0)], frame);
        assert_eq!(ring.len(), 4);
        assert!(ring.iter().all(|&(lon, lat)| [0.0, 1.0].contains(&lon) && [0.0, 1.0].contains(&lat)));
    }

    #[test]
    fn broken_files_are_survived() {
        assert!(Borders::read(&[255; 30]).is_none());
        assert!(Borders::read(&[1, 0, 9, 2]).is_none());
    }
}
