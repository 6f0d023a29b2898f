// @ts-self-types="./wasm_module.d.ts"
import source module from "./symmetric_eigen.wasm";
export default module;
