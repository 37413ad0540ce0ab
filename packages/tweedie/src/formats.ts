export * from "@tweedie/formats";
