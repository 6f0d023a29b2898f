import { type Architecture } from "../architecture.ts";
import { parameterLayout } from "../parameter_layout.ts";
import type { ParameterSet } from "../parameters.ts";
import type { Tensor, Tfjs } from "./tfjs.ts";

/** Parameters on a backend, by name. */
export type TensorMap = ReadonlyMap<string, Tensor>;

/** Copies parameters to the backend in use; they stay until `disposeTensors`. */
export function uploadParameters(
  tf: Tfjs,
  architecture: Architecture,
  parameters: ParameterSet,
): TensorMap {
  return new Map(
    parameterLayout(architecture).map(({ name, shape }) => [
      name,
      tf.keep(tf.tensor(parameters.get(name)!, [...shape], "float32")),
    ]),
  );
}

/** Frees the tensors. */
export function disposeTensors(tensors: TensorMap): void {
  for (const tensor of tensors.values()) tensor.dispose();
}

/** The tensor of that name, which the layout promises. */
export function tensorNamed(tensors: TensorMap, name: string): Tensor {
  const tensor = tensors.get(name);
  if (tensor === undefined) throw new Error(`no tensor ${name} among ${[...tensors.keys()]}`);
  return tensor;
}
