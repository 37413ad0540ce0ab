import { definePlugin } from "@tweedie/core";
import { classesOf, conditionalOption, songUnet, songUnetOptions } from "@tweedie/networks";

/** DDPM++ or NCSN++: `songUnet` of @tweedie/networks. The defaults are EDM's DDPM++ for CIFAR-10. */
export default definePlugin({
  role: "network",
  summary: "DDPM++ or NCSN++ for square images, as EDM and SiD publish their weights",
  aliases: ["ddpmpp", "ddpm++", "ncsnpp", "ncsn++", "edm-unet"],
  options: songUnetOptions.extend({ conditional: conditionalOption }),
  uses: ["data"],
  create: ({ conditional, ...size }, data) =>
    songUnet({ shape: data.shape, classes: classesOf(conditional, data), ...size }),
});
