import type { EmbeddingPlan } from "../../electrons/cavity/embedding_plan.ts";
import type { Architecture, GnnArchitecture } from "../architecture.ts";
import type { GnnPlan } from "./gnn_plan.ts";

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
  /** By thread, its rows of stages. */
  readonly stages: readonly number[];
  /** Whether the answer is added to the baseline's density. */
  readonly added: boolean;
}

/** Whether a network can be computed by the engine. */
export function hasEngine(architecture: Architecture): architecture is GnnArchitecture {
  return architecture.model === "gnn";
}

/** A network on a lattice as plain data, which a thread needs to take its part in computing it. */
export interface EnginePlan extends EngineMemory {
  /** The baseline, where the network has one. */
  readonly baseline?: BaselinePlan;
  /** The network itself. */
  readonly network: GnnPlan;
}
