/**
 * Training: data sets of labelled configurations, training on them, errors of what was trained.
 *
 * @module
 */
export * from "./dataset/mod.ts";
export * from "./train/mod.ts";
export * from "./evaluation/mod.ts";
