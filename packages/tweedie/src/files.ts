export * from "@tweedie/core/files";
