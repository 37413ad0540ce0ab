/** Vite's plugin for the remover of types, whose module for Node takes two things of it: base64, and encoders that a browser has too. */
export const swcInBrowser = {
  name: "tweedie-swc-in-browser",
  transform(code: string, id: string) {
    if (!id.includes("/@swc/wasm-typescript/")) return undefined;
    return code
      .replace("require(`util`)", "globalThis")
      .replace(
        "require('node:buffer')",
        "{ Buffer: { from: (text) => Uint8Array.from(atob(text), (each) => each.charCodeAt(0)) } }",
      );
  },
};
