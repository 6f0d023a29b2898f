import type { PhaseState } from "../dynamics/phase_state.ts";
import { type HolsteinParameters, orderedDisplacement } from "../holstein/parameters.ts";
import type { Lattice } from "../lattice/lattice.ts";
import { domainWallDensity } from "../observables/domains.ts";
import { fieldDomainSize } from "../observables/field_domain_size.ts";
import { cdwOrderParameter, globalOrderParameter } from "../observables/order_parameter.ts";
import { configurationalTemperature, kineticTemperature } from "../observables/temperature.ts";
import { type QuenchConfig, timeOf } from "./quench_config.ts";

/** One row of a run's observables. Energies are per site, in units of t. */
export interface ObservableRow {
  /** Steps since the quench. */
  readonly step: number;
  /** Time since the quench in units of τ0 = 2π√(m/k). */
  readonly time: number;
  /** m⟨v²⟩. */
  readonly kineticTemperature: number;
  /** Temperature by equipartition of displacements and forces. */
  readonly configurationalTemperature: number;
  /** m⟨v²⟩/2. */
  readonly kineticEnergy: number;
  /** Ω or A, whichever the force is the gradient of; NaN for methods without energies. */
  readonly freeEnergy: number;
  /** ⟨H⟩ of Eq. (7); NaN for methods without energies. */
  readonly internalEnergy: number;
  /** kineticEnergy + freeEnergy: conserved without damping. */
  readonly totalEnergy: number;
  /** μ. */
  readonly chemicalPotential: number;
  /** (1/N) Σ_i n_i e^{iQ·r_i}. */
  readonly orderParameter: number;
  /** Bonds across which φ changes sign, per site. */
  readonly domainWallDensity: number;
  /** L of C(L) = 1/2 of this configuration alone; NaN where it is not resolved. */
  readonly domainSize: number;
}

/** The columns of `observables.csv`, and what each holds. */
export const OBSERVABLE_COLUMNS: Readonly<Record<keyof ObservableRow, string>> = {
  step: "steps since the quench",
  time: "time since the quench, in units of tau0 = 2 pi sqrt(m/k)",
  kineticTemperature: "m <v^2>, in t",
  configurationalTemperature: "from displacements and forces by equipartition, in t",
  kineticEnergy: "m <v^2> / 2 per site, in t",
  freeEnergy: "grand potential (fixed mu) or Helmholtz free energy (fixed N) per site, in t",
  internalEnergy: "<H> per site, in t",
  totalEnergy: "kineticEnergy + freeEnergy, conserved without damping",
  chemicalPotential: "mu, in t",
  orderParameter: "(1/N) sum_i n_i (-1)^(x+y)",
  domainWallDensity: "bonds across which the order parameter phi changes sign, per site",
  domainSize: "L of C(L) = 1/2 of this configuration, in lattice constants",
};

/** Measures one configuration of a run. */
export function observe(config: QuenchConfig, lattice: Lattice, state: PhaseState): ObservableRow {
  const { model } = config;
  const { step, Q, V, evaluation } = state;
  const { force, density, energy = NaN, internalEnergy = NaN, chemicalPotential } = evaluation;
  const temperature = kineticTemperature(model.mass, V);
  const phi = cdwOrderParameter(lattice, density);
  const perSite = 1 / lattice.sites;
  const kineticEnergy = temperature / 2;
  return {
    step,
    time: timeOf(config, step),
    kineticTemperature: temperature,
    configurationalTemperature: configurationalTemperature(Q, force, wellOf(model, lattice)),
    kineticEnergy,
    freeEnergy: energy * perSite,
    internalEnergy: internalEnergy * perSite,
    totalEnergy: kineticEnergy + energy * perSite,
    chemicalPotential,
    orderParameter: globalOrderParameter(lattice, density),
    domainWallDensity: domainWallDensity(lattice, phi),
    domainSize: fieldDomainSize(lattice, phi).length,
  };
}

/** None without coupling. */
function wellOf(model: HolsteinParameters, { coordination }: Lattice): number | undefined {
  const well = orderedDisplacement(model, coordination);
  return well > 0 ? well : undefined;
}
