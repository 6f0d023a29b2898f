/**
 * Geometry: the `Lattice` interface, periodic square and honeycomb lattices, how their sites lie
 * in the plane, shells by distance, the point group D4, translations.
 *
 * @module
 */
export type { Lattice } from "./lattice.ts";
export * from "./make_lattice.ts";
export * from "./grid_lattice.ts";
export * from "./square_lattice.ts";
export * from "./honeycomb_lattice.ts";
export * from "./plane_geometry.ts";
export * from "./sites_in_plane.ts";
export * from "./offset.ts";
export * from "./minimum_image.ts";
export * from "./field.ts";
export * from "./shells.ts";
export * from "./periodic_shells.ts";
export * from "./d4.ts";
export * from "./translation.ts";
