/** The module for pages: checkpoints and safetensors files, which are read without Node. */
export { bytesSource } from "./bytes/byte-source.ts";
export { readCheckpoint } from "./checkpoints/read-checkpoint.ts";
export { decodeSafetensors } from "./safetensors/safetensors.ts";
