import type { Workgroups } from "./compute_device.ts";

/** Columns and rows of a lattice. */
export interface Sides {
  /** Columns. */
  readonly width: number;
  /** Rows. */
  readonly height: number;
}

/** Sites of a workgroup along x and y: whole lines of memory, and neighbours in the same cache. */
const TILE = { x: 16, y: 4 } as const;

/** `fn siteAt` in WGSL, for programs that know `WIDTH` and `HEIGHT`. */
export const SITE_AT = `
fn wrapped(place: i32, length: i32) -> u32 {
  return u32(place + select(0, length, place < 0) - select(0, length, place >= length));
}

/** The site at x + dx, y + dy of the torus, dx and dy no larger than the sides. */
fn siteAt(x: u32, y: u32, dx: i32, dy: i32) -> u32 {
  let column = wrapped(i32(x) + dx, i32(WIDTH));
  return column + WIDTH * wrapped(i32(y) + dy, i32(HEIGHT));
}
`;

/**
 * A WGSL program with one invocation for each site of a periodic lattice (and each z).
 *
 * @param functions declarations at module level; `WIDTH`, `HEIGHT` and `SITES` are known to them
 * @param body statements of an invocation, which knows its `x`, `y`, `z` and `site`
 */
export function siteProgram({ width, height }: Sides, functions: string, body: string): string {
  return `
const WIDTH = ${width}u;
const HEIGHT = ${height}u;
const SITES = ${width * height}u;

${SITE_AT}
${functions}
@compute @workgroup_size(${TILE.x}, ${TILE.y})
fn main(@builtin(global_invocation_id) id: vec3u) {
  let x = id.x;
  let y = id.y;
  let z = id.z;
  if (x >= WIDTH || y >= HEIGHT) { return; }
  let site = x + WIDTH * y;
${body}
}
`;
}

/** The workgroups that cover all sites, for each z below `depth`. */
export function siteWorkgroups({ width, height }: Sides, depth = 1): Workgroups {
  return [Math.ceil(width / TILE.x), Math.ceil(height / TILE.y), depth];
}

/** A number as WGSL writes it in single precision. */
export function f32(value: number): string {
  return `f32(${Math.fround(value)})`;
}
