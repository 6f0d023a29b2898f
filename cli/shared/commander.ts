/** Command-line parsing: commander, in one place. */
export { Command, InvalidArgumentError, Option } from "npm:commander@15.1.0";
