import { UnavailableError } from "../../lib/errors.ts";
import { NETWORK_BACKENDS } from "../../lib/networks/make_field_model.ts";
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

/** What networks can be computed by on this machine, TensorFlow.js and not. */
export async function availableNetworkBackends(): Promise<string[]> {
  const available = await availableBackends();
  const missing = BACKEND_NAMES.filter((name) => !available.includes(name));
  return NETWORK_BACKENDS.filter((name) =>
    !missing.some((m) => name === m || name === `tfjs-${m}`)
  );
}
