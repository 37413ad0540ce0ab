export { type CheckpointOnDisk, openCheckpoint } from "./open-checkpoint.ts";
