import { type Command, Option } from "./commander.ts";
import { parseInteger, parseNumber } from "./number_options.ts";
import { userPath } from "./user_path.ts";
import { addNetworkOptions, type NetworkOptions, weightsNamed } from "./network_options.ts";
import {
  EIGENSOLVERS,
  type Ensemble,
  ENSEMBLES,
  type ForceFieldSpec,
  type HolsteinPreset,
  METHODS,
  ParameterError,
  PRESETS,
} from "../../mod.ts";

/** The options that say which model, which electrons and which method, as commander returns them. */
export interface ModelOptions extends NetworkOptions {
  readonly preset?: string;
  readonly t?: number;
  readonly g?: number;
  readonly k?: number;
  readonly kappa?: number;
  readonly mass?: number;
  readonly temperature?: number;
  readonly ensemble?: Ensemble;
  readonly chemicalPotential?: number;
  readonly method?: string;
  readonly eigensolver?: string;
  readonly lapackLibrary?: string;
  readonly workers?: number;
}

/**
 * Adds the options that say which model, which electrons and which method.
 *
 * @param method what computes forces where none is named
 */
export function addModelOptions(command: Command, method: string): Command {
  return addConstants(addNetworkOptions(command))
    .addOption(
      new Option("--method <name>", `how forces are computed (default: ${method})`)
        .choices([...METHODS]),
    )
    .addOption(
      new Option(
        "--preset <name>",
        `constants to start from (default: ${Object.keys(PRESETS)[0]})`,
      ).choices(Object.keys(PRESETS)),
    )
    .option(
      "--temperature <T>",
      `temperature k_B T, in units of t ${byPreset(({ temperature }) => temperature)}`,
      parseNumber,
    )
    .addOption(
      new Option("--ensemble <name>", "of the electrons (default: grand-canonical)")
        .choices([...ENSEMBLES]),
    )
    .option(
      "--chemical-potential <mu>",
      "the fixed μ of the grand-canonical ensemble (default: 0, half filling)",
      parseNumber,
    )
    .addOption(
      new Option("--eigensolver <name>", "of the method ed").choices([...EIGENSOLVERS]),
    )
    .option("--lapack-library <file>", "LAPACK library of the eigensolver lapack", userPath)
    .option("--workers <n>", "threads (default: all cores)", parseInteger);
}

/** Adds the constants of the model that forces depend on. */
export function addConstants(command: Command): Command {
  return command
    .option("--t <t>", `hopping ${byPreset(({ model }) => model.t)}`, parseNumber)
    .option("--g <g>", `electron-lattice coupling ${byPreset(({ model }) => model.g)}`, parseNumber)
    .option("--k <k>", `spring constant ${byPreset(({ model }) => model.k)}`, parseNumber)
    .option(
      "--kappa <kappa>",
      `nearest-neighbour coupling of displacements ${byPreset(({ model }) => model.kappa)}`,
      parseNumber,
    );
}

/** What a constant is where it is not given: `(default: 3.5; paper: 3.46)`. */
export function byPreset(constant: (preset: HolsteinPreset) => number): string {
  const [[, usual], ...others] = Object.entries(PRESETS)
    .map(([name, preset]) => [name, Number(constant(preset).toPrecision(3))] as const);
  const different = others.filter(([, value]) => value !== usual)
    .map(([name, value]) => `; ${name}: ${value}`);
  return `(default: ${usual}${different.join("")})`;
}

/** The constants of the model that were given. */
export function givenModel(
  { t, g, k, kappa, mass }: Pick<ModelOptions, "t" | "g" | "k" | "kappa" | "mass">,
) {
  return withoutUndefined({ t, g, k, kappa, mass });
}

/** The settings of electrons and method that were given. */
export function givenElectrons(options: ModelOptions) {
  const { temperature, ensemble, chemicalPotential, method, eigensolver, backend } = options;
  const weights = options.weights === undefined ? undefined : weightsNamed(options.weights);
  return withoutUndefined({
    ...{ temperature, ensemble, chemicalPotential, method, eigensolver, weights, backend },
  });
}

/**
 * Makes sure that no option was given in vain.
 *
 * @param spec what the options came to
 * @throws {ParameterError} naming an option that changes nothing
 */
export function requireUsed(
  options: ModelOptions,
  { method, ensemble, eigensolver: solver }: ForceFieldSpec,
): void {
  requireEigensolverUsed(options, [method], solver);
  if (options.chemicalPotential !== undefined && ensemble === "canonical") {
    throw new ParameterError(
      "--chemical-potential is of the grand-canonical ensemble: the canonical one finds its own",
    );
  }
}

/**
 * The same for the eigensolver alone.
 *
 * @param methods those that are going to be used
 * @param solver the eigensolver that the options came to
 * @throws {ParameterError} naming an option that changes nothing
 */
export function requireEigensolverUsed(
  { eigensolver, lapackLibrary }: Pick<ModelOptions, "eigensolver" | "lapackLibrary">,
  methods: readonly string[],
  solver: string,
): void {
  const diagonalises = methods.includes("ed");
  if (eigensolver !== undefined && !diagonalises) {
    throw new ParameterError(`--eigensolver is of the method ed: the method is ${methods[0]}`);
  }
  if (lapackLibrary !== undefined && !(diagonalises && solver === "lapack")) {
    throw new ParameterError("--lapack-library is of the method ed with --eigensolver lapack");
  }
}

/** What may be used of the machine. */
export function resourcesOf(
  { workers, lapackLibrary }: Pick<ModelOptions, "workers" | "lapackLibrary">,
) {
  return {
    workers: workers ?? navigator.hardwareConcurrency,
    ...withoutUndefined({ lapackLibrary }),
  };
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** The entries of an object that are not undefined. */
export function withoutUndefined<T extends object>(values: T): Defined<T> {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined),
  ) as Defined<T>;
}
