// @ts-self-types="./wasm_module.d.ts"
import source module from "./inference.wasm";
export default module;
