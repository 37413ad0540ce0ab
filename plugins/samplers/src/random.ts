import { definePlugin } from "@tweedie/core";
import { z } from "zod";
import { drawPoint } from "./space/points.ts";

/** Independent draws from the distributions of the parameters. */
export default definePlugin({
  role: "sampler",
  summary: "Independent random draws",
  aliases: ["random-search"],
  options: z.strictObject({}),
  create: () => ({ suggest: ({ space, random }) => drawPoint(space, random) }),
});
