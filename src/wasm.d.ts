/** A file of WebAssembly as a `data:` address, so that it needs no place of its own beside the code. */
declare module '*.wasm?url&inline' {
  const address: string;

  export { address as default };
}
