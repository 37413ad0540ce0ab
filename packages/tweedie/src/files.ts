export * from "@tweedie/core/files";
export * from "@tweedie/formats/files";
