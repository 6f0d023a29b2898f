import { configurationAt, type DataSet } from "../dataset/data_set.ts";
import { ErrorStatistics } from "./error_statistics.ts";
import type { PrecisionCheck } from "./evaluation_report.ts";
import { forceErrorsIn } from "./force_errors.ts";
import { type ErrorGroup, GroupedErrors } from "./grouped_errors.ts";
import type { PredictionTeam } from "./prediction_team.ts";
import type { Prediction } from "./predictor.ts";
import type { SiteSample } from "./site_sample.ts";

/** Compares predictions with the labels of a data set, and counts them. */
export class Comparison {
  readonly #dataSet: DataSet;
  readonly #team: PredictionTeam;
  readonly #onDone: (done: number) => void;
  readonly #errorsOf: ReturnType<typeof forceErrorsIn>;
  #done = 0;

  /** @param onDone told how many predictions were made so far */
  constructor(dataSet: DataSet, team: PredictionTeam, onDone: (done: number) => void) {
    this.#dataSet = dataSet;
    this.#team = team;
    this.#onDone = onDone;
    this.#errorsOf = forceErrorsIn(dataSet);
  }

  /**
   * Errors of the forces that a predictor of the team gives some configurations; a sample of sites
   * is offered them.
   */
  async errors(
    spec: number,
    numbers: Int32Array,
    sample?: SiteSample,
  ): Promise<ErrorGroup[]> {
    const grouped = new GroupedErrors();
    (await this.#predict(spec, numbers)).forEach((prediction, i) => {
      const configuration = configurationAt(this.#dataSet, numbers[i]);
      const { exact, error } = this.#errorsOf(configuration, prediction);
      grouped.add(configuration, exact, error);
      sample?.offer(exact, error);
    });
    return grouped.groups();
  }

  /** How much forces by one predictor, `fast`, differ from those by another, in double precision. */
  async precision(fast: number, slow: number, numbers: Int32Array): Promise<PrecisionCheck> {
    const found = await this.#predict(fast, numbers);
    const expected = await this.#predict(slow, numbers);
    const statistics = new ErrorStatistics();
    numbers.forEach((number, i) => {
      const configuration = configurationAt(this.#dataSet, number);
      const { error: reference } = this.#errorsOf(configuration, expected[i]);
      const { exact, error } = this.#errorsOf(configuration, found[i]);
      statistics.addAll(exact, error.map((delta, site) => delta - reference[site]));
    });
    const { sites, rms, max } = statistics.summary();
    return { configurations: numbers.length, sites, rms, max };
  }

  async #predict(spec: number, numbers: Int32Array): Promise<Prediction[]> {
    const before = this.#done;
    const predictions = await this.#team.predict(
      spec,
      numbers,
      (done) => this.#onDone(before + done),
    );
    this.#done = before + numbers.length;
    return predictions;
  }
}
