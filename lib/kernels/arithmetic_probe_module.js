// @ts-self-types="./wasm_module.d.ts"
import source module from "./arithmetic_probe.wasm";
export default module;
