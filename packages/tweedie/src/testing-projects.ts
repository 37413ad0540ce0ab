export * from "@tweedie/testing/projects";
