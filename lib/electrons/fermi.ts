/**
 * Fermi occupation f(x) = 1/(1 + e^x) of a level at x = (ε - μ)/T; accurate, never NaN, for every
 * x including ±∞.
 */
export function fermi(x: number): number {
  if (x < 0) return 1 / (1 + Math.exp(x));
  const decay = Math.exp(-x);
  return decay / (1 + decay);
}

/** ln(1 + e^x) without overflow: -ln(1 - f(x)), the level's part of -Ω/T at x = (μ - ε)/T. */
export function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

/**
 * Occupations f_m of levels at a chemical potential and temperature.
 *
 * @param levels ε_m, shape [N]
 */
export function occupations(
  levels: Float64Array,
  chemicalPotential: number,
  temperature: number,
): Float64Array {
  return levels.map((level) => fermi((level - chemicalPotential) / temperature));
}

/** Grand potential Ω_e = -T Σ_m ln(1 + e^{-(ε_m - μ)/T}) of levels, in their unit of energy. */
export function grandPotential(
  levels: Float64Array,
  chemicalPotential: number,
  temperature: number,
): number {
  let sum = 0;
  for (const level of levels) sum += softplus((chemicalPotential - level) / temperature);
  return -temperature * sum;
}
