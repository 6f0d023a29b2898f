import {
  CounterRng,
  ENVIRONMENT,
  environmentOf,
  forceFieldSpec,
  type HolsteinParameters,
  makeDescriptor,
  makeForceField,
  NumericalError,
  ONE_DIMENSIONAL,
  REFERENCE_DOUBLET,
  SquareLattice,
  SYMMETRY_BASIS,
  symmetryCoefficients,
} from "../../mod.ts";

/** Sides of the lattices: far wider than the environment, and solved in a millisecond. */
const SIZE = 16;
/** What features of single environments may differ by through rounding, in the unit of Q. */
const ROUNDING = 1e-10;

/** What two environments have in common whose forces are compared. */
export type CommonGround =
  /** The features of the `paper` form, and all that lies outside the environment. */
  | "features"
  /** The 45 displacements of the environment; all others are drawn anew. */
  | "environment";

/** Exact forces on two sites about which the same is known. */
export interface DescriptorTwins {
  /** Of the one, shape [pairs]. */
  readonly force: Float64Array;
  /** Of the other, shape [pairs]. */
  readonly twin: Float64Array;
  /** The least standard deviation of the error that any function of what is known can have. */
  readonly floor: number;
  /** Standard error of the floor, from the scatter of the pairs. */
  readonly floorError: number;
}

/**
 * Draws random configurations and gives each a twin that has the same features of the descriptor at
 * site 0.
 *
 * For the `paper` form: each doublet of E but the reference r is mirrored at r, or left, at random.
 * That keeps its norm and its projection on r, all that this form knows of it; and unless all of
 * them or none were mirrored, no rotation or reflection of the lattice does the same. Normal
 * displacements stay independent and normal when doublets are mirrored. So the two are independent
 * draws of what is possible with the same features, of which no function of these can know more than
 * the mean: the least ⟨(f - F)²⟩ is the variance at given features, half of ⟨(F - F')²⟩.
 *
 * @param common what a configuration shares with its twin
 * @param pairs number of pairs
 * @param amplitude standard deviation of Q
 * @throws {NumericalError} if features of twins differ after all
 */
export async function descriptorTwins(
  common: CommonGround,
  pairs: number,
  amplitude: number,
  { model, temperature }: { readonly model: HolsteinParameters; readonly temperature: number },
): Promise<DescriptorTwins> {
  const lattice = new SquareLattice(SIZE);
  const rng = new CounterRng(1, "datasetConfiguration");
  const spec = { kind: "square", width: SIZE, height: SIZE };
  const exact = await makeForceField(forceFieldSpec({ lattice: spec, model, temperature }));
  const descriptor = makeDescriptor(lattice, common === "features" ? "paper" : "complete");
  const featuresAt0 = (Q: Float64Array) =>
    descriptor.describe(Q, new Float64Array(ENVIRONMENT.length * lattice.sites))
      .subarray(0, ENVIRONMENT.length);
  const draw = (step: number) => rng.normals(lattice.sites, { step }).map((z) => amplitude * z);
  const force = new Float64Array(pairs);
  const twin = new Float64Array(pairs);
  for (let pair = 0; pair < pairs; pair++) {
    const Q = draw(3 * pair);
    const coins = rng.uniforms(SYMMETRY_BASIS.length, { step: 3 * pair + 1 });
    const other = common === "features"
      ? withDoubletsMirrored(lattice, Q, (k) => coins[k] < 0.5)
      : withEnvironmentOf(lattice, Q, draw(3 * pair + 2));
    const [features, twins] = [featuresAt0(Q), featuresAt0(other)];
    if (features.some((feature, i) => Math.abs(feature - twins[i]) > ROUNDING)) {
      throw new NumericalError(`The descriptor tells pair ${pair} of environments apart`);
    }
    force[pair] = (await exact.evaluate(Q)).force[0];
    twin[pair] = (await exact.evaluate(other)).force[0];
  }
  exact.close();
  return { force, twin, ...floorOf(force, twin) };
}

/** The field `outside`, with the displacements of Q in the environment of site 0. */
function withEnvironmentOf(lattice: SquareLattice, Q: Float64Array, outside: Float64Array) {
  const result = outside.slice();
  for (const [dx, dy] of ENVIRONMENT) result[lattice.site(dx, dy)] = Q[lattice.site(dx, dy)];
  return result;
}

/** The field with some doublets of the environment of site 0 mirrored at the reference doublet. */
function withDoubletsMirrored(
  lattice: SquareLattice,
  Q: Float64Array,
  isMirrored: (k: number) => boolean,
): Float64Array {
  const c = symmetryCoefficients(environmentOf(lattice, Q, 0));
  const angle = 2 * Math.atan2(c[REFERENCE_DOUBLET + 1], c[REFERENCE_DOUBLET]);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const result = Q.slice();
  for (let k = ONE_DIMENSIONAL; k < c.length; k += 2) {
    if (k === REFERENCE_DOUBLET || !isMirrored(k)) continue;
    const change = [
      c[k] * cos + c[k + 1] * sin - c[k],
      c[k] * sin - c[k + 1] * cos - c[k + 1],
    ];
    ENVIRONMENT.forEach(([dx, dy], site) => {
      for (const m of [0, 1]) {
        const { scale, signs } = SYMMETRY_BASIS[k + m];
        result[lattice.site(dx, dy)] += change[m] * scale * signs[site];
      }
    });
  }
  return result;
}

function floorOf(force: Float64Array, twin: Float64Array) {
  const halves = force.map((F, pair) => (F - twin[pair]) ** 2 / 2);
  const mean = halves.reduce((a, b) => a + b, 0) / halves.length;
  const variance = halves.reduce((sum, value) => sum + (value - mean) ** 2, 0) / halves.length;
  const floor = Math.sqrt(mean);
  return { floor, floorError: Math.sqrt(variance / halves.length) / (2 * floor) };
}
