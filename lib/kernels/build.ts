/**
 * Compiles every AssemblyScript source of `assembly/` to the .wasm beside this file:
 * `deno task kernels`. The compiler's version is pinned, so the same source gives the same bytes,
 * and a test compares them with the committed ones.
 */

import { windowEliminationSource } from "./window_elimination.ts";

const ASSEMBLY = new URL("./assembly/", import.meta.url);

/** Names of the kernels: one source file each, helpers in `assembly/shared/` left out. */
export function kernelNames(): string[] {
  return [...Deno.readDirSync(ASSEMBLY)]
    .filter((entry) => entry.isFile && entry.name.endsWith(".ts"))
    .map((entry) => entry.name.slice(0, -3))
    .sort();
}

/** Sources that are written by a program, by their path below `assembly/`. */
const WRITTEN: Readonly<Record<string, () => string>> = {
  "cavity/window_elimination.ts": windowEliminationSource,
};

/** Kernels that threads run on one memory: it must be a shared one. */
const THREADED = new Set(["inference"]);

/** Compiles one kernel and returns the bytes of its module. */
export async function compileKernel(name: string): Promise<Uint8Array> {
  // It looks at the environment when it is loaded: without that right, only whoever compiles fails.
  const { default: asc } = await import("npm:assemblyscript@0.28.20/asc");
  let binary: Uint8Array | undefined;
  let denied: Error | undefined;
  const { error, stderr } = await asc.main([
    `${name}.ts`,
    "--outFile",
    `${name}.wasm`,
    "-O3",
    "--noAssert",
    "--runtime",
    "stub",
    "--importMemory",
    "--enable",
    "simd",
    "--enable",
    "relaxed-simd",
    ...(THREADED.has(name)
      ? ["--enable", "threads", "--sharedMemory", "--maximumMemory", "65536"]
      : []),
  ], {
    readFile: (path: string) => {
      if (Object.hasOwn(WRITTEN, path)) return WRITTEN[path]();
      try {
        return Deno.readTextFileSync(new URL(path, ASSEMBLY));
      } catch (error) {
        denied ??= error instanceof Deno.errors.NotCapable ? error : undefined;
        return null;
      }
    },
    writeFile: (path: string, contents: unknown) => {
      if (path.endsWith(".wasm")) binary = contents as Uint8Array;
    },
    listFiles: () => [],
  });
  if (denied) throw denied;
  if (error || !binary) throw new Error(`Cannot compile kernel ${name}: ${stderr}`);
  return binary;
}

if (import.meta.main) {
  try {
    for (const name of Deno.args.length > 0 ? Deno.args : kernelNames()) {
      const bytes = await compileKernel(name);
      Deno.writeFileSync(new URL(`./${name}.wasm`, import.meta.url), bytes);
      // deno-lint-ignore no-console -- a script, which tells who runs it how it goes
      console.log(`${name}.wasm: ${bytes.length} bytes`);
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotCapable)) throw error;
    // deno-lint-ignore no-console -- a script, which tells who runs it how it goes
    console.error(`error: ${error.message}`);
    Deno.exit(1);
  }
}
