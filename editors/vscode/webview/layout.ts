/**
 * Places boxes on a plane: joined boxes near each other, none on top of another, no line under a box it does not join.
 * Forces after Fruchterman and Reingold (1991), then overlaps pushed apart. No chance is involved: the same graph gives
 * the same picture.
 */

export interface Box {
  readonly width: number;
  readonly height: number;
}

export interface Link {
  readonly from: number;
  readonly to: number;
  readonly weight: number;
}

export interface Point {
  x: number;
  y: number;
}

const margin = 18;
const steps = 400;
/** Pixels that the centres should fit into at full size, so that names stay large enough to read; more when names need it. */
const frame = { width: 760, height: 480 };
/** Screens are wider than high. */
const flatness = 1.7;

/** The centre of each box, around (0, 0). */
export function layout(boxes: readonly Box[], links: readonly Link[]): Point[] {
  const points = circle(boxes.length);
  const ideal = 75 + 5 * Math.sqrt(boxes.length);
  for (let step = 0; step < steps; step++) {
    const heat = ideal * 0.4 * (1 - step / steps) + 0.5;
    const moves = forces(points, links, ideal);
    points.forEach((point, i) => {
      const move = moves[i] as Point;
      const length = Math.hypot(move.x, move.y) || 1;
      const by = Math.min(length, heat) / length;
      point.x += move.x * by;
      point.y += move.y * by;
    });
  }
  const shrink = Math.min(1, frame.width / (extent(points, "x") * flatness), frame.height / extent(points, "y"));
  for (const point of points) {
    point.x *= flatness * shrink;
    point.y *= shrink;
  }
  for (let round = 0; round < 300; round++) {
    const clear = !clearLines(points, boxes, links, round < 200);
    if (!separate(points, boxes) && clear) {
      break;
    }
  }
  return points;
}

function extent(points: readonly Point[], axis: "x" | "y"): number {
  const all = points.map((point) => point[axis]);
  return Math.max(...all) - Math.min(...all) || 1;
}

function circle(count: number): Point[] {
  return Array.from({ length: count }, (_, i) => {
    // The golden angle spreads them without symmetry, which would keep forces in a false balance.
    const angle = i * 2.399963;
    const radius = 40 * Math.sqrt(i + 1);
    return { x: radius * Math.cos(angle), y: radius * Math.sin(angle) };
  });
}

function forces(points: readonly Point[], links: readonly Link[], ideal: number): Point[] {
  const moves = points.map(({ x, y }) => ({ x: -x * 0.03, y: -y * 0.03 }));
  for (let i = 0; i < points.length; i++) {
    for (let j = i + 1; j < points.length; j++) {
      const a = points[i] as Point;
      const b = points[j] as Point;
      const dx = a.x - b.x || 0.1;
      const dy = a.y - b.y || 0.1;
      const push = (ideal * ideal) / (dx * dx + dy * dy);
      add(moves, i, dx * push, dy * push);
      add(moves, j, -dx * push, -dy * push);
    }
  }
  for (const { from, to, weight } of links) {
    const a = points[from] as Point;
    const b = points[to] as Point;
    const pull = (Math.hypot(a.x - b.x, a.y - b.y) / ideal) * (0.35 + 0.1 * Math.log1p(weight));
    add(moves, from, (b.x - a.x) * pull, (b.y - a.y) * pull);
    add(moves, to, (a.x - b.x) * pull, (a.y - b.y) * pull);
  }
  return moves;
}

function add(moves: readonly Point[], at: number, x: number, y: number): void {
  const move = moves[at];
  if (move !== undefined) {
    move.x += x;
    move.y += y;
  }
}

/** Pushes overlapping boxes apart along the shorter way; whether any were. */
function separate(points: readonly Point[], boxes: readonly Box[]): boolean {
  let moved = false;
  for (let i = 0; i < points.length; i++) {
    for (let j = i + 1; j < points.length; j++) {
      const a = points[i] as Point;
      const b = points[j] as Point;
      const left = ((boxes[i] as Box).width + (boxes[j] as Box).width) / 2 + margin - Math.abs(a.x - b.x);
      const top = ((boxes[i] as Box).height + (boxes[j] as Box).height) / 2 + margin - Math.abs(a.y - b.y);
      if (left <= 0.01 || top <= 0.01) {
        continue;
      }
      moved = true;
      if (left < top) {
        const by = (left / 2) * (a.x < b.x ? -1 : 1);
        a.x += by;
        b.x -= by;
      } else {
        const by = (top / 2) * (a.y < b.y ? -1 : 1);
        a.y += by;
        b.y -= by;
      }
    }
  }
  return moved;
}

/** Moves boxes off lines between other boxes, as far as that ends; whether any moved. */
function clearLines(points: readonly Point[], boxes: readonly Box[], links: readonly Link[], active: boolean): boolean {
  let moved = false;
  for (const { from, to } of active ? links : []) {
    const a = points[from] as Point;
    const b = points[to] as Point;
    const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
    const normal = { x: -(b.y - a.y) / length, y: (b.x - a.x) / length };
    points.forEach((point, i) => {
      if (i === from || i === to) {
        return;
      }
      const along = ((point.x - a.x) * (b.x - a.x) + (point.y - a.y) * (b.y - a.y)) / (length * length);
      const box = boxes[i] as Box;
      const reach = (Math.abs(normal.x) * box.width + Math.abs(normal.y) * box.height) / 2 + 4;
      const off = (point.x - a.x) * normal.x + (point.y - a.y) * normal.y;
      if (along > 0 && along < 1 && Math.abs(off) < reach) {
        const by = (reach - Math.abs(off)) * 0.3 * (off < 0 ? -1 : 1);
        point.x += normal.x * by;
        point.y += normal.y * by;
        moved = true;
      }
    });
  }
  return moved;
}
