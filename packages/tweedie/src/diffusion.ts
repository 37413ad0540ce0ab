export * from "@tweedie/diffusion";
