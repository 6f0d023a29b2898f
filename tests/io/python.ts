/** The system's Python as an independent reader and writer of the same formats. */

import { fileURLToPath } from "node:url";

/** The Python that is run, where there is one. */
export const PYTHON = "/usr/bin/python3";

/** Whether Python has `module` and may be run; tests that need it are skipped otherwise. */
export function pythonHas(module: string): boolean {
  if (Deno.permissions.querySync({ name: "run", command: PYTHON }).state !== "granted") {
    return false;
  }
  try {
    return new Deno.Command(PYTHON, { args: ["-c", `import ${module}`], stderr: "null" })
      .outputSync().success;
  } catch {
    return false;
  }
}

/** A test's title that says why it was skipped, if it was. */
export function titleNeeding(module: string, title: string): string {
  return pythonHas(module) ? title : `${title} (skipped: ${PYTHON} has no ${module})`;
}

/** Runs a script and returns what it printed, parsed as JSON. */
export function runPython(script: string, ...args: string[]): unknown {
  return runPythonWith(["-c", script, ...args]);
}

/** Runs a script in a file, the same way. */
export function runPythonFile(file: URL, ...args: string[]): unknown {
  return runPythonWith([fileURLToPath(file), ...args]);
}

function runPythonWith(args: readonly string[]): unknown {
  // No folders of compiled scripts beside the sources.
  const env = { PYTHONDONTWRITEBYTECODE: "1" };
  const { success, stdout, stderr } = new Deno.Command(PYTHON, { args: [...args], env })
    .outputSync();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return JSON.parse(new TextDecoder().decode(stdout) || "null");
}
