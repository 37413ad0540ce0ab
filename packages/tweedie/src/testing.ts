export * from "@tweedie/testing";
