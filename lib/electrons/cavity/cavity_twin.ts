import type { CavityGraph, Plaquette } from "./cavity_graph.ts";
import * as C from "./complex.ts";
import type { Complex } from "./complex.ts";

/** Two approximations of ln|det A| and of its derivatives, for A = H - μ + i y. */
export interface CavityAnswer {
  /** ln|det A| of the tree (Bethe) approximation. */
  readonly treeLogDeterminant: number;
  /** Its derivative in z_i = A_ii: [A⁻¹]_ii as on a tree. */
  readonly tree: Complex[];
  /** ln|det A| with the rings of four sites. */
  readonly logDeterminant: number;
  /** Its derivative in z_i: the approximation of [A⁻¹]_ii. */
  readonly green: Complex[];
  /** Re t ∂ ln det A/∂t, from which the kinetic energy is made. */
  readonly hoppingDerivative: number;
}

/** How often messages, and their adjoints, are passed on. */
export interface CavitySweeps {
  /** Sweeps of the messages. */
  readonly messages: number;
  /** Sweeps of the adjoints. */
  readonly adjoint: number;
}

/** A number for every message: `[i][a]` belongs to the one from the a-th neighbour of i into i. */
type Messages = readonly (readonly Complex[])[];

const ZERO: Complex = { re: 0, im: 0 };

/**
 * The cavity method for one pole, slow and obvious, on any graph. A has the diagonal z and -t on
 * every bond. On a tree its inverse follows from messages along the bonds,
 *
 *   m_{j→i} = t²/(z_j - Σ_{k≠i} m_{k→j}),   [A⁻¹]_ii = 1/(z_i - Σ_j m_{j→i}),
 *   ln det A = Σ_i ln(z_i - Σ_j m_{j→i}) - Σ_<ij> ln(1 - m_{i→j} m_{j→i}/t²).
 *
 * The last is stationary in the messages, so that its derivative in z_i is the inverse above. On a
 * lattice the same messages miss the rings. Each ring of four sites p adds what it is itself beyond
 * its own tree approximation, in the environment that the messages make,
 *
 *   δ_p = ln det A_p - Σ_{i∈p} ln(z_i - Σ_j m_{j→i}) + Σ_{<ij>∈p} ln(1 - m_{i→j} m_{j→i}/t²),
 *   det A_p = X_0 X_1 X_2 X_3 - t² (X_0 + X_2)(X_1 + X_3),   X_i = z_i - Σ_{j∉p} m_{j→i}.
 *
 * The sum is no longer stationary in the messages: its derivative in z takes their response along,
 * by adjoint messages λ_{k→j}, which run against them:
 *
 *   λ_{k→j} = ∂δ/∂m_{k→j} + Σ_{i≠k} λ_{j→i} m_{j→i}²/t²,
 *   ∂/∂z_j ln det A = [A⁻¹]^tree_jj + Σ_p ∂δ_p/∂z_j - Σ_i λ_{j→i} m_{j→i}²/t².
 *
 * The derivative is exact where messages and adjoints have converged.
 *
 * @param z diagonal of A, one a site, all with Im z > 0
 */
export function cavityTwin(
  graph: CavityGraph,
  z: readonly Complex[],
  hopping: number,
  sweeps: CavitySweeps,
): CavityAnswer {
  const square = hopping * hopping;
  const { neighbours, back } = graph;
  const messages = cavityMessages(graph, z, square, sweeps.messages);
  const inverse = z.map((zi, i) => C.subtract(zi, C.total(messages[i])));
  const tree = inverse.map(C.invert);

  const rings = graph.plaquettes.map((p) => ring(graph, p, z, messages, square));
  // ∂δ_p/∂z_i for every site of every ring, and its part in ∂δ/∂m for the messages from outside.
  const own = z.map(() => ZERO);
  const source = messages.map((row) => row.map(() => ZERO));
  graph.plaquettes.forEach((p, r) =>
    p.forEach((i, c) => {
      const excess = C.subtract(rings[r].green[c], tree[i]);
      own[i] = C.add(own[i], excess);
      neighbours[i].forEach((j, a) => {
        if (!p.includes(j)) source[i][a] = C.subtract(source[i][a], excess);
      });
    })
  );

  let adjoint: Messages = source;
  /** λ_{j→i} m_{j→i}²/t² for every message that j sends, in the order of its neighbours. */
  const returned = (j: number) =>
    neighbours[j].map((i, a) => {
      const b = back[j][a], m = messages[i][b];
      return C.scale(1 / square, C.multiply(adjoint[i][b], C.multiply(m, m)));
    });
  for (let sweep = 0; sweep < sweeps.adjoint; sweep++) {
    adjoint = source.map((row, j) => {
      const all = returned(j), sum = C.total(all);
      return row.map((s, a) => C.add(s, C.subtract(sum, all[a])));
    });
  }
  const green = tree.map((g, j) => C.subtract(C.add(g, own[j]), C.total(returned(j))));

  let treeLogDeterminant = 0, logDeterminant = 0, derivative = 0;
  inverse.forEach((x) => treeLogDeterminant += C.logModulus(x));
  logDeterminant = treeLogDeterminant;
  for (const { logarithm, derivative: d } of rings) {
    logDeterminant += logarithm;
    derivative += d;
  }
  neighbours.forEach((list, i) =>
    list.forEach((j, a) => {
      // λ_{j→i} t ∂m_{j→i}/∂t at fixed messages, for every message; and the bonds, each once.
      derivative += 2 * C.multiply(adjoint[i][a], messages[i][a]).re;
      if (j < i) return;
      const { logarithm, derivative: d } = bond(messages[i][a], messages[j][back[i][a]], square);
      treeLogDeterminant -= logarithm;
      logDeterminant -= logarithm;
      derivative -= d;
    })
  );
  return { treeLogDeterminant, tree, logDeterminant, green, hoppingDerivative: derivative };
}

/**
 * Messages after some sweeps from those of a uniform tree with the sender's z everywhere: `[i][a]` is
 * the one from the a-th neighbour of i into i.
 *
 * @param square t²
 */
export function cavityMessages(
  { neighbours, back }: CavityGraph,
  z: readonly Complex[],
  square: number,
  sweeps: number,
): readonly (readonly Complex[])[] {
  const uniform = z.map((zj, j) => {
    const others = neighbours[j].length - 1;
    const root = C.upperRoot(
      C.subtract(C.multiply(zj, zj), { re: 4 * others * square, im: 0 }),
    );
    return C.scale(2 * square, C.invert(C.add(zj, root)));
  });
  let messages: Messages = neighbours.map((list) => list.map((j) => uniform[j]));
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const sums = messages.map(C.total);
    messages = neighbours.map((list, i) =>
      list.map((j, a) => {
        const others = C.subtract(sums[j], messages[j][back[i][a]]);
        return C.scale(square, C.invert(C.subtract(z[j], others)));
      })
    );
  }
  return messages;
}

/** ln|1 - m m'/t²| of a bond, and Re t ∂/∂t of that logarithm. */
function bond(m: Complex, opposite: Complex, square: number) {
  const product = C.scale(1 / square, C.multiply(m, opposite));
  const rest = C.subtract({ re: 1, im: 0 }, product);
  const derivative = 2 * C.multiply(product, C.invert(rest)).re;
  return { logarithm: C.logModulus(rest), derivative };
}

/** Re δ_p of a ring, Re t ∂δ_p/∂t at fixed messages, and [A_p⁻¹]_ii of its four sites. */
function ring(
  { neighbours, back }: CavityGraph,
  p: Plaquette,
  z: readonly Complex[],
  messages: Messages,
  square: number,
) {
  const X = p.map((i) => {
    const outside = messages[i].filter((_, a) => !p.includes(neighbours[i][a]));
    return C.subtract(z[i], C.total(outside));
  });
  const even = C.add(X[0], X[2]), odd = C.add(X[1], X[3]);
  const cut = C.scale(square, C.multiply(even, odd));
  const evens = C.multiply(X[0], X[2]), odds = C.multiply(X[1], X[3]);
  const determinant = C.subtract(C.multiply(evens, odds), cut);
  const green = X.map((_, c) => {
    const [products, sum] = c % 2 === 0 ? [odds, odd] : [evens, even];
    const minor = C.subtract(C.multiply(X[(c + 2) % 4], products), C.scale(square, sum));
    return C.multiply(minor, C.invert(determinant));
  });
  let logarithm = C.logModulus(determinant);
  let derivative = -2 * C.multiply(cut, C.invert(determinant)).re;
  p.forEach((i, c) => {
    logarithm -= C.logModulus(C.subtract(z[i], C.total(messages[i])));
    const a = neighbours[i].indexOf(p[(c + 1) % 4]);
    const edge = bond(messages[i][a], messages[p[(c + 1) % 4]][back[i][a]], square);
    logarithm += edge.logarithm;
    derivative += edge.derivative;
  });
  return { logarithm, derivative, green };
}
