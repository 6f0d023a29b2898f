/**
 * Numbers of the independent random streams of one seed. A use of random numbers takes a stream of
 * its own, so that adding one never changes what another draws.
 */
export const STREAMS = {
  initialDisplacement: 0,
  initialVelocity: 1,
  langevinNoise: 2,
  bootstrap: 3,
  modelA: 4,
  datasetConfiguration: 5,
  datasetSplit: 6,
  weightInitialisation: 7,
  batchOrder: 8,
  particleHoleFlip: 9,
  evaluationSample: 10,
  signFlip: 11,
  trendTest: 12,
} as const;

/** Name of a stream. */
export type StreamName = keyof typeof STREAMS;
