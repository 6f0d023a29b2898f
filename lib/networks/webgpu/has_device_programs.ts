import type { Architecture, GnnArchitecture } from "../architecture.ts";

/** Whether there are device programs for a network: direct GNNs with a hidden layer have them. */
export function hasDevicePrograms(architecture: Architecture): architecture is GnnArchitecture {
  return architecture.model === "gnn" && architecture.channels.length > 0;
}
