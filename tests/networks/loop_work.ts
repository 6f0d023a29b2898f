/** Forces, or minus the derivatives of an energy, at a point of configuration space. */
export type Forces = (Q: Float64Array) => Float64Array | Promise<Float64Array>;

/** An ellipse Q(s) = centre + u cos s + v sin s in configuration space. */
export interface Loop {
  /** Its centre, shape [N]. */
  readonly centre: Float64Array;
  /** One half axis, shape [N]. */
  readonly u: Float64Array;
  /** The other, shape [N]. */
  readonly v: Float64Array;
}

/**
 * Work of forces once around a loop over the sum of the sizes of its parts, |Σ F·dQ| / Σ |F_i dQ_i|,
 * by the trapezoidal rule, which converges exponentially on a smooth periodic integrand.
 */
export async function loopWork(
  forces: Forces,
  { centre, u, v }: Loop,
  points: number,
): Promise<number> {
  let work = 0, size = 0;
  for (let k = 0; k < points; k++) {
    const s = 2 * Math.PI * k / points;
    const [c, d] = [Math.cos(s), Math.sin(s)];
    const F = await forces(centre.map((q, i) => q + c * u[i] + d * v[i]));
    F.forEach((f, i) => {
      const part = f * (c * v[i] - d * u[i]);
      work += part;
      size += Math.abs(part);
    });
  }
  return Math.abs(work) / size;
}
