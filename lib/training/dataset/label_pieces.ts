import { evaluateMany } from "../../forcefields/evaluate_many.ts";
import type { Resources } from "../../forcefields/force_field_spec.ts";
import type { ConfigurationGroup, DataSetProvenance } from "./data_set.ts";
import { readPiece, writePiece } from "./piece_file.ts";
import type { GroupPlan } from "./plan.ts";

/** A group whose densities are still to be computed. */
export type UnlabelledGroup = Omit<ConfigurationGroup, "density">;

/** A few configurations that are labelled and kept together. */
export interface LabelPiece {
  /** Where it is kept. */
  readonly path: string;
  /** What progress calls it. */
  readonly note: string;
  /** Its configurations, which nobody asks for when they are there already. */
  readonly configurations: () => UnlabelledGroup;
}

/** How pieces are labelled; nothing in here changes their bits. */
export interface LabelOptions {
  /** Threads, and what else may be used of the machine. */
  readonly resources: Resources;
  /** Ends the work after the piece under way. */
  readonly signal?: AbortSignal;
  /** Told how many site forces are done, and of what. */
  readonly progress: (sites: number, note: string) => void;
}

/** The labelled pieces of a group, those of the disk or new ones; undefined if interrupted. */
export async function labelPieces(
  group: GroupPlan,
  pieces: readonly LabelPiece[],
  provenance: DataSetProvenance,
  { resources, signal, progress }: LabelOptions,
): Promise<ConfigurationGroup[] | undefined> {
  const labelled: ConfigurationGroup[] = [];
  for (const { path, note, configurations } of pieces) {
    if (signal?.aborted) return undefined;
    let found = await readPiece(path, provenance);
    if (found === undefined) {
      found = await label(group, configurations(), resources, () => progress(group.sites, note));
      await writePiece(path, found, provenance);
    } else {
      progress(found.Q.length, note);
    }
    labelled.push(found);
  }
  return labelled;
}

/** Site forces that are computed in the time in which a worker thread starts. */
const WORTH_A_WORKER = 2 ** 13;

async function label(
  { forceField, sites }: GroupPlan,
  group: UnlabelledGroup,
  resources: Resources,
  onDone: () => void,
): Promise<ConfigurationGroup> {
  const { Q, configurations } = group;
  // Copies, as a view that goes to a worker takes along all of its buffer.
  const each = Array.from(
    { length: configurations },
    (_, c) => Q.slice(c * sites, (c + 1) * sites),
  );
  const workers = Math.min(resources.workers, Math.ceil(Q.length / WORTH_A_WORKER));
  const labels = await evaluateMany(forceField, each, { ...resources, workers }, onDone);
  const density = new Float64Array(Q.length);
  labels.forEach((evaluation, c) => density.set(evaluation.density, c * sites));
  return { ...group, density };
}
