export { decodeNpy, encodeNpy, type Float64Values } from "./numpy/npy.ts";
export { type Npz, openNpz } from "./numpy/npz.ts";
export { decodeImage, imageEnding } from "./images/decode-image.ts";
export type { Image } from "./images/image.ts";
export { imageGrid, type GridOptions } from "./png/png-grid.ts";
export { decodeSafetensors, encodeSafetensors, type Safetensors } from "./safetensors/safetensors.ts";
export { decodeScalars, encodeScalars, type Scalars, tfeventsHeader } from "./logs/tfevents.ts";
export { encodeWandbRecord, wandbLogHeader } from "./logs/wandb-log.ts";
export type {
  Checkpoint,
  CheckpointFormat,
  CheckpointTensor,
  NamedSettings,
  Setting,
  Settings,
} from "./checkpoints/checkpoint.ts";
export { encodeCheckpoint, type StoredNetwork } from "./checkpoints/safetensors-checkpoint.ts";
export { type FolderFiles, readDiffusersFolder } from "./checkpoints/diffusers-checkpoint.ts";
export { readCheckpoint } from "./checkpoints/read-checkpoint.ts";
export { type ByteSource, bytesSource } from "./bytes/byte-source.ts";
