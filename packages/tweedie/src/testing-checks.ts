export * from "@tweedie/testing/checks";
