import { UnavailableError } from "../../errors.ts";

const ARRAY = "buffer" as const;
/** Length of a character argument, which Fortran compilers pass behind all others. */
const LENGTH = "usize" as const;

/** The LAPACK routines in use, with 32-bit integers, and what OpenBLAS offers besides. */
const SYMBOLS = {
  dsytrd_: {
    parameters: [ARRAY, ARRAY, ARRAY, ARRAY, ARRAY, ARRAY, ARRAY, ARRAY, ARRAY, ARRAY, LENGTH],
    result: "void",
    nonblocking: true,
  },
  dstedc_: {
    parameters: [
      ...[ARRAY, ARRAY, ARRAY, ARRAY, ARRAY, ARRAY, ARRAY, ARRAY, ARRAY, ARRAY, ARRAY] as const,
      LENGTH,
    ],
    result: "void",
    nonblocking: true,
  },
  dormtr_: {
    parameters: [
      ...[ARRAY, ARRAY, ARRAY, ARRAY, ARRAY, ARRAY, ARRAY, ARRAY, ARRAY, ARRAY, ARRAY] as const,
      ...[ARRAY, ARRAY, LENGTH, LENGTH, LENGTH] as const,
    ],
    result: "void",
    nonblocking: true,
  },
  openblas_set_num_threads: { parameters: ["i32"], result: "void", optional: true },
  openblas_get_corename: { parameters: [], result: "pointer", optional: true },
  // Of the C library, which comes along.
  strncpy: { parameters: ["buffer", "pointer", "usize"], result: "void", optional: true },
} as const;

/** A loaded library with LAPACK in it. */
export type LapackLibrary = Deno.DynamicLibrary<typeof SYMBOLS>;

/** Where OpenBLAS usually lies. */
const USUAL_PATHS: Readonly<Record<string, readonly string[]>> = {
  linux: [
    "/usr/lib/x86_64-linux-gnu/libopenblas.so.0",
    "/usr/lib/aarch64-linux-gnu/libopenblas.so.0",
    "/usr/lib64/libopenblas.so.0",
    "/usr/lib/libopenblas.so.0",
    "/usr/lib/libopenblas.so",
    "/usr/local/lib/libopenblas.so.0",
    "/opt/OpenBLAS/lib/libopenblas.so.0",
  ],
  darwin: [
    "/opt/homebrew/opt/openblas/lib/libopenblas.dylib",
    "/usr/local/opt/openblas/lib/libopenblas.dylib",
  ],
};

const INSTALL =
  "install OpenBLAS (Debian and Ubuntu: apt install libopenblas0; Fedora: dnf install " +
  "openblas; macOS: brew install openblas) or give the path of the library";

/** The usual paths of OpenBLAS on this operating system. */
export const OPENBLAS_PATHS: readonly string[] = USUAL_PATHS[Deno.build.os] ?? [];

/**
 * Opens the library at `path`, or the first of the usual ones that is there.
 *
 * @throws {UnavailableError} if there is none or the permission to load it is missing
 */
export function openLapack(path?: string): LapackLibrary {
  const candidates = path === undefined ? OPENBLAS_PATHS : [path];
  const allowed = candidates.filter(mayLoad);
  if (candidates.length > 0 && allowed.length === 0) {
    throw new UnavailableError(
      `LAPACK needs the permission to load a library: run with --allow-ffi${
        path === undefined ? "" : `=${path}`
      }, or use the eigensolver "wasm", which needs none`,
    );
  }
  let reason = "none of the usual places has it";
  for (const candidate of allowed) {
    try {
      return Deno.dlopen(candidate, SYMBOLS);
    } catch (error) {
      if (path !== undefined) reason = (error as Error).message;
    }
  }
  throw new UnavailableError(
    `Cannot load LAPACK${path === undefined ? "" : ` from ${path}`} (${reason}): ${INSTALL}`,
  );
}

function mayLoad(path: string): boolean {
  return Deno.permissions.querySync({ name: "ffi", path }).state === "granted";
}

/** The processor family that OpenBLAS has chosen its code for; undefined with another LAPACK. */
export function coreName(library: LapackLibrary): string | undefined {
  const { openblas_get_corename, strncpy } = library.symbols;
  const name = openblas_get_corename?.();
  if (!name || !strncpy) return undefined;
  // Deno's own pointer view wants --allow-ffi for every library, not only for this one.
  const copy = new Uint8Array(64);
  strncpy(copy, name, BigInt(copy.length - 1));
  return new TextDecoder().decode(copy.subarray(0, copy.indexOf(0)));
}
