export { decodeNpy, encodeNpy } from "./npy.ts";
export { imageGrid, type GridOptions } from "./png-grid.ts";
export { decodeSafetensors, encodeSafetensors, type Safetensors } from "./safetensors.ts";
export { decodeScalars, encodeScalars, type Scalars, tfeventsHeader } from "./tfevents.ts";
