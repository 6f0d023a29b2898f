/** Constants of the Adam optimiser. */
export interface AdamOptions {
  /** Decay of the mean of gradients. */
  readonly beta1: number;
  /** Decay of the mean of their squares. */
  readonly beta2: number;
  /** Added to the root of the mean square. */
  readonly epsilon: number;
  /** Decay of the weights themselves, decoupled from the gradient (AdamW). */
  readonly weightDecay: number;
}

/** What Adam remembers of earlier gradients. */
export interface AdamState {
  /** Mean of gradients, shape of the parameters. */
  readonly mean: Float32Array;
  /** Mean of squared gradients, shape of the parameters. */
  readonly square: Float32Array;
}

/** Nothing remembered yet. */
export function adamState(length: number): AdamState {
  return { mean: new Float32Array(length), square: new Float32Array(length) };
}

/**
 * One step of Adam (Kingma and Ba, arXiv:1412.6980, Algorithm 1), in place.
 *
 * @param step number of this step, from 1
 */
export function adamStep(
  parameters: Float32Array,
  gradient: Float32Array,
  { mean, square }: AdamState,
  step: number,
  learningRate: number,
  { beta1, beta2, epsilon, weightDecay }: AdamOptions,
): void {
  const meanFactor = 1 / (1 - beta1 ** step);
  const squareFactor = 1 / (1 - beta2 ** step);
  for (let k = 0; k < parameters.length; k++) {
    const g = gradient[k];
    const m = mean[k] = beta1 * mean[k] + (1 - beta1) * g;
    const s = square[k] = beta2 * square[k] + (1 - beta2) * g * g;
    const change = m * meanFactor / (Math.sqrt(s * squareFactor) + epsilon);
    parameters[k] -= learningRate * (change + weightDecay * parameters[k]);
  }
}
