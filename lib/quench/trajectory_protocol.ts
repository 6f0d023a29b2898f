import type { ObservableRow } from "./observe.ts";
import type { QuenchConfig } from "./quench_config.ts";
import type { QuenchListener, QuenchRunOptions } from "./run_quench.ts";

/** What a worker needs to run a trajectory. */
export interface TrajectoryRequest {
  /** The whole run. */
  readonly config: QuenchConfig;
  /** Its folder. */
  readonly folder: string;
  /** How it is run. */
  readonly options: Omit<QuenchRunOptions, keyof QuenchListener | "signal">;
}

/** What a worker tells of the trajectory that it runs: a call of a listener as plain data. */
export type TrajectoryEvent =
  | { readonly kind: "start" | "step"; readonly step: number }
  | { readonly kind: "outside training"; readonly share: number; readonly step: number }
  | { readonly kind: "row"; readonly row: ObservableRow };

/** A listener that sends on all that it is told. */
export function listenerOf(report: (event: TrajectoryEvent) => void): QuenchListener {
  return {
    onStart: (step) => report({ kind: "start", step }),
    onStep: (step) => report({ kind: "step", step }),
    onOutsideTraining: (share, step) => report({ kind: "outside training", share, step }),
    onRow: (row) => report({ kind: "row", row }),
  };
}

/** Tells a listener what was sent. */
export async function tell(listener: QuenchListener, event: TrajectoryEvent): Promise<void> {
  switch (event.kind) {
    case "start":
      return listener.onStart?.(event.step);
    case "step":
      return listener.onStep?.(event.step);
    case "outside training":
      return listener.onOutsideTraining?.(event.share, event.step);
    case "row":
      return await listener.onRow?.(event.row);
  }
}
