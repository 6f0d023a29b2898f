import type { Baseline } from "../../networks/architecture.ts";
import type { Versions } from "../../runs/run_record.ts";
import type { DataSetRecipe } from "../dataset/recipe.ts";
import type { ErrorGroup } from "./grouped_errors.ts";
import type { DataSetPart } from "./select_configurations.ts";

/** Errors on one part of a data set. */
export interface PartErrors {
  /** Which part. */
  readonly part: DataSetPart;
  /** Number of configurations. */
  readonly configurations: number;
  /** Errors of the network's forces. */
  readonly network: readonly ErrorGroup[];
  /** Errors of the forces of the baseline that is beside it, if one is; in the same groups. */
  readonly untrained?: readonly ErrorGroup[];
}

/** How much of the error is the arithmetic's: forces by the backend less those in double precision. */
export interface PrecisionCheck {
  /** Number of configurations, drawn from the first part. */
  readonly configurations: number;
  /** Number of sites. */
  readonly sites: number;
  /** Root mean square of the difference. */
  readonly rms: number;
  /** Largest absolute difference. */
  readonly max: number;
}

/** The errors of a network on a data set, and all that decides them. Plain JSON. */
export interface EvaluationReport {
  /** The network. */
  readonly network: {
    /** `networkSha256` of it, whatever file it came in. */
    readonly sha256: string;
    /** Kind of network. */
    readonly model: string;
    /** What it predicts. */
    readonly target: string;
    /** Number of trained parameters. */
    readonly parameters: number;
    /** Temperature T/t that it was trained for. */
    readonly temperature: number;
    /** How it was made. */
    readonly provenance: Readonly<Record<string, unknown>>;
  };
  /** The data set. */
  readonly dataSet: {
    /** SHA-256 of its contents. */
    readonly sha256: string;
    /** The method of the labels. */
    readonly labels: string;
    /** How it was made. */
    readonly recipe: DataSetRecipe;
  };
  /** Name of the split. */
  readonly split: string;
  /** At most so many configurations of a part, drawn with the seed; all when left out. */
  readonly limit?: number;
  /** Seed of everything drawn. */
  readonly seed: number;
  /** What computed the network. */
  readonly backend: string;
  /** The baseline, with nothing trained, that is evaluated beside the network, if one is. */
  readonly untrained?: Exclude<Baseline, "none">;
  /** Versions of the software. */
  readonly versions: Versions;
  /** The parts, in the order asked for. */
  readonly parts: readonly PartErrors[];
  /** Left out where the backend is `plain` or no configurations were to be checked. */
  readonly precision?: PrecisionCheck;
}
