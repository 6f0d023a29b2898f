import { ParameterError } from "../../errors.ts";
import type { Architecture } from "../../networks/architecture.ts";
import type { BaselinePredictorSpec } from "./predictor.ts";

/** What may be evaluated beside a network: its own baseline, or the cavity method, nothing trained. */
export const UNTRAINED = ["baseline", "cavity"] as const;

/** Name of what is evaluated beside a network. */
export type Untrained = typeof UNTRAINED[number];

/**
 * What predicts with nothing trained. `baseline` is what the network adds its answer to, by the same
 * arithmetic: what remains of a network whose answer is nothing.
 *
 * @throws {ParameterError} if it is to be the baseline of a network that has none
 */
export function untrainedPredictor(
  { baseline, model }: Architecture,
  untrained: Untrained,
): BaselinePredictorSpec {
  if (untrained === "cavity") return { kind: "baseline", baseline: "cavity" };
  if (baseline === "none") {
    throw new ParameterError(
      "This network has no baseline, it learns from nothing: compare it with cavity, or with nothing",
    );
  }
  return { kind: "baseline", baseline, converged: model === "energy-gnn" };
}
