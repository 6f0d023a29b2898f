// @ts-self-types="./wasm_module.d.ts"
import source module from "./cavity.wasm";
export default module;
