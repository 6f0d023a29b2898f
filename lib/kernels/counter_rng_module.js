// @ts-self-types="./wasm_module.d.ts"
import source module from "./counter_rng.wasm";
export default module;
