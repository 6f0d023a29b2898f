/**
 * Evaluation: how far a network's densities and forces are from the labels of a data set.
 *
 * @module
 */
export { type ErrorMoments, ErrorStatistics, type ErrorSummary } from "./error_statistics.ts";
