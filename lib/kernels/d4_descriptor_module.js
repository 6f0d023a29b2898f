// @ts-self-types="./wasm_module.d.ts"
import source module from "./d4_descriptor.wasm";
export default module;
