export * from "@tweedie/networks";
