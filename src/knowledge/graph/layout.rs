//! Where the actors stand: a force layout (Fruchterman and Reingold 1991) from a circle, then boxes pushed apart until none overlap.
//! No chance is involved, so the same relationships give the same picture.

use super::Graph;

/// Rounds of the force layout.
const ROUNDS: usize = 400;
/// Rounds in which overlaps are given to settle.
const APART: usize = 300;
/// Wanted length of an edge in pixels.
const LENGTH: f64 = 190.0;
/// Rounds in which boxes step off lines that are not theirs.
const CLEAR: usize = 120;
/// Space between a line and a box that it passes.
const MARGIN: f64 = 8.0;
/// Space between parts that no line joins.
const APART_BY: f64 = 70.0;
/// Space between boxes.
const GAP: f64 = 26.0;

/// A box with a name, by its middle.
#[derive(Clone, Copy, Debug)]
pub struct Boxed {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

impl Boxed {
    /// Whether two share any space.
    pub fn overlaps(&self, other: &Self) -> bool {
        (self.x - other.x).abs() < (self.width + other.width) / 2.0 && (self.y - other.y).abs() < (self.height + other.height) / 2.0
    }

    /// Where the line from the middle towards a point leaves the box.
    pub fn edge_towards(&self, x: f64, y: f64) -> (f64, f64) {
        let (dx, dy) = (x - self.x, y - self.y);
        if dx == 0.0 && dy == 0.0 {
            return (self.x, self.y);
        }
        let scale = (self.width / 2.0 / dx.abs().max(1e-9)).min(self.height / 2.0 / dy.abs().max(1e-9)).min(1.0);
        (self.x + dx * scale, self.y + dy * scale)
    }
}

/// Boxes for all actors of a graph, in their order; the top left corner of all is near (0, 0). Parts that no line joins stand beside
/// each other, the largest first.
pub fn place(graph: &Graph) -> Vec<Boxed> {
    let width = |i: usize| 26.0 + 7.4 * graph.nodes.get(i).map_or(0, |node| node.name.chars().count().min(34)) as f64;
    let mut parts: Vec<(Vec<usize>, Vec<Boxed>)> = Vec::new();
    for members in components(graph) {
        let number = |node: usize| members.iter().position(|member| *member == node);
        let lines: Vec<(usize, usize)> = graph.edges.iter().filter_map(|edge| Some((number(edge.a)?, number(edge.b)?))).collect();
        let widths: Vec<f64> = members.iter().map(|member| width(*member)).collect();
        parts.push((members, layout(&widths, &lines)));
    }
    parts.sort_by_key(|(members, _)| (std::cmp::Reverse(members.len()), members.first().copied()));
    let sizes: Vec<(f64, f64)> = parts.iter().map(|(_, boxes)| extent(boxes)).collect();
    let area: f64 = sizes.iter().map(|(wide, high)| (wide + APART_BY) * (high + APART_BY)).sum();
    let widest = sizes.iter().map(|(wide, _)| *wide).fold((area * 1.4).sqrt(), f64::max);
    let mut out = vec![Boxed { x: 0.0, y: 0.0, width: 0.0, height: 0.0 }; graph.nodes.len()];
    let (mut x, mut y, mut row) = (0.0, 0.0, 0.0_f64);
    for ((members, boxes), (wide, high)) in parts.into_iter().zip(sizes) {
        if x > 0.0 && x + wide > widest {
            (x, y, row) = (0.0, y + row + APART_BY, 0.0);
        }
        for (member, one) in members.into_iter().zip(boxes) {
            if let Some(slot) = out.get_mut(member) {
                *slot = Boxed { x: one.x + x, y: one.y + y, ..one };
            }
        }
        (x, row) = (x + wide + APART_BY, row.max(high));
    }
    out
}

/// Width and height of boxes whose top left corner is at (0, 0).
fn extent(boxes: &[Boxed]) -> (f64, f64) {
    let right = boxes.iter().map(|b| b.x + b.width / 2.0).fold(0.0, f64::max);
    (right, boxes.iter().map(|b| b.y + b.height / 2.0).fold(0.0, f64::max))
}

/// The nodes by part of the graph.
fn components(graph: &Graph) -> Vec<Vec<usize>> {
    let mut part: Vec<usize> = (0..graph.nodes.len()).collect();
    loop {
        let mut changed = false;
        for edge in &graph.edges {
            let (Some(a), Some(b)) = (part.get(edge.a).copied(), part.get(edge.b).copied()) else { continue };
            let low = a.min(b);
            for at in [edge.a, edge.b] {
                if let Some(slot) = part.get_mut(at).filter(|slot| **slot != low) {
                    *slot = low;
                    changed = true;
                }
            }
        }
        if !changed {
            break;
        }
    }
    let mut out: std::collections::BTreeMap<usize, Vec<usize>> = std::collections::BTreeMap::new();
    part.iter().enumerate().for_each(|(node, part)| out.entry(*part).or_default().push(node));
    out.into_values().collect()
}

/// Boxes of one part, by their widths and the lines between them.
fn layout(widths: &[f64], lines: &[(usize, usize)]) -> Vec<Boxed> {
    let count = widths.len();
    let mut boxes: Vec<Boxed> = (widths.iter().enumerate())
        .map(|(i, width)| {
            // The golden angle spreads neighbours of the list apart.
            let (angle, radius) = (i as f64 * 2.399_963, 60.0 * (i as f64 + 1.0).sqrt());
            Boxed { x: radius * angle.cos(), y: radius * angle.sin(), width: *width, height: 30.0 }
        })
        .collect();
    for round in 0..ROUNDS {
        let heat = LENGTH * (1.0 - round as f64 / ROUNDS as f64).powi(2) * 0.5 + 0.5;
        let mut push = vec![(0.0, 0.0); count];
        for i in 0..count {
            for j in i + 1..count {
                let (Some(a), Some(b)) = (boxes.get(i), boxes.get(j)) else { continue };
                let (dx, dy) = (a.x - b.x, (a.y - b.y) * 1.3);
                let distance = (dx * dx + dy * dy).sqrt().max(1.0);
                let force = LENGTH * LENGTH / distance / distance;
                for (at, sign) in [(i, 1.0), (j, -1.0)] {
                    if let Some(p) = push.get_mut(at) {
                        p.0 += sign * dx * force;
                        p.1 += sign * dy * force;
                    }
                }
            }
        }
        for (from, to) in lines {
            let (Some(a), Some(b)) = (boxes.get(*from), boxes.get(*to)) else { continue };
            let (dx, dy) = (a.x - b.x, a.y - b.y);
            let distance = (dx * dx + dy * dy).sqrt().max(1.0);
            let force = distance / LENGTH;
            for (at, sign) in [(*from, -1.0), (*to, 1.0)] {
                if let Some(p) = push.get_mut(at) {
                    p.0 += sign * dx * force;
                    p.1 += sign * dy * force;
                }
            }
        }
        for (b, (dx, dy)) in boxes.iter_mut().zip(push) {
            // A pull to the middle keeps parts without a link on the page.
            let (dx, dy) = (dx - 0.06 * b.x, dy - 0.09 * b.y);
            let length = (dx * dx + dy * dy).sqrt().max(1e-9);
            let step = length.min(heat);
            b.x += dx / length * step;
            b.y += dy / length * step;
        }
    }
    separate(&mut boxes);
    for _ in 0..CLEAR {
        if !clear(lines, &mut boxes) {
            break;
        }
        separate(&mut boxes);
    }
    let left = boxes.iter().map(|b| b.x - b.width / 2.0).fold(f64::INFINITY, f64::min);
    let top = boxes.iter().map(|b| b.y - b.height / 2.0).fold(f64::INFINITY, f64::min);
    for b in &mut boxes {
        b.x -= left;
        b.y -= top;
    }
    boxes
}

/// Moves every box off the lines that are not its own; whether there was one to move.
fn clear(lines: &[(usize, usize)], boxes: &mut [Boxed]) -> bool {
    let mut moved = false;
    for (from, to) in lines {
        for i in (0..boxes.len()).filter(|i| i != from && i != to) {
            let (Some(a), Some(b), Some(one)) = (boxes.get(*from).copied(), boxes.get(*to).copied(), boxes.get_mut(i)) else { continue };
            if !crosses((a.x, a.y), (b.x, b.y), one) {
                continue;
            }
            moved = true;
            // Across the line, to the side on which its middle stands.
            let (dx, dy) = (b.x - a.x, b.y - a.y);
            let length = (dx * dx + dy * dy).sqrt().max(1e-9);
            let (nx, ny) = (-dy / length, dx / length);
            let side = if (one.x - a.x) * nx + (one.y - a.y) * ny < 0.0 { -1.0 } else { 1.0 };
            one.x += side * nx * 6.0;
            one.y += side * ny * 6.0;
        }
    }
    moved
}

/// Whether a line between two points passes through a box or close by (Liang and Barsky's clipping).
pub(super) fn crosses(from: (f64, f64), to: (f64, f64), one: &Boxed) -> bool {
    let (wide, high) = (one.width / 2.0 + MARGIN, one.height / 2.0 + MARGIN);
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let sides = [(-dx, from.0 - (one.x - wide)), (dx, one.x + wide - from.0), (-dy, from.1 - (one.y - high)), (dy, one.y + high - from.1)];
    let (mut first, mut last) = (0.0_f64, 1.0_f64);
    for (step, room) in sides {
        if step == 0.0 {
            if room < 0.0 {
                return false;
            }
        } else if step < 0.0 {
            first = first.max(room / step);
        } else {
            last = last.min(room / step);
        }
    }
    first < last
}

fn separate(boxes: &mut [Boxed]) {
    for _ in 0..APART {
        let mut moved = false;
        for i in 0..boxes.len() {
            for j in i + 1..boxes.len() {
                let (Some(a), Some(b)) = (boxes.get(i).copied(), boxes.get(j).copied()) else { continue };
                let wide = (a.width + b.width) / 2.0 + GAP - (a.x - b.x).abs();
                let high = (a.height + b.height) / 2.0 + GAP - (a.y - b.y).abs();
                if wide <= 0.0 || high <= 0.0 {
                    continue;
                }
                moved = true;
                // The shorter way out; equal places part by their order.
                let (dx, dy) = if wide < high { (wide / 2.0 + 0.5, 0.0) } else { (0.0, high / 2.0 + 0.5) };
                let (sx, sy) = (if a.x <= b.x { -1.0 } else { 1.0 }, if a.y <= b.y { -1.0 } else { 1.0 });
                for (at, sign) in [(i, 1.0), (j, -1.0)] {
                    if let Some(one) = boxes.get_mut(at) {
                        one.x += sign * sx * dx;
                        one.y += sign * sy * dy;
                    }
                }
            }
        }
        if !moved {
            break;
        }
    }
}
