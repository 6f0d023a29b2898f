import { WorkerPool } from "../parallel/worker_pool.ts";
import { completeForceFieldSpec } from "./complete_spec.ts";
import type { ForceEvaluation } from "./force_field.ts";
import { type ForceFieldSpec, type Resources, validateResources } from "./force_field_spec.ts";
import { makeForceField } from "./make_force_field.ts";

/**
 * Forces of many configurations, spread over `resources.workers` threads, one configuration a
 * thread at a time. Results come in the order of the configurations and are the same bits for any
 * number of workers.
 *
 * @param configurations each of shape [N]
 * @param onDone told how many are done
 * @throws {ParameterError} if the specification, a configuration or a resource is not accepted
 * @throws {ShapeError} if a configuration has not one value a site
 * @throws {UnavailableError} if workers cannot start
 */
export async function evaluateMany(
  spec: ForceFieldSpec,
  configurations: readonly Float64Array[],
  resources: Resources,
  onDone?: (done: number) => void,
): Promise<ForceEvaluation[]> {
  validateResources(resources);
  const single = { ...resources, workers: 1 };
  const workers = Math.min(resources.workers, configurations.length);
  if (workers <= 1) {
    const forceField = await makeForceField(spec, single);
    try {
      const evaluations: ForceEvaluation[] = [];
      for (const Q of configurations) {
        evaluations.push(await forceField.evaluate(Q));
        onDone?.(evaluations.length);
      }
      return evaluations;
    } finally {
      forceField.close();
    }
  }
  const url = new URL("./force_field_worker.ts", import.meta.url);
  const pool = await WorkerPool.start<unknown, Float64Array, ForceEvaluation>(
    url,
    workers,
    // Completed here, so that all workers take the same weights.
    { spec: await completeForceFieldSpec(spec), resources: single },
  );
  try {
    return await pool.map(configurations, onDone);
  } finally {
    pool.close();
  }
}
