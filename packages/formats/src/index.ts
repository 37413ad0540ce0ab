export { decodeNpy, encodeNpy } from "./npy.ts";
export { type Npz, openNpz } from "./npz.ts";
export { decodePng, type Image } from "./png.ts";
export { imageGrid, type GridOptions } from "./png-grid.ts";
export { decodeSafetensors, encodeSafetensors, type Safetensors } from "./safetensors.ts";
export { decodeScalars, encodeScalars, type Scalars, tfeventsHeader } from "./tfevents.ts";
export { encodeWandbRecord, wandbLogHeader } from "./wandb-log.ts";
