import { LAYER_NORM_EPSILON } from "../layer_norm.ts";

/** A vector less its mean over its standard deviation, and that deviation. */
export function normalise(u: Float64Array): { normal: Float64Array; deviation: number } {
  const mean = average(u);
  const variance = average(u.map((value) => (value - mean) ** 2));
  const deviation = Math.sqrt(variance + LAYER_NORM_EPSILON);
  return { normal: u.map((value) => (value - mean) / deviation), deviation };
}

/** The gradient of g·normalise(u) in u. */
export function normaliseBackward(
  g: Float64Array,
  { normal, deviation }: { normal: Float64Array; deviation: number },
): Float64Array {
  const mean = average(g);
  const projection = average(g.map((value, c) => value * normal[c]));
  return g.map((value, c) => (value - mean - normal[c] * projection) / deviation);
}

function average(values: Float64Array): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}
