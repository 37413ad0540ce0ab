import { definePlugin } from "@tweedie/core";
import { classesOf, conditionalOption, diffusersUnet, diffusersUnetOptions } from "@tweedie/networks";

/** U-Net of diffusers: `diffusersUnet` of @tweedie/networks. The defaults are those of `ddpm-cifar10-32`. */
export default definePlugin({
  role: "network",
  summary: "U-Net for square images, as diffusers' UNet2DModel stores its weights",
  aliases: ["unet2d", "unet2dmodel"],
  options: diffusersUnetOptions.extend({ conditional: conditionalOption }),
  uses: ["data"],
  create: ({ conditional, ...size }, data) =>
    diffusersUnet({ shape: data.shape, classes: classesOf(conditional, data), ...size }),
});
