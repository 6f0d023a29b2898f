/** Windows around each site. */
export interface WindowOptions {
  /** R, sites from the centre to the rim: 1, 2 or 3. */
  readonly radius: number;
  /** Number of poles, those nearest to the real axis. */
  readonly poles: number;
}

/** How a potential is to be embedded. */
export interface CavityEmbeddingOptions {
  /** Hopping amplitude t > 0. */
  readonly hopping: number;
  /** Temperature k_B T > 0, in the unit of t. */
  readonly temperature: number;
  /** Number P of poles whose Green functions are handed out, those nearest to the real axis; or 0. */
  readonly poles: number;
  /**
   * Largest |v_i - μ|/t that is accepted, 200 unless told. It fixes the pole set, and with it what
   * the channels mean: a network keeps that of its training.
   */
  readonly largestPotential?: number;
  /**
   * `converged`: so many sweeps that the density is the gradient of the energy to single precision
   * also for narrow disorder, at two to four times the cost. `scheduled`, when left out: as many as the
   * method's own error warrants.
   */
  readonly sweeps?: "scheduled" | "converged";
  /**
   * Windows of (2R + 1)² sites around each site, for the inverse there at the poles nearest to the
   * real axis: exact but for what enters from outside, instead of with rings of four sites. Densities
   * are better by a factor of four to five for each R, and have no energy. None when left out.
   */
  readonly windows?: WindowOptions;
}
