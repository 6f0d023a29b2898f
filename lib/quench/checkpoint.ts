import type { PhaseState } from "../dynamics/phase_state.ts";
import type { ForceEvaluation } from "../forcefields/force_field.ts";
import { writeBytesAtomic } from "../io/atomic_write.ts";
import { readBytes } from "../io/read_file.ts";
import { requireTensor, type Tensor } from "../io/safetensors.ts";
import { decodeSealed, encodeSealed } from "../io/sealed_safetensors.ts";
import type { Lattice } from "../lattice/lattice.ts";

/** What a run needs to know of a checkpoint besides the state itself. */
export interface CheckpointInfo {
  /** Hash of the configuration that the run was started with, its number of steps left out. */
  readonly configHash: string;
  /** What the machine's arithmetic answered (`arithmeticOf`). */
  readonly arithmetic: string;
  /** SHA-256 of the rows of observables up to here; early versions left it out. */
  readonly observables?: string;
}

const FORMAT = "nearsight-checkpoint-1";
const FIELDS = ["Q", "V", "force", "density"] as const;
const ENERGIES = [
  "energy",
  "grandPotential",
  "helmholtzFreeEnergy",
  "internalEnergy",
] as const;

/** Writes everything that the next step depends on, with a checksum over all of it. */
export async function writeCheckpoint(
  path: string,
  lattice: Lattice,
  state: PhaseState,
  info: CheckpointInfo,
): Promise<void> {
  const { Q, V, evaluation } = state;
  const shape = [lattice.height, lattice.width];
  const fields = { Q, V, force: evaluation.force, density: evaluation.density };
  const tensors = new Map<string, Tensor>(
    FIELDS.map((name) => [name, { dtype: "F64", shape, data: fields[name] }]),
  );
  const scalars = Object.fromEntries(
    ["chemicalPotential" as const, ...ENERGIES].flatMap((name) => {
      const value = evaluation[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
  const metadata = {
    format: FORMAT,
    step: String(state.step),
    scalars: JSON.stringify(scalars),
    ...info,
  };
  await writeBytesAtomic(path, encodeSealed({ tensors, metadata }));
}

/**
 * Reads a checkpoint back.
 *
 * @throws {FormatError} if the file is no checkpoint of this lattice, or a single bit of it changed
 */
export async function readCheckpoint(
  path: string,
  lattice: Lattice,
): Promise<{ readonly state: PhaseState; readonly info: CheckpointInfo }> {
  const file = decodeSealed(await readBytes(path), path, FORMAT, "checkpoint of a run");
  const { metadata } = file;
  const shape = [lattice.height, lattice.width];
  const [Q, V, force, density] = FIELDS.map((name) =>
    requireTensor(file, name, "F64", path, shape).data
  );
  const scalars = JSON.parse(metadata.scalars) as Omit<ForceEvaluation, "force" | "density">;
  const { configHash, arithmetic, observables } = metadata;
  return {
    state: { step: Number(metadata.step), Q, V, evaluation: { ...scalars, force, density } },
    info: { configHash, arithmetic, ...(observables !== undefined && { observables }) },
  };
}
