import { OPENBLAS_PATHS } from "../lib/electrons/eigensolvers/lapack_library.ts";

/** Makes a function that calls LAPACK's `dsyevd` for all eigenvectors and nothing else. */
export interface Dsyevd {
  /** Diagonalises the matrix in place: its columns become the eigenvectors. */
  call(matrix: Float64Array<ArrayBuffer>): Promise<void>;
  close(): void;
}

/** Opens the first OpenBLAS in the usual places, set to one thread, for matrices of order n. */
export function openDsyevd(n: number): Dsyevd {
  const array = "buffer" as const;
  const length = "usize" as const;
  const parameters = [
    ...[array, array, array, array, array, array, array, array, array, array, array] as const,
    ...[length, length] as const,
  ] as const;
  const symbols = {
    dsyevd_: { parameters, result: "void", nonblocking: true },
    openblas_set_num_threads: { parameters: ["i32"], result: "void" },
  } as const;
  const path = OPENBLAS_PATHS.find((candidate) => {
    try {
      Deno.dlopen(candidate, {}).close();
      return true;
    } catch {
      return false;
    }
  });
  if (path === undefined) throw new Error("no OpenBLAS in the usual places");
  const library = Deno.dlopen(path, symbols);
  library.symbols.openblas_set_num_threads(1);
  const letter = (character: string) => Uint8Array.of(character.charCodeAt(0));
  const work = new Float64Array(1 + 6 * n + 2 * n * n);
  const integers = new Int32Array(3 + 5 * n);
  const fixed = {
    vectors: letter("V"),
    lower: letter("L"),
    order: Int32Array.of(n),
    workLength: Int32Array.of(work.length),
    integersLength: Int32Array.of(integers.length),
    values: new Float64Array(n),
    info: new Int32Array(1),
  };
  return {
    call: async (matrix) => {
      const { vectors, lower, order, values, workLength, integersLength, info } = fixed;
      await library.symbols.dsyevd_(
        ...[vectors, lower, order, matrix, order, values, work, workLength] as const,
        ...[integers, integersLength, info, 1n, 1n] as const,
      );
      if (info[0] !== 0) throw new Error(`dsyevd: info = ${info[0]}`);
    },
    close: () => library.close(),
  };
}
