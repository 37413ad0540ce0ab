export { type CheckpointOnDisk, openCheckpoint, readCheckpointAt } from "./open-checkpoint.ts";
