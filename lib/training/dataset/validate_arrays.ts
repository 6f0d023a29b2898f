import { FormatError, isUserError } from "../../errors.ts";
import { isNetworkMethod } from "../../forcefields/complete_spec.ts";
import type { NpyArray, NpyArrayOf, NpyDtype } from "../../io/npy.ts";
import { type LatticeSpec, makeLattice } from "../../lattice/make_lattice.ts";
import type { ConfigurationGroup, ConfigurationKind, Split } from "./data_set.ts";

/** Rounding of exact methods may leave the interval [0, 1] of densities by so much. */
export const DENSITY_SLACK = 1e-6;

type Arrays = ReadonlyMap<string, NpyArray>;

/** What the metadata says of a group. */
interface DescribedGroup {
  readonly lattice: LatticeSpec;
  readonly temperature: number;
  readonly configurations: number;
}

/**
 * The group of that name, every array checked.
 *
 * @param kinds names of the kinds by their number, and the method of the labels
 * @throws {FormatError} naming the array that is missing or wrong
 */
export function readGroup(
  arrays: Arrays,
  group: string,
  described: DescribedGroup,
  { kinds, labels }: { readonly kinds: readonly ConfigurationKind[]; readonly labels: string },
  file: string,
): ConfigurationGroup {
  const { lattice: { width, height }, configurations } = described;
  const column = <D extends NpyDtype>(name: string, dtype: D) =>
    requireArray(arrays, `${group}/${name}`, dtype, [configurations], file);
  const field = (name: string) => {
    const shape = [configurations, height, width];
    const { data } = requireArray(arrays, `${group}/${name}`, "<f8", shape, file);
    const wrong = fail(file, `${group}/${name}`);
    requireEach(data, Number.isFinite, (i) => wrong(`is ${data[i]} ${at(i, width, height)}`));
    return data;
  };
  const Q = field("Q");
  const density = field("density");
  requireLattice(described.lattice, file);
  requireEach(
    density,
    // A network is free to answer a little more than one electron, or less than none.
    isNetworkMethod(labels)
      ? Number.isFinite
      : (n) => n >= -DENSITY_SLACK && n <= 1 + DENSITY_SLACK,
    (i) =>
      fail(file, `${group}/density`)(`is ${density[i]} ${at(i, width, height)}, not in [0, 1]`),
  );
  const kind = column("kind", "|u1").data;
  const trajectory = column("trajectory", "<i4").data;
  const step = column("step", "<i4").data;
  const amplitude = column("amplitude", "<f8").data;
  const particleHole = column("particle_hole", "|b1").data;
  const range = (name: string, values: ArrayLike<number>, accepts: (value: number) => boolean) =>
    requireEach(
      values,
      accepts,
      (c) => fail(file, `${group}/${name}`)(`is ${values[c]} for configuration ${c}`),
    );
  range("kind", kind, (value) => value < kinds.length);
  range("trajectory", trajectory, (value) => value >= -1);
  range("step", step, (value) => value >= 0);
  range("amplitude", amplitude, (value) => Number.isFinite(value) && value >= 0);
  return {
    ...described,
    Q,
    density,
    kind: Array.from(kind, (value) => kinds[value]),
    trajectory,
    step,
    amplitude,
    particleHole,
  };
}

/**
 * The split of that name, checked to divide all `count` configurations.
 *
 * @throws {FormatError} if it does not
 */
export function readSplit(arrays: Arrays, name: string, count: number, file: string): Split {
  const part = (which: string) => requireArray(arrays, `split/${name}/${which}`, "<i4", 1, file);
  const [train, test] = [part("train").data, part("test").data];
  const times = new Uint8Array(count);
  for (const number of [...train, ...test]) {
    if (number < 0 || number >= count) {
      throw fail(file, `split/${name}`)(`names configuration ${number} of ${count}`);
    }
    if (times[number]++ > 0) {
      throw fail(file, `split/${name}`)(`names configuration ${number} twice`);
    }
  }
  if (train.length + test.length !== count) {
    throw fail(file, `split/${name}`)(`leaves out configuration ${times.indexOf(0)}`);
  }
  return { train, test };
}

function requireLattice(lattice: LatticeSpec, file: string): void {
  try {
    makeLattice(lattice);
  } catch (error) {
    if (isUserError(error)) throw new FormatError(`Cannot use ${file}: ${error.message}`);
    throw error;
  }
}

/** @param shape lengths along the axes, or the number of axes alone */
function requireArray<D extends NpyDtype>(
  arrays: Arrays,
  name: string,
  dtype: D,
  shape: readonly number[] | number,
  file: string,
): NpyArrayOf<D> {
  const array = arrays.get(name);
  if (array === undefined) throw new FormatError(`Cannot use ${file}: it has no array "${name}"`);
  const fits = typeof shape === "number"
    ? array.shape.length === shape
    : array.shape.join() === shape.join();
  if (array.dtype !== dtype || !fits) {
    const wanted = typeof shape === "number" ? "[any]" : `[${shape.join(", ")}]`;
    throw fail(file, name)(
      `is ${array.dtype} [${array.shape.join(", ")}], the metadata says ${dtype} ${wanted}`,
    );
  }
  return array as unknown as NpyArrayOf<D>;
}

function requireEach(
  values: ArrayLike<number>,
  accepts: (value: number) => boolean,
  error: (index: number) => FormatError,
): void {
  for (let i = 0; i < values.length; i++) if (!accepts(values[i])) throw error(i);
}

function fail(file: string, array: string): (why: string) => FormatError {
  return (why) => new FormatError(`Cannot use ${file}: ${array} ${why}`);
}

/** Where element i of an array [C, H, W] lies, in words. */
function at(i: number, width: number, height: number): string {
  const site = i % (width * height);
  return `in configuration ${Math.floor(i / (width * height))} at x = ${site % width}, ` +
    `y = ${Math.floor(site / width)}`;
}
