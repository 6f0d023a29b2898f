/**
 * The one place that names linkedom, the document in which figures are built. Its worker bundle
 * loads in a third of the time of the whole package and needs no permission.
 *
 * @module
 */
export { DOMParser } from "npm:linkedom@0.18.12/worker";
