// @ts-self-types="./wasm_module.d.ts"
import source module from "./selected_inversion.wasm";
export default module;
