/**
 * The one place that names fast-png, which writes the pixels of maps.
 *
 * @module
 */
export { decode, encode } from "npm:fast-png@8.0.0";
