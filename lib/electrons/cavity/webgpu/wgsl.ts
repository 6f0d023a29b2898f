/** Sweeps of the messages in one dispatch. */
export const SWEEPS_AT_ONCE = 4;

/**
 * What all programs of the cavity method share: complex numbers, the poles' table, z of a site, and
 * where messages lie.
 *
 * Messages are kept with their sender, `messages[half][pole][d][site]` being what a site sends in
 * direction d; directions 0 … 3 are +x, -x, +y, -y, so that d and d ^ 1 are opposite. Dispatch after
 * dispatch goes from one half to the other. Units are those of the hopping.
 *
 * @param poles how many there are
 */
export function cavityWgsl(poles: number): string {
  return `
struct Pole {
  /** η = y T/t. */
  eta: f32,
  /** T w/t. */
  scale: f32,
  /** Sweeps of the messages, and of the adjoints. */
  messages: u32,
  adjoints: u32,
}

fn times(a: vec2f, b: vec2f) -> vec2f {
  return vec2f(a.x * b.x - a.y * b.y, a.x * b.y + a.y * b.x);
}

fn inverse(a: vec2f) -> vec2f {
  return vec2f(a.x, -a.y) / (a.x * a.x + a.y * a.y);
}

fn diagonal(site: u32, eta: f32) -> vec2f {
  return vec2f(-field[site], eta);
}

/** Where the message of a pole that \`sender\` sends in direction d lies. */
fn messageAt(half: u32, pole: u32, d: u32, sender: u32) -> u32 {
  return ((half * ${poles}u + pole) * 4u + d) * SITES + sender;
}

/** The half where a pole's last messages lie. */
fn lastHalf(pole: u32) -> u32 {
  return ((max(poles[pole].messages, 1u) - 1u) / ${SWEEPS_AT_ONCE}u) & 1u;
}

/** Four numbers of a site, one a direction. */
struct Four {
  east: vec2f,
  west: vec2f,
  north: vec2f,
  south: vec2f,
}

fn total(m: Four) -> vec2f {
  return (m.east + m.west) + (m.north + m.south);
}
`;
}

/** `fn received`: a pole's last messages into a site, by the direction that they come from. */
export const RECEIVED_WGSL = `
fn received(pole: u32, x: u32, y: u32) -> Four {
  let half = lastHalf(pole);
  return Four(
    messages[messageAt(half, pole, 1u, siteAt(x, y, 1, 0))],
    messages[messageAt(half, pole, 0u, siteAt(x, y, -1, 0))],
    messages[messageAt(half, pole, 3u, siteAt(x, y, 0, 1))],
    messages[messageAt(half, pole, 2u, siteAt(x, y, 0, -1))],
  );
}
`;

/**
 * `fn share` and `fn around`: hands a place's four numbers to its tile, and takes what its neighbours
 * have for it: from the one to the east what that has of its west, and so on.
 */
export const TILE_WGSL = `
fn share(place: Place, m: Four) {
  tile[place.index] = m.east;
  tile[AREA + place.index] = m.west;
  tile[2u * AREA + place.index] = m.north;
  tile[3u * AREA + place.index] = m.south;
}

fn around(place: Place) -> Four {
  let i = place.index;
  return Four(
    tile[AREA + i + 1u],
    tile[i - 1u],
    tile[3u * AREA + i + SIDE],
    tile[2u * AREA + i - SIDE],
  );
}
`;

/** Types of the buffers. */
export const TYPES = {
  reals: "array<f32>",
  complexes: "array<vec2f>",
  poles: "array<Pole>",
} as const;
