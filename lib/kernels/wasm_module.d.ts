/** The compiled WebAssembly module of the kernel beside this declaration. */
declare const module: WebAssembly.Module;
export default module;
