//! `cargo xtask borders`: builds `gazetteer/borders.bin`, the base map of the report, from Natural Earth.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::Deserialize;

/// Arguments of the chore.
#[derive(clap::Args)]
pub struct Arguments {
    /// Folder that gazetteer/fetch.sh filled
    sources: PathBuf,
    /// How far a simplified line may leave the original, in degrees of latitude
    #[arg(long, default_value_t = 0.02)]
    tolerance: f64,
}

/// A TopoJSON file: arcs shared by the outlines of countries.
#[derive(Deserialize)]
struct Topology {
    arcs: Vec<Vec<(i64, i64)>>,
    transform: Transform,
    objects: Objects,
}

#[derive(Deserialize)]
struct Transform {
    scale: (f64, f64),
    translate: (f64, f64),
}

#[derive(Deserialize)]
struct Objects {
    countries: Countries,
}

#[derive(Deserialize)]
struct Countries {
    geometries: Vec<Geometry>,
}

#[derive(Deserialize)]
#[serde(tag = "type")]
enum Geometry {
    Polygon { arcs: Vec<Vec<i32>> },
    MultiPolygon { arcs: Vec<Vec<Vec<i32>>> },
}

/// Reads the topology, simplifies its arcs and writes the base map with its manifest.
pub fn run(arguments: &Arguments) -> Result<()> {
    let path = arguments.sources.join("package/countries-10m.json");
    let text =
        fs::read_to_string(&path).with_context(|| format!("cannot read {}; run gazetteer/fetch.sh", path.display()))?;
    let topology: Topology = serde_json::from_str(&text)?;
    let (scale, translate) = (topology.transform.scale, topology.transform.translate);
    let arcs: Vec<Vec<(f64, f64)>> = topology
        .arcs
        .iter()
        .map(|arc| {
            let (mut x, mut y) = (0, 0);
            let degrees = arc.iter().map(|(dx, dy)| {
                (x, y) = (x + dx, y + dy);
                (x as f64 * scale.0 + translate.0, y as f64 * scale.1 + translate.1)
            });
            simplified(&degrees.collect::<Vec<_>>(), arguments.tolerance)
        })
        .collect();
    let bytes = zstd::encode_all(written(&arcs, &topology.objects.countries.geometries).as_slice(), 19)?;
    let gazetteer = Path::new(env!("CARGO_MANIFEST_DIR")).join("../gazetteer");
    let manifest = serde_json::json!({
        "file": "borders.bin",
        "bytes": bytes.len(),
        "blake3": blake3::hash(&bytes).to_hex().to_string(),
        "command": "gazetteer/fetch.sh <folder> && cargo xtask borders <folder>",
        "sources": [{ "what": "Natural Earth, Admin 0 countries 1:10m", "from": "npm world-atlas 2.0.2",
            "licence": "public domain (the package: ISC)", "credit": "Made with Natural Earth" }],
    });
    fs::write(gazetteer.join("borders.bin"), &bytes)?;
    fs::write(gazetteer.join("borders.json"), format!("{manifest:#}\n"))?;
    eprintln!("{} arcs, {} points, {} bytes", arcs.len(), arcs.iter().map(Vec::len).sum::<usize>(), bytes.len());
    Ok(())
}

/// Douglas and Peucker's simplification, with degrees of longitude shrunk by latitude.
fn simplified(points: &[(f64, f64)], tolerance: f64) -> Vec<(f64, f64)> {
    let mut keep = vec![false; points.len()];
    let mut open = vec![(0, points.len().saturating_sub(1))];
    keep.iter_mut().take(1).for_each(|keep| *keep = true);
    keep.iter_mut().next_back().into_iter().for_each(|keep| *keep = true);
    while let Some((first, last)) = open.pop() {
        let farthest = (first + 1..last)
            .map(|at| (distance(points[at], points[first], points[last]), at))
            .max_by(|one, two| one.0.total_cmp(&two.0));
        if let Some((_, at)) = farthest.filter(|(distance, _)| *distance > tolerance) {
            keep[at] = true;
            open.extend([(first, at), (at, last)]);
        }
    }
    points.iter().zip(keep).filter(|(_, keep)| *keep).map(|(point, _)| *point).collect()
}

/// Distance of a point from the line through two others; from the first where they coincide.
fn distance(point: (f64, f64), first: (f64, f64), last: (f64, f64)) -> f64 {
    let shrink = first.1.to_radians().cos();
    let (dx, dy) = ((last.0 - first.0) * shrink, last.1 - first.1);
    let (px, py) = ((point.0 - first.0) * shrink, point.1 - first.1);
    let length = dx.hypot(dy);
    if length > 0.0 { (px * dy - py * dx).abs() / length } else { px.hypot(py) }
}

/// The file before compression, as `recoupe::tell::borders` reads it: variable-length integers, signed ones
/// in zigzag. Number of arcs; per arc whether it is a border, its number of points, and their steps in
/// hundredths of a degree; number of rings; per ring its number of arcs, and the arcs (as in TopoJSON,
/// a negative number runs backwards).
fn written(arcs: &[Vec<(f64, f64)>], countries: &[Geometry]) -> Vec<u8> {
    let rings: Vec<&Vec<i32>> = countries
        .iter()
        .flat_map(|country| match country {
            Geometry::Polygon { arcs } => arcs.iter().collect::<Vec<_>>(),
            Geometry::MultiPolygon { arcs } => arcs.iter().flatten().collect(),
        })
        .collect();
    let mut uses: BTreeMap<i32, u32> = BTreeMap::new();
    for &arc in rings.iter().copied().flatten() {
        *uses.entry(if arc < 0 { !arc } else { arc }).or_default() += 1;
    }
    let mut out = Vec::new();
    unsigned(&mut out, arcs.len() as u64);
    for (position, arc) in arcs.iter().enumerate() {
        let is_border = uses.get(&(position as i32)).is_some_and(|uses| *uses > 1);
        unsigned(&mut out, u64::from(is_border));
        unsigned(&mut out, arc.len() as u64);
        let mut before = (0, 0);
        for &(lon, lat) in arc {
            let at = ((lon * 100.0).round() as i64, (lat * 100.0).round() as i64);
            signed(&mut out, at.0 - before.0);
            signed(&mut out, at.1 - before.1);
            before = at;
        }
    }
    unsigned(&mut out, rings.len() as u64);
    for ring in rings {
        unsigned(&mut out, ring.len() as u64);
        ring.iter().for_each(|&arc| signed(&mut out, arc.into()));
    }
    out
}

fn signed(out: &mut Vec<u8>, value: i64) {
    unsigned(out, ((value << 1) ^ (value >> 63)) as u64);
}

fn unsigned(out: &mut Vec<u8>, mut value: u64) {
    while value > 127 {
        out.push((value & 127) as u8 | 128);
        value >>= 7;
    }
    out.push(value as u8);
}
