/** Names of the backends, as in `--backend`. */
export const backends = [
  "auto",
  "ort",
  "wasm",
  "cpu",
  "tensorflow",
  "tensorflow-eager",
  "cuda",
  "webgpu",
  "webgpu-eager",
] as const;

export type Backend = (typeof backends)[number];
