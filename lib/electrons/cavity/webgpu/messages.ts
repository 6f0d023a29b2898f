import { CAVITY_WGSL } from "./wgsl.ts";

/**
 * z of a site, and what a site receives: the places of the four messages into it, from +x, -x, +y, -y.
 *
 * @param poles how many there are, P
 */
export function receivedWgsl(poles: number): string {
  return `${CAVITY_WGSL}
fn diagonal(site: u32, eta: f32) -> vec2f {
  return vec2f(-field[site], eta);
}

/** Where the message of a pole that \`sender\` sends in direction d lies. */
fn messageAt(half: u32, pole: u32, d: u32, sender: u32) -> u32 {
  return ((half * ${poles}u + pole) * 4u + d) * SITES + sender;
}

fn received(half: u32, pole: u32, x: u32, y: u32) -> array<u32, 4> {
  return array<u32, 4>(
    messageAt(half, pole, 1u, siteAt(x, y, 1, 0)),
    messageAt(half, pole, 0u, siteAt(x, y, -1, 0)),
    messageAt(half, pole, 3u, siteAt(x, y, 0, 1)),
    messageAt(half, pole, 2u, siteAt(x, y, 0, -1)),
  );
}
`;
}

/** Sends messages on: each direction must not count what came from there. */
const SEND = `
  let all = diagonal(site, eta) - (east + west + north + south);
  messages[messageAt(TO, z, 0u, site)] = inverse(all + east);
  messages[messageAt(TO, z, 1u, site)] = inverse(all + west);
  messages[messageAt(TO, z, 2u, site)] = inverse(all + north);
  messages[messageAt(TO, z, 3u, site)] = inverse(all + south);
`;

/**
 * The first sweep, from the messages of a uniform tree, 3m² - z m + 1 = 0, with the sender's z
 * everywhere: m = 2/(z + √(z² - 12)), the root in the upper half plane. Into half 0; z = pole.
 */
export function firstSweep(poles: number) {
  return {
    functions: `${receivedWgsl(poles)}
const TO = 0u;

fn uniformMessage(site: u32, eta: f32) -> vec2f {
  let v = -field[site];
  let square = vec2f(v * v - (eta * eta + 12.0f), 2.0f * v * eta);
  let large = sqrt(0.5f * (length(square) + abs(square.x)));
  let small = 0.5f * square.y / large;
  // The larger part is real right of the imaginary axis, with the sign of Im z² = 2 v η.
  let right = vec2f(select(large, -large, v < 0.0f), abs(small));
  let root = select(vec2f(small, large), right, square.x >= 0.0f);
  return 2.0f * inverse(vec2f(v, eta) + root);
}
`,
    body: `
  let eta = poles[z].eta;
  let east = uniformMessage(siteAt(x, y, 1, 0), eta);
  let west = uniformMessage(siteAt(x, y, -1, 0), eta);
  let north = uniformMessage(siteAt(x, y, 0, 1), eta);
  let south = uniformMessage(siteAt(x, y, 0, -1), eta);
${SEND}`,
  };
}

/** One more sweep, from one half to the other; z = pole. */
export function nextSweep(poles: number, from: 0 | 1) {
  return {
    functions: `${receivedWgsl(poles)}
const TO = ${1 - from}u;
`,
    body: `
  let eta = poles[z].eta;
  let at = received(${from}u, z, x, y);
  let east = messages[at[0]];
  let west = messages[at[1]];
  let north = messages[at[2]];
  let south = messages[at[3]];
${SEND}`,
  };
}
