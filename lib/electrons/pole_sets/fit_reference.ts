import { factorizeMatrix } from "./linear_system.ts";

/** Poles ±i y_j and weights w_j of Σ_j w_j x/(x² + y_j²). */
export interface Poles {
  readonly y: readonly number[];
  readonly w: readonly number[];
}

/**
 * The odd rational function whose distance from tanh(x/2)/2 is E, -E, E, ... at 2J + 1 reference
 * points; undefined if its poles are not all imaginary.
 *
 * It is sought as p/q with p = Σ_j α_j w_j x/(x² + y_j²) and q = β_0 + Σ_j β_j y_j²/(x² + y_j²), y_j
 * and w_j being those of a function nearby. Any function of the kind can be written so, and the nearer
 * the poles the better conditioned, which is what makes double precision enough. The conditions
 * p - (tanh(x/2)/2 - s E) q = 0 with s = ±1 are an eigenvalue problem for E, of which inverse
 * iteration finds the eigenvalue next to 0.
 *
 * @param reference 2J + 1 ascending points
 * @param nearby poles not far from those sought
 */
export function fitReference(reference: readonly number[], nearby: Poles): Poles | undefined {
  const { y, w } = nearby;
  const count = y.length, size = 2 * count + 1;
  const signs = reference.map((_, i) => i % 2 === 0 ? 1 : -1);
  const numerators = reference.map((x) => y.map((yj, j) => w[j] * x / (x * x + yj * yj)));
  const denominators = reference.map((x) => [1, ...y.map((yj) => yj * yj / (x * x + yj * yj))]);

  let coefficients = new Float64Array(size).fill(1, 0, count + 1);
  let level = 0;
  // First towards the eigenvalue nearest 0, then with that for a shift to all digits.
  for (const iterations of [20, 3]) {
    const shift = level * (1 + 1e-3);
    const solve = factorizeMatrix(reference.map((x, i) => {
      const value = 0.5 * Math.tanh(0.5 * x) - signs[i] * shift;
      return Float64Array.from([...numerators[i], ...denominators[i].map((d) => -value * d)]);
    }));
    for (let iteration = 0; iteration < iterations; iteration++) {
      const next = solve(
        denominators.map((row, i) =>
          signs[i] * row.reduce((sum, d, k) => sum + d * coefficients[count + k], 0)
        ),
      );
      const k = largest(coefficients);
      level = shift - coefficients[k] / next[k];
      const scale = next[largest(next)];
      coefficients = next.map((c) => c / scale);
    }
  }
  return polesOf(nearby, coefficients.subarray(0, count), coefficients.subarray(count));
}

/** Poles and weights of p/q, or undefined unless there are J different y_j > 0. */
function polesOf(nearby: Poles, alpha: Float64Array, beta: Float64Array): Poles | undefined {
  const { y } = nearby;
  // On the imaginary axis, x = i z, q is real. It has a pole of its own at every y_j; with the signs
  // of those taken off it changes sign at its roots only.
  const sign = (z: number) => {
    const q = y.reduce(
      (sum, yj, j) => sum + beta[j + 1] * yj * yj / ((yj - z) * (yj + z)),
      beta[0],
    );
    return y.reduce((s, yj) => z > yj ? -s : s, Math.sign(q));
  };
  // The smallest root is π, the largest some times the range; they lie apart by more than a step.
  const low = Math.log(2), high = Math.log(30 * y[y.length - 1]), steps = 100 * y.length;
  const poles: { y: number; w: number }[] = [];
  let left = 2;
  for (let step = 1; step <= steps; step++) {
    const right = Math.exp(low + (high - low) * step / steps);
    if (sign(left) !== sign(right)) {
      poles.push(poleNear(bisect(sign, left, right), nearby, alpha, beta));
    }
    left = right;
  }
  if (poles.length !== y.length) return undefined;
  return { y: poles.map((pole) => pole.y), w: poles.map((pole) => pole.w) };
}

/**
 * The pole at a root z of q, and its weight. Written with the distance d = z² - y_j² from the nearest
 * y_j, since z itself may equal y_j to the last digit.
 */
function poleNear(
  z: number,
  { y, w }: Poles,
  alpha: Float64Array,
  beta: Float64Array,
): { y: number; w: number } {
  const distances = y.map((yj) => Math.abs(Math.log(yj / z)));
  const j = distances.indexOf(Math.min(...distances));
  const square = y[j] * y[j];
  const others = (term: (k: number, apart: number) => number, d: number) =>
    y.reduce((sum, yk, k) => k === j ? sum : sum + term(k, yk * yk - square - d), 0);
  const rest = (d: number) => beta[0] + others((k, apart) => beta[k + 1] * y[k] * y[k] / apart, d);
  let d = (z - y[j]) * (z + y[j]);
  if (Math.abs(d) < 1e-3 * square) {
    for (let iteration = 0; iteration < 5; iteration++) d = beta[j + 1] * square / rest(d);
  }
  const numerator = alpha[j] * w[j] - d * others((k, apart) => alpha[k] * w[k] / apart, d);
  const slope = rest(d) + d * others((k, apart) => beta[k + 1] * (y[k] / apart) ** 2, d);
  return { y: Math.sqrt(square + d), w: numerator / slope };
}

/** Where a sign changes, to the last digit. */
function bisect(sign: (z: number) => number, left: number, right: number): number {
  const first = sign(left);
  for (let a = left, b = right;;) {
    const middle = 0.5 * (a + b);
    if (middle <= a || middle >= b) return middle;
    if (sign(middle) === first) a = middle;
    else b = middle;
  }
}

function largest(numbers: Float64Array): number {
  return numbers.reduce((best, x, k) => Math.abs(x) > Math.abs(numbers[best]) ? k : best, 0);
}
