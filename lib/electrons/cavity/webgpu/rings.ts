import { receivedWgsl } from "./messages.ts";

/** Which poles are worked out with rings: `count` of them from `first` on, of `poles` in all. */
export interface RingedPoles {
  /** Poles in all. */
  readonly poles: number;
  /** The first with rings. */
  readonly first: number;
  /** How many have rings. */
  readonly count: number;
}

/** Where what belongs to a pole with rings, a direction and a site lies. */
export function ringedWgsl({ count }: RingedPoles): string {
  return `
fn ringedAt(ringed: u32, d: u32, site: u32) -> u32 {
  return (ringed * 4u + d) * SITES + site;
}

fn adjointAt(half: u32, ringed: u32, d: u32, site: u32) -> u32 {
  return ringedAt(half * ${count}u + ringed, d, site);
}
`;
}

/**
 * The four rings of a site, by quadrant, and what follows: λ as far as it comes from the rings
 * themselves (`sources`, by the direction of the message received), the tree's inverse with what the
 * rings add directly (`own`), and the first b = λ m² (half 0 of `adjoints`); z counts poles with rings.
 */
export function ringSources(ringed: RingedPoles) {
  return {
    functions: `${receivedWgsl(ringed.poles)}${ringedWgsl(ringed)}
/** The direction of a step along x, or along y. */
fn alongX(step: i32) -> u32 { return select(1u, 0u, step > 0); }
fn alongY(step: i32) -> u32 { return select(3u, 2u, step > 0); }

/**
 * X of the site at x + dx, y + dy: z less what it receives from its neighbour at the step \`sx\`, and
 * from that at the step \`sy\`.
 */
fn corner(pole: u32, x: u32, y: u32, dx: i32, dy: i32, sx: i32, sy: i32) -> vec2f {
  let half = poles[pole].messages;
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

fn write(ringed: u32, d: u32, site: u32, source: vec2f, message: vec2f) {
  sources[ringedAt(ringed, d, site)] = source;
  adjoints[adjointAt(0u, ringed, d, site)] = times(source, times(message, message));
}
`,
    body: `
  let pole = z + ${ringed.first}u;
  let at = received(poles[pole].messages, pole, x, y);
  let m = array<vec2f, 4>(messages[at[0]], messages[at[1]], messages[at[2]], messages[at[3]]);
  let tree = inverse(diagonal(site, poles[pole].eta) - (m[0] + m[1] + m[2] + m[3]));
  let ne = ringInverse(pole, x, y, 1, 1);
  let nw = ringInverse(pole, x, y, -1, 1);
  let sw = ringInverse(pole, x, y, -1, -1);
  let se = ringInverse(pole, x, y, 1, -1);
  // Rings that do not hold the bond in direction d see its message from outside.
  let twice = tree + tree;
  let east = (ne + se) - twice;
  let west = (nw + sw) - twice;
  write(z, 0u, site, -west, m[0]);
  write(z, 1u, site, -east, m[1]);
  write(z, 2u, site, twice - (sw + se), m[2]);
  write(z, 3u, site, twice - (nw + ne), m[3]);
  own[z * SITES + site] = tree + (east + west);
`,
  };
}

/**
 * One sweep of the adjoints, λ = source + what the others pass on, from one half to the other; z
 * counts poles with rings.
 */
export function adjointSweep(ringed: RingedPoles, from: 0 | 1) {
  return {
    functions: `${receivedWgsl(ringed.poles)}${ringedWgsl(ringed)}
fn write(ringed: u32, d: u32, site: u32, others: vec2f, message: vec2f) {
  let lambda = sources[ringedAt(ringed, d, site)] + others;
  adjoints[adjointAt(${1 - from}u, ringed, d, site)] = times(lambda, times(message, message));
}
`,
    body: `
  let pole = z + ${ringed.first}u;
  let at = received(poles[pole].messages, pole, x, y);
  let east = adjoints[adjointAt(${from}u, z, 1u, siteAt(x, y, 1, 0))];
  let west = adjoints[adjointAt(${from}u, z, 0u, siteAt(x, y, -1, 0))];
  let north = adjoints[adjointAt(${from}u, z, 3u, siteAt(x, y, 0, 1))];
  let south = adjoints[adjointAt(${from}u, z, 2u, siteAt(x, y, 0, -1))];
  let all = (east + west) + (north + south);
  write(z, 0u, site, all - east, messages[at[0]]);
  write(z, 1u, site, all - west, messages[at[1]]);
  write(z, 2u, site, all - north, messages[at[2]]);
  write(z, 3u, site, all - south, messages[at[3]]);
`,
  };
}
