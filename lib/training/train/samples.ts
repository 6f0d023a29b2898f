import { HolsteinModel } from "../../holstein/holstein_model.ts";
import type { HolsteinParameters } from "../../holstein/parameters.ts";
import { type LatticeSpec, makeLattice } from "../../lattice/make_lattice.ts";
import type { Architecture } from "../../networks/architecture.ts";
import { inputFeatures } from "../../networks/parameter_layout.ts";
import { embeddingFor, type SiteEmbedding } from "../../networks/site_embedding.ts";
import { ParameterError } from "../../errors.ts";
import { turnTaker } from "../../parallel/turn_taker.ts";
import type { ConfigurationKind, LabelledConfiguration } from "../dataset/data_set.ts";
import { sharedFloats } from "./shared_arrays.ts";

/** Configurations of one lattice as a network sees them, in memory that threads share. */
export interface SampleGroup {
  /** The lattice. */
  readonly lattice: LatticeSpec;
  /** Sites of the lattice. */
  readonly sites: number;
  /** Number C of configurations. */
  readonly configurations: number;
  /** What the network reads, shape [C, N, features]. */
  readonly features: Float32Array;
  /** What it is to answer, its baseline taken off, shape [C, N]. */
  readonly target: Float32Array;
  /** Where each configuration comes from. */
  readonly kinds: readonly ConfigurationKind[];
}

/** Configurations by lattice, as a network sees them. */
export interface Samples {
  /** The groups. */
  readonly groups: readonly SampleGroup[];
  /** Smallest and largest field, (gQ + μ)/t or Q. */
  readonly range: readonly [smallest: number, largest: number];
}

/** What samples are made for. */
export interface SampleOptions {
  /** The network. */
  readonly architecture: Architecture;
  /** T/t. */
  readonly temperature: number;
  /** Constants of the model. */
  readonly model: HolsteinParameters;
  /** Gives up between two configurations. */
  readonly signal?: AbortSignal;
  /** Told how many configurations are done. */
  readonly onDone?: (done: number) => void;
}

/** What a network of this target reads of displacements: x = gQ/t (μ = 0), or Q itself. */
export function inputField(
  { target }: Architecture,
  { g, t }: HolsteinParameters,
  Q: Float64Array,
): Float64Array {
  return target === "density" ? Q.map((q) => g * q / t) : Q;
}

/**
 * Configurations as inputs and targets of a network: descriptor or cavity method are computed here,
 * once, and not in every epoch.
 *
 * @throws {ParameterError} if there is no configuration, or a lattice is narrower than the network's
 *   receptive field
 * @throws the signal's reason, if it is raised
 */
export async function collectSamples(
  configurations: readonly LabelledConfiguration[],
  options: SampleOptions,
): Promise<Samples> {
  if (configurations.length === 0) {
    throw new ParameterError("There is no configuration to train on");
  }
  const range: [number, number] = [Infinity, -Infinity];
  const others = turnTaker();
  let done = 0;
  const groups: SampleGroup[] = [];
  for (const [spec, members] of byLattice(configurations)) {
    const { group, fill } = emptyGroup(spec, members, options);
    for (let c = 0; c < members.length; c++) {
      options.signal?.throwIfAborted();
      for (const x of fill(c)) {
        if (x < range[0]) range[0] = x;
        if (x > range[1]) range[1] = x;
      }
      options.onDone?.(++done);
      await others();
    }
    groups.push(group);
  }
  return { groups, range };
}

/** Room for the samples of one lattice, and what fills in one of them and returns its field. */
function emptyGroup(
  spec: LatticeSpec,
  members: readonly LabelledConfiguration[],
  { architecture, temperature, model }: SampleOptions,
): { readonly group: SampleGroup; fill(c: number): Float64Array } {
  const lattice = makeLattice(spec);
  const holstein = new HolsteinModel(lattice, model);
  const embedding = embeddingFor(architecture, lattice, temperature);
  const { sites } = lattice;
  const width = inputFeatures(architecture);
  const group: SampleGroup = {
    lattice: spec,
    sites,
    configurations: members.length,
    features: sharedFloats(members.length * sites * width),
    target: sharedFloats(members.length * sites),
    kinds: members.map(({ group: { kind }, index }) => kind[index]),
  };
  const fill = (c: number): Float64Array => {
    const { Q, density } = members[c];
    const field = inputField(architecture, model, Q);
    const { features, baseline } = embedding.embed(field);
    const label = architecture.target === "density"
      ? density.map((n) => n - 0.5)
      : holstein.force(Q, density);
    group.features.set(features, c * sites * width);
    group.target.set(baseline ? label.map((y, i) => y - baseline[i]) : label, c * sites);
    return field;
  };
  return { group, fill };
}

/** Configurations of the same lattice together, in the order in which lattices first appear. */
function byLattice(
  configurations: readonly LabelledConfiguration[],
): [LatticeSpec, LabelledConfiguration[]][] {
  const groups = new Map<string, [LatticeSpec, LabelledConfiguration[]]>();
  for (const one of configurations) {
    const { kind, width, height } = one.group.lattice;
    const key = `${kind} ${width} ${height}`;
    const found = groups.get(key);
    if (found) found[1].push(one);
    else groups.set(key, [one.group.lattice, [one]]);
  }
  return [...groups.values()];
}

/**
 * For every feature, whether it is even (1) or odd (-1) under x → -x: found by trying it on one
 * random field. Undefined if a feature is neither.
 */
export function featureParity(
  { lattice, embed }: SiteEmbedding,
  field: Float64Array,
): number[] | undefined {
  const plus = embed(field).features;
  const minus = embed(field.map((x) => -x)).features;
  const width = plus.length / lattice.sites;
  const parity: number[] = [];
  for (let a = 0; a < width; a++) {
    let [even, odd, size] = [0, 0, 0];
    for (let k = a; k < plus.length; k += width) {
      even = Math.max(even, Math.abs(plus[k] - minus[k]));
      odd = Math.max(odd, Math.abs(plus[k] + minus[k]));
      size = Math.max(size, Math.abs(plus[k]));
    }
    if (Math.min(even, odd) > 1e-3 * size) return undefined;
    parity.push(even <= odd ? 1 : -1);
  }
  return parity;
}
