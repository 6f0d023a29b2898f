import { cavityWgsl, RECEIVED_WGSL, TILE_WGSL } from "./wgsl.ts";

/** Which poles are worked out with rings: `count` of them from `first` on, of `poles` in all. */
export interface RingedPoles {
  /** Poles in all. */
  readonly poles: number;
  /** The first with rings. */
  readonly first: number;
  /** How many have rings. */
  readonly count: number;
}

/** The most sweeps of the adjoints that a dispatch has room for. */
export const MOST_ADJOINT_SWEEPS = 4;

/** Where the source of a pole with rings, by the direction of the message received, lies. */
const SOURCE_AT = `
fn sourceAt(ringed: u32, d: u32, site: u32) -> u32 {
  return (ringed * 4u + d) * SITES + site;
}
`;

/**
 * The four rings of a site, by quadrant, and what follows: λ as far as it comes from the rings
 * themselves (`sources`), and the tree's inverse with what the rings add directly (`inverses`); z
 * counts poles with rings.
 */
export function ringSources({ poles, first }: RingedPoles) {
  return {
    functions: `${cavityWgsl(poles)}${RECEIVED_WGSL}${SOURCE_AT}
/** The direction of a step along x, or along y. */
fn alongX(step: i32) -> u32 { return select(1u, 0u, step > 0); }
fn alongY(step: i32) -> u32 { return select(3u, 2u, step > 0); }

/**
 * X of the site at x + dx, y + dy: z less what it receives from its neighbour at the step \`sx\`, and
 * from that at the step \`sy\`.
 */
fn corner(pole: u32, x: u32, y: u32, dx: i32, dy: i32, sx: i32, sy: i32) -> vec2f {
  let half = lastHalf(pole);
  let across = messageAt(half, pole, alongX(-sx), siteAt(x, y, dx + sx, dy));
  let along = messageAt(half, pole, alongY(-sy), siteAt(x, y, dx, dy + sy));
  let here = diagonal(siteAt(x, y, dx, dy), poles[pole].eta);
  return here - (messages[across] + messages[along]);
}

/** [A_p⁻¹] of the site as a corner of its ring towards sx, sy. */
fn ringInverse(pole: u32, x: u32, y: u32, sx: i32, sy: i32) -> vec2f {
  let own = corner(pole, x, y, 0, 0, -sx, -sy);
  let beside = corner(pole, x, y, sx, 0, sx, -sy);
  let above = corner(pole, x, y, 0, sy, -sx, sy);
  let opposite = corner(pole, x, y, sx, sy, sx, sy);
  let product = times(beside, above);
  let sum = beside + above;
  let minor = times(opposite, product) - sum;
  let determinant = times(times(own, opposite), product) - times(own + opposite, sum);
  return times(minor, inverse(determinant));
}
`,
    body: `
  let pole = z + ${first}u;
  let tree = inverse(diagonal(site, poles[pole].eta) - total(received(pole, x, y)));
  let ne = ringInverse(pole, x, y, 1, 1);
  let nw = ringInverse(pole, x, y, -1, 1);
  let sw = ringInverse(pole, x, y, -1, -1);
  let se = ringInverse(pole, x, y, 1, -1);
  // Rings that do not hold the bond in direction d see its message from outside.
  let twice = tree + tree;
  let east = (ne + se) - twice;
  let west = (nw + sw) - twice;
  sources[sourceAt(z, 0u, site)] = -west;
  sources[sourceAt(z, 1u, site)] = -east;
  sources[sourceAt(z, 2u, site)] = twice - (sw + se);
  sources[sourceAt(z, 3u, site)] = twice - (nw + ne);
  inverses[pole * SITES + site] = tree + (east + west);
`,
  };
}

/**
 * All sweeps of the adjoints, and what they leave of the inverse, as a tile program; z counts poles
 * with rings. Shared is b = λ m², by the direction of the message received: what a site passes on to
 * its sender.
 */
export function adjointSweeps({ poles, first }: RingedPoles) {
  return {
    // What neighbours pass back in the end is one more.
    margin: MOST_ADJOINT_SWEEPS + 1,
    functions: `${cavityWgsl(poles)}${RECEIVED_WGSL}${SOURCE_AT}${TILE_WGSL}
fn sourcesOf(ringed: u32, site: u32) -> Four {
  return Four(
    sources[sourceAt(ringed, 0u, site)],
    sources[sourceAt(ringed, 1u, site)],
    sources[sourceAt(ringed, 2u, site)],
    sources[sourceAt(ringed, 3u, site)],
  );
}

fn timesEach(lambda: Four, square: Four) -> Four {
  return Four(
    times(lambda.east, square.east),
    times(lambda.west, square.west),
    times(lambda.north, square.north),
    times(lambda.south, square.south),
  );
}

/** m² of the messages received. */
fn squares(pole: u32, place: Place) -> Four {
  let m = received(pole, place.x, place.y);
  return timesEach(m, m);
}

/** λ = source + what all but one direction pass on. */
fn lambdaOf(source: Four, place: Place) -> Four {
  let b = around(place);
  let all = total(b);
  return Four(
    source.east + (all - b.east),
    source.west + (all - b.west),
    source.north + (all - b.north),
    source.south + (all - b.south),
  );
}

fn passBack(pole: u32, place: Place) {
  if (place.core) { inverses[pole * SITES + place.site] -= total(around(place)); }
}
`,
    body: `
  let pole = z + ${first}u;
  let sourceOfA = sourcesOf(z, a.site);
  let sourceOfB = sourcesOf(z, b.site);
  let squareOfA = squares(pole, a);
  let squareOfB = squares(pole, b);
  share(a, timesEach(sourceOfA, squareOfA));
  if (b.exists) { share(b, timesEach(sourceOfB, squareOfB)); }
  workgroupBarrier();
  let sweeps = poles[pole].adjoints;
  for (var sweep = 0u; sweep < ${MOST_ADJOINT_SWEEPS}u; sweep++) {
    let aPasses = a.inside && sweep < sweeps;
    let bPasses = b.inside && sweep < sweeps;
    var passedByA: Four;
    var passedByB: Four;
    if (aPasses) { passedByA = timesEach(lambdaOf(sourceOfA, a), squareOfA); }
    if (bPasses) { passedByB = timesEach(lambdaOf(sourceOfB, b), squareOfB); }
    workgroupBarrier();
    if (aPasses) { share(a, passedByA); }
    if (bPasses) { share(b, passedByB); }
    workgroupBarrier();
  }
  passBack(pole, a);
  passBack(pole, b);
`,
  };
}
