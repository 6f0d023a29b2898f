import { type Architecture, isTrainable, parameterLayout } from "../lib/networks/mod.ts";
import type { ParameterSet } from "../lib/networks/mod.ts";
import { useBackend } from "../lib/networks/tfjs/backend.ts";
import { type BatchGeometry, totalSites } from "../lib/networks/tfjs/geometry.ts";
import { networkGraph } from "../lib/networks/tfjs/network_graph.ts";
import {
  type PrimitiveKind,
  registerPrimitives,
} from "../lib/networks/tfjs/primitives/register_primitives.ts";
import { disposeTensors, uploadParameters } from "../lib/networks/tfjs/tensors.ts";

/** Training steps on the backend `wasm`. */
export interface TfjsSteps {
  /** Does one step and returns its loss. */
  step(): Promise<number>;
  /** Frees all tensors. */
  close(): void;
}

/** A network and what it is trained on: features of all sites, then targets. */
export interface TfjsTask {
  readonly architecture: Architecture;
  readonly parameters: ParameterSet;
  readonly data: Float32Array;
  readonly geometry: BatchGeometry;
}

/** Makes ready to train by our kernel or by stock operations. */
export async function startTfjsSteps(task: TfjsTask, kind: PrimitiveKind): Promise<TfjsSteps> {
  const tf = await useBackend("wasm");
  const { architecture, data, geometry } = task;
  const uploaded = uploadParameters(tf, architecture, task.parameters);
  const names = parameterLayout(architecture).filter(isTrainable).map(({ name }) => name);
  const variables = names.map((name) => tf.variable(uploaded.get(name)!));
  const trained = new Map([...uploaded, ...names.map((name, k) => [name, variables[k]] as const)]);
  const sites = totalSites(geometry);
  const features = data.length / sites - 1;
  const x = tf.tensor2d(data.subarray(0, sites * features), [sites, features]);
  const target = tf.tensor2d(data.subarray(sites * features), [sites, 1]);
  const optimizer = tf.train.adam(1e-3);

  const loss = () => {
    const { values } = networkGraph(tf, architecture, trained, x, geometry);
    return tf.mean(tf.square(tf.sub(values, target))).asScalar();
  };
  return {
    step() {
      registerPrimitives(tf, kind);
      const last = tf.tidy(() => {
        const { value, grads } = tf.variableGrads(loss, variables);
        optimizer.applyGradients(grads as typeof grads & { [name: string]: (typeof variables)[0] });
        return value.dataSync()[0];
      });
      return Promise.resolve(last);
    },
    close() {
      tf.dispose([variables, x, target]);
      optimizer.dispose();
      disposeTensors(uploaded);
    },
  };
}
