import { modulo } from "../../lattice/modulo.ts";
import { ParameterError } from "../../errors.ts";
import type { Lattice } from "../../lattice/lattice.ts";
import { RegionChart } from "./region.ts";

/** A separator and the parts that fall apart when it is taken out. */
export interface Separator {
  /** Sites of the separator, or of a part too small to be cut. */
  readonly sites: Int32Array;
  /** The parts it leaves, each with a separator of its own. */
  readonly parts: readonly Separator[];
}

/**
 * Nested dissection of a lattice: sites in the order in which Gaussian elimination fills in least
 * (George, SIAM J. Numer. Anal. 10, 345 (1973)), one tree for each connected component.
 *
 * Bonds join sites one step apart in x or y, so a diagonal line of sites cuts as well as a row, and
 * a diamond of side s holds 2s² sites where a square holds s². Cutting along diagonals therefore
 * makes every separator shorter by √2 than the usual rows and columns, and the elimination 2.4 times
 * cheaper.
 *
 * @throws {ParameterError} if a bond joins sites that are not next to each other on the torus
 */
export function dissect(lattice: Lattice): Separator[] {
  requireTorusBonds(lattice);
  const chart = new RegionChart(lattice);
  const everything = Int32Array.from({ length: lattice.sites }, (_, i) => i);
  return chart.components(everything).map((region) => cutWrapped(chart, region));
}

/** Integer coordinate of a site that changes by at most one along every bond. */
type Level = (site: number) => number;

/** Cuts a region that may close on itself round the torus. */
function cutWrapped(chart: RegionChart, region: Int32Array): Separator {
  const { closesInX, closesInY } = chart.unwrap(region);
  if (!closesInX && !closesInY) return cutPlanar(chart, region);
  const separator = closesInX && closesInY
    ? torusSeparator(chart)
    : cylinderSeparator(chart, region, closesInY);
  const parts = chart.components(region.filter((i) => !separator(i)));
  return { sites: region.filter(separator), parts: parts.map((part) => cutWrapped(chart, part)) };
}

/** Cuts a region that lies flat, whose unwrapped coordinates the chart holds. */
function cutPlanar(chart: RegionChart, region: Int32Array): Separator {
  const { x, y } = chart;
  const rising: Level = (i) => x[i] - y[i];
  const falling: Level = (i) => x[i] + y[i];
  const a = bestCut(region, rising), b = bestCut(region, falling);
  if (a.score === Infinity && b.score === Infinity) return { sites: region, parts: [] };
  const [level, along, cut] = a.score <= b.score ? [rising, falling, a] : [falling, rising, b];
  const line = region.filter((i) => level(i) === cut.at);
  const { separator, parts } = chart.trim(
    line,
    chart.components(region.filter((i) => level(i) !== cut.at)),
  );
  return {
    sites: separator.sort((i, j) => along(i) - along(j)),
    parts: parts.map((part) => cutPlanar(chart, part)),
  };
}

/**
 * Two zigzag loops round the shorter period of the torus. Each has as many sites as a straight
 * loop. On a nearly square torus they leave one tip and fold apart, and what they enclose are
 * diamonds; on a longer one they run in parallel, half a torus apart.
 */
function torusSeparator(chart: RegionChart): (site: number) => boolean {
  const { width, height } = chart.lattice;
  const { along, zigzag } = zigzagAxes(chart, height <= width);
  const long = Math.max(width, height), short = Math.min(width, height);
  const wrap = (level: number) => modulo(level, long);
  const first: Level = (i) => wrap(along(i) - zigzag(i));
  const second: Level = long < 1.5 * short
    ? (i) => wrap(along(i) + zigzag(i))
    : (i) => wrap(along(i) - zigzag(i) + (long >> 1));
  return (i) => first(i) === 0 || second(i) === 0;
}

/**
 * A cut of a region that closes round one period only: straight across where it has a narrow neck,
 * else by a zigzag loop through its middle.
 */
function cylinderSeparator(
  chart: RegionChart,
  region: Int32Array,
  closesInY: boolean,
): (site: number) => boolean {
  const { width, height } = chart.lattice;
  const period = closesInY ? height : width;
  const { along, around, zigzag } = zigzagAxes(chart, closesInY);
  const counts = new Int32Array(period);
  for (const i of region) counts[around(i)]++;
  const neck = Math.min(...counts);
  if (neck <= period / 3) {
    const row = counts.indexOf(neck);
    return (i) => around(i) === row;
  }
  // A short cylinder is pinched into diamonds by a zigzag against those at its ends.
  const sign = region.length < 1.5 * period * period ? 1 : -1;
  const level: Level = (i) => along(i) + sign * zigzag(i);
  const cut = bestCut(region, level);
  return (i) => level(i) === cut.at;
}

/** Position along a cylinder, row round it, and the triangle wave of that row. */
function zigzagAxes(
  { x, y, lattice: { width, height } }: RegionChart,
  closesInY: boolean,
): { along: Level; around: Level; zigzag: Level } {
  const [long, short, period] = closesInY ? [x, y, height] : [y, x, width];
  const around: Level = (i) => modulo(short[i], period);
  return {
    along: (i) => long[i],
    around,
    zigzag: (i) => Math.min(around(i), period - around(i)),
  };
}

/** The level at which a cut has few sites for the balance of the sides it leaves. */
function bestCut(region: Int32Array, level: Level): { at: number; score: number } {
  let low = Infinity, high = -Infinity;
  for (const i of region) {
    const l = level(i);
    if (l < low) low = l;
    if (l > high) high = l;
  }
  const counts = new Int32Array(high - low + 1);
  for (const i of region) counts[level(i) - low]++;
  let best = { at: low, score: Infinity };
  let below = 0;
  for (let l = 0; l < counts.length; l++) {
    const smaller = Math.min(below, region.length - below - counts[l]);
    below += counts[l];
    if (smaller === 0) continue;
    const score = counts[l] / Math.sqrt(smaller / region.length);
    if (score < best.score * (1 - 1e-9)) best = { at: low + l, score };
  }
  return best;
}

function requireTorusBonds({ width, height, sites, coordination, neighbours }: Lattice): void {
  for (let i = 0; i < sites; i++) {
    for (let a = 0; a < coordination; a++) {
      const j = neighbours[coordination * i + a];
      const dx = (j % width - i % width + width) % width;
      const dy = (Math.floor(j / width) - Math.floor(i / width) + height) % height;
      const steps = Math.min(dx, width - dx) + Math.min(dy, height - dy);
      if (steps !== 1) {
        throw new ParameterError(
          `Selected inversion needs bonds between cells that are next to each other in x or y: ` +
            `site ${i} is bonded to site ${j} of the ${width}×${height} lattice. ` +
            `Use diagonalization for this lattice`,
        );
      }
    }
  }
}
