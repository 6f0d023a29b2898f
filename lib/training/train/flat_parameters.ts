import type { Architecture } from "../../networks/architecture.ts";
import { isTrainable, parameterLayout } from "../../networks/parameter_layout.ts";
import { elementCount, type ParameterSet } from "../../networks/parameters.ts";

/** Where one trained array lies among all of them, end to end. */
export interface FlatEntry {
  /** Its name. */
  readonly name: string;
  /** Its shape. */
  readonly shape: readonly number[];
  /** Its first element. */
  readonly begin: number;
  /** The element after its last. */
  readonly end: number;
}

/** The trained arrays of a network, end to end in the order of its layout. */
export function flatLayout(architecture: Architecture): FlatEntry[] {
  let begin = 0;
  return parameterLayout(architecture).filter(isTrainable).map((entry) => {
    const end = begin + elementCount(entry);
    const flat = { name: entry.name, shape: entry.shape, begin, end };
    begin = end;
    return flat;
  });
}

/** Copies the trained arrays to one array, end to end. */
export function flatten(layout: readonly FlatEntry[], parameters: ParameterSet): Float32Array {
  const flat = new Float32Array(layout[layout.length - 1].end);
  for (const { name, begin } of layout) flat.set(parameters.get(name)!, begin);
  return flat;
}

/** The parameters with their trained arrays taken from `flat`. */
export function unflatten(
  layout: readonly FlatEntry[],
  parameters: ParameterSet,
  flat: Float32Array,
): ParameterSet {
  const trained = layout.map(({ name, begin, end }) => [name, flat.slice(begin, end)] as const);
  return new Map([...parameters, ...trained]);
}
