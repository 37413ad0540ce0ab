export * from "@tweedie/core";
