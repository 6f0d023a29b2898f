import { cavityWgsl, SWEEPS_AT_ONCE, TILE_WGSL } from "./wgsl.ts";

/** How messages begin: those of a uniform tree, or where the dispatch before left them. */
const UNIFORM_START = `
/**
 * Of a uniform tree, 3m² - z m + 1 = 0, with the sender's z everywhere: m = 2/(z + √(z² - 12)), the
 * root in the upper half plane.
 */
fn start(pole: u32, site: u32) -> Four {
  let z = diagonal(site, poles[pole].eta);
  let square = vec2f(z.x * z.x - (z.y * z.y + 12.0f), 2.0f * z.x * z.y);
  let large = sqrt(0.5f * (length(square) + abs(square.x)));
  let small = 0.5f * square.y / large;
  // The larger part is real right of the imaginary axis, with the sign of Im z² = 2 v η.
  let right = vec2f(select(large, -large, z.x < 0.0f), abs(small));
  let m = 2.0f * inverse(z + select(vec2f(small, large), right, square.x >= 0.0f));
  return Four(m, m, m, m);
}
`;

const startFrom = (half: number) => `
fn start(pole: u32, site: u32) -> Four {
  return Four(
    messages[messageAt(${half}u, pole, 0u, site)],
    messages[messageAt(${half}u, pole, 1u, site)],
    messages[messageAt(${half}u, pole, 2u, site)],
    messages[messageAt(${half}u, pole, 3u, site)],
  );
}
`;

/**
 * Up to `SWEEPS_AT_ONCE` sweeps of the messages, as a tile program with that margin; z = pole.
 *
 * @param pass how many dispatches like this one have run before
 */
export function messageSweeps(poles: number, pass: number) {
  return {
    margin: SWEEPS_AT_ONCE,
    functions: `${cavityWgsl(poles)}${TILE_WGSL}
${pass === 0 ? UNIFORM_START : startFrom((pass - 1) % 2)}
/** What a site sends: each direction must not count what came from there. */
fn send(place: Place, eta: f32) -> Four {
  let m = around(place);
  let all = diagonal(place.site, eta) - total(m);
  return Four(
    inverse(all + m.east),
    inverse(all + m.west),
    inverse(all + m.north),
    inverse(all + m.south),
  );
}

fn store(pole: u32, place: Place) {
  if (!place.core) { return; }
  for (var d = 0u; d < 4u; d++) {
    messages[messageAt(${pass % 2}u, pole, d, place.site)] = tile[d * AREA + place.index];
  }
}
`,
    body: `
  let eta = poles[z].eta;
  let sweeps = min(poles[z].messages - ${pass * SWEEPS_AT_ONCE}u, ${SWEEPS_AT_ONCE}u);
  share(a, start(z, a.site));
  if (b.exists) { share(b, start(z, b.site)); }
  workgroupBarrier();
  // Some compilers take barriers in loops of fixed length only.
  for (var sweep = 0u; sweep < ${SWEEPS_AT_ONCE}u; sweep++) {
    let aSends = a.inside && sweep < sweeps;
    let bSends = b.inside && sweep < sweeps;
    var sentByA: Four;
    var sentByB: Four;
    if (aSends) { sentByA = send(a, eta); }
    if (bSends) { sentByB = send(b, eta); }
    workgroupBarrier();
    if (aSends) { share(a, sentByA); }
    if (bSends) { share(b, sentByB); }
    workgroupBarrier();
  }
  store(z, a);
  store(z, b);
`,
  };
}
