/** Progress bars: cli-progress, in one place. */
export { default as cliProgress } from "npm:cli-progress@3.12.0";
