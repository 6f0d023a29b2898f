/**
 * What all programs of the cavity method share: complex numbers, and the poles' table.
 *
 * Messages are kept with their sender, `messages[half][pole][d][site]` being what a site sends in
 * direction d; directions 0 … 3 are +x, -x, +y, -y, so that d and d ^ 1 are opposite. Sweep after
 * sweep goes from one half to the other. Units are those of the hopping.
 */
export const CAVITY_WGSL = `
struct Pole {
  /** η = y T/t. */
  eta: f32,
  /** T w/t. */
  scale: f32,
  /** The halves where its last messages and adjoints lie. */
  messages: u32,
  adjoints: u32,
}

fn times(a: vec2f, b: vec2f) -> vec2f {
  return vec2f(a.x * b.x - a.y * b.y, a.x * b.y + a.y * b.x);
}

fn inverse(a: vec2f) -> vec2f {
  return vec2f(a.x, -a.y) / (a.x * a.x + a.y * a.y);
}
`;

/** The buffers that these programs read, as `f32`, `vec2f` and `Pole` arrays. */
export const TYPES = {
  reals: "array<f32>",
  complexes: "array<vec2f>",
  poles: "array<Pole>",
} as const;
