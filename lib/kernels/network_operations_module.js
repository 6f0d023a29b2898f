// @ts-self-types="./wasm_module.d.ts"
import source module from "./network_operations.wasm";
export default module;
