export type * from "./contracts.ts";
export * from "./errors.ts";
export * from "./ndarray.ts";
export * from "./params.ts";
export * from "./philox.ts";
export * from "./plugin.ts";
export * from "./random.ts";
export type * from "./sweep-contracts.ts";
export * from "./tf.ts";
