export * from "@tweedie/core";
export { z } from "zod";
