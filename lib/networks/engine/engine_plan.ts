import type { EmbeddingPlan } from "../../electrons/cavity/embedding_plan.ts";
import type { NetworkPlan } from "./network_plan.ts";

/** What every network's program needs: where things lie in the memory that all threads share. */
export interface EngineMemory {
  /** The memory. */
  readonly memory: WebAssembly.Memory;
  /** Columns of the lattice. */
  readonly width: number;
  /** Rows of the lattice. */
  readonly height: number;
  /** The field x, or Q, f64 [N]. */
  readonly field: number;
  /** The answer, f64 [N]. */
  readonly values: number;
}

/** What is known of the electrons without training: the cavity method, and where it works. */
export interface BaselinePlan {
  /** Poles and sweeps. */
  readonly embedding: EmbeddingPlan;
  /** Its fields, which threads share. */
  readonly fields: number;
  /** For every row, what it adds to Σ w (ln|det A| - N ln y), f64 [H]. */
  readonly logarithms: number;
  /** T/t. */
  readonly temperature: number;
  /** By thread, its rows of stages. */
  readonly stages: readonly number[];
  /** Whether the answer is added to the baseline's density. */
  readonly added: boolean;
}

/** A network on a lattice as plain data, which a thread needs to take its part in computing it. */
export interface EnginePlan extends EngineMemory {
  /** Number of threads. */
  readonly threads: number;
  /** Largest |x| that the baseline takes. */
  readonly largestField: number;
  /** The baseline, where the network has one. */
  readonly baseline?: BaselinePlan;
  /** The network itself. */
  readonly network: NetworkPlan;
}
