/** Added to the variance in a layer norm, as in PyTorch. */
export const LAYER_NORM_EPSILON = 1e-5;
