import { FormatError } from "../errors.ts";
import { ENSEMBLES } from "../electrons/electron_solver.ts";
import { writeJsonAtomic } from "../io/atomic_write.ts";
import { readJson } from "../io/read_file.ts";
import type { QuenchConfig } from "./quench_config.ts";
import { v } from "./valibot.ts";

const number = v.pipe(v.number(), v.finite());
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** The schema of `config.json`: every key is known, and all are there but those of networks. */
const SCHEMA = v.strictObject({
  preset: v.string(),
  lattice: v.strictObject({ kind: v.string(), width: count, height: count }),
  model: v.strictObject({ t: number, g: number, k: number, kappa: number, mass: number }),
  temperature: number,
  ensemble: v.picklist(ENSEMBLES),
  chemicalPotential: number,
  method: v.string(),
  eigensolver: v.string(),
  weights: v.exactOptional(
    v.strictObject({ source: v.string(), sha256: v.exactOptional(v.string()) }),
  ),
  backend: v.exactOptional(v.string()),
  integrator: v.string(),
  dampingRate: number,
  timeStep: number,
  initialDisplacement: number,
  initialVelocity: number,
  seed: count,
  trajectory: count,
  steps: count,
  saveEvery: count,
  observeEvery: count,
});

/**
 * The configuration that a run's `config.json` holds. Ranges are checked where it is used.
 *
 * @throws {UnavailableError} if there is no such file
 * @throws {FormatError} naming the key that is missing, unknown or of the wrong type
 */
export async function readQuenchConfig(path: string): Promise<QuenchConfig> {
  const result = v.safeParse(SCHEMA, await readJson(path));
  if (result.success) return result.output;
  const [issue] = result.issues;
  const key = v.getDotPath(issue) ?? "the whole file";
  throw new FormatError(`Cannot use ${path}: ${key}: ${issue.message}`);
}

/** Writes a configuration; equal configurations give equal bytes, whatever the order of their keys. */
export async function writeQuenchConfig(path: string, config: QuenchConfig): Promise<void> {
  await writeJsonAtomic(path, v.parse(SCHEMA, config));
}
