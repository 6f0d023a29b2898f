import { UnavailableError } from "../../lib/errors.ts";
import { BACKEND_NAMES, type BackendName, useBackend } from "../../lib/networks/tfjs/backend.ts";

/** The TensorFlow.js backends that this machine has; says which it has not. */
export async function availableBackends(): Promise<BackendName[]> {
  const available: BackendName[] = [];
  for (const name of BACKEND_NAMES) {
    try {
      await useBackend(name);
      available.push(name);
    } catch (error) {
      if (name === "cpu" || !(error instanceof UnavailableError)) throw error;
      console.log(`skipped: ${error.message}`);
    }
  }
  return available;
}
