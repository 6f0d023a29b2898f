import type { Workgroups } from "./compute_device.ts";
import { type Sides, SITE_AT } from "./site_programs.ts";

/** Sites of a tile's side: four complex numbers a site are within the 16 KiB that any GPU shares. */
const SIDE = 22;
/** Invocations along x and y; each has two sites of the tile. */
const THREADS = 16;

/**
 * A WGSL program that goes through several sweeps in one dispatch: each workgroup takes a tile of the
 * periodic lattice, with a margin of sites that others work out too, since every sweep needs its
 * predecessor's values next to its own.
 *
 * Beyond what `siteProgram` offers, `functions` and `body` know `Place`, a site as part of the tile;
 * in `body` the invocation's two places are `a` and `b`, and `z` the third index. Values are shared in
 * `tile[d * AREA + place.index]`, d from 0 to 3; the neighbours of a place are at ±1 and ±SIDE.
 *
 * @param margin sweeps after which the tile's core is still right
 */
export function tileProgram(
  { width, height }: Sides,
  margin: number,
  functions: string,
  body: string,
): string {
  return `
const WIDTH = ${width}u;
const HEIGHT = ${height}u;
const SITES = ${width * height}u;
const SIDE = ${SIDE}u;
const AREA = ${SIDE * SIDE}u;
const MARGIN = ${margin}u;
const CORE = SIDE - 2u * MARGIN;

struct Place {
  x: u32,
  y: u32,
  site: u32,
  index: u32,
  /** Whether it is a place of the tile at all, and one with four neighbours. */
  exists: bool,
  inside: bool,
  /** Whether the answer for this site is to come from here. */
  core: bool,
}

var<workgroup> tile: array<vec2f, 4 * ${SIDE * SIDE}>;

/** A coordinate of the tile on the lattice: a side at least as long as the margin is added first. */
fn onLattice(first: u32, along: u32, length: u32) -> u32 {
  return (first + along + length * MARGIN - MARGIN) % length;
}

fn placeOf(index: u32, first: vec2u) -> Place {
  let column = index % SIDE;
  let row = index / SIDE;
  let x = onLattice(first.x, column, WIDTH);
  let y = onLattice(first.y, row, HEIGHT);
  let exists = index < AREA;
  let inside = exists && column > 0u && column + 1u < SIDE && row > 0u && row + 1u < SIDE;
  // A core that reaches beyond the lattice would begin it again.
  let core = exists && column >= MARGIN && column < MARGIN + CORE && row >= MARGIN &&
    row < MARGIN + CORE && first.x + column - MARGIN < WIDTH && first.y + row - MARGIN < HEIGHT;
  return Place(x, y, x + WIDTH * y, index, exists, inside, core);
}

${SITE_AT}
${functions}
@compute @workgroup_size(${THREADS * THREADS})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let z = group.z;
  let first = CORE * group.xy;
  let a = placeOf(thread, first);
  let b = placeOf(thread + ${THREADS * THREADS}u, first);
${body}
}
`;
}

/** The workgroups whose cores cover all sites, for each z below `depth`. */
export function tileWorkgroups({ width, height }: Sides, margin: number, depth = 1): Workgroups {
  const core = SIDE - 2 * margin;
  return [Math.ceil(width / core), Math.ceil(height / core), depth];
}
