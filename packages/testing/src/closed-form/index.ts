export * from "./bimodal-distillation.ts";
export * from "./exact-distillation.ts";
export * from "./finite-difference.ts";
export * from "./gauss-hermite.ts";
export * from "./gaussian.ts";
export * from "./mixture.ts";
export * from "./score-loss.ts";
