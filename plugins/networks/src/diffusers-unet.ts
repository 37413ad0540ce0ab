import { definePlugin } from "@tweedie/core";
import { classesOf, diffusersUnet, diffusersUnetOptions } from "@tweedie/networks";
import { z } from "zod";

/** U-Net of diffusers: `diffusersUnet` of @tweedie/networks. The defaults are those of `ddpm-cifar10-32`. */
export default definePlugin({
  role: "network",
  summary: "U-Net for square images, as diffusers' UNet2DModel stores its weights",
  options: diffusersUnetOptions.extend({
    conditional: z.boolean().optional().describe("Class-conditional; the data must have classes."),
  }),
  uses: ["data"],
  create: ({ conditional, ...size }, data) =>
    diffusersUnet({ shape: data.shape, classes: classesOf(conditional, data), ...size }),
});
