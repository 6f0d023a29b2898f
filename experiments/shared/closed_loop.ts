import { CounterRng } from "../../mod.ts";

/** What a force does along a closed way through the space of all displacements. */
export interface LoopWork {
  /** ∮ F·dQ, in units of t: 0 for the gradient of an energy. */
  readonly work: number;
  /** ∮ |F·dQ|, to compare with: work done and given back. */
  readonly exchanged: number;
}

/**
 * The work of a force around the circle Q(s) = Q₀ + a (u cos s + v sin s) in the plane of two random
 * directions u and v, which moves every site by about a.
 *
 * The trapezoidal rule converges exponentially for smooth periodic functions, so that a few dozen
 * points leave no error of the quadrature: twice as many must give the same.
 *
 * @param Q where the circle is about, shape [N]
 * @param force F(Q), shape [N]
 * @param radius a
 * @param points number of points on the circle
 */
export async function workAroundLoop(
  Q: Float64Array,
  force: (Q: Float64Array) => Promise<Float64Array>,
  radius: number,
  points: number,
): Promise<LoopWork> {
  const rng = new CounterRng(1, "initialDisplacement");
  const u = rng.normals(Q.length, { step: 1 });
  const v = rng.normals(Q.length, { step: 2 });
  let work = 0;
  let exchanged = 0;
  for (let point = 0; point < points; point++) {
    const s = 2 * Math.PI * point / points;
    const F = await force(Q.map((q, i) => q + radius * (u[i] * Math.cos(s) + v[i] * Math.sin(s))));
    const power = F.reduce(
      (sum, f, i) => sum + f * radius * (v[i] * Math.cos(s) - u[i] * Math.sin(s)),
      0,
    );
    work += power * 2 * Math.PI / points;
    exchanged += Math.abs(power) * 2 * Math.PI / points;
  }
  return { work, exchanged };
}
