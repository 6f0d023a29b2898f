import type { Lattice } from "../../lattice/lattice.ts";
import { WorkerPool } from "../../parallel/worker_pool.ts";
import { dissect } from "./dissection.ts";
import { type PairContribution, type PairRequest, SelectedInversionEngine } from "./engine.ts";
import { layOutMemory, type MemoryLayout, refuseHugeLattice } from "./memory_layout.ts";
import { amalgamate, symbolicFactorization } from "./symbolic.ts";

/** What a worker is set up with. */
export interface TeamSetup {
  /** The lattice's factorisation. */
  readonly layout: MemoryLayout;
  /** Hopping amplitude t. */
  readonly hopping: number;
}

/** Works out pairs of poles, in the calling thread or on several workers. */
export interface PairTeam {
  /** Contributions of the pairs, in their order, the same bits for any number of workers. */
  evaluate(requests: readonly PairRequest[]): Promise<PairContribution[]>;
  /** Frees the workers. */
  close(): void;
}

/** The plan of the factorisation of a lattice: symbolic, made once. */
export function planFactorization(lattice: Lattice): MemoryLayout {
  refuseHugeLattice(lattice);
  return layOutMemory(lattice, amalgamate(symbolicFactorization(lattice, dissect(lattice))));
}

/**
 * A team of `workers` workers; one worker means the calling thread, which needs no permission.
 *
 * @throws {UnavailableError} if the workers cannot start
 */
export async function startTeam(setup: TeamSetup, workers: number): Promise<PairTeam> {
  if (workers === 1) {
    const engine = new SelectedInversionEngine(setup.layout, setup.hopping);
    return {
      evaluate: (requests) => Promise.resolve(requests.map((request) => engine.evaluate(request))),
      close: () => {},
    };
  }
  const pool = await WorkerPool.start<TeamSetup, readonly PairRequest[], PairContribution[]>(
    new URL("./worker.ts", import.meta.url),
    workers,
    setup,
  );
  return {
    // All pairs cost the same: each worker gets its share in one message.
    evaluate: async (requests) => (await pool.map(shares(requests, workers))).flat(),
    close: () => pool.close(),
  };
}

/** A list cut into at most `count` parts of nearly equal length, in order. */
function shares<T>(list: readonly T[], count: number): T[][] {
  const parts = Math.min(count, list.length);
  return Array.from(
    { length: parts },
    (_, p) =>
      list.slice(Math.ceil(p * list.length / parts), Math.ceil((p + 1) * list.length / parts)),
  );
}
