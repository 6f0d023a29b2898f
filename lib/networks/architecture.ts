import type { FeatureForm } from "../descriptor/feature_forms.ts";

/** Nonlinearity σ between layers. ReLU makes the force of an energy network discontinuous. */
export type Activation = "relu" | "silu" | "softplus" | "tanh";

/** How values of neighbours are combined: the sum of Eq. (15), or the sum over their number. */
export type Aggregation = "sum" | "mean";

/**
 * What a network predicts.
 *
 * `density`: n_i - 1/2 from x = (gQ + μ)/t; the elastic force is added exactly. An energy network
 * then gives Ω_el/t, and n_i - 1/2 = -∂(Ω_el/t)/∂x_i. One file serves every g, k, κ and mass.
 *
 * `force`: the whole force F_i from Q, as in the paper; the file serves one set of constants.
 */
export type Target = "density" | "force";

/**
 * Whether F(-Q) = -F(Q), exact at half filling on a bipartite lattice, is left to the data
 * (`learned`) or built in (`exact`, at twice the cost): (net(x) - net(-x))/2 for a force or density,
 * (E(x) + E(-x))/2 for an energy.
 */
export type ParticleHole = "learned" | "exact";

/**
 * What a network's answer is added to, for the target `density` only: nothing, or what is known of
 * the electrons without training. `cavity`: the density of the cavity method, and for an energy
 * network its energy too. `window-5x5`, `window-7x7`: its density with the sites around each taken
 * exactly, better by a factor of four and fifteen; there is no energy that it is the derivative of.
 */
export type Baseline = "none" | "cavity" | "window-5x5" | "window-7x7";

/**
 * The numbers at each site that a direct GNN starts from. `raw`: the field itself. `cavity`: the
 * field, and what the cavity method finds at the site, with windows where these are the baseline:
 * density and Green functions at `poles` poles.
 */
export type EmbeddingSpec =
  | { readonly kind: "raw" }
  | { readonly kind: "cavity"; readonly poles: number };

/** A multilayer perceptron on the 45 descriptor features of a site (Sec. III, Eqs. 11-13). */
export interface MlpArchitecture {
  /** Which kind of network. */
  readonly model: "mlp";
  /** Form of the descriptor features. */
  readonly descriptor: FeatureForm;
  /** Widths of the hidden layers. */
  readonly hidden: readonly number[];
  /** σ. */
  readonly activation: Activation;
  /** What the prediction is added to. */
  readonly baseline: Baseline;
  /** What it predicts. */
  readonly target: Target;
}

/**
 * A message-passing network that predicts a number a site directly (Sec. IV, Eqs. 15-17): layers
 * σ(W_self V_i + W_NN ⊕_j V_j + b) and a linear layer of the same form as readout.
 */
export interface GnnArchitecture {
  /** Which kind of network. */
  readonly model: "gnn";
  /** Input features. */
  readonly embedding: EmbeddingSpec;
  /** Channels after each hidden layer; the readout comes on top. */
  readonly channels: readonly number[];
  /** 1: nearest neighbours; 2: the four diagonal neighbours too, with weights of their own. */
  readonly shells: 1 | 2;
  /** How neighbours are combined. */
  readonly aggregation: Aggregation;
  /** σ. */
  readonly activation: Activation;
  /** Whether the odd symmetry is built in. */
  readonly particleHole: ParticleHole;
  /** What the prediction is added to. */
  readonly baseline: Baseline;
  /** What it predicts. */
  readonly target: Target;
}

/**
 * A message-passing network for a local energy ε_i of the field (Sec. V, Eqs. 19-22); density or
 * force follow as the exact derivative of Σ ε_i.
 *
 * Each block: M = W_self σ(A V_i + a) + W_NN ⊕_j σ(B V_j + b), the two fully connected layers having
 * the block's output width; U = σ(M + W₂ V_i + b₂); V' = W_res V + LN(U). The readout is
 * W_res V + W_self σ(A V_i + a) + W_NN ⊕_j σ(B V_j + b).
 */
export interface EnergyGnnArchitecture {
  /** Which kind of network. */
  readonly model: "energy-gnn";
  /** Channels after each message-passing block. */
  readonly channels: readonly number[];
  /** Width of the fully connected layers of the readout; 1 in the paper, its output width. */
  readonly readoutWidth: number;
  /** How neighbours are combined. */
  readonly aggregation: Aggregation;
  /** σ. */
  readonly activation: Activation;
  /** Whether the energy is even in the field by construction. */
  readonly particleHole: ParticleHole;
  /** What energy and derivative are added to. */
  readonly baseline: Baseline;
  /** What its derivative is. */
  readonly target: Target;
}

/** A network as plain data: everything that fixes names and shapes of its parameters. */
export type Architecture = MlpArchitecture | GnnArchitecture | EnergyGnnArchitecture;

/** Name of a kind of network. */
export type ModelName = Architecture["model"];

/** The embedding that is the field itself. */
export const RAW_EMBEDDING: EmbeddingSpec = { kind: "raw" };
