import type { Activation } from "../architecture.ts";

/** σ of one number in WGSL; arguments of exponentials are kept where single precision has them. */
const BODIES: Readonly<Record<Activation, string>> = {
  relu: "return max(v, 0.0f);",
  silu: "return v / (1.0f + exp(min(-v, 80.0f)));",
  softplus: "return max(v, 0.0f) + log(1.0f + exp(-abs(v)));",
  tanh: "return tanh(clamp(v, -10.0f, 10.0f));",
};

/** `fn activate(v: f32) -> f32` in WGSL. */
export function activationWgsl(activation: Activation): string {
  return `
fn activate(v: f32) -> f32 { ${BODIES[activation]} }
`;
}
